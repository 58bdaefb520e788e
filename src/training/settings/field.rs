//! What a setting is in memory, and the plain value that files, the page and the command's listing have of it.

use serde_json::Value;

/// A type that a setting can have.
pub trait Field: Sized {
    /// The plain value: a number, `true` or `false`, or a word.
    fn to_value(&self) -> Value;

    /// From such a value; none where it is of another type, or a word that is none of the type's.
    fn of_value(value: &Value) -> Option<Self>;
}

impl Field for u64 {
    fn to_value(&self) -> Value {
        (*self).into()
    }

    fn of_value(value: &Value) -> Option<Self> {
        value.as_u64()
    }
}

impl Field for usize {
    fn to_value(&self) -> Value {
        (*self).into()
    }

    fn of_value(value: &Value) -> Option<Self> {
        value.as_u64()?.try_into().ok()
    }
}

impl Field for f64 {
    fn to_value(&self) -> Value {
        (*self).into()
    }

    fn of_value(value: &Value) -> Option<Self> {
        value.as_f64()
    }
}

impl Field for bool {
    fn to_value(&self) -> Value {
        (*self).into()
    }

    fn of_value(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}

impl Field for String {
    fn to_value(&self) -> Value {
        self.as_str().into()
    }

    fn of_value(value: &Value) -> Option<Self> {
        value.as_str().map(Into::into)
    }
}
