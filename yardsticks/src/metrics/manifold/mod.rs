//! Where images lie among real ones: what is near to a set is what lies within the distance of one of its points to that point's
//! k-th nearest neighbour in the set.

mod metrics;

pub use metrics::{COVERAGE, DENSITY, DIVERSITY, PRECISION, RECALL};

use crate::count_points;
use crate::points::{Points, mean};
use crate::{Error, ErrorKind, Result};

/// Neighbours that decide how far a set reaches around a point: the `k` of Naeem et al. (2020).
pub const NEIGHBOURS: usize = 5;

/// Precision and recall (Kynkäänniemi et al., "Improved Precision and Recall Metric for Assessing Generative Models", 2019), density
/// and coverage (Naeem et al., "Reliable Fidelity and Diversity Metrics for Generative Models", 2020), and how far points of each
/// set are apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overlap {
    /// Share of the samples that are near to the real points, 0 to 1.
    pub precision: f64,
    /// Share of the real points that are near to the samples, 0 to 1.
    pub recall: f64,
    /// How many real points a sample is near to, divided by `k`. Real points would get about 1.
    pub density: f64,
    /// Share of the real points that have a sample nearer than their k-th nearest real point, 0 to 1.
    pub coverage: f64,
    /// Mean distance between two samples, divided by that between two real points.
    pub diversity: f64,
}

impl Overlap {
    /// Of real points and samples, `[n * dimension]` both.
    ///
    /// # Errors
    /// `bad-input` when points are not whole or not finite, or a set does not have more than `k`.
    pub fn new(real: &[f32], samples: &[f32], dimension: usize, k: usize) -> Result<Self> {
        let sets = [(real, "real points"), (samples, "samples")];
        for (points, what) in sets {
            let n = count_points(points, dimension, what)?;
            if k == 0 || n <= k {
                return Err(Error::new(
                    ErrorKind::BadInput,
                    format!("{n} {what} have no {k} nearest neighbours each: there must be more."),
                ));
            }
        }
        let centre: Vec<f32> = mean(real, dimension).iter().map(|&x| x as f32).collect();
        let [real, samples] = [real, samples].map(|points| Points::around(&centre, points));
        let [reach, sampled] = [&real, &samples].map(|points| Reach::new(points, k));

        let (mut near, mut precise) = (0usize, 0usize);
        let mut recalled = vec![false; real.len()];
        let mut covered = vec![false; real.len()];
        samples.squared_distances(0, samples.len(), &real, &mut |i, distances| {
            let radius = sampled.radii[i];
            let mut count = 0;
            for (j, &distance) in distances.iter().enumerate() {
                let within = distance < reach.radii[j];
                count += usize::from(within);
                covered[j] |= within;
                recalled[j] |= distance < radius;
            }
            near += count;
            precise += usize::from(count > 0);
        });
        let share = |count: usize, of: &Points| count as f64 / of.len() as f64;
        let count = |flags: &[bool]| flags.iter().filter(|&&flag| flag).count();
        Ok(Self {
            precision: share(precise, &samples),
            recall: share(count(&recalled), &real),
            density: share(near, &samples) / k as f64,
            coverage: share(count(&covered), &real),
            diversity: sampled.mean_distance / reach.mean_distance,
        })
    }
}

/// How far a set reaches around each of its points.
struct Reach {
    /// Squared distance to the k-th nearest other point, `[n]`.
    radii: Vec<f32>,
    /// Over all pairs.
    mean_distance: f64,
}

impl Reach {
    fn new(points: &Points, k: usize) -> Self {
        let n = points.len();
        let mut radii = Vec::with_capacity(n);
        let mut sum = 0.0;
        points.squared_distances(0, n, points, &mut |i, distances| {
            // The k smallest so far in order: most distances are above all of them.
            let mut nearest = vec![f32::INFINITY; k];
            for (_, &distance) in distances.iter().enumerate().filter(|(j, _)| *j != i) {
                sum += f64::from(distance.sqrt());
                if distance < nearest[k - 1] {
                    let at = nearest.partition_point(|&smaller| smaller <= distance);
                    nearest[at..].rotate_right(1);
                    nearest[at] = distance;
                }
            }
            radii.push(nearest[k - 1]);
        });
        Self {
            radii,
            mean_distance: sum / (n as f64 * (n - 1) as f64),
        }
    }
}
