//! Our own operations: what training spends its time in, each as one kernel on the CPU and on WebGPU, with a gradient.
//!
//! Each folder is one operation. Its `mod.rs` has the function that the models call and the trait that burn dispatches; `cpu.rs`
//! (with the loops of the package `cpu-kernels`) and `gpu.rs` compute it on burn-flex and burn-cubecl, and `gradient.rs` tells
//! automatic differentiation the way back. `tests.rs` holds it against burn's own operations, on the GPU `tests/web/kernels.rs` does.

pub mod activation;
pub mod adam;
pub mod attention;
pub mod average;
pub mod bernoulli;
pub mod conv;
mod cpu;
pub mod dense;
#[cfg(feature = "gpu")]
mod gpu;
pub mod layer_norm;
pub mod norm;
pub mod smooth;
pub mod squares;
mod tape;
#[cfg(test)]
mod testing;

pub use activation::Activation;
#[cfg(feature = "gpu")]
pub use gpu::{subgroups, width, work};
