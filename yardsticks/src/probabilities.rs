//! What metrics share that look at the classifier's probabilities.

use crate::{CLASSES, Error, ErrorKind, Result};

/// The first of the likeliest digits.
pub(crate) fn likeliest(row: &[f64; CLASSES]) -> usize {
    (1..CLASSES).fold(
        0,
        |best, digit| if row[digit] > row[best] { digit } else { best },
    )
}

/// Whether there is an image at all.
pub(crate) fn require_rows(probabilities: &[[f64; CLASSES]]) -> Result<()> {
    if probabilities.is_empty() {
        return Err(Error::new(
            ErrorKind::BadInput,
            "There is no image to judge: give one at least.",
        ));
    }
    Ok(())
}
