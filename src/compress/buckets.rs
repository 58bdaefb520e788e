//! A normal distribution over buckets that are equally likely under the standard normal one: Townsend, Bird and Barber, "Practical
//! Lossless Compression with Latent Variables using Bits Back Coding" (2019), section 2.5.1.
//!
//! The distribution function is a table of whole numbers with straight lines in between, made by additions and multiplications
//! alone: it rises from bucket to bucket, and is the same everywhere. What it differs by from the true one costs next to nothing,
//! since latents are taken and put back by the same table.

use super::{Share, Stack};
use crate::maths::exp;

/// Standard deviations on each side of the mean that the table has.
const SIDE: f64 = 8.0;
/// Its straight lines, each side.
const LINES: usize = 512;
/// Parts of a line.
const PARTS: u64 = 1 << 16;
/// Units of probability, as a power of two.
const BITS: u32 = 28;

/// The buckets of a standard normal variable.
#[derive(Debug)]
pub struct Buckets {
    /// There are `2^bits`.
    bits: u32,
    /// Up to the end of each line, in units; each bucket has one unit beside them, so that none is impossible.
    table: Vec<u32>,
    /// Between each and the next, `2^bits - 1`.
    edges: Vec<f64>,
}

/// One normal distribution over the buckets.
#[derive(Clone, Copy, Debug)]
pub struct Normal {
    mean: f64,
    /// One over the standard deviation.
    precision: f64,
}

impl Normal {
    /// By its mean and the logarithm of its variance. What is not finite, or beyond all use, becomes something that is: only the
    /// length of a file depends on it.
    pub fn new(mean: f32, logvar: f32) -> Self {
        let within = |x: f32, most: f32| {
            let x = if x.is_nan() { 0.0 } else { x };
            f64::from(x.clamp(-most, most))
        };
        Self {
            mean: within(mean, SIDE as f32),
            precision: exp(-0.5 * within(logvar, 30.0)),
        }
    }
}

impl Buckets {
    /// `2^bits` of them, `bits` at most 16.
    pub fn new(bits: u32) -> Self {
        let lines = 2 * LINES;
        let at = |line: f64| (line / LINES as f64 - 1.0) * SIDE;
        let mut sums = vec![0.0];
        for line in 0..lines {
            let x = at(line as f64 + 0.5);
            sums.push(sums[line] + exp(-0.5 * x * x));
        }
        let units = f64::from((1u32 << BITS) - (1 << bits));
        let table: Vec<u32> = sums
            .iter()
            .map(|sum| (units * (sum / sums[lines])) as u32)
            .collect();
        let edges = (1..1u32 << bits).map(|edge| {
            let units = units * f64::from(edge) / f64::from(1u32 << bits);
            // The line with these units: the table rises there.
            let line = table.partition_point(|&until| f64::from(until) <= units) - 1;
            let [from, to] = [line, line + 1].map(|end| f64::from(table[end]));
            at(line as f64 + (units - from) / (to - from))
        });
        Self {
            bits,
            edges: edges.collect(),
            table,
        }
    }

    /// The number that stands for a bucket: halfway between its edges. The outermost ones are taken to be as wide as their neighbours.
    pub fn middle(&self, bucket: usize) -> f32 {
        let edge = |at: usize| self.edges[at];
        let last = self.edges.len() - 1;
        let [low, high] = match bucket {
            0 => [2.0 * edge(0) - edge(1), edge(0)],
            inner if inner > last => [edge(last), 2.0 * edge(last) - edge(last - 1)],
            inner => [edge(inner - 1), edge(inner)],
        };
        (0.5 * (low + high)) as f32
    }

    /// The bucket that a number lies in.
    pub fn of(&self, x: f32) -> usize {
        self.edges.partition_point(|&edge| edge <= f64::from(x))
    }

    /// Units below a bucket's lower edge.
    fn below(&self, bucket: usize, normal: Normal) -> u32 {
        if bucket == 0 {
            return 0;
        }
        let Some(edge) = self.edges.get(bucket - 1) else {
            return 1 << BITS;
        };
        let x = ((edge - normal.mean) * normal.precision / SIDE + 1.0) * LINES as f64;
        let last = 2 * LINES as u64 * PARTS;
        let place = ((x * PARTS as f64) as u64).min(last - 1);
        let line = (place / PARTS) as usize;
        let [from, to] = [line, line + 1].map(|end| self.table[end]);
        let part = u64::from(to - from) * (place % PARTS) / PARTS;
        bucket as u32 + from + part as u32
    }

    fn share(&self, bucket: usize, normal: Normal) -> Share {
        let start = self.below(bucket, normal);
        Share {
            start,
            size: self.below(bucket + 1, normal) - start,
        }
    }

    /// Puts a bucket onto the stack by this distribution.
    pub fn push(&self, bucket: usize, normal: Normal, stack: &mut Stack) {
        stack.push(self.share(bucket, normal), BITS);
    }

    /// Takes one off it.
    pub fn pop(&self, normal: Normal, stack: &mut Stack) -> usize {
        stack.pop(BITS, |unit| {
            // The last bucket that begins at the unit or before it.
            let (mut first, mut end) = (0, self.edges.len() + 1);
            while end - first > 1 {
                let middle = (first + end) / 2;
                if self.below(middle, normal) <= unit {
                    first = middle;
                } else {
                    end = middle;
                }
            }
            (first, self.share(first, normal))
        })
    }

    /// Puts a bucket onto the stack by the standard normal distribution, under which all are equally likely.
    pub fn push_standard(&self, bucket: usize, stack: &mut Stack) {
        let start = bucket as u32;
        stack.push(Share { start, size: 1 }, self.bits);
    }

    /// Takes one off it.
    pub fn pop_standard(&self, stack: &mut Stack) -> usize {
        stack.pop(self.bits, |start| {
            (start as usize, Share { start, size: 1 })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Quantiles of the standard normal distribution, from tables.
    #[test]
    fn edges_are_quantiles_of_the_standard_normal_distribution() {
        let buckets = Buckets::new(12);
        let quantiles = [
            (2_048, 0.0),
            (1_024, -0.674_490),
            (3_072, 0.674_490),
            (512, -1.150_349),
            (3_968, 1.862_732),
            (1, -3.486_719),
            (4_095, 3.486_719),
        ];
        for (edge, expected) in quantiles {
            let found = buckets.edges[edge - 1];
            assert!(
                (found - expected).abs() < 2e-3,
                "{edge}: {found}, not {expected}"
            );
        }
        for bucket in 0..4_096 {
            assert_eq!(buckets.of(buckets.middle(bucket)), bucket);
        }
    }

    #[test]
    fn no_bucket_is_impossible_and_all_units_are_given_away() {
        let buckets = Buckets::new(12);
        let wild = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30, -1e30];
        let tame = [-9.0, -3.2, -0.4, 0.0, 0.7, 2.9, 40.0];
        for mean in wild.into_iter().chain(tame) {
            for logvar in wild.into_iter().chain(tame) {
                let normal = Normal::new(mean, logvar);
                let mut before = 0;
                for bucket in 0..4_096 {
                    let share = buckets.share(bucket, normal);
                    assert_eq!(share.start, before, "{mean} {logvar} {bucket}");
                    assert!(share.size > 0, "{mean} {logvar} {bucket}");
                    before += share.size;
                }
                assert_eq!(before, 1 << BITS);
            }
        }
    }

    /// The Kullback-Leibler divergence of two normal distributions, which is what it costs to put latents by the standard one that
    /// were taken by another.
    #[test]
    fn taking_by_one_and_putting_by_another_costs_their_divergence() {
        let buckets = Buckets::new(12);
        for (mean, sd) in [(0.3f64, 0.2f64), (-1.5, 0.5), (0.0, 1.0), (1.0, 0.03)] {
            let normal = Normal::new(mean as f32, (2.0 * sd.ln()) as f32);
            let bits: f64 = (0..4_096)
                .map(|bucket| {
                    f64::from(buckets.share(bucket, normal).size) / f64::from(1u32 << BITS)
                })
                .map(|share| share * (share * 4_096.0).log2())
                .sum();
            let nats = 0.5 * (mean * mean + sd * sd - 1.0) - sd.ln();
            let expected = nats / std::f64::consts::LN_2;
            assert!(
                (bits - expected).abs() < 0.01 * expected + 0.001,
                "{mean} {sd}: {bits}, not {expected}"
            );
        }
    }

    #[test]
    fn buckets_come_back() {
        let buckets = Buckets::new(12);
        let mut stack = Stack::on_random_bits();
        let normals: Vec<_> = (0..200)
            .map(|at| Normal::new(at as f32 / 50.0 - 2.0, at as f32 / 25.0 - 6.0))
            .collect();
        let mut taken = Vec::new();
        for &normal in &normals {
            let bucket = buckets.pop(normal, &mut stack);
            buckets.push_standard(bucket, &mut stack);
            taken.push(bucket);
        }
        for (&bucket, &normal) in taken.iter().zip(&normals).rev() {
            assert_eq!(buckets.pop_standard(&mut stack), bucket);
            buckets.push(bucket, normal, &mut stack);
        }
        assert!(stack.is_random());
    }
}
