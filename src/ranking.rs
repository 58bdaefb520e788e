//! Order by value.

/// The places of values, that of the least first; equal ones stay as they are. (One function for all that is ranked: each type and
/// each comparison that is sorted by costs the page's bundles 3 kB.)
pub fn ascending(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&one, &other| values[one].total_cmp(&values[other]));
    order
}

/// The places of values, that of the largest first; equal ones stay as they are.
pub fn descending(values: &[f64]) -> Vec<usize> {
    let negative: Vec<f64> = values.iter().map(|value| -value).collect();
    ascending(&negative)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_stay_in_order() {
        let values = [2.0, -1.0, f64::INFINITY, 2.0, -1.0];
        assert_eq!(ascending(&values), [1, 4, 0, 3, 2]);
        assert_eq!(descending(&values), [2, 0, 3, 1, 4]);
    }
}
