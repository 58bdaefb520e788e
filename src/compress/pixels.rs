//! A decoder's outputs as probabilities of pixels.

use super::{Share, Stack};
use crate::maths::exp;
use crate::objective::Likelihood;
use crate::objective::discretised_logistic::{LOG_SCALE, LOG_SCALES};
use cpu_kernels::activation::sigmoid;

/// Grey values.
const LEVELS: u32 = 256;

/// What pixels are, and how an output says how likely each value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pixels {
    /// Black or white, 0 or 1, by [`Likelihood::Bernoulli`].
    BlackAndWhite,
    /// 0 to 255, by [`Likelihood::DiscretisedLogistic`].
    Grey,
}

impl Pixels {
    /// Those that a likelihood is a probability of; none where it is a density.
    pub fn of(likelihood: Likelihood) -> Option<Self> {
        match likelihood {
            Likelihood::Bernoulli => Some(Self::BlackAndWhite),
            Likelihood::DiscretisedLogistic => Some(Self::Grey),
            Likelihood::ContinuousBernoulli | Likelihood::Gaussian => None,
        }
    }

    /// Units of all probability, as a power of two.
    const fn bits(self) -> u32 {
        match self {
            Self::BlackAndWhite => 16,
            Self::Grey => 20,
        }
    }

    /// How bright a pixel is, 0 to 1.
    pub fn brightness(self, pixel: u8) -> f32 {
        match self {
            Self::BlackAndWhite => pixel.into(),
            Self::Grey => f32::from(pixel) / 255.0,
        }
    }

    /// What a decoder says of each pixel of an image, from its outputs for the whole of it.
    fn said(self, outputs: &[f32]) -> Vec<Said> {
        match self {
            Self::BlackAndWhite => (outputs.iter())
                .map(|&logit| Said {
                    mean: logit,
                    steepness: 1.0,
                })
                .collect(),
            Self::Grey => {
                let (means, log_scales) = outputs.split_at(outputs.len() / 2);
                let both = means.iter().zip(log_scales);
                both.map(|(&mean, &log_scale)| Said {
                    mean,
                    steepness: steepness(log_scale),
                })
                .collect()
            }
        }
    }

    /// Units of all values below one, `value` from 0 to as many as there are. They grow with the value, so that none is impossible.
    fn below(self, said: Said, value: u32) -> u32 {
        let all = 1u32 << self.bits();
        match self {
            Self::BlackAndWhite => match value {
                0 => 0,
                1 => {
                    let black = (1.0 - of_logistic(said.mean)) * all as f32 + 0.5;
                    (black as u32).clamp(1, all - 1)
                }
                _ => all,
            },
            Self::Grey => match value {
                0 => 0,
                LEVELS => all,
                _ => {
                    let end = (value as f32 - 0.5) / 255.0;
                    let share = of_logistic((end - said.mean) * said.steepness);
                    // Two for each: should the function fall by a rounding error from one value to the next, one is left.
                    let free = (all - 2 * LEVELS) as f32;
                    2 * value + (share * free) as u32
                }
            },
        }
    }

    fn share(self, said: Said, value: u32) -> Share {
        let start = self.below(said, value);
        Share {
            start,
            size: self.below(said, value + 1) - start,
        }
    }

    /// Puts an image onto the stack by the outputs for it.
    pub fn push(self, outputs: &[f32], image: &[u8], stack: &mut Stack) {
        for (said, &pixel) in self.said(outputs).into_iter().zip(image) {
            stack.push(self.share(said, pixel.into()), self.bits());
        }
    }

    /// Takes the image off it that was put there by these outputs.
    pub fn pop(self, outputs: &[f32], stack: &mut Stack) -> Vec<u8> {
        let said = self.said(outputs);
        let mut pixels = vec![0; said.len()];
        for (said, pixel) in said.into_iter().zip(&mut pixels).rev() {
            *pixel = stack.pop(self.bits(), |unit| {
                let value = self.value(said, unit);
                (value as u8, self.share(said, value))
            });
        }
        pixels
    }

    /// The value in whose share a unit lies: the last one that does not begin after it.
    fn value(self, said: Said, unit: u32) -> u32 {
        let (mut value, mut after) = match self {
            Self::BlackAndWhite => (0, 2),
            Self::Grey => (0, LEVELS),
        };
        while after - value > 1 {
            let middle = u32::midpoint(value, after);
            if self.below(said, middle) <= unit {
                value = middle;
            } else {
                after = middle;
            }
        }
        value
    }
}

/// Of one pixel.
#[derive(Clone, Copy, Debug)]
struct Said {
    /// Of a logistic distribution; the logit of a black or white pixel.
    mean: f32,
    /// One by its scale.
    steepness: f32,
}

/// One by the scale of which this is said.
fn steepness(said: f32) -> f32 {
    let (narrowest, widest) = LOG_SCALES;
    let log_scale = f64::from(said) + LOG_SCALE;
    exp(-log_scale.clamp(narrowest, widest)) as f32
}

/// The logistic function, the same bits on every machine.
fn of_logistic(x: f32) -> f32 {
    let mut one = [x];
    sigmoid(&mut one);
    one[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever the output is, even where training went wrong.
    #[test]
    fn every_value_has_a_share_and_together_they_are_all() {
        let wild = [f32::INFINITY, f32::NEG_INFINITY, f32::NAN, -1e30, 1e30];
        let outputs: Vec<f32> = [-3.0, -0.02, 0.0, 0.3, 0.5, 0.7, 1.0, 1.02, 2.5]
            .into_iter()
            .chain(wild)
            .collect();
        for (pixels, values) in [(Pixels::BlackAndWhite, 2), (Pixels::Grey, LEVELS)] {
            let all: Vec<f32> = match pixels {
                Pixels::BlackAndWhite => outputs.clone(),
                Pixels::Grey => {
                    let means = outputs.iter().flat_map(|&mean| vec![mean; outputs.len()]);
                    means.chain(outputs.repeat(outputs.len())).collect()
                }
            };
            for said in pixels.said(&all) {
                let mut next = 0;
                for value in 0..values {
                    let Share { start, size } = pixels.share(said, value);
                    assert_eq!(start, next, "{pixels:?} {said:?} {value}");
                    assert!(size > 0, "{pixels:?} {said:?} {value}");
                    for unit in [start, start + size - 1] {
                        assert_eq!(pixels.value(said, unit), value, "{pixels:?} {said:?}");
                    }
                    next += size;
                }
                assert_eq!(next, 1 << pixels.bits(), "{pixels:?} {said:?}");
            }
        }
    }
}
