//! The likelihood estimated by importance sampling.

use super::{session, train};
use generative_playground::ErrorCode;
use serde_json::json;

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Burda et al. (2015), theorem 1: more samples bring the bound closer to log p(x) from below, and one sample is the ELBO.
#[test]
fn more_samples_bring_the_bound_closer_and_one_is_the_elbo() {
    let mut session = session(json!({ "hidden_dim": 64, "latent_dim": 5 }));
    train(&mut session, 150);
    let (trainer, dataset) = session.trainer().unwrap();
    let bound = |samples| {
        let all: Vec<f64> = (0..10)
            .flat_map(|part| {
                pollster::block_on(trainer.log_likelihood(dataset, part * 50, 50, samples)).unwrap()
            })
            .collect();
        mean(&all)
    };
    let elbo = -pollster::block_on(trainer.evaluate(dataset, 500)).unwrap()["loss"];
    let (one, ten, hundred) = (bound(1), bound(10), bound(100));
    // Another draw of the noise: a nat of Monte Carlo error over 500 images at most.
    assert!((one - elbo).abs() < 1.0, "one sample {one}, ELBO {elbo}");
    assert!(one < ten && ten < hundred, "{one}, {ten}, {hundred}");
}

#[test]
fn a_model_without_an_encoder_has_no_likelihood() {
    let mut session = session(json!({
        "architecture": "gan-mlp", "objective": "hinge", "width": 0.05, "lr": 1e-4
    }));
    let (trainer, dataset) = session.trainer().unwrap();
    let error = pollster::block_on(trainer.log_likelihood(dataset, 0, 5, 5)).unwrap_err();
    assert_eq!(error.code, ErrorCode::BadInput);
}
