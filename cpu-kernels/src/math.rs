//! Elementary functions in plain arithmetic, so that a loop over them becomes SIMD on every machine, WebAssembly included.
//! Polynomials of Moshier's Cephes library (single precision); errors are a few units in the last place.

/// `exp(x)`; below -87, where the true value is nearly the smallest number there is, the value at -87.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    // Comparisons instead of `max`, so that not-a-number stays what it is.
    let x = if x < -87.0 { -87.0 } else { x };
    let x = if x > 88.0 { 88.0 } else { x };
    // Adding this rounds to a whole number, which then stands in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    let r = x - n * 0.693_359_4 - n * -2.121_944_4e-4;
    let mut p = 1.987_569_1e-4;
    p = p * r + 1.398_199_9e-3;
    p = p * r + 8.333_452e-3;
    p = p * r + 4.166_579_6e-2;
    p = p * r + 1.666_666_5e-1;
    p = p * r + 0.5;
    let scale = f32::from_bits((rounded.to_bits() << 23).wrapping_add(127 << 23));
    (p * r * r + r + 1.0) * scale
}

/// `ln(1 + u)` for `u` from 0 to 1.
#[inline(always)]
pub fn ln_1p(u: f32) -> f32 {
    let large = u > std::f32::consts::SQRT_2 - 1.0;
    // Half of a large `1 + u`, less 1; both branches are exact.
    let z = if large { 0.5 * (u - 1.0) } else { u };
    let rest = if large { std::f32::consts::LN_2 } else { 0.0 };
    let mut p = 7.037_683_6e-2;
    p = p * z - 1.151_461e-1;
    p = p * z + 1.167_699_9e-1;
    p = p * z - 1.242_014_1e-1;
    p = p * z + 1.424_932_3e-1;
    p = p * z - 1.666_805_8e-1;
    p = p * z + 2.000_071_5e-1;
    p = p * z - 2.499_999_4e-1;
    p = p * z + 3.333_333e-1;
    let squared = z * z;
    z * squared * p - 0.5 * squared + z + rest
}

/// `tanh(x)`.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let squared = x * x;
    let mut p = -5.704_988_7e-3;
    p = p * squared + 2.063_909e-2;
    p = p * squared - 5.373_971_6e-2;
    p = p * squared + 1.333_144_2e-1;
    p = p * squared - 3.333_328e-1;
    let near = x + x * squared * p;
    let far = 1.0 - 2.0 / (exp(2.0 * x.abs()) + 1.0);
    if x.abs() < 0.625 {
        near
    } else {
        far.copysign(x)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every function over its range, against the same in double precision; errors relative to the result.
    #[test]
    fn functions_are_those_of_the_mathematics() {
        type Pair = (fn(f32) -> f32, fn(f64) -> f64);
        let cases: [(&str, Pair, f32, f32); 3] = [
            ("exp", (exp, f64::exp), -87.0, 88.0),
            ("ln_1p", (ln_1p, f64::ln_1p), 0.0, 1.0),
            ("tanh", (tanh, f64::tanh), -12.0, 12.0),
        ];
        for (name, (ours, theirs), low, high) in cases {
            for i in 0..=200_000 {
                let x = low + (high - low) * (i as f32 / 200_000.0);
                let (ours, theirs) = (f64::from(ours(x)), theirs(f64::from(x)));
                let error = (ours - theirs).abs() / theirs.abs().max(1e-30);
                assert!(error < 4e-7, "{name}({x}): {ours}, not {theirs}");
            }
        }
    }

    #[test]
    fn ends_of_the_number_line_keep_their_meaning() {
        assert_eq!(tanh(1e30), 1.0);
        assert_eq!(tanh(f32::NEG_INFINITY), -1.0);
        assert_eq!(tanh(0.0), 0.0);
        assert!(exp(f32::NEG_INFINITY) < 1e-37);
        assert!(exp(1000.0).is_finite());
        for function in [exp, ln_1p, tanh] {
            assert!(function(f32::NAN).is_nan());
        }
    }
}
