//! Functions whose last bit must be the same everywhere: those of the standard library come from each system's own
//! libraries, these are additions and multiplications alone. They are smaller, too, and a page loads every byte.

use std::f64::consts::TAU;

/// The exponential function, to about twelve digits.
pub fn exp(x: f64) -> f64 {
    // e^x is the square of e^(x/2).
    let (mut small, mut halvings) = (x, 0);
    while small.abs() > 0.5 {
        small *= 0.5;
        halvings += 1;
    }
    let (mut term, mut sum) = (1.0, 1.0);
    for n in 1..=14 {
        term *= small / f64::from(n);
        sum += term;
    }
    (0..halvings).fold(sum, |root, _| root * root)
}

/// Sine and cosine of an angle in turns, to about twelve digits; exact at 0.
pub fn sin_cos(turns: f64) -> (f64, f64) {
    let angle = (turns - turns.round()) * TAU;
    let (mut sin, mut cos, mut term) = (0.0, 0.0, 1.0);
    for n in 0..30 {
        // The terms of the series of e^(i angle).
        match n % 4 {
            0 => cos += term,
            1 => sin += term,
            2 => cos -= term,
            _ => sin -= term,
        }
        term *= angle / f64::from(n + 1);
    }
    (sin, cos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_those_of_the_standard_library() {
        let near = |found: f64, expected: f64| {
            let error = (found - expected).abs();
            assert!(error < 1e-12, "{found}, not {expected}");
        };
        for step in -4_000..=4_000 {
            let x = f64::from(step) * 1e-3;
            let (sin, cos) = sin_cos(x);
            near(sin, (x * TAU).sin());
            near(cos, (x * TAU).cos());
            near(exp(x) / x.exp(), 1.0);
        }
        assert_eq!(sin_cos(0.0), (0.0, 1.0));
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-1e6), 0.0);
    }
}
