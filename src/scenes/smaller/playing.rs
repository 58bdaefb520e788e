//! The scene, a part at a time: one smaller model after the other draws its samples.

use super::super::outcome::{Answer, Numbers, Outcome};
use super::super::scene::{Progress, Work};
use super::super::{Options, squared_error};
use super::INFO;
use super::drawing::{Drawing, SINGLE};
use super::prune::pruned;
use super::quantise::quantised;
use crate::checkpoint::with_weights;
use crate::dataset::MnistDataset;
use crate::error::Result;
use crate::metrics::Samples;
use crate::training::families::Pending;
use crate::training::{Capability, Trainer};

/// A way to make a model smaller or faster.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Full,
    Bits(u32),
    Units,
    Steps,
}

impl Way {
    fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Bits(8) => "8-bits",
            Self::Bits(_) => "4-bits",
            Self::Units => "fewer-units",
            Self::Steps => "fewer-steps",
        }
    }
}

pub(super) struct Playing {
    trainer: Trainer,
    options: Options,
    count: usize,
    seed: u64,
    ways: Vec<Way>,
    full: Option<Drawing>,
    /// The model under way, with its bytes and multiply-adds.
    model: Option<(Trainer, [f64; 2])>,
    samples: Samples,
    done: Vec<Answer>,
}

impl Playing {
    pub fn new(trainer: &Trainer, options: Options, count: usize, seed: u64) -> Self {
        let mut ways = vec![Way::Full, Way::Bits(8), Way::Bits(4), Way::Units];
        if trainer.can(Capability::Flows) {
            ways.push(Way::Steps);
        }
        Self {
            trainer: trainer.clone(),
            options,
            count,
            seed,
            ways,
            full: None,
            model: None,
            samples: Samples::default(),
            done: Vec::new(),
        }
    }

    /// A smaller model, with its bytes and multiply-adds.
    fn made(&self, full: &Drawing, way: Way) -> Result<(Trainer, [f64; 2])> {
        let single = |drawing: &Drawing| drawing.bytes(|_, left| SINGLE * left);
        let (trainer, bytes, multiply_adds) = match way {
            Way::Full => (self.trainer.clone(), single(full), full.multiply_adds()),
            Way::Bits(bits) => {
                let (small, bytes) = quantised(full, bits, self.options.get("rows") == 1.0);
                (small.model(&self.trainer)?, bytes, full.multiply_adds())
            }
            Way::Units => {
                let small = pruned(full, self.options.get("removed"));
                let model = small.model(&self.trainer)?;
                (model, single(&small), small.multiply_adds())
            }
            Way::Steps => {
                let mut settings = self.trainer.settings().clone();
                settings.sample_steps = self.options.whole("steps");
                let model = with_weights(&self.trainer, settings, full.tensors.clone())?;
                let fewer = full.passes_of(&model);
                (model, single(full), fewer.multiply_adds())
            }
        };
        Ok((trainer, [bytes as f64, multiply_adds as f64]))
    }

    async fn next(&mut self) -> Result<Progress> {
        let full = match self.full.take() {
            Some(full) => full,
            None => Drawing::of(&self.trainer).await?,
        };
        let way = self.ways[self.done.len()];
        let (model, [bytes, multiply_adds]) = match self.model.take() {
            Some(model) => model,
            None => self.made(&full, way)?,
        };
        self.full = Some(full);
        if self.samples.advance(&model, self.count, self.seed).await? {
            let images = std::mem::take(&mut self.samples).pixels;
            let mut numbers = vec![("bytes", bytes), ("multiply_adds", multiply_adds)];
            if let Some(full) = self.done.first() {
                numbers.push(("squared_error", squared_error(&images, &full.images, None)));
            }
            self.done.push(Answer {
                method: way.name(),
                images,
                numbers: Numbers(numbers),
            });
        } else {
            self.model = Some((model, [bytes, multiply_adds]));
        }
        let drawn = self.samples.count() as f64 / self.count as f64;
        let outcome = (self.done.len() == self.ways.len()).then(|| {
            let mut all = std::mem::take(&mut self.done);
            let model = all.remove(1);
            Outcome {
                file: Vec::new(),
                scene: INFO.name,
                count: self.count,
                seed: self.seed,
                truth: Vec::new(),
                seen: Vec::new(),
                answers: 1,
                model,
                plain: all,
            }
        });
        Ok(Progress {
            share: match &outcome {
                Some(_) => 1.0,
                None => (self.done.len() as f64 + drawn) / self.ways.len() as f64,
            },
            preview: Vec::new(),
            outcome,
        })
    }
}

impl Work for Playing {
    fn advance<'a>(&'a mut self, _: &'a MnistDataset) -> Pending<'a, Progress> {
        Box::pin(self.next())
    }
}
