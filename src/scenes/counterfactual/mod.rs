//! `counterfactual`: how little of an image must change for the classifier to see another digit?

mod average;
mod change;
mod judged;
mod locating;
mod playing;
#[cfg(test)]
mod tests;

use super::OptionInfo;
use super::scene::{Judge, Scene, SceneInfo, Subject, Work};
use crate::error::Result;
use crate::training::Capability;
use change::Plan;
use playing::Playing;

/// Counterfactual explanations: Wachter, Mittelstadt and Russell, "Counterfactual Explanations without Opening the Black Box"
/// (2017), minimise what a classifier misses of the answer that is wanted and the distance from where the input was. In the pixels
/// that finds noise; here it is the latent that moves, so that what comes out is drawn by the model (Joshi et al., "Towards Realistic
/// Individual Recourse and Actionable Explanations in Black-Box Decision Making Systems", 2019). The latent begins where the encoder
/// puts the image, or, without an encoder, where descent finds its picture. Of all latents on the way, the nearest at which the
/// classifier has changed its mind is kept.
///
/// A model that is told the digit needs no descent: its latent is the style, and it draws that as all ten digits.
///
/// Beside it stands the image averaged with the nearest training image of the wanted digit, at the least weight of that one at which
/// the classifier changes its mind.
#[derive(Debug)]
pub struct Counterfactual;

static INFO: SceneInfo = SceneInfo {
    name: "counterfactual",
    description: crate::words::sentence(
        "How little of the digit must change for our classifier to see another one?",
    ),
    needs: &[Capability::Decodes],
    refuses: &[],
    needed: "decodes a latent, such as vae or gan",
    options: &[
        OptionInfo::whole("digit", 10, (0, 10)).about(
            "The digit that is wanted; 10, or where it is that one already: the classifier's second choice.",
        ),
        OptionInfo::number("weight", 0.01, (0.0, 100.0)).about(
            "Weight of the latent's squared distance from where it was, beside the classifier's cross-entropy.",
        ),
        OptionInfo::number("sure", 0.5, (0.5, 0.999))
            .about("Probability of the wanted digit from which on the classifier has changed its mind."),
        OptionInfo::whole("steps", 100, (1, 10_000)).about("Steps of the descent on the latent (Adam)."),
        OptionInfo::number("lr", 0.05, (1e-6, 1.0)).about("Learning rate of the descent."),
    ],
    count: 100,
};

impl Scene for Counterfactual {
    fn info(&self) -> &'static SceneInfo {
        &INFO
    }

    fn judge(&self) -> Judge {
        Judge::Classifier
    }

    fn begin(&self, subject: Subject) -> Result<Box<dyn Work>> {
        let Subject {
            trainer,
            truth,
            labels,
            first,
            seed,
            options,
            classifier,
            ..
        } = subject;
        let classifier = classifier.expect("the scene asks for the classifier");
        let plan = Plan {
            lr: options.get("lr"),
            weight: options.get("weight"),
            steps: options.whole("steps"),
            sure: options.get("sure"),
        };
        let wanted = Some(options.whole("digit") as u8).filter(|digit| *digit < 10);
        Ok(Box::new(Playing::new(
            trainer,
            classifier,
            (truth, labels),
            (seed, first),
            (plan, wanted),
        )))
    }
}
