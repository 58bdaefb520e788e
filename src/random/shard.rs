//! The rows of a batch that a thread takes, and their random numbers.

use super::{normal, uniform_unit};
use rand_chacha::ChaCha8Rng;

/// Which rows of a batch somebody takes. Random numbers are drawn as for the whole batch, so that a part has what the whole
/// would have in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// The first.
    pub start: usize,
    /// The one after the last.
    pub end: usize,
    /// Rows of the whole batch.
    pub of: usize,
}

impl Shard {
    /// A whole batch.
    pub fn all(n: usize) -> Self {
        Self {
            start: 0,
            end: n,
            of: n,
        }
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.end - self.start
    }

    /// The same rows where each row of the batch is `k` rows, one below the other.
    pub fn times(&self, k: usize) -> Self {
        Self {
            start: self.start * k,
            end: self.end * k,
            of: self.of * k,
        }
    }

    /// Their share of the batch.
    pub fn fraction(&self) -> f32 {
        self.count() as f32 / self.of as f32
    }

    /// `n` standard normal values a row.
    pub fn normal(&self, rng: &mut ChaCha8Rng, n: usize) -> Vec<f32> {
        // A normal value takes no fixed number of random words, so those before and after are drawn too.
        let mut all = normal(rng, self.of * n);
        all.truncate(self.end * n);
        all.split_off(self.start * n)
    }

    /// `n` values a row, uniform in `0..1`.
    pub fn uniform_unit(&self, rng: &mut ChaCha8Rng, n: usize) -> Vec<f32> {
        // Each value takes one word.
        self.skipping(rng, n, |rng| uniform_unit(rng, self.count() * n))
    }

    /// What dropout multiplies `n` values a row by, for `batches` batches, one below the other: these rows of each. A share
    /// of them, which is rounded to a multiple of 1/65536, is 0, and the others are such that the mean is 1.
    pub fn dropout(&self, rng: &mut ChaCha8Rng, batches: usize, n: usize, share: f64) -> Vec<f32> {
        let kept = (1.0 / (1.0 - share)) as f32;
        let threshold = (share * 65536.0).round() as u16;
        let mut mask = vec![0.0; batches * self.count() * n];
        for rows in mask.chunks_exact_mut(self.count() * n) {
            self.skipping(rng, n.div_ceil(2), |rng| {
                cpu_kernels::dropout::draw(rng, n, threshold, kept, rows)
            });
        }
        mask
    }

    /// Draws for these rows of a batch whose rows take so many words each, and leaves the generator after the batch.
    fn skipping<T>(
        &self,
        rng: &mut ChaCha8Rng,
        words: usize,
        draw: impl FnOnce(&mut ChaCha8Rng) -> T,
    ) -> T {
        let start = rng.get_word_pos();
        rng.set_word_pos(start + (self.start * words) as u128);
        let drawn = draw(rng);
        rng.set_word_pos(start + (self.of * words) as u128);
        drawn
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};

    #[test]
    fn a_part_of_the_rows_has_what_the_whole_has_in_its_place() {
        let rng = || stream(4, Purpose::Dropout, 9);
        let (of, n, batches) = (7, 5, 3);
        let rows = Shard {
            start: 2,
            end: 6,
            of,
        };
        let whole = normal(&mut rng(), of * n);
        assert_eq!(rows.normal(&mut rng(), n), whole[2 * n..6 * n]);
        assert_eq!(Shard::all(of).normal(&mut rng(), n), whole);

        let (mut one, mut other) = (rng(), rng());
        let whole = uniform_unit(&mut one, of * n);
        assert_eq!(rows.uniform_unit(&mut other, n), whole[2 * n..6 * n]);
        let whole = Shard::all(of).dropout(&mut one, batches, n, 0.3);
        let part = rows.dropout(&mut other, batches, n, 0.3);
        let expected: Vec<f32> = (0..batches)
            .flat_map(|batch| whole[(batch * of + 2) * n..(batch * of + 6) * n].to_vec())
            .collect();
        assert_eq!(part, expected);
        // What is drawn next is the same too.
        assert_eq!(uniform_unit(&mut one, 3), uniform_unit(&mut other, 3));
    }

    #[test]
    fn dropout_drops_its_share_anywhere_and_keeps_the_mean() {
        let (rows, n) = (500, 401);
        for share in [0.05, 0.3, 0.5, 0.9] {
            let mut rng = stream(1, Purpose::Dropout, 0);
            let mask = Shard::all(rows).dropout(&mut rng, 1, n, share);
            let kept = (1.0 / (1.0 - share)) as f32;
            assert!(mask.iter().all(|&factor| factor == 0.0 || factor == kept));
            // Five standard errors; over all values, over each column, and of two neighbours at once.
            let near = |count: usize, of: usize, expected: f64| {
                let error = 5.0 * (expected * (1.0 - expected) / of as f64).sqrt();
                let found = count as f64 / of as f64;
                assert!((found - expected).abs() < error, "{found}, not {expected}");
            };
            let dropped = |i: usize| usize::from(mask[i] == 0.0);
            near((0..rows * n).map(dropped).sum(), rows * n, share);
            for column in 0..n {
                near(
                    (0..rows).map(|row| dropped(row * n + column)).sum(),
                    rows,
                    share,
                );
            }
            let pairs = (1..rows * n).map(|i| dropped(i) * dropped(i - 1)).sum();
            near(pairs, rows * n - 1, share * share);
        }
    }
}
