//! What models are used for, beside methods without one.

mod counterfactual;
mod effects;
mod plain;
mod refused;
mod uses;
mod ways;

use generative_playground::scenes::{self, Outcome, Request};
use generative_playground::{Result, Session};

/// Plays a scene to its end.
fn play(session: &mut Session, name: &str, request: Request) -> Result<Outcome> {
    let (trainer, dataset) = session.trainer()?;
    let mut work = scenes::begin(name, request, trainer, dataset)?;
    let mut share = 0.0;
    loop {
        let progress = pollster::block_on(work.advance(dataset))?;
        assert!(
            (share..=1.0).contains(&progress.share),
            "{}",
            progress.share
        );
        share = progress.share;
        if let Some(outcome) = progress.outcome {
            return Ok(outcome);
        }
    }
}

fn request(count: usize, options: &[(&str, f64)]) -> Request {
    let options = options
        .iter()
        .map(|(name, value)| (name.to_string(), *value));
    Request {
        count,
        seed: 1,
        options: options.collect(),
        ..Request::default()
    }
}

/// A number of the model's answer.
fn model(outcome: &Outcome, name: &str) -> f64 {
    outcome.model.numbers.get(name).unwrap()
}

/// The same of a method without a model.
fn plain(outcome: &Outcome, method: &str, name: &str) -> f64 {
    let answer = outcome.plain.iter().find(|answer| answer.method == method);
    answer.unwrap().numbers.get(name).unwrap()
}
