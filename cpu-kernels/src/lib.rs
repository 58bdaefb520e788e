//! What a training step on the CPU spends its time in, as loops over plain memory; burn's tensors stay outside, in
//! `src/kernels/*/cpu.rs` of the main package.
//!
//! A package of its own, because the WebAssembly bundles are built for size and this for speed (`[profile.small]`): a
//! hundredth of their code, and nearly all of their time. Every loop is written so that it becomes SIMD.

pub mod activation;
pub mod adam;
pub mod attention;
pub mod average;
pub mod bernoulli;
pub mod directions;
pub mod dropout;
pub mod im2col;
pub mod image;
pub mod layer_norm;
mod math;
pub mod norm;
mod parallel;
pub mod product;
pub mod rows;
pub mod sums;
