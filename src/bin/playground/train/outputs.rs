//! What a training run writes: the saved run, the exported weights, the log.

use super::Arguments;
use crate::destination::{Destination, Inputs};
use crate::log::Log;
use crate::output::Result;
use crate::tensorboard::Board;
use generative_playground::checkpoint::{self, Precision};
use generative_playground::training::Trainer;
use std::path::Path;

/// Where a run is kept, all tried out before it begins.
pub struct Outputs {
    save: Option<Destination>,
    export: Option<Destination>,
    log: Option<Destination>,
    precision: Precision,
}

impl Outputs {
    /// Looks at every place.
    ///
    /// # Errors
    /// One line on the first that cannot be written to, on a log that a new run would write over, or on two of the same name.
    pub fn check(arguments: &Arguments) -> Result<Self> {
        // A run that goes on is kept where it was.
        let (flag, save) = match (&arguments.save, &arguments.resume) {
            (None, Some(resume)) => ("--resume", Some(resume)),
            (save, _) => ("--save", save.as_ref()),
        };
        let outputs = Self {
            save: Destination::check_some(flag, save.map(AsRef::as_ref))?,
            export: Destination::check_some("--export", arguments.export.as_deref())?,
            log: Destination::check_some("--log", arguments.log.as_deref())?,
            precision: if arguments.half {
                Precision::Half
            } else {
                Precision::Single
            },
        };
        if let (Some(log), None) = (&outputs.log, &arguments.resume) {
            Log::check_new(log)?;
        }
        if let (Some(folder), None) = (&arguments.tensorboard, &arguments.resume)
            && !Board::files(folder).is_empty()
        {
            return Err(format!(
                "--tensorboard {} holds the events of a run already. Name another folder, remove them, or go on with that run (--resume).",
                folder.display()
            )
            .into());
        }
        let all = [
            (flag, &outputs.save),
            ("--export", &outputs.export),
            ("--log", &outputs.log),
        ];
        let resumed = arguments.resume.as_deref().map(|path| ("--resume", path));
        for (at, (flag, one)) in all.iter().enumerate() {
            let inputs = Inputs {
                // The run may be kept where it was, and nothing else.
                files: if at == 0 { &[] } else { resumed.as_slice() },
                data: arguments.data.as_deref(),
            };
            if let Some(one) = one {
                inputs.are_apart_from(flag, one)?;
            }
        }
        for (at, (flag, one)) in all.iter().enumerate() {
            for (other, two) in &all[at + 1..] {
                if let (Some(one), Some(two)) = (one, two)
                    && one.is_same(two)
                {
                    return Err(format!("{flag} and {other} are the same file: name two.").into());
                }
            }
        }
        Ok(outputs)
    }

    /// Opens the log, at the step where the run is.
    ///
    /// # Errors
    /// Those of [`Log::open`].
    pub fn open_log(&mut self, trainer: &Trainer) -> Result<Log> {
        let epochs = trainer.step() / trainer.steps_per_epoch();
        Log::open(self.log.take(), trainer.step(), epochs)
    }

    /// Begins an event file, if that was asked for.
    ///
    /// # Errors
    /// Those of [`Board::begin`].
    pub fn open_board(arguments: &Arguments) -> Result<Board> {
        Board::begin(arguments.tensorboard.as_deref())
    }

    /// Where the run is saved, if anywhere.
    pub fn saved_to(&self) -> Option<&Path> {
        self.save.as_ref().map(Destination::path)
    }

    /// Saves the run, if that was asked for.
    ///
    /// # Errors
    /// One line that names the file.
    pub fn save(&self, trainer: &Trainer) -> Result<()> {
        match &self.save {
            Some(destination) => destination.write(&pollster::block_on(checkpoint::save(trainer))?),
            None => Ok(()),
        }
    }

    /// Exports the weights, if that was asked for.
    ///
    /// # Errors
    /// One line that names the file, or the weight that is too large for half precision.
    pub fn export(&self, trainer: &Trainer) -> Result<()> {
        match &self.export {
            Some(destination) => destination.write(&pollster::block_on(checkpoint::export(
                trainer,
                self.precision,
            ))?),
            None => Ok(()),
        }
    }
}
