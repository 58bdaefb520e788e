//! How the learning rate changes while training.

use crate::maths::sin_cos;
use crate::words::words;

words! {
    /// The form of the decay.
    pub enum ScheduleKind {
        /// No decay.
        Constant = "constant",
        /// Multiplied by a factor every so many steps (`torch.optim.lr_scheduler.StepLR`).
        Step = "step",
        /// Half a cosine from the full rate to the lowest over so many steps (Loshchilov and Hutter, 2016).
        Cosine = "cosine",
        /// Burda et al., IWAE (2015): one period at the full rate, three at `10^(-1/7)` of it, nine at `10^(-2/7)`, and so on.
        Stages = "stages",
        /// The full rate over the first steps, so many, and from then on it falls with the root of the steps: what was found
        /// best for short trainings of unknown length, which every prefix of is a whole one (Zhai et al., "Scaling Vision
        /// Transformers", 2021).
        InverseSqrt = "inverse-sqrt",
    }
}

/// A learning rate over time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Schedule {
    /// The form of the decay.
    pub kind: ScheduleKind,
    /// The rate it starts from.
    pub lr: f64,
    /// Steps over which the rate first rises linearly from zero.
    pub warmup: u64,
    /// Steps between two falls, of the whole cosine, of the first stage, or before the rate falls with the root of the steps.
    pub period: u64,
    /// The factor of each fall.
    pub factor: f64,
    /// The share of the rate that a cosine ends at.
    pub floor: f64,
}

impl Schedule {
    /// The learning rate of step `step`, counted from 1.
    pub fn at(&self, step: u64) -> f64 {
        let done = step - 1;
        if done < self.warmup {
            return self.lr * step as f64 / self.warmup as f64;
        }
        let since = done - self.warmup;
        match self.kind {
            ScheduleKind::Constant => self.lr,
            ScheduleKind::Step => self.lr * self.factor.powf((since / self.period) as f64),
            ScheduleKind::Cosine => {
                let progress = (since as f64 / self.period as f64).min(1.0);
                let share = 0.5 * (1.0 + sin_cos(progress / 2.0).1);
                self.lr * (self.floor + (1.0 - self.floor) * share)
            }
            ScheduleKind::Stages => {
                let (mut stage, mut length, mut left) = (0, 1, since / self.period);
                while left >= length {
                    left -= length;
                    length *= 3;
                    stage += 1;
                }
                self.lr * 10f64.powf(-f64::from(stage) / 7.0)
            }
            ScheduleKind::InverseSqrt => {
                let steps = (since + 1) as f64;
                self.lr * (self.period as f64 / steps).sqrt().min(1.0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(kind: ScheduleKind, warmup: u64) -> Schedule {
        Schedule {
            kind,
            lr: 0.8,
            warmup,
            period: 10,
            factor: 0.5,
            floor: 0.0,
        }
    }

    #[test]
    fn rates_are_those_of_the_definitions() {
        let table = [
            (ScheduleKind::Constant, 0, 1, 0.8),
            (ScheduleKind::Constant, 4, 1, 0.2),
            (ScheduleKind::Constant, 4, 4, 0.8),
            (ScheduleKind::Constant, 4, 999, 0.8),
            (ScheduleKind::Step, 0, 10, 0.8),
            (ScheduleKind::Step, 0, 11, 0.4),
            (ScheduleKind::Step, 2, 33, 0.1),
            (ScheduleKind::Cosine, 0, 1, 0.8),
            (ScheduleKind::Cosine, 0, 6, 0.4),
            (ScheduleKind::Cosine, 0, 11, 0.0),
            (ScheduleKind::Cosine, 0, 50, 0.0),
            (ScheduleKind::Stages, 0, 10, 0.8),
            (ScheduleKind::Stages, 0, 11, 0.8 * 10f64.powf(-1.0 / 7.0)),
            (ScheduleKind::Stages, 0, 40, 0.8 * 10f64.powf(-1.0 / 7.0)),
            (ScheduleKind::Stages, 0, 41, 0.8 * 10f64.powf(-2.0 / 7.0)),
            (ScheduleKind::Stages, 0, 131, 0.8 * 10f64.powf(-3.0 / 7.0)),
            (ScheduleKind::InverseSqrt, 0, 1, 0.8),
            (ScheduleKind::InverseSqrt, 0, 10, 0.8),
            (ScheduleKind::InverseSqrt, 0, 40, 0.4),
            (ScheduleKind::InverseSqrt, 0, 1_000, 0.08),
            (ScheduleKind::InverseSqrt, 4, 1, 0.2),
            (ScheduleKind::InverseSqrt, 4, 14, 0.8),
            (ScheduleKind::InverseSqrt, 4, 44, 0.4),
        ];
        for (kind, warmup, step, rate) in table {
            let found = schedule(kind, warmup).at(step);
            assert!(
                (found - rate).abs() < 1e-12,
                "{kind:?}, warm-up {warmup}, step {step}: {found}, not {rate}"
            );
        }
    }

    #[test]
    fn a_cosine_ends_where_it_is_told_to() {
        let with_floor = Schedule {
            floor: 0.25,
            ..schedule(ScheduleKind::Cosine, 2)
        };
        for (step, rate) in [(1, 0.4), (3, 0.8), (8, 0.5), (13, 0.2), (99, 0.2)] {
            let found = with_floor.at(step);
            assert!((found - rate).abs() < 1e-12, "step {step}: {found}");
        }
    }
}
