//! `smaller`: what do fewer bits, units and steps cost in quality?

mod drawing;
mod playing;
mod prune;
mod quantise;
#[cfg(test)]
mod tests;

use super::OptionInfo;
use super::scene::{Judge, Scene, SceneInfo, Subject, Work};
use crate::dataset::PIXELS;
use crate::error::Result;
use crate::training::Capability;
use playing::Playing;

/// The same samples, from the same latents, drawn with all weights in 8 bits and in 4 ([`quantise`]), without half the hidden units
/// ([`prune`]), and, by flows, in fewer steps, beside the full model. The numbers: bytes of the weights that draw, multiply-adds an
/// image, both counted, the squared error to the full model's samples, and what the yardsticks say of each.
#[derive(Debug)]
pub struct Smaller;

static INFO: SceneInfo = SceneInfo {
    name: "smaller",
    description: crate::words::sentence(
        "What do samples lose where weights have fewer bits, half the units are gone, or a flow takes fewer steps?",
    ),
    needs: &[Capability::Decodes, Capability::Flows, Capability::Prior],
    refuses: &[Capability::Autoregressive],
    needed: "draws an image in one go or by a flow, such as vae, gan or flow",
    options: &[
        OptionInfo::number("removed", 0.5, (0.0, 0.95))
            .about("Share of the units of each hidden layer that are taken out."),
        OptionInfo::whole("steps", 4, (1, 1_000)).about("Steps of a flow in place of its own."),
        OptionInfo::whole("rows", 1, (0, 1))
            .about("1: a scale for each row of a weight; 0: one for each weight."),
    ],
    count: 1_000,
};

impl Scene for Smaller {
    fn info(&self) -> &'static SceneInfo {
        &INFO
    }

    fn judge(&self) -> Judge {
        Judge::Yardsticks
    }

    // It draws as many samples as there are images, of all digits.
    fn takes_labels(&self) -> bool {
        false
    }

    fn begin(&self, subject: Subject) -> Result<Box<dyn Work>> {
        let Subject {
            trainer,
            truth,
            seed,
            options,
            ..
        } = subject;
        let count = truth.len() / PIXELS;
        Ok(Box::new(Playing::new(trainer, options, count, seed)))
    }
}
