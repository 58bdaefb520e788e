//! Numbers for tests.

/// `count` numbers from 0 to 1 that look random: Knuth's linear congruential generator of 64 bits, its upper half.
pub(crate) fn uniform(seed: u64, count: usize) -> Vec<f32> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005);
        state = state.wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1 << 24) as f32
    };
    (0..count).map(|_| next()).collect()
}
