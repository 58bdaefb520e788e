//! One run of an experiment: trained, evaluated and judged, generation after generation.

use super::generations::Generations;
use super::images::Images;
use super::progress::Progress;
use super::record::{Row, Seconds};
use crate::measure::{Values, finite, measure, numbers};
use crate::tensorboard::{Board, PICTURED};
use generative_playground::checkpoint;
use generative_playground::dataset::{MnistDataset, Recipe, Split, TrainingData};
use generative_playground::device::{self, DeviceKind, OpenDevice};
use generative_playground::experiment::{Length, Run};
use generative_playground::metrics::{draw, trained_on};
use generative_playground::training::{Losses, Settings, Trainer};
use generative_playground::{Error, Result};
use std::path::Path;
use std::time::Instant;
use yardsticks::{Classifier, Comparison, Evaluator};

/// The most steps between two looks at whether to stop.
const STEPS_AT_ONCE: u64 = 16;
/// Steps between two points of TensorBoard's curves.
const LOG_EVERY: u64 = 100;

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

/// Why a run has no result.
pub enum Failure {
    /// It cannot be trained: data that do not fit its settings, a loss that is no number. It fails each time.
    OfRun(Error),
    /// Something else cannot be done, a file not written.
    Outside(String),
}

/// What a run gives.
pub type Outcome<T> = std::result::Result<T, Failure>;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::OfRun(error)
    }
}

fn outside(error: Box<dyn std::error::Error>) -> Failure {
    Failure::Outside(error.to_string())
}

impl<'a> Bench<'a> {
    /// On the processor, on these data.
    ///
    /// # Errors
    /// None with the classifier that the command comes with.
    pub fn new(dataset: &'a MnistDataset) -> Result<Self> {
        let device = pollster::block_on(device::open(DeviceKind::Cpu))?;
        let (classifier, _) = Classifier::shipped()?;
        let evaluator = Evaluator::new(classifier);
        Ok(Self {
            dataset,
            device,
            evaluator,
        })
    }

    /// Trains and judges; nothing where it was stopped before the end.
    ///
    /// # Errors
    /// [`Failure`]
    pub fn run(
        &mut self,
        run: &Run,
        progress: &Progress,
        events: Option<&Path>,
    ) -> Outcome<Option<Done>> {
        let mut done = Done {
            rows: Vec::new(),
            pictures: Vec::new(),
            saved: Vec::new(),
            seconds: Seconds::default(),
        };
        let mut settings = run.settings.clone();
        let mut own: Option<MnistDataset> = None;
        let mut generations: Option<Generations> = None;
        let mut generation = 0;
        loop {
            let dataset = own.as_ref().unwrap_or(self.dataset);
            let started = Instant::now();
            let mut board = begin_board(events, run, generation)?;
            let trained = self.train(&settings, run.length, dataset, progress, &mut board)?;
            let Some(trainer) = trained else {
                return Ok(None);
            };
            done.seconds.train += started.elapsed().as_secs_f64();
            let started = Instant::now();
            let chosen = &trained_on(&trainer, dataset)?;
            let losses = losses(&trainer, dataset, chosen)?;
            let judged = (run.judge.count as usize, run.judge.seed);
            let is_stopped = || progress.is_stopped();
            let evaluator = &mut self.evaluator;
            let found = measure(evaluator, &trainer, dataset, judged, is_stopped)?;
            let Some(found) = found else {
                return Ok(None);
            };
            board.epoch(&trainer, &losses[0]).map_err(outside)?;
            board.yardsticks(trainer.step(), &found).map_err(outside)?;
            let row = row(&trainer, generation, losses, &found);
            done.rows.push(row);
            done.seconds.judge += started.elapsed().as_secs_f64();
            let picture = trainer.sample(PICTURED, run.judge.seed, &[]);
            done.pictures.push(pollster::block_on(picture)?);

            let is_last = generation + 1 == run.models();
            let Some(form) = run.generations.filter(|_| !is_last) else {
                done.saved = pollster::block_on(checkpoint::save(&trainer))?;
                return Ok(Some(done));
            };
            let seed = run.settings.seed;
            let all =
                generations.get_or_insert_with(|| Generations::new(form, seed, dataset, chosen));
            let drawn = draw(&trainer, all.samples(), all.seeds(generation).1);
            let drawn = pollster::block_on(drawn)?;
            let test = &self.dataset.test;
            generation += 1;
            own = Some(all.next(generation, &drawn.pixels, drawn.labels.as_deref(), test)?);
            settings.seed = all.seeds(generation).0;
            settings.data = Recipe::default();
        }
    }

    fn train(
        &self,
        settings: &Settings,
        length: Length,
        dataset: &MnistDataset,
        progress: &Progress,
        board: &mut Board,
    ) -> Outcome<Option<Trainer>> {
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
            let until = |period: u64| period - trainer.step() % period;
            let period = trainer.steps_between_looks(dataset.test.len());
            let n = STEPS_AT_ONCE
                .min(until(LOG_EVERY))
                .min(until(period))
                .min(steps - trainer.step());
            let mut last = None;
            pollster::block_on(trainer.train(dataset, n, |metrics| last = Some(metrics)))?;
            let step = trainer.step();
            progress.advance(step - n, step, steps);
            if let Some(metrics) = last.filter(|_| step.is_multiple_of(LOG_EVERY)) {
                board.losses(&metrics).map_err(outside)?;
            }
            // After the last step it is evaluated anyway.
            if board.is_there() && step.is_multiple_of(period) && step < steps {
                let test = pollster::block_on(trainer.evaluate(dataset, dataset.test.len()))?;
                board.epoch(&trainer, &test).map_err(outside)?;
            }
        }
        Ok(Some(trainer))
    }
}

/// The events of a generation, in a folder of its own where there are several. Those of a run that was cut off go.
fn begin_board(events: Option<&Path>, run: &Run, generation: u64) -> Outcome<Board> {
    let folder = events.map(|events| match run.generations {
        Some(_) => events.join(format!("generation-{generation}")),
        None => events.into(),
    });
    let before = folder.iter().flat_map(|folder| Board::files(folder));
    for path in before {
        std::fs::remove_file(&path)
            .map_err(|error| Failure::Outside(format!("{}: {error}.", path.display())))?;
    }
    Board::begin(folder.as_deref()).map_err(outside)
}

/// Losses on the test images, and on as many of those that the model was trained on, as they were before any damage.
fn losses(trainer: &Trainer, dataset: &MnistDataset, chosen: &[u32]) -> Result<[Losses; 2]> {
    let count = dataset.test.len();
    let test = pollster::block_on(trainer.evaluate(dataset, count))?;
    let seen = Images::of(&dataset.train, &chosen[..chosen.len().min(count)]);
    let all = MnistDataset::from_splits(Split::new(0), seen.split()?);
    let train = pollster::block_on(trainer.evaluate(&all, seen.len()))?;
    Ok([test, train])
}

fn row(trainer: &Trainer, generation: u64, losses: [Losses; 2], found: &Comparison) -> Row {
    let mut values = Values::new();
    for (of, losses) in ["test", "train"].iter().zip(losses) {
        let named = losses.into_iter();
        values.extend(named.map(|(name, value)| (format!("{of}_{name}"), finite(value))));
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
