//! What stderr shows of work under way, where it is a terminal.

use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// Steps that the bar has.
const STEPS: f64 = 1_000.0;

/// Moves with a share of the work, and says how long the rest takes. It is gone when it is dropped.
pub struct ShareBar(ProgressBar);

impl ShareBar {
    /// At its start.
    pub fn new() -> Self {
        let style = ProgressStyle::with_template("{bar:30} {percent} %, {eta} left");
        let style = style.expect("the template is right");
        Self(ProgressBar::new(STEPS as u64).with_style(style))
    }

    /// So much is done, 0 to 1.
    pub fn show(&self, share: f64) {
        self.0.set_position((STEPS * share) as u64);
    }
}

impl Drop for ShareBar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// Turns while something is done of which nobody knows how far it is. It is gone when it is dropped.
pub struct Spinner(ProgressBar);

impl Spinner {
    /// With what is done, "drawing 64 digits" for example.
    pub fn new(doing: impl Into<String>) -> Self {
        let style = ProgressStyle::with_template("{spinner} {msg}, {elapsed}");
        let bar = ProgressBar::new_spinner().with_style(style.expect("the template is right"));
        bar.set_message(doing.into());
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(bar)
    }

    /// The next thing is done.
    pub fn then(&self, doing: impl Into<String>) {
        self.0.set_message(doing.into());
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
