//! One run of an experiment: trained, evaluated and judged, generation after generation.

use super::generations::Generations;
use super::plan::{Length, Run};
use super::progress::Progress;
use super::record::{Row, Seconds, Values};
use generative_playground::Result;
use generative_playground::checkpoint;
use generative_playground::dataset::{MnistDataset, PIXELS, Recipe, Split, TrainingData, idx};
use generative_playground::device::{self, DeviceKind, OpenDevice};
use generative_playground::metrics::{
    Comparison, Evaluator, ImageSource, Judgement, Measurement, Samples, TrainingImages, Value,
    shipped_classifier,
};
use generative_playground::training::{Losses, Settings, Trainer};
use std::time::Instant;

/// The most steps between two looks at whether to stop.
const STEPS_AT_ONCE: u64 = 16;
/// Samples of a picture: of conditional models ten of each digit, a column a digit.
const PICTURED: usize = 100;

/// What one core needs to work through runs, one after the other. What a run gives does not depend on those before it.
pub struct Bench<'a> {
    dataset: &'a MnistDataset,
    device: OpenDevice,
    evaluator: Evaluator,
}

/// A run that has ended.
pub struct Done {
    /// A row a model.
    pub rows: Vec<Row>,
    /// Samples of each model, `[100 * 784]`, 0 to 1.
    pub pictures: Vec<Vec<f32>>,
    /// The last model, as `train --save` keeps it.
    pub saved: Vec<u8>,
    /// What it took.
    pub seconds: Seconds,
}

impl<'a> Bench<'a> {
    /// On the processor, on these data.
    ///
    /// # Errors
    /// None with the classifier that the command comes with.
    pub fn new(dataset: &'a MnistDataset) -> Result<Self> {
        let device = pollster::block_on(device::open(DeviceKind::Cpu))?;
        let (classifier, _) = shipped_classifier(&device.device)?;
        let evaluator = Evaluator::new(classifier, device.device.clone());
        Ok(Self {
            dataset,
            device,
            evaluator,
        })
    }

    /// Trains and judges; nothing where it was stopped before the end.
    ///
    /// # Errors
    /// What ends this run: data that do not fit its settings, a loss that is no number.
    pub fn run(&mut self, run: &Run, progress: &Progress) -> Result<Option<Done>> {
        let mut done = Done {
            rows: Vec::new(),
            pictures: Vec::new(),
            saved: Vec::new(),
            seconds: Seconds::default(),
        };
        let mut settings = run.settings.clone();
        let mut own: Option<MnistDataset> = None;
        let mut generations: Option<Generations> = None;
        for generation in 0..run.models() {
            let dataset = own.as_ref().unwrap_or(self.dataset);
            let started = Instant::now();
            let Some(trainer) = self.train(&settings, run.length, dataset, progress)? else {
                return Ok(None);
            };
            done.seconds.train += started.elapsed().as_secs_f64();
            let started = Instant::now();
            let chosen = TrainingImages::of(&trainer, dataset)?;
            let chosen = chosen.indices();
            let losses = losses(&trainer, dataset, chosen)?;
            let Some(found) = self.judge(run, &trainer, dataset, progress)? else {
                return Ok(None);
            };
            let row = row(&trainer, generation, losses, &found);
            done.rows.push(row);
            done.seconds.judge += started.elapsed().as_secs_f64();
            let picture = trainer.sample(PICTURED, run.judge.seed, &[]);
            done.pictures.push(pollster::block_on(picture)?);

            let Some(form) = run.generations else {
                done.saved = pollster::block_on(checkpoint::save(&trainer))?;
                continue;
            };
            let seed = run.settings.seed;
            let all =
                generations.get_or_insert_with(|| Generations::new(form, seed, dataset, chosen));
            if generation + 1 == run.models() {
                done.saved = pollster::block_on(checkpoint::save(&trainer))?;
                continue;
            }
            let samples = Samples {
                trainer: &trainer,
                seed: all.seeds(generation).1,
            };
            let count = all.samples();
            let drawn = pollster::block_on(samples.images(count))?;
            let labels = samples.labels(count);
            let test = &self.dataset.test;
            own = Some(all.next(generation + 1, &drawn, labels.as_deref(), test)?);
            settings.seed = all.seeds(generation + 1).0;
            settings.data = Recipe::default();
        }
        Ok(Some(done))
    }

    fn train(
        &self,
        settings: &Settings,
        length: Length,
        dataset: &MnistDataset,
        progress: &Progress,
    ) -> Result<Option<Trainer>> {
        let data = TrainingData::new(dataset, settings.data.clone(), settings.seed)?;
        let mut trainer = Trainer::new(settings.clone(), data, &self.device.device)?;
        let steps = match length {
            Length::Steps(steps) => steps,
            Length::Epochs(epochs) => epochs.saturating_mul(trainer.steps_per_epoch()),
        };
        while trainer.step() < steps {
            if progress.is_stopped() {
                return Ok(None);
            }
            let n = STEPS_AT_ONCE.min(steps - trainer.step());
            pollster::block_on(trainer.train(dataset, n, |_| {}))?;
            progress.advance(n, steps);
        }
        Ok(Some(trainer))
    }

    /// The yardsticks, as `playground judge` has them.
    fn judge(
        &mut self,
        run: &Run,
        trainer: &Trainer,
        dataset: &MnistDataset,
        progress: &Progress,
    ) -> Result<Option<Comparison>> {
        let (count, seed) = (run.judge.count as usize, run.judge.seed);
        let begun = Measurement::begin(trainer, dataset, count, seed);
        let mut measurement = pollster::block_on(begun)?;
        while !progress.is_stopped() {
            let next = self.evaluator.advance(&mut measurement, dataset);
            if let Some(found) = pollster::block_on(next)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}

/// Losses on the test images, and on as many of those that the model was trained on, as they were before any damage.
fn losses(trainer: &Trainer, dataset: &MnistDataset, chosen: &[u32]) -> Result<[Losses; 2]> {
    let count = dataset.test.len();
    let test = pollster::block_on(trainer.evaluate(dataset, count))?;
    let chosen = &chosen[..chosen.len().min(count)];
    let images = chosen
        .iter()
        .flat_map(|&at| dataset.train.image(at as usize));
    let images: Vec<u8> = images.copied().collect();
    debug_assert_eq!(images.len(), chosen.len() * PIXELS);
    let labels: Vec<u8> = (chosen.iter())
        .map(|&at| dataset.train.label(at as usize))
        .collect();
    let mut seen = Split::new(labels.len());
    seen.append(&idx::write_images(&images), &idx::write_labels(&labels))?;
    let seen = MnistDataset::from_splits(Split::new(0), seen);
    let train = pollster::block_on(trainer.evaluate(&seen, labels.len()))?;
    Ok([test, train])
}

fn row(trainer: &Trainer, generation: u64, losses: [Losses; 2], found: &Comparison) -> Row {
    let mut values = Values::new();
    for (of, losses) in ["test", "train"].iter().zip(losses) {
        let named = losses.into_iter();
        values.extend(named.map(|(name, value)| (format!("{of}_{name}"), number(value))));
    }
    values.extend(numbers(&found.samples));
    Row {
        generation,
        steps: trainer.step(),
        images: trainer.train_size(),
        values,
        real: numbers(&found.real),
    }
}

/// Numbers by their names, one of each class under its own; without the matrix of all pairs.
fn numbers(judgement: &Judgement) -> Values {
    let mut all = Values::new();
    for (name, value) in judgement.values() {
        match value {
            Value::Number(value) => all.push(((*name).into(), number(*value))),
            Value::PerClass(values) => {
                let each = values.iter().enumerate();
                all.extend(each.map(|(class, value)| (format!("{name}_{class}"), number(*value))));
            }
            Value::PerPair(_) => {}
        }
    }
    all
}

/// JSON knows no other numbers than finite ones.
fn number(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
