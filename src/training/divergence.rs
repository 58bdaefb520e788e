//! Notices when a game of two networks goes wrong: every sample the same, or a discriminator that is never wrong.

use serde::Serialize;

/// Steps before anything is called wrong: at first all samples are alike and the discriminator knows nothing.
const PATIENCE: u64 = 400;
/// Steps that something must stay wrong.
const PERSISTENCE: u64 = 200;
/// Mean squared distance between two samples, as a share of that between two real digits, below which they are the same.
const ALIKE: f32 = 0.05;
/// Share of images judged rightly above which the generator has nothing to learn from.
const NEVER_WRONG: f64 = 0.995;

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// The generator draws the same image whatever the noise.
    Collapsed,
    /// The discriminator is right about every image.
    CriticWins,
}

/// Something that whoever trains should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// The step at which it was noticed.
    pub step: u64,
    /// What happened, and what may help.
    pub message: String,
}

/// Remembers since when something has been wrong. Each kind is reported once, and again after it had been well.
#[derive(Clone, Debug, Default)]
pub struct Divergence {
    collapsed: Since,
    discriminator: Since,
}

#[derive(Clone, Copy, Debug, Default)]
struct Since {
    step: Option<u64>,
    reported: bool,
}

impl Since {
    /// Whether this is the moment to report.
    fn is_time(&mut self, step: u64, wrong: bool) -> bool {
        if !wrong {
            *self = Self::default();
            return false;
        }
        let since = *self.step.get_or_insert(step);
        let time = !self.reported && step >= PATIENCE && step - since >= PERSISTENCE;
        self.reported |= time;
        time
    }
}

impl Divergence {
    /// Looks at one step: the diversity of its fakes (1 is that of real digits), and the share of images judged rightly
    /// where the discriminator's objective has a threshold.
    pub fn look(&mut self, step: u64, diversity: Option<f32>, accuracy: Option<f64>) -> Vec<Event> {
        let mut events = Vec::new();
        if let Some(diversity) = diversity
            && self.collapsed.is_time(step, diversity < ALIKE)
        {
            events.push(Event {
                kind: EventKind::Collapsed,
                step,
                message: format!(
                    "The generator draws nearly the same image whatever the noise (its samples differ {:.1} % as much as real \
                     digits do). Lower lr, or try another objective: wasserstein-gp collapses least.",
                    100.0 * diversity
                ),
            });
        }
        if let Some(accuracy) = accuracy
            && self.discriminator.is_time(step, accuracy > NEVER_WRONG)
        {
            events.push(Event {
                kind: EventKind::CriticWins,
                step,
                message: "The discriminator has been right about nearly every image for a while, so the generator has little to learn \
                          from. Lower lr_d, raise dropout or set label_smoothing=0.1."
                    .into(),
            });
        }
        events
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(
        divergence: &mut Divergence,
        step: u64,
        diversity: f32,
        accuracy: f64,
    ) -> Vec<EventKind> {
        divergence
            .look(step, Some(diversity), Some(accuracy))
            .into_iter()
            .map(|event| event.kind)
            .collect()
    }

    #[test]
    fn a_collapse_is_reported_once_it_lasts_and_once_only() {
        let mut divergence = Divergence::default();
        let mut found = Vec::new();
        for step in (8..2_000).step_by(8) {
            let alike = !(1_000..1_100).contains(&step);
            for kind in kinds(&mut divergence, step, if alike { 0.01 } else { 0.5 }, 0.7) {
                found.push((step, kind));
            }
        }
        // From step 8 on, but not before the patience ends; then well for a while, and again after 200 steps.
        assert_eq!(
            found,
            [(400, EventKind::Collapsed), (1_304, EventKind::Collapsed)]
        );
    }

    #[test]
    fn a_critic_that_is_sometimes_wrong_is_none_that_wins() {
        let mut divergence = Divergence::default();
        for step in (8..4_000).step_by(8) {
            let accuracy = if step % 160 == 0 { 0.99 } else { 1.0 };
            assert!(kinds(&mut divergence, step, 0.5, accuracy).is_empty());
        }
        assert!((4_000..4_400).any(|step| !kinds(&mut divergence, step, 0.5, 1.0).is_empty()));
    }
}
