//! Numbers from outside. JavaScript has one kind, and handing it to WebAssembly as an integer wraps it around, cuts off its
//! fraction and takes what is no number for 0: so they come as they are, and here they are looked at.

use crate::error::{Error, ErrorCode, Result};
use std::ops::RangeInclusive;

/// A whole number within a range, its ends at most [`MAX_SAFE_INTEGER`](crate::training::settings::MAX_SAFE_INTEGER). `value`: none where no number came.
///
/// # Errors
/// `bad-input`, naming it `name` and the range.
pub fn whole(value: Option<f64>, name: &str, range: RangeInclusive<u64>) -> Result<u64> {
    let (least, most) = range.into_inner();
    match value {
        Some(x) if x.fract() == 0.0 && least as f64 <= x && x <= most as f64 => Ok(x as u64),
        _ => Err(bad_input(format!(
            "The {name} must be a whole number from {least} to {most}."
        ))),
    }
}

/// Labels of images, `0..classes` each.
///
/// # Errors
/// `bad-input` when one is anything else.
pub fn labels(values: impl Iterator<Item = Option<f64>>, classes: u8) -> Result<Vec<u8>> {
    let most = u64::from(classes) - 1;
    values
        .map(|value| Ok(whole(value, "label", 0..=most)? as u8))
        .collect()
}

/// A list of numbers in single precision.
///
/// # Errors
/// `bad-input`, naming it `name`, when one is not finite there or no number.
pub fn floats(values: impl Iterator<Item = Option<f64>>, name: &str) -> Result<Vec<f32>> {
    values
        .map(|value| match value.map(|x| x as f32) {
            Some(x) if x.is_finite() => Ok(x),
            _ => Err(bad_input(format!("The {name} must be finite numbers."))),
        })
        .collect()
}

fn bad_input(message: String) -> Error {
    Error::new(ErrorCode::BadInput, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::settings::MAX_SAFE_INTEGER;

    #[test]
    fn whole_numbers_are_those_of_their_range() {
        let steps = |value| whole(value, "number of steps", 1..=10_000);
        for value in [1.0, 256.0, 10_000.0] {
            assert_eq!(steps(Some(value)), Ok(value as u64));
        }
        // Each became another number: 0, 4294967295, 1, 1661992960, 0, 4294967295.
        let others = [0.0, -1.0, 1.5, 1e20, f64::NAN, f64::INFINITY].map(Some);
        for value in others.into_iter().chain([None, Some(10_001.0)]) {
            let error = steps(value).unwrap_err();
            assert_eq!(error.code, ErrorCode::BadInput, "{value:?}");
            assert_eq!(
                error.message,
                "The number of steps must be a whole number from 1 to 10000."
            );
        }
        assert_eq!(whole(Some(-0.0), "start", 0..=5), Ok(0));
    }

    #[test]
    fn a_seed_is_one_that_no_other_number_looks_like() {
        let seed = |value| whole(Some(value), "seed", 0..=MAX_SAFE_INTEGER);
        assert_eq!(seed(9_007_199_254_740_991.0), Ok(MAX_SAFE_INTEGER));
        assert!(seed(9_007_199_254_740_992.0).is_err());
    }

    #[test]
    fn labels_do_not_wrap_around() {
        let of = |values: &[Option<f64>]| labels(values.iter().copied(), 10);
        assert_eq!(of(&[Some(0.0), Some(9.0)]), Ok(vec![0, 9]));
        assert_eq!(of(&[]), Ok(vec![]));
        for value in [Some(259.0), Some(10.0), Some(-1.0), Some(2.5), None] {
            let error = of(&[Some(1.0), value]).unwrap_err();
            assert_eq!(error.code, ErrorCode::BadInput, "{value:?}");
            assert!(error.message.contains("from 0 to 9"), "{error}");
        }
    }

    #[test]
    fn a_list_of_numbers_holds_nothing_else() {
        let of = |values: &[Option<f64>]| floats(values.iter().copied(), "z");
        assert_eq!(of(&[Some(-1.5), Some(0.1)]), Ok(vec![-1.5, 0.1]));
        for value in [None, Some(f64::NAN), Some(f64::INFINITY), Some(1e300)] {
            let error = of(&[Some(0.0), value]).unwrap_err();
            assert_eq!(error.code, ErrorCode::BadInput, "{value:?}");
        }
    }
}
