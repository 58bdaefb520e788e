//! Small data.
