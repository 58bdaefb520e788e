//! How far an experiment is, and whether it is to stop.

use crate::interrupt::Interrupt;
use indicatif::{ProgressBar, ProgressStyle};
use std::sync::atomic::{AtomicBool, Ordering};

/// What a model's training counts on the bar, however many steps it has.
const A_MODEL: u64 = 1_000;

/// What all that work on an experiment share.
pub struct Progress {
    bar: ProgressBar,
    interrupt: Interrupt,
    is_over: AtomicBool,
}

impl Progress {
    /// Of so many models; takes signals from here on.
    ///
    /// # Errors
    /// When the system refuses to hand over signals.
    pub fn new(models: u64) -> std::io::Result<Self> {
        let bar = ProgressBar::new(models * A_MODEL).with_style(
            ProgressStyle::with_template("{bar:30} {percent} %, {eta} left")
                .expect("the template is right"),
        );
        Ok(Self {
            bar,
            interrupt: Interrupt::watch()?,
            is_over: AtomicBool::new(false),
        })
    }

    /// A model has come from one step to another, of so many.
    pub fn advance(&self, from: u64, to: u64, steps: u64) {
        let thousandths = |step: u64| step * A_MODEL / steps;
        self.bar.inc(thousandths(to) - thousandths(from));
    }

    /// Whether all are to stop.
    pub fn is_stopped(&self) -> bool {
        self.is_over.load(Ordering::Relaxed) || self.signal().is_some()
    }

    /// Lets all stop.
    pub fn stop(&self) {
        self.is_over.store(true, Ordering::Relaxed);
    }

    /// The signal that has come, if one has.
    pub fn signal(&self) -> Option<u8> {
        self.interrupt.signal()
    }

    /// The bar, to write beside it.
    pub fn bar(&self) -> &ProgressBar {
        &self.bar
    }
}
