//! Small generative models, trained and sampled on MNIST: in the browser and natively, from the same code.
//!
//! The way data goes, and so the order to read the crate in:
//!
//! 1. [`dataset`] reads IDX bytes and hands out [`MnistBatch`](dataset::MnistBatch)es in a seeded order;
//! 2. [`model`] holds the networks, one file a family, as lists of layers; [`objective`] the losses they minimise,
//!    [`flow`] the paths from noise to data;
//! 3. [`training`] puts the two together: [`Settings`](training::Settings) say what to train, a
//!    [`Trainer`](training::Trainer) takes steps, evaluates and samples; [`optimizer`] updates the weights; [`kernels`] are what burn's operations would do too slowly;
//! 4. [`checkpoint`] turns a trainer into safetensors bytes and back;
//! 5. [`metrics`] say how good its samples are, [`scenes`] what it is good for, [`scores`] which images of a data set are odd,
//!    [`compress`] packs images by a model's probabilities;
//! 6. `experiment` reads the description of a grid of runs;
//! 7. [`session`] is all of it behind one object: what the browser's worker and the `playground` command drive.
//!
//! Nothing below [`session`] knows JavaScript; `web` alone uses wasm-bindgen. No tensor is read synchronously,
//! since a browser's GPU cannot, and all randomness comes from the seed through [`random`].
#![warn(missing_docs)]

pub mod checkpoint;
pub mod compress;
pub mod dataset;
mod decimal;
pub mod device;
pub mod error;
#[cfg(not(target_family = "wasm"))]
pub mod experiment;
pub mod flow;
pub mod kernels;
mod maths;
pub mod message;
pub mod metrics;
pub mod model;
#[cfg(any(test, target_family = "wasm"))]
mod numbers;
pub mod objective;
pub mod optimizer;
pub mod random;
mod ranking;
pub mod scenes;
#[cfg(not(target_family = "wasm"))]
pub mod schema;
pub mod scores;
pub mod session;
pub mod training;
#[cfg(target_family = "wasm")]
pub mod web;
mod words;

pub use error::{Error, ErrorCode, Result};
pub use session::Session;
