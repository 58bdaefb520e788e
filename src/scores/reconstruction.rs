//! `reconstruction`: which images the model rebuilds worst.

use super::{Found, Score, Subject};
use crate::dataset::PIXELS;
use crate::error::{Error, ErrorCode};
use crate::training::families::Pending;

/// Images that are rebuilt in one part.
const PART: usize = 500;

/// The mean squared error, a pixel, of what the loaded model rebuilds from the mean of an image's latent: what an autoencoder has not
/// learnt to draw is unlike what it has learnt from (Sakurada and Yairi, "Anomaly Detection Using Autoencoders with Nonlinear
/// Dimensionality Reduction", 2014). Images are as the recipe damages them, with the labels that the model is told.
#[derive(Debug)]
pub(super) struct Reconstruction;

impl Score for Reconstruction {
    fn name(&self) -> &'static str {
        "reconstruction"
    }

    fn needs_model(&self) -> bool {
        true
    }

    fn is_large_suspicious(&self) -> bool {
        true
    }

    fn advance<'a>(&'a self, subject: &'a Subject<'a>) -> Pending<'a, f64> {
        Box::pin(async {
            let Some(trainer) = subject.trainer else {
                return Err(Error::new(
                    ErrorCode::NotLoaded,
                    "No model is loaded yet: load one that encodes, vae for example, to see what it rebuilds worst.",
                ));
            };
            let collection = subject.collection;
            let start = subject.known.errors.borrow().len();
            let end = collection.len().min(start + PART);
            let mut pixels = vec![0.0; (end - start) * PIXELS];
            for (at, image) in (start..).zip(pixels.chunks_exact_mut(PIXELS)) {
                collection.pixels(subject.dataset, at, image);
            }
            let labels: &[u8] = if trainer.settings().conditional {
                &collection.labels[start..end]
            } else {
                &[]
            };
            let rebuilt = trainer.reconstruct(pixels.clone(), labels).await?;
            let pairs = pixels
                .chunks_exact(PIXELS)
                .zip(rebuilt.chunks_exact(PIXELS));
            let errors = pairs.map(|(image, rebuilt)| {
                let squares = image
                    .iter()
                    .zip(rebuilt)
                    .map(|(x, y)| f64::from(x - y).powi(2));
                (squares.sum::<f64>() / PIXELS as f64) as f32
            });
            subject.known.errors.borrow_mut().extend(errors);
            Ok(end as f64 / collection.len().max(1) as f64)
        })
    }

    fn found(&self, subject: &Subject) -> Found {
        Found {
            values: subject.known.errors.borrow().clone(),
            ..Found::default()
        }
    }
}
