//! What can go wrong.

use std::fmt;

/// `Result` with the crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// Bytes are not what they should be.
    BadFile,
    /// An argument cannot be used.
    BadInput,
    /// Images are missing.
    NoData,
}

impl ErrorKind {
    /// One word that scripts can match on: the engine's error codes have the same.
    pub const fn word(self) -> &'static str {
        match self {
            Self::BadFile => "bad-file",
            Self::BadInput => "bad-input",
            Self::NoData => "no-data",
        }
    }
}

/// An error that a person can act on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// For programs.
    pub kind: ErrorKind,
    /// For people: what happened, and what to do about it.
    pub message: String,
}

impl Error {
    /// An error of this kind.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
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
