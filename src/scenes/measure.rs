//! `measure`: few random sums of pixels are all that is known of the picture.

use super::operator::add_noise;
use super::plain::{Lasso, Plain};
use super::recovery::{Problem, Recovery};
use super::search::Plan;
use super::ways::way_of;
use super::{Operator, OptionInfo, Rule, Scene, SceneInfo, Subject, Work};
use crate::dataset::PIXELS;
use crate::error::Result;
use crate::random::{Purpose, normal, stream};
use crate::training::Capability;

/// Compressed sensing: every measurement is the sum of all pixels, each times a standard normal number, with noise of standard
/// deviation 0.1. As csgm's `mnist_reconstr.sh` has it: Adam at 0.01 for 1,000 steps from ten beginnings, weight 0.1 on the latent;
/// beside it the Lasso in the pixels, weight 0.1.
#[derive(Debug)]
pub struct Measure;

static INFO: SceneInfo = SceneInfo {
    name: "measure",
    description: crate::words::sentence(
        "Few random sums of its pixels are all that is known of the picture: which is it?",
    ),
    needs: &[Capability::Decodes, Capability::Flows],
    refuses: &[],
    needed: "decodes a latent or follows paths from noise, such as vae, gan or flow",
    options: &[
        OptionInfo::whole("measurements", 100, (10, 750))
            .about("Numbers that are known of an image."),
        OptionInfo::number("noise", 0.1, (0.0, 100.0))
            .about("Standard deviation of the noise on each of them."),
        OptionInfo::whole("steps", 1_000, (1, 10_000)).about("Steps of the descent on the latent."),
        OptionInfo::whole("restarts", 10, (1, 100))
            .about("Beginnings of the descent, or paths, an image."),
        OptionInfo::number("lr", 0.01, (1e-6, 1.0)).about("Learning rate of the descent (Adam)."),
        OptionInfo::number("prior", 0.1, (0.0, 100.0))
            .about("Weight of the latent's squared length beside the misfit."),
        OptionInfo::number("lasso", 0.1, (1e-6, 100.0))
            .about("Weight of the pixels' sum in the Lasso."),
    ],
    count: 50,
};

impl Scene for Measure {
    fn info(&self) -> &'static SceneInfo {
        &INFO
    }

    fn begin(&self, subject: Subject) -> Result<Box<dyn Work>> {
        let Subject {
            trainer,
            truth,
            labels,
            first,
            seed,
            options,
            ..
        } = subject;
        let size = options.whole("measurements");
        let mut rng = stream(seed, Purpose::SceneMatrix, size as u64);
        let matrix = normal(&mut rng, PIXELS * size);
        let operator = Operator::Matrix(matrix.clone());
        let mut measured = operator.apply(&truth);
        add_noise(&mut measured, size, options.get("noise"), seed, first);
        // What every measurement says of a pixel, added up: the mean of that over all matrices is the pixel.
        let rows = measured.chunks_exact(size);
        let seen = rows.flat_map(|row| {
            matrix.chunks_exact(size).map(move |weights| {
                let terms = weights
                    .iter()
                    .zip(row)
                    .map(|(weight, value)| weight * value);
                (terms.sum::<f32>() / size as f32).clamp(0.0, 1.0)
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
        let weight = options.get("lasso") as f32;
        let plain: Vec<Box<dyn Plain>> = vec![Box::new(Lasso { weight })];
        let plan = Plan::of(Rule::Adam, &options);
        let way = way_of(trainer, &problem, labels, first, plan);
        Ok(Box::new(Recovery::new(trainer, problem, way, plain)))
    }
}
