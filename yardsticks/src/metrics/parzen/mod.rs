//! How likely images are around samples: the Parzen-window estimate of Breuleux, Bengio and Vincent, "Quickly Generating
//! Representative Samples from an RBM-Derived Process" (2011), by which Goodfellow et al., "Generative Adversarial Nets"
//! (2014), compare with other models.
//!
//! Theis, van den Oord and Bethge, "A note on the evaluation of generative models" (2015), show its limits: it is far
//! from the true likelihood, and a few clusters' centres can beat real images. It is here to compare with what was
//! published.

mod window;

pub use window::ParzenWindow;

use crate::PIXELS;
use crate::Result;
use crate::Subject;
use crate::data::units;
use crate::metric::{Better, Measured, Metric};

/// Samples of the window, as in Goodfellow et al. (2014).
pub const KERNELS: usize = 10_000;

/// The estimate as a metric, with `parzen_standard_error` and `parzen_sigma` beside it. Sigma is chosen by training images
/// that are held out, and the density that of all test images.
#[derive(Debug)]
pub struct ParzenLikelihood;

impl Metric for ParzenLikelihood {
    fn name(&self) -> &'static str {
        "parzen_log_likelihood"
    }

    fn range(&self) -> (f64, f64) {
        (f64::NEG_INFINITY, f64::INFINITY)
    }

    fn better(&self) -> Better {
        Better::Higher
    }

    fn is_costly(&self) -> bool {
        true
    }

    fn compute(&self, subject: &Subject<'_>) -> Result<Option<Measured>> {
        let Some(samples) = subject.apart() else {
            return Ok(None);
        };
        let data = subject.data();
        let (train, test) = (data.train_len(), data.test.len() / PIXELS);
        let validation = data.held_out()?;
        if validation.start < KERNELS {
            subject.note(format!(
                "Parzen window: of {train} training images {} are kernels for real images and {} choose sigma; the density is \
                 that of {test} test images.",
                validation.start,
                validation.len(),
            ));
        }
        let validation = units(data.train, validation);
        let found = Parzen::new(samples, &validation, &units(data.test, 0..test))?;
        Ok(Some(Measured {
            beside: vec![
                ("parzen_standard_error", found.standard_error.into()),
                ("parzen_sigma", found.sigma.into()),
            ],
            ..found.log_likelihood.into()
        }))
    }
}

/// The estimate for one set of samples. Images have 784 values from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parzen {
    /// Mean log-density of the test images, in nats.
    pub log_likelihood: f64,
    /// Its standard error over the test images, in nats.
    pub standard_error: f64,
    /// The kernel's standard deviation, that of [`sigmas`] under which the validation images are likeliest.
    pub sigma: f64,
}

impl Parzen {
    /// The estimate from samples, images to choose sigma by and test images, `[n * 784]` all.
    ///
    /// # Errors
    /// `bad-input` when any of them are not whole images or not finite.
    pub fn new(samples: &[f32], validation: &[f32], test: &[f32]) -> Result<Self> {
        let window = ParzenWindow::new(samples, PIXELS)?;
        let grid = sigmas();
        let fits = window.log_densities(validation, &grid)?;
        let (sigma, _) = grid
            .into_iter()
            .zip(fits.iter().map(|densities| mean(densities)))
            .max_by(|(_, one), (_, other)| one.total_cmp(other))
            .expect("the grid is not empty");
        let densities = window.log_densities(test, &[sigma])?.concat();
        Ok(Self {
            log_likelihood: mean(&densities),
            standard_error: standard_error(&densities),
            sigma,
        })
    }
}

/// The kernel's standard deviations that are tried: 37 from 0.1 to 1, evenly on a logarithmic scale. Every fourth is one
/// of Goodfellow et al.'s ten; between two of those a likelihood can lose ten nats, between two of these less than one.
pub fn sigmas() -> Vec<f64> {
    const STEPS: i32 = 36;
    (0..=STEPS)
        .map(|step| 10f64.powf(f64::from(step - STEPS) / f64::from(STEPS)))
        .collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Of the mean; 0 for a single value.
fn standard_error(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = mean(values);
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (squares / (n - 1.0).max(1.0) / n).sqrt()
}
