//! The one error type: a code for programs, a sentence for people.

use std::fmt;

/// `Result` with the crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, as one word that scripts can match on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// No preset has this name.
    UnknownPreset,
    /// No setting has this key.
    UnknownSetting,
    /// A setting's value has the wrong type or lies outside its range.
    BadSetting,
    /// Bytes from outside (IDX, safetensors) are not what they should be.
    BadFile,
    /// An argument of a call cannot be used.
    BadInput,
    /// A model must be loaded first.
    NotLoaded,
    /// Images that the call needs have not been added yet.
    NoData,
    /// There is no usable GPU.
    NoWebgpu,
    /// The GPU went away.
    DeviceLost,
    /// A loss became infinite or not a number.
    NotFinite,
    /// Another that trains the same model stopped.
    ReplicaLost,
}

impl ErrorCode {
    /// The code as the page and its scripts see it, `unknown-preset` for example.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnknownPreset => "unknown-preset",
            Self::UnknownSetting => "unknown-setting",
            Self::BadSetting => "bad-setting",
            Self::BadFile => "bad-file",
            Self::BadInput => "bad-input",
            Self::NotLoaded => "not-loaded",
            Self::NoData => "no-data",
            Self::NoWebgpu => "no-webgpu",
            Self::DeviceLost => "device-lost",
            Self::NotFinite => "not-finite",
            Self::ReplicaLost => "replica-lost",
        }
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
