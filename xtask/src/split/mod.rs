//! Divides both bundles: what training a model and its first pictures call, which the page waits for, and the rest, which arrives
//! behind them.
//!
//! Which functions those are is seen, not listed: a module that remembers what was called ([`watched`]) goes through a visit
//! (`xtask/visit.mjs`) on the CPU, and those of the WebGPU bundle are known by their names ([`alike`]). Any other function may
//! still be called at any time. Where the first part calls one it goes through a function of the same type ([`Plan::stubs`]), which asks the page for the rest if that is not there yet (`loadRest`, in `src/web`)
//! and goes on through the table of functions. The rest is an instance of its own with the first part's memory, table, globals
//! and functions, and calls these directly. So every bundle does the same as before; only what arrives when differs.
//!
//! The way of binaryen's `wasm-split`, which npm's package does not have.

mod alike;
mod plan;
mod profile;
mod read;
mod visit;
mod write;

pub use visit::divide;

use anyhow::Result;
use plan::Plan;
use profile::watched;
use read::Read;

/// The import that brings the rest, as `src/web` names it.
const LOAD: &str = "loadRest";

/// A bundle in two parts.
struct Parts {
    /// What is instantiated as before.
    first: Vec<u8>,
    /// What imports all that it needs from the first under the module name [`FIRST`].
    rest: Vec<u8>,
}

/// The name under which the rest imports from the first part.
const FIRST: &str = "first";

/// Divides a module. `called` says of each function that is not imported whether the first part has it.
///
/// # Errors
/// Where the module does not ask for the rest itself, or has what a linked Rust program has not.
fn split(read: &Read, called: &[bool]) -> Result<Parts> {
    let plan = Plan::new(read, called)?;
    Ok(Parts {
        first: write::first(read, &plan)?,
        rest: write::rest(read, &plan)?,
    })
}

#[cfg(test)]
mod tests;
