//! Products whose terms are added in one order, each rounded once more than a fused multiply-add would: the same to the last bit on
//! every machine. Those of [`product`](super::product()) are not, since each machine's fastest way is another.

/// Rows that share a look at the weights: their sums fit into a processor's first cache.
const ROWS: usize = 8;

/// Adds `x w` to `onto`: `x` is `[n, inputs]`, `w` `[inputs, outputs]`, `onto` `[n, outputs]`.
///
/// # Panics
/// When sizes do not fit.
pub fn add_ordered(x: &[f32], w: &[f32], outputs: usize, onto: &mut [f32]) {
    if outputs == 0 || w.is_empty() {
        return;
    }
    let inputs = w.len() / outputs;
    assert_eq!(w.len(), inputs * outputs, "a matrix has whole rows");
    assert_eq!(x.len() * outputs, onto.len() * inputs, "sizes fit");
    let blocks = x.chunks(ROWS * inputs).zip(onto.chunks_mut(ROWS * outputs));
    for (x, onto) in blocks {
        for (at, w) in w.chunks_exact(outputs).enumerate() {
            let rows = x.iter().skip(at).step_by(inputs);
            for (&x, sums) in rows.zip(onto.chunks_exact_mut(outputs)) {
                // Most of a black and white image is zero, and of what ReLU leaves.
                if x != 0.0 {
                    for (sum, w) in sums.iter_mut().zip(w) {
                        *sum += x * w;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values that a sum rounds, some of them zero.
    fn values(n: usize) -> Vec<f32> {
        let value = |at: usize| ((at * 7919 % 1013) as f32 - 500.0) / 97.0;
        (0..n)
            .map(|at| if at % 3 == 0 { 0.0 } else { value(at) })
            .collect()
    }

    #[test]
    fn every_sum_is_added_from_the_first_term_to_the_last() {
        let (n, inputs, outputs) = (19, 23, 7);
        let (x, w) = (values(n * inputs), values(inputs * outputs));
        let mut sums = vec![0.5; n * outputs];
        add_ordered(&x, &w, outputs, &mut sums);
        for row in 0..n {
            for column in 0..outputs {
                let mut sum = 0.5f32;
                for at in 0..inputs {
                    let term = x[row * inputs + at] * w[at * outputs + column];
                    sum += term;
                }
                assert_eq!(sums[row * outputs + column], sum, "{row}, {column}");
            }
        }
    }
}
