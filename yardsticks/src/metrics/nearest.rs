//! `nearest_distance`: whether samples are copies of training images.

use crate::PIXELS;
use crate::Result;
use crate::Subject;
use crate::metric::{Better, Measured, Metric};

/// The median, over the first 250 images, of the Euclidean distance in pixels (0 to 1 each) to the nearest training image. A model that has
/// learnt its images by heart draws samples that lie much nearer to them than real images do that it has never seen (see
/// Meehan, Chaudhuri and Dasgupta, "A Non-Parametric Test to Detect Data-Copying in Generative Models", 2020).
///
/// Training images are those that the data's recipe has chosen, as they were before it damaged or augmented them. Blurred and
/// empty samples are near to everything, so read it beside the other metrics.
#[derive(Debug)]
pub struct NearestDistance;

impl Metric for NearestDistance {
    fn name(&self) -> &'static str {
        "nearest_distance"
    }

    fn range(&self) -> (f64, f64) {
        (0.0, (PIXELS as f64).sqrt())
    }

    fn better(&self) -> Better {
        Better::LikeReal
    }

    fn compute(&self, subject: &Subject<'_>) -> Result<Option<Measured>> {
        let distances = subject.nearest();
        // Without a training image there is no distance.
        let median = median(distances.to_vec()).filter(|median| median.is_finite());
        Ok(median.map(Measured::from))
    }
}

/// The mean of the two middle values of an even number.
fn median(mut values: Vec<f32>) -> Option<f64> {
    values.sort_unstable_by(f32::total_cmp);
    let middle = values.len() / 2;
    let upper = f64::from(*values.get(middle)?);
    Some(if values.len().is_multiple_of(2) {
        (f64::from(values[middle - 1]) + upper) / 2.0
    } else {
        upper
    })
}
