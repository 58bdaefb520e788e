//! A grid of runs, as a file describes it: recipes, presets, settings and seeds (`docs/experiments/README.md` has all its keys).
//! `playground experiment` trains them.

mod file;
mod plan;
mod values;

pub use file::{Experiment, Judge, Loop, Mode, Train, Variant};
pub use plan::{Length, MOST_RUNS, Run};

use crate::error::{Error, ErrorCode};

fn bad(message: impl Into<String>) -> Error {
    Error::new(ErrorCode::BadFile, message)
}
