//! A Rust compiler with the standard library for `wasm32-unknown-unknown`.
//!
//! The user's own compiler if it has one; else Debian's second compiler; else rustup; else Debian's packages, whose
//! standard library comes as source and is built once.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{debian, files};
use crate::{command, paths, step};

const TARGET: &str = "wasm32-unknown-unknown";
/// The compiler of Debian's `rustc-web`. rustup's stands before it on PATH, so builds for wasm32 name it by RUSTC.
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
/// burn's own minimum, as in Cargo.toml.
const MINIMUM: (u32, u32) = (1, 95);
const DEBIAN_PACKAGES: [&str; 5] = [
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "rust-web-llvm",
    "lld-22",
];
/// Which compiler built the standard library beside it: after an upgrade of the compiler it has to be built again.
const STAMP: &str = "built-by.txt";

/// The compiler to use for wasm32: nothing for the user's own, else what RUSTC has to name.
pub fn ensure() -> Result<Option<PathBuf>> {
    let own = env::var_os("RUSTC").map_or_else(|| PathBuf::from("rustc"), PathBuf::from);
    let debian = Path::new(DEBIAN_RUSTC);
    if is_ready(&own) {
        return Ok(None);
    }
    if is_ready(debian) {
        return Ok(Some(debian.to_owned()));
    }
    if command::find("rustup").is_some() && rustup_adds_it() && is_ready(&own) {
        return Ok(None);
    }
    if debian::can_install() {
        if !fits(debian) || !has_source(debian) {
            debian::install(
                "Installing a Rust compiler for WebAssembly from Debian's packages",
                "a minute",
                &DEBIAN_PACKAGES,
            )?;
        }
        if !is_ready(debian) {
            build_standard_library(debian)?;
        }
        return Ok(Some(debian.to_owned()));
    }
    bail!("the Rust standard library for WebAssembly is missing; run: rustup target add {TARGET}");
}

fn rustup_adds_it() -> bool {
    let mut rustup = Command::new("rustup");
    // Out of reach of rustup's server this fails after seconds, and then there is another way: no reason to alarm anybody.
    let added = step::run(
        "Adding the WebAssembly target with rustup",
        "seconds",
        rustup.args(["target", "add", TARGET]),
    );
    if added.is_err() {
        eprintln!("  rustup could not fetch it; trying another way");
    }
    added.is_ok()
}

/// Whether this compiler is new enough and has a standard library of its own making.
fn is_ready(rustc: &Path) -> bool {
    let Some(libraries) = libraries(rustc) else {
        return false;
    };
    let has = |name: &str| {
        let entries = fs::read_dir(&libraries).into_iter().flatten().flatten();
        entries
            .map(|entry| entry.file_name())
            .any(|file| file.to_string_lossy().starts_with(name))
    };
    let stale =
        fs::read_to_string(libraries.join(STAMP)).is_ok_and(|stamp| Some(stamp) != identity(rustc));
    fits(rustc) && has("libstd-") && has("libcore-") && !stale
}

fn fits(rustc: &Path) -> bool {
    command::output(rustc, &["--version"])
        .and_then(|text| version(&text))
        .is_some_and(|found| found >= MINIMUM)
}

/// `rustc 1.96.0 (...)` -> (1, 96)
fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text
        .split_whitespace()
        .nth(1)?
        .split('.')
        .map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

fn identity(rustc: &Path) -> Option<String> {
    command::output(rustc, &["--version", "--verbose"])
}

fn libraries(rustc: &Path) -> Option<PathBuf> {
    Some(
        Path::new(&command::output(rustc, &["--print", "sysroot"])?)
            .join("lib/rustlib")
            .join(TARGET)
            .join("lib"),
    )
}

fn has_source(rustc: &Path) -> bool {
    command::output(rustc, &["--print", "sysroot"]).is_some_and(|sysroot| {
        Path::new(&sysroot)
            .join("lib/rustlib/src/rust/library/std/Cargo.toml")
            .exists()
    })
}

/// Build the standard library from its source by way of an empty crate, and put it where the compiler looks for it.
fn build_standard_library(rustc: &Path) -> Result<()> {
    let work = paths::cache().join("wasm-std");
    files::write(
        &work.join("Cargo.toml"),
        b"[package]\nname = \"empty\"\nedition = \"2021\"\n[workspace]\n",
    )?;
    files::write(&work.join("src/lib.rs"), b"")?;
    let target = work.join("target");
    let mut cargo = Command::new(rustc.with_file_name("cargo"));
    cargo
        .current_dir(&work)
        .args([
            "build",
            "--release",
            "-Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test",
            "--target",
            TARGET,
        ])
        .env("RUSTC", rustc)
        // `-Zbuild-std` is not stable yet; this allows it for this one build.
        .env("RUSTC_BOOTSTRAP", "1")
        // Without bitcode inside, link-time optimisation of what uses this library fails.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_DIR", &target)
        // rustup's variable would hand the call to another compiler.
        .env_remove("RUSTUP_TOOLCHAIN");
    step::run(
        "Building the Rust standard library for WebAssembly",
        "once, about a minute",
        &mut cargo,
    )?;

    let libraries =
        libraries(rustc).context("the compiler does not say where its libraries lie")?;
    let half_done = libraries.with_extension("tmp");
    if half_done.exists() {
        fs::remove_dir_all(&half_done)?;
    }
    fs::create_dir_all(&half_done)
        .with_context(|| format!("cannot write to {}", half_done.display()))?;
    for library in files::with_extension(&target.join(TARGET).join("release/deps"), "rlib")? {
        let name = library.file_name().context("a file has a name")?;
        if !name.to_string_lossy().starts_with("libempty-") {
            fs::copy(&library, half_done.join(name))?;
        }
    }
    fs::write(
        half_done.join(STAMP),
        identity(rustc).context("the compiler does not say its version")?,
    )?;
    if libraries.exists() {
        fs::remove_dir_all(&libraries)?;
    }
    fs::rename(&half_done, &libraries)?;
    // Cargo does not notice another standard library, and what was compiled against the old one no longer links.
    let stale = paths::target().join(TARGET);
    if stale.exists() {
        fs::remove_dir_all(&stale)
            .with_context(|| format!("{} is out of date: delete it", stale.display()))?;
    }
    fs::remove_dir_all(&work)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_compilers_are_read() {
        assert_eq!(
            version("rustc 1.96.0 (abc 2026-05-01) (built from a source tarball)"),
            Some((1, 96))
        );
        assert_eq!(version("rustc 1.101.0-nightly (abc)"), Some((1, 101)));
        assert_eq!(version("rustc"), None);
        assert!(version("rustc 1.63.0").unwrap() < MINIMUM);
    }

    #[test]
    fn a_missing_compiler_is_not_ready() {
        assert!(!is_ready(Path::new("/nowhere/rustc")));
    }
}
