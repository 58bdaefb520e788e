//! The one error type: a code for programs, a sentence for people.

use crate::words::words;
use std::fmt;

/// `Result` with the crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

words! {
    /// What went wrong, as one word that scripts can match on.
    pub enum ErrorCode {
        /// No preset has this name.
        UnknownPreset = "unknown-preset",
        /// No setting has this key.
        UnknownSetting = "unknown-setting",
        /// A setting's value has the wrong type or lies outside its range.
        BadSetting = "bad-setting",
        /// Bytes from outside (IDX, safetensors) are not what they should be.
        BadFile = "bad-file",
        /// An argument of a call cannot be used.
        BadInput = "bad-input",
        /// A model must be loaded first.
        NotLoaded = "not-loaded",
        /// Images that the call needs have not been added yet.
        NoData = "no-data",
        /// There is no usable GPU.
        NoWebgpu = "no-webgpu",
        /// The GPU went away.
        DeviceLost = "device-lost",
        /// A loss became infinite or not a number.
        NotFinite = "not-finite",
        /// Another that trains the same model stopped.
        ReplicaLost = "replica-lost",
    }
}

/// An error that a person can act on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// For programs.
    pub code: ErrorCode,
    /// For people: what happened, and what to do about it.
    pub message: String,
}

impl Error {
    /// An error with this code and message.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// The yardsticks know three of the codes.
impl From<yardsticks::Error> for Error {
    fn from(error: yardsticks::Error) -> Self {
        let code = match error.kind {
            yardsticks::ErrorKind::BadFile => ErrorCode::BadFile,
            yardsticks::ErrorKind::BadInput => ErrorCode::BadInput,
            yardsticks::ErrorKind::NoData => ErrorCode::NoData,
        };
        Self::new(code, error.message)
    }
}

/// Reading a tensor fails when the device does: that is the only way a lost GPU shows itself.
impl From<burn::tensor::ExecutionError> for Error {
    fn from(error: burn::tensor::ExecutionError) -> Self {
        Self::new(
            ErrorCode::DeviceLost,
            format!(
                "The device stopped while computing ({error:?}). Reload the page, or train on the CPU."
            ),
        )
    }
}
