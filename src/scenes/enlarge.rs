//! `enlarge`: a small picture is to be a large one.

use super::operator::add_noise;
use super::plain::{Bicubic, Plain};
use super::recovery::{Problem, Recovery};
use super::search::Plan;
use super::ways::way_of;
use super::{Judge, Operator, OptionInfo, Rule, Scene, SceneInfo, Subject, Work};
use crate::dataset::PIXELS;
use crate::error::Result;
use crate::training::Capability;

/// The means of blocks of pixels, as csgm's `mnist_superres.sh` has it (500 steps with momentum 0.9 from ten beginnings, weight 0.1 on
/// the latent, noise 0.1 on measurements that are as long as [`Operator`] says: 0.002 of a small picture's pixel).
#[derive(Debug)]
pub struct Enlarge;

static INFO: SceneInfo = SceneInfo {
    name: "enlarge",
    description: crate::words::sentence("The picture is small: what is it at 28 by 28 pixels?"),
    needs: &[Capability::Decodes, Capability::Flows],
    refuses: &[],
    needed: "decodes a latent or follows paths from noise, such as vae, gan or flow",
    options: &[
        OptionInfo::whole("size", 14, (7, 14))
            .among(&[7.0, 14.0])
            .about("Side of the small picture, in pixels."),
        OptionInfo::number("noise", 0.1, (0.0, 100.0))
            .about("Standard deviation of the noise on each measurement, of which a white pixel is 56 at 14 by 14 and 112 at 7 by 7."),
        OptionInfo::whole("steps", 500, (1, 10_000)).about("Steps of the descent on the latent."),
        OptionInfo::whole("restarts", 10, (1, 100)).about("Beginnings of the descent, or paths, an image."),
        OptionInfo::number("lr", 0.001, (1e-6, 1.0)).about("Learning rate of the descent."),
        OptionInfo::number("prior", 0.1, (0.0, 100.0))
            .about("Weight of the latent's squared length beside the misfit."),
    ],
    count: 100,
};

impl Scene for Enlarge {
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
        let side = options.whole("size");
        let operator = Operator::blocks(side);
        let mut measured = operator.apply(&truth);
        add_noise(
            &mut measured,
            side * side,
            options.get("noise"),
            seed,
            first,
        );
        let block = 28 / side;
        let scale = 1.0 / (Operator::of_block(side) * (block * block) as f32);
        let small = measured.chunks_exact(side * side);
        let seen = small.flat_map(|small| {
            (0..PIXELS).map(move |at| {
                let (y, x) = (at / 28 / block, at % 28 / block);
                (small[y * side + x] * scale).clamp(0.0, 1.0)
            })
        });
        let seen = seen.collect();
        let problem = Problem {
            scene: INFO.name,
            truth,
            seen,
            operator,
            measured,
            noise: options.get("noise"),
            hole: None,
            seed,
        };
        let plan = Plan::of(Rule::Momentum(0.9), &options);
        let way = way_of(trainer, &problem, labels, first, plan);
        let plain: Vec<Box<dyn Plain>> = vec![Box::new(Bicubic { side })];
        let recovery = Recovery::new(trainer, problem, way, plain);
        Ok(Box::new(recovery.judged(classifier)))
    }
}
