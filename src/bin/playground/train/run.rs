//! The training itself: what happens between two steps, and how it ends before its time.

use super::outputs::Outputs;
use crate::interrupt::{Interrupt, Stopped};
use crate::log::Log;
use crate::output::{ReaderGone, Result, line, note};
use crate::tensorboard::Board;
use generative_playground::dataset::MnistDataset;
use generative_playground::training::{Losses, StepMetrics, Trainer};
use indicatif::{ProgressBar, ProgressStyle};
use std::error::Error;

/// The most steps between two looks at whether a signal has come.
const STEPS_AT_ONCE: u64 = 16;

/// What surrounds a trainer while it trains.
pub struct Run<'a> {
    outputs: &'a Outputs,
    dataset: &'a MnistDataset,
    log: Log,
    board: &'a mut Board,
    bar: ProgressBar,
    /// The last step.
    steps: u64,
    log_every: u64,
    interrupt: Interrupt,
}

impl<'a> Run<'a> {
    /// A run up to this step, which takes signals from here on.
    ///
    /// # Errors
    /// When the system refuses to hand over signals.
    pub fn new(
        outputs: &'a Outputs,
        dataset: &'a MnistDataset,
        log: Log,
        board: &'a mut Board,
        steps: u64,
        log_every: u64,
    ) -> Result<Self> {
        let bar = ProgressBar::new(steps).with_style(
            ProgressStyle::with_template("{bar:30} step {pos}/{len}, {per_sec}, {eta} left, {msg}")
                .expect("the template is right"),
        );
        Ok(Self {
            outputs,
            dataset,
            log,
            board,
            bar,
            steps,
            log_every,
            interrupt: Interrupt::watch()?,
        })
    }

    /// Trains to the last step, or to a signal. The run is saved where something that was to be written cannot be: a closed
    /// pipe or a full disk costs no training.
    ///
    /// # Errors
    /// [`Stopped`] after a signal; [`ReaderGone`]; what cannot be written; those of [`Trainer::train`].
    pub fn train(&mut self, trainer: &mut Trainer) -> Result<()> {
        while trainer.step() < self.steps {
            let last = pollster::block_on(self.chunk(trainer))?;
            if let Err(error) = self.tell(trainer, last) {
                self.bar.finish_and_clear();
                return Err(self.save_after(error, trainer));
            }
            if let Some(signal) = self.interrupt.signal() {
                self.bar.finish_and_clear();
                return self.stop(trainer, signal);
            }
        }
        self.bar.finish_and_clear();
        Ok(())
    }

    /// Trains up to the next line of the log, the epoch's end or the last step, whichever comes first, or a few steps if that
    /// is far.
    async fn chunk(&self, trainer: &mut Trainer) -> Result<Option<StepMetrics>> {
        let until = |period: u64| period - trainer.step() % period;
        let n = until(self.log_every)
            .min(until(trainer.steps_per_epoch()))
            .min(self.steps - trainer.step())
            .min(STEPS_AT_ONCE);
        let mut last = None;
        trainer
            .train(self.dataset, n, |metrics| {
                self.bar.set_position(metrics.step);
                last = Some(metrics);
            })
            .await?;
        Ok(last)
    }

    /// What there is to say after a chunk, on the bar, in the log and at an epoch's end (of few images, of some epochs) as a line; then
    /// the run is saved too.
    fn tell(&mut self, trainer: &mut Trainer, last: Option<StepMetrics>) -> Result<()> {
        for event in trainer.take_events() {
            self.bar
                .suspend(|| note(format_args!("step {}: {}", event.step, event.message)));
            self.log.events.push(event);
        }
        if let Some(metrics) = last {
            self.bar.set_message(words(&metrics.losses));
            if metrics.step.is_multiple_of(self.log_every) {
                self.log.step(trainer, &metrics)?;
                self.board.losses(&metrics)?;
            }
        }
        let (step, test) = (trainer.step(), &self.dataset.test);
        let is_epoch = step.is_multiple_of(trainer.steps_per_epoch());
        let is_due = step.is_multiple_of(trainer.steps_between_looks(test.len()));
        if is_due || (is_epoch && step == self.steps) {
            let losses = pollster::block_on(trainer.evaluate(self.dataset, test.len()))?;
            self.log.eval(trainer.epoch(), &losses)?;
            self.board.epoch(trainer, &losses)?;
            self.bar.suspend(|| {
                line(format_args!(
                    "epoch {:3}  test {}",
                    trainer.epoch(),
                    words(&losses)
                ))
            })?;
            self.outputs.save(trainer)?;
        }
        Ok(())
    }

    /// Saves the run, which cannot go on for this reason, and says what there is to say.
    fn save_after(&self, error: Box<dyn Error>, trainer: &Trainer) -> Box<dyn Error> {
        let quiet = error.is::<ReaderGone>();
        match (self.outputs.save(trainer), self.outputs.saved_to()) {
            (Ok(()), Some(path)) if !quiet => {
                format!("{error} The run is saved to {}.", path.display()).into()
            }
            (Ok(()), _) => error,
            (Err(second), _) if quiet || second.to_string() == error.to_string() => second,
            (Err(second), _) => format!("{error} The run is not saved either: {second}").into(),
        }
    }

    /// Ends on a signal.
    fn stop(&self, trainer: &Trainer, signal: u8) -> Result<()> {
        let at = format!("Stopped at step {} of {}", trainer.step(), self.steps);
        let message = match self.outputs.saved_to() {
            Some(path) => {
                self.outputs.save(trainer)?;
                let path = path.display();
                format!("{at}; saved to {path}. `train --resume {path}` goes on.")
            }
            None => format!("{at}. Nothing was saved: there was no --save."),
        };
        Err(Box::new(Stopped { signal, message }))
    }
}

fn words(losses: &Losses) -> String {
    losses
        .iter()
        .map(|(name, value)| format!("{name} {value:.2}"))
        .collect::<Vec<_>>()
        .join("  ")
}
