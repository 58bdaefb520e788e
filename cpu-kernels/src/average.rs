//! Running means.

/// `mean = kept * mean + new * value`, for each.
pub fn average(mean: &mut [f32], values: &[f32], [kept, new]: [f32; 2]) {
    for (mean, &value) in mean.iter_mut().zip(values) {
        *mean = *mean * kept + value * new;
    }
}
