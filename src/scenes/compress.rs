//! `compress`: how small do images become by the model's probabilities?

use super::outcome::{Answer, Numbers, Outcome};
use super::scene::{Progress, Scene, SceneInfo, Subject, Work};
use super::{OptionInfo, squared_error};
use crate::compress::{
    Buckets, Choosing, Code, Packing, Unpacking, code_of, digits, file, packs_grey,
};
use crate::dataset::idx::write_images;
use crate::dataset::{MnistDataset, PIXELS};
use crate::error::{Error, ErrorCode, Result};
use crate::random::{Purpose, stream, uniform_unit};
use crate::training::families::Pending;
use crate::training::{Capability, Trainer};
use std::rc::Rc;

/// Images stay grey where the model says how likely grey values are. For others they are made black and white, as Salakhutdinov and
/// Murray (2008) do it: a pixel is white with its brightness as probability. They are packed into a file, which is unpacked again and compared, so that its length is that of something. Beside it stand the
/// model's own bound (minus its evidence lower bound, or its likelihood where that is exact), compressors that know nothing of
/// digits, and a lossy way: the mean of the latent, rounded to some bits a number. A model that is told the digit is told the one that makes
/// an image shortest, which the file holds too.
#[derive(Debug)]
pub struct Compress;

static INFO: SceneInfo = SceneInfo {
    name: "compress",
    description: crate::words::sentence(
        "How small do digits become when a model packs them without loss?",
    ),
    needs: &[Capability::Likelihood],
    refuses: &[],
    needed: "says how likely images are, such as vae or transformer",
    options: &[OptionInfo::whole("latent_bits", 8, (2, 12))
        .about("Bits of each number of the latent, of the lossy way.")],
    count: 1_000,
};

/// Bits of a digit, of the lossy way.
const DIGIT: usize = 4;

/// Images whose bound is computed together.
const BOUND: usize = 250;

impl Scene for Compress {
    fn info(&self) -> &'static SceneInfo {
        &INFO
    }

    // Each image has the digit that packs it best.
    fn takes_labels(&self) -> bool {
        false
    }

    fn begin(&self, subject: Subject) -> Result<Box<dyn Work>> {
        let Subject {
            trainer,
            mut truth,
            first,
            seed,
            options,
            ..
        } = subject;
        let grey = packs_grey(trainer);
        trainer.check_likelihood(!grey)?;
        if !grey {
            binarise(&mut truth, seed, first);
        }
        let bytes = truth.iter().map(|&pixel| (255.0 * pixel).round() as u8);
        let pixels: Vec<u8> = bytes.collect();
        Ok(Box::new(Press {
            trainer: trainer.clone(),
            idx: write_images(&pixels),
            truth,
            seed,
            latent_bits: options.whole("latent_bits") as u32,
            digits: Vec::new(),
            stage: Stage::Begin,
            file: Vec::new(),
            overhead: 0,
            bound: Vec::new(),
            rebuilt: Vec::new(),
        }))
    }
}

/// Images `[n * 784]`, of which the first is number `first`, to black and white ones.
fn binarise(images: &mut [f32], seed: u64, first: u64) {
    for (at, image) in images.chunks_exact_mut(PIXELS).enumerate() {
        let mut rng = stream(seed, Purpose::ScenePacked, first + at as u64);
        let thresholds = uniform_unit(&mut rng, PIXELS);
        for (pixel, threshold) in image.iter_mut().zip(thresholds) {
            *pixel = f32::from(u8::from(*pixel > threshold));
        }
    }
}

/// What is done next.
enum Stage {
    Begin,
    Choose(Box<Choosing>),
    Pack(Rc<dyn Code>, Packing),
    Unpack(Unpacking),
    Bound,
}

struct Press {
    trainer: Trainer,
    /// `[n * 784]`, 0 to 1.
    truth: Vec<f32>,
    /// The same as the file that is packed.
    idx: Vec<u8>,
    seed: u64,
    latent_bits: u32,
    /// Of each image, where the model is told them.
    digits: Vec<u8>,
    stage: Stage,
    file: Vec<u8>,
    overhead: u64,
    /// Of each image so far, in nats.
    bound: Vec<f64>,
    /// The images so far by their rounded latents; none where the model has none.
    rebuilt: Vec<f32>,
}

impl Press {
    async fn next(&mut self) -> Result<Progress> {
        let share = match &mut self.stage {
            Stage::Begin => {
                let choosing = Choosing::new(&self.trainer, &self.idx)?;
                self.stage = Stage::Choose(Box::new(choosing));
                0.0
            }
            Stage::Choose(choosing) => {
                let done = choosing.advance().await?;
                let share = 0.2 * choosing.share();
                if done {
                    self.digits = choosing.digits().to_vec();
                    let code = code_of(&self.trainer).await?;
                    let packing = Packing::new(code.clone(), &self.digits, &self.idx)?;
                    self.stage = Stage::Pack(code, packing);
                }
                share
            }
            Stage::Pack(code, packing) => {
                let done = packing.advance();
                let before = if self.digits.is_empty() { 0.0 } else { 0.2 };
                let share = before + (0.5 - before) * packing.share();
                if done {
                    (self.file, self.overhead) = (packing.file(), packing.overhead());
                    self.stage = Stage::Unpack(Unpacking::new(code.clone(), &self.file)?);
                }
                share
            }
            Stage::Unpack(unpacking) => {
                let done = unpacking.advance()?;
                let share = 0.5 + 0.3 * unpacking.share();
                if done {
                    if unpacking.idx()? != self.idx {
                        return Err(Error::new(
                            ErrorCode::BadFile,
                            "The packed file unpacks to other images: this is a fault of the playground, please report it.",
                        ));
                    }
                    self.stage = Stage::Bound;
                }
                share
            }
            Stage::Bound => {
                self.look().await?;
                0.8 + 0.2 * (self.bound.len() * PIXELS) as f64 / self.truth.len() as f64
            }
        };
        let done = self.bound.len() * PIXELS == self.truth.len();
        Ok(Progress {
            share,
            preview: Vec::new(),
            outcome: if done { Some(self.outcome()?) } else { None },
        })
    }

    /// What the model itself says of some more images, and their rounded latents.
    async fn look(&mut self) -> Result<()> {
        let start = self.bound.len();
        let images = self.truth[start * PIXELS..].chunks(BOUND * PIXELS);
        let images = images.take(1).flatten().copied().collect::<Vec<_>>();
        let n = images.len() / PIXELS;
        let digits = self.digits.get(start..start + n).unwrap_or_default();
        if self.trainer.can(Capability::Encodes) {
            let (means, _) = self.trainer.encode(images.clone(), digits).await?;
            let buckets = Buckets::new(self.latent_bits);
            let rounded = means.iter().map(|&mean| buckets.middle(buckets.of(mean)));
            let rebuilt = self.trainer.decode(rounded.collect(), digits).await?;
            self.rebuilt.extend(rebuilt);
        }
        let (labels, cost) = match digits {
            [] => (vec![0; n], 0.0),
            told => (told.to_vec(), digits::COST),
        };
        let bound = self.trainer.bound(start as u64, images, &labels, 1).await?;
        let bound = bound.expect("it says how likely images are").into_iter();
        self.bound.extend(bound.map(|nats| nats + cost));
        Ok(())
    }

    fn outcome(&mut self) -> Result<Outcome> {
        let pixels = self.truth.len() as f64;
        let rate = |bits: f64| bits / pixels;
        let bytes = self.file.len() as f64;
        let nats: f64 = self.bound.iter().sum();
        let mut numbers = vec![
            ("bits_per_pixel", rate(8.0 * bytes)),
            ("bytes", bytes),
            ("bound_bits_per_pixel", rate(nats / std::f64::consts::LN_2)),
            ("overhead_bits", self.overhead as f64),
        ];
        if !self.rebuilt.is_empty() {
            let digit = if self.digits.is_empty() { 0 } else { DIGIT };
            let bits = self.latent_bits as usize * self.trainer.latent_dim() + digit;
            numbers.push(("lossy_bits_per_pixel", bits as f64 / PIXELS as f64));
            numbers.push((
                "squared_error",
                squared_error(&self.rebuilt, &self.truth, None),
            ));
        }
        let method = file::read(&self.file)?.0.method;
        Ok(Outcome {
            scene: INFO.name,
            count: self.bound.len(),
            seed: self.seed,
            plain: self.plain(method.is_grey())?,
            seen: Vec::new(),
            answers: 1,
            model: Answer {
                method: method.word(),
                images: std::mem::take(&mut self.rebuilt),
                numbers: Numbers(numbers),
            },
            truth: std::mem::take(&mut self.truth),
            file: std::mem::take(&mut self.file),
        })
    }

    /// Compressors that know nothing of digits; in the page it has the browser's.
    #[cfg(target_family = "wasm")]
    fn plain(&self, _grey: bool) -> Result<Vec<Answer>> {
        Ok(Vec::new())
    }

    #[cfg(not(target_family = "wasm"))]
    fn plain(&self, grey: bool) -> Result<Vec<Answer>> {
        let all = super::plain::compressed(&self.truth, grey).map_err(|error| {
            let why = format!("A compressor failed: {error}.");
            Error::new(ErrorCode::BadInput, why)
        })?;
        let answer = |(method, bytes): (&'static str, usize)| Answer {
            method,
            images: Vec::new(),
            numbers: Numbers(vec![
                (
                    "bits_per_pixel",
                    8.0 * bytes as f64 / self.truth.len() as f64,
                ),
                ("bytes", bytes as f64),
            ]),
        };
        Ok(all.into_iter().map(answer).collect())
    }
}

impl Work for Press {
    fn advance<'a>(&'a mut self, _: &'a MnistDataset) -> Pending<'a, Progress> {
        Box::pin(self.next())
    }
}
