//! Dropout's masks.

/// What values are multiplied by, each from a random number of two bytes (the lower first): 0 where it is below `threshold`,
/// else `kept`.
pub fn mask(random: &[u8], threshold: u16, kept: f32, mask: &mut [f32]) {
    for (factor, &[low, high]) in mask.iter_mut().zip(random.as_chunks().0) {
        let dropped = u16::from_le_bytes([low, high]) < threshold;
        *factor = if dropped { 0.0 } else { kept };
    }
}
