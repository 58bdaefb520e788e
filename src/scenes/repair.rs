//! `repair`: a part of the picture is missing.

use super::plain::{MeanDigit, NearestImage, Plain};
use super::recovery::{Problem, Recovery};
use super::search::Plan;
use super::ways::way_of;
use super::{Operator, OptionInfo, Rule, Scene, SceneInfo, Subject, Work, refused};
use crate::dataset::PIXELS;
use crate::error::Result;
use crate::training::Capability;

/// A hole of `size * size` pixels in the middle, as csgm's `mnist_inpaint.sh` has it (100 steps with momentum 0.9 from ten beginnings),
/// or one that was painted. Its weight on the latent is 0; with 0.1, as the other scenes have it, the error of `vae` after ten
/// epochs is a quarter smaller (50 test images). A flow's paths are led to the pixels that are left; what draws piece by piece
/// draws what is missing among them.
#[derive(Debug)]
pub struct Repair;

static INFO: SceneInfo = SceneInfo {
    name: "repair",
    description: crate::words::sentence(
        "A part of the picture is missing: what could it have been? Several answers, since there are several.",
    ),
    needs: &[
        Capability::Decodes,
        Capability::Flows,
        Capability::Autoregressive,
    ],
    refuses: &[],
    needed: "decodes a latent, follows paths from noise or draws piece by piece, such as vae, gan, flow or transformer",
    options: &[
        OptionInfo::whole("size", 10, (1, 27)).about("Side of the hole in the middle, in pixels."),
        OptionInfo::whole("answers", 4, (1, 50)).about("Answers an image, the best fits first."),
        OptionInfo::whole("steps", 100, (1, 10_000)).about("Steps of the descent on the latent."),
        OptionInfo::whole("restarts", 10, (1, 100))
            .about("Beginnings of the descent, or images that are drawn, an image."),
        OptionInfo::number("lr", 0.01, (1e-6, 1.0)).about("Learning rate of the descent."),
        OptionInfo::number("prior", 0.1, (0.0, 100.0))
            .about("Weight of the latent's squared length beside the misfit."),
    ],
    count: 100,
};

impl Scene for Repair {
    fn info(&self) -> &'static SceneInfo {
        &INFO
    }

    fn takes_mask(&self) -> bool {
        true
    }

    fn begin(&self, subject: Subject) -> Result<Box<dyn Work>> {
        let Subject { truth, options, .. } = subject;
        let hole: Vec<f32> = if subject.mask.is_empty() {
            let size = options.whole("size");
            let start = (28 - size) / 2;
            let inside = |at: usize| (start..start + size).contains(&at);
            let missing = |at: usize| inside(at / 28) && inside(at % 28);
            (0..PIXELS)
                .map(|at| f32::from(u8::from(missing(at))))
                .collect()
        } else {
            let mask = subject.mask.iter();
            mask.map(|&missing| f32::from(u8::from(missing > 0.5)))
                .collect()
        };
        let known: Vec<f32> = hole.iter().map(|missing| 1.0 - missing).collect();
        let count = known.iter().sum::<f32>() as usize;
        if count == 0 || count == PIXELS {
            return Err(refused(
                "The mask must leave some pixels, and not all: nothing could be repaired.".into(),
            ));
        }
        let pairs = truth.iter().zip(known.iter().cycle());
        let seen: Vec<f32> = pairs.map(|(pixel, known)| pixel * known).collect();
        let operator = Operator::Pixels(known);
        let measured = operator.apply(&truth);
        let plan = Plan {
            answers: options.whole("answers").min(options.whole("restarts")),
            ..Plan::of(Rule::Momentum(0.9), &options)
        };
        let problem = Problem {
            scene: INFO.name,
            truth,
            seen,
            operator,
            measured,
            noise: 0.0,
            hole: Some(hole),
            seed: subject.seed,
        };
        let Subject {
            trainer,
            labels,
            first,
            ..
        } = subject;
        let way = way_of(trainer, &problem, labels, first, plan);
        let plain: Vec<Box<dyn Plain>> =
            vec![Box::new(MeanDigit::default()), Box::new(NearestImage)];
        Ok(Box::new(Recovery::new(trainer, problem, way, plain)))
    }
}
