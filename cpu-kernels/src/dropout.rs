//! Dropout's masks.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;

/// Draws what the values of a layer are multiplied by, row after row of `n`: 0 where a random number of 16 bits is below
/// `threshold`, else `kept`. Each row takes `n.div_ceil(2)` words of 32 bits.
pub fn draw(rng: &mut ChaCha8Rng, n: usize, threshold: u16, kept: f32, mask: &mut [f32]) {
    let mut bytes = vec![0; n.div_ceil(2) * 4];
    for row in mask.chunks_exact_mut(n) {
        rng.fill_bytes(&mut bytes);
        for (factor, &pair) in row.iter_mut().zip(bytes.as_chunks().0) {
            let dropped = u16::from_le_bytes(pair) < threshold;
            *factor = if dropped { 0.0 } else { kept };
        }
    }
}
