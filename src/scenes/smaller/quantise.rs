//! Weights in few bits.

use super::drawing::{Drawing, SINGLE};
use crate::model::NamedTensor;

/// Rounds values to whole multiples of a scale, `-(2^(bits-1) - 1)` to `2^(bits-1) - 1` times it, the largest of which is the largest
/// absolute value: symmetric uniform quantisation (Jacob et al., "Quantization and Training of Neural Networks for Efficient
/// Integer-Arithmetic-Only Inference", 2018; Krishnamoorthi, "Quantizing deep convolutional networks for efficient inference", 2018, for
/// a scale a row). No value moves by more than half the scale, which is answered.
pub fn quantise(values: &mut [f32], bits: u32) -> f32 {
    let most = values
        .iter()
        .fold(0.0, |most: f32, value| most.max(value.abs()));
    let levels = ((1u32 << (bits - 1)) - 1) as f32;
    let scale = most / levels;
    if scale > 0.0 {
        for value in values {
            *value = (*value / scale).round().clamp(-levels, levels) * scale;
        }
    }
    scale
}

/// Rows of a tensor with a scale each: one, or as many as its first dimension has.
fn rows(tensor: &NamedTensor, by_row: bool) -> usize {
    if by_row { tensor.shape[0] } else { 1 }
}

/// Whether a tensor is held in few bits. Biases and what normalisations have are few values, and stay as they are.
fn is_weight(tensor: &NamedTensor) -> bool {
    tensor.shape.len() > 1
}

/// All weights of the networks that images are drawn by, in so many bits, with a scale a row or one a tensor; and the bytes that these
/// take, scales among them.
pub fn quantised(of: &Drawing, bits: u32, by_row: bool) -> (Drawing, usize) {
    let mut small = of.clone();
    for (part, _) in &of.parts {
        part.visit_tensors(&mut |tensor| {
            let Some(at) = of.place(&tensor.name) else {
                return;
            };
            let tensor = &mut small.tensors[at];
            if is_weight(tensor) {
                let row = tensor.values.len() / rows(tensor, by_row);
                for row in tensor.values.chunks_exact_mut(row) {
                    quantise(row, bits);
                }
            }
        });
    }
    let bytes = of.bytes(|tensor, left| match is_weight(tensor) {
        true => (left * bits as usize).div_ceil(8) + SINGLE * rows(tensor, by_row),
        false => SINGLE * left,
    });
    (small, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, normal, stream};

    #[test]
    fn no_value_moves_by_more_than_half_a_step() {
        for bits in [2, 4, 8] {
            let values = normal(&mut stream(3, Purpose::Noise, bits.into()), 1_000);
            let mut rounded = values.clone();
            let scale = quantise(&mut rounded, bits);
            let most = values.iter().fold(0.0, |most: f32, x| most.max(x.abs()));
            assert!((scale * ((1 << (bits - 1)) - 1) as f32 - most).abs() < 1e-5);
            let mut levels = Vec::new();
            for (value, rounded) in values.iter().zip(&rounded) {
                assert!(
                    (value - rounded).abs() <= 0.5001 * scale,
                    "{value} {rounded}"
                );
                let level = (rounded / scale).round() as i32;
                assert!((level as f32 * scale - rounded).abs() < 1e-5);
                levels.push(level);
            }
            levels.sort_unstable();
            levels.dedup();
            assert!(levels.len() < 1 << bits, "{}", levels.len());
            // Once more changes nothing.
            let mut again = rounded.clone();
            quantise(&mut again, bits);
            let far = again.iter().zip(&rounded).map(|(a, b)| (a - b).abs());
            assert!(far.fold(0.0, f32::max) < 1e-5);
        }
        assert_eq!(quantise(&mut [0.0; 4], 4), 0.0);
        // Rounded by hand: 7 levels of 0.1 each way.
        let mut values = [0.7, -0.34, 0.06, 0.04];
        quantise(&mut values, 4);
        for (value, expected) in values.iter().zip([0.7, -0.3, 0.1, 0.0]) {
            assert!((value - expected).abs() < 1e-6, "{value} {expected}");
        }
    }
}
