//! `data.blur`: out of focus.

use super::step::above_zero;
use super::{Kind, RecipeInfo, Step, StepInfo};
use crate::maths::exp;
use cpu_kernels::image::{self, SIDE};

/// A third of an image: nothing of a digit is left.
const MOST: f64 = 10.0;

/// Convolves images with a Gaussian of this standard deviation, cut off after four of them; around an image all is black. The
/// same as SciPy's `gaussian_filter(image, sigma, mode="constant")`.
pub const STEP: StepInfo = StepInfo {
    info: RecipeInfo::number(
        "blur",
        MOST,
        false,
        "Standard deviation, in pixels, of the Gaussian that blurs the images.",
    ),
    options: &[],
    kind: Kind::Filter,
    make: |value, _| {
        Ok(above_zero(value).map(|deviation| {
            Box::new(Blur {
                weights: gaussian(deviation),
            }) as Box<dyn Step>
        }))
    },
};

#[derive(Debug)]
struct Blur {
    /// From the middle outwards.
    weights: Vec<f32>,
}

impl Step for Blur {
    fn filter(&self, image: &mut [f32]) {
        image::convolve(image, &self.weights);
    }
}

/// Blurs an image, `[784]`, by a Gaussian of this standard deviation, in pixels.
pub fn blur(image: &mut [f32], deviation: f64) {
    image::convolve(image, &gaussian(deviation));
}

/// The half of a Gaussian that begins with its middle; the whole has the sum 1.
fn gaussian(deviation: f64) -> Vec<f32> {
    let radius = (4.0 * deviation + 0.5) as usize;
    let weight = |at: usize| exp(-0.5 * (at as f64 / deviation) * (at as f64 / deviation));
    let sum = 1.0 + 2.0 * (1..=radius).map(weight).sum::<f64>();
    let within = 0..=radius.min(SIDE - 1);
    within.map(|at| (weight(at) / sum) as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::super::scipy::{compare, image};
    use super::*;

    fn blurred(deviation: f64) -> Vec<f32> {
        let mut image = image();
        let weights = gaussian(deviation);
        Blur { weights }.filter(&mut image);
        image
    }

    #[test]
    fn it_is_scipys_gaussian_filter() {
        compare("blur 0.7", &blurred(0.7), 2e-6);
        compare("blur 3", &blurred(3.0), 2e-6);
    }

    #[test]
    fn the_strongest_leaves_a_picture_and_the_weakest_the_image() {
        let strongest = blurred(MOST);
        assert!(strongest.iter().all(|pixel| (0.0..=1.0).contains(pixel)));
        assert_eq!(blurred(0.1), image());
    }
}
