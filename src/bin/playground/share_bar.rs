//! A bar on stderr of how much of some work is done.

use indicatif::{ProgressBar, ProgressStyle};

/// Steps that the bar has.
const STEPS: f64 = 1_000.0;

/// Moves with a share of the work, and says how long the rest takes.
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

    /// Takes it away.
    pub fn finish(self) {
        self.0.finish_and_clear();
    }
}
