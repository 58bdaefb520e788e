//! `denoise`: the picture has noise on it.

use super::operator::LENGTH;
use super::plain::{Blur, Median, Plain};
use super::recovery::{Problem, Recovery};
use super::search::Plan;
use super::ways::{Encoding, Expecting, Way, descent};
use super::{Operator, OptionInfo, Options, Rule, Scene, SceneInfo, Subject, Work, squared_error};
use crate::dataset::PIXELS;
use crate::dataset::recipe::blur;
use crate::error::Result;
use crate::random::{Purpose, normal, stream, uniform_unit};
use crate::training::Capability;

/// Gaussian noise, and pixels that are black or white (salt and pepper). The latent is looked for whose picture is nearest; what only
/// encodes is asked to encode and to decode; a flow, which has learnt what is behind noise, is asked once. An encoder that has
/// seen no noise in training is misled by it: on 30 test images with noise 0.3, `vae` after ten epochs has 21.1 dB by descent
/// and about 13.5 by its encoder.
#[derive(Debug)]
pub struct Denoise;

static INFO: SceneInfo = SceneInfo {
    name: "denoise",
    description: crate::words::sentence("There is noise on the picture: what was it without?"),
    needs: &[Capability::Encodes, Capability::Decodes, Capability::Flows],
    refuses: &[],
    needed: "encodes an image, decodes a latent or follows paths from noise, such as vae, gan or flow",
    options: &[
        OptionInfo::number("noise", 0.3, (0.0, 1.0))
            .about("Standard deviation of the noise on each pixel, which goes from 0 to 1."),
        OptionInfo::number("salt", 0.0, (0.0, 1.0))
            .about("Share of the pixels that are made black or white."),
        OptionInfo::whole("encode", 0, (0, 1))
            .about("1: encode and decode in place of the descent, which is faster and worse."),
        OptionInfo::whole("steps", 200, (1, 10_000)).about("Steps of the descent on the latent."),
        OptionInfo::whole("restarts", 4, (1, 100)).about("Beginnings of the descent, an image."),
        OptionInfo::number("lr", 0.05, (1e-6, 1.0)).about("Learning rate of the descent (Adam)."),
        OptionInfo::number("prior", 0.1, (0.0, 100.0))
            .about("Weight of the latent's squared length beside the misfit."),
    ],
    count: 100,
};

/// Standard deviations of a blur that are tried on training images: what is without a model shall be as good as it can be.
const BLURS: [f64; 5] = [0.4, 0.6, 0.8, 1.0, 1.4];
/// How many of them.
const TRIED: usize = 50;

impl Scene for Denoise {
    fn info(&self) -> &'static SceneInfo {
        &INFO
    }

    fn begin(&self, subject: Subject) -> Result<Box<dyn Work>> {
        let Subject {
            trainer,
            dataset,
            truth,
            labels,
            first,
            seed,
            options,
            ..
        } = subject;
        let mut measured = truth.clone();
        for (image, number) in measured.chunks_exact_mut(PIXELS).zip(first..) {
            damage(image, seed, Purpose::SceneNoise, number, &options);
        }
        let seen: Vec<f32> = measured.iter().map(|pixel| pixel.clamp(0.0, 1.0)).collect();
        let operator = Operator::Pixels(vec![1.0; PIXELS]);
        let measured = operator.apply(&measured);
        let train = &dataset.train;
        let tried = train.pixels(0, TRIED.min(train.len()))?;
        let deviation = best_blur(&tried, seed, &options);
        let problem = Problem {
            scene: INFO.name,
            truth,
            seen,
            operator,
            measured,
            noise: LENGTH * deviation_of(&options),
            hole: None,
            seed,
        };
        let can = |capability| trainer.can(capability);
        let encodes =
            can(Capability::Encodes) && (options.get("encode") == 1.0 || !can(Capability::Decodes));
        let way: Box<dyn Way> = if encodes {
            let told = can(Capability::Conditional);
            let told = if told { labels } else { Vec::new() };
            Box::new(Encoding::new(trainer, told, problem.count()))
        } else if can(Capability::Decodes) {
            let plan = Plan::of(Rule::Adam, &options);
            descent(trainer, &problem, labels, first, plan)
        } else {
            Box::new(Expecting::new(trainer, labels))
        };
        let plain: Vec<Box<dyn Plain>> = vec![Box::new(Blur { deviation }), Box::new(Median)];
        Ok(Box::new(Recovery::new(trainer, problem, way, plain)))
    }
}

/// How large the noise is, as a standard deviation: pixels that are made black or white, most of which were black, are off by 1 half the
/// time.
fn deviation_of(options: &Options) -> f64 {
    let (deviation, salt) = (options.get("noise"), options.get("salt"));
    ((1.0 - salt) * deviation.powi(2) + salt / 2.0).sqrt()
}

/// Puts the noise of a stream on an image.
fn damage(image: &mut [f32], seed: u64, purpose: Purpose, number: u64, options: &Options) {
    let mut rng = stream(seed, purpose, number);
    let noise = normal(&mut rng, PIXELS);
    let draws = uniform_unit(&mut rng, PIXELS);
    let (deviation, salt) = (options.get("noise") as f32, options.get("salt") as f32);
    for ((pixel, noise), draw) in image.iter_mut().zip(noise).zip(draws) {
        *pixel += deviation * noise;
        if draw < salt {
            *pixel = if draw < salt / 2.0 { 0.0 } else { 1.0 };
        }
    }
}

/// The blur that is best on training images with the same noise.
fn best_blur(images: &[f32], seed: u64, options: &Options) -> f64 {
    let mut noisy = images.to_vec();
    for (image, number) in noisy.chunks_exact_mut(PIXELS).zip(0..) {
        damage(image, seed, Purpose::SceneTuning, number, options);
    }
    noisy
        .iter_mut()
        .for_each(|pixel| *pixel = pixel.clamp(0.0, 1.0));
    let mut best = (BLURS[0], f64::INFINITY);
    for deviation in BLURS {
        let mut blurred = noisy.clone();
        for image in blurred.chunks_exact_mut(PIXELS) {
            blur(image, deviation);
        }
        let error = squared_error(&blurred, images, None);
        if error < best.1 {
            best = (deviation, error);
        }
    }
    best.0
}
