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
    let mut session = session(json!({ "hidden_dim": 64, "latent_dim": 5, "binarise": true }));
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

/// Settings of a small model, whether black and white images are asked about, and what the answer says where there is none.
#[test]
fn what_is_no_likelihood_of_the_images_asked_about_is_refused_with_the_reason() {
    let black_and_white = "probability of black and white pixels";
    let densities = "densities of grey pixels";
    let table = [
        (json!({}), false, Some(black_and_white)),
        (json!({}), true, None),
        (json!({ "binarise": true }), false, None),
        (json!({ "binarise": true }), true, None),
        (json!({ "likelihood": "continuous-bernoulli" }), false, None),
        (
            json!({ "likelihood": "continuous-bernoulli" }),
            true,
            Some(densities),
        ),
        (json!({ "likelihood": "gaussian" }), false, None),
        (json!({ "likelihood": "discretised-logistic" }), false, None),
        (
            json!({ "likelihood": "discretised-logistic" }),
            true,
            Some("256 grey values"),
        ),
        (json!({ "likelihood": "gaussian" }), true, Some(densities)),
        (
            json!({ "objective": "iwae", "importance_samples": 3 }),
            false,
            Some(black_and_white),
        ),
        (
            json!({ "objective": "vae-gan" }),
            false,
            Some("discriminator"),
        ),
        (
            json!({ "objective": "vae-gan", "binarise": true }),
            true,
            Some("discriminator"),
        ),
    ];
    for (mut changes, binarised, refused) in table {
        changes["hidden_dim"] = 4.into();
        changes["latent_dim"] = 2.into();
        let mut session = session(changes.clone());
        let (trainer, dataset) = session.trainer().unwrap();
        let answer = pollster::block_on(async {
            if binarised {
                trainer.binarised_log_likelihood(dataset, 0, 2, 3).await
            } else {
                trainer.log_likelihood(dataset, 0, 2, 3).await
            }
        });
        match (answer, refused) {
            (Ok(values), None) => assert_eq!(values.len(), 2, "{changes}"),
            (Err(error), Some(says)) => {
                assert_eq!(error.code, ErrorCode::BadInput, "{changes}");
                assert!(error.message.contains(says), "{changes}: {}", error.message);
            }
            (answer, _) => panic!("{changes}, black and white: {binarised}: {answer:?}"),
        }
    }
}

#[test]
fn no_images_and_no_samples_are_refused() {
    let mut session = session(json!({ "hidden_dim": 4, "latent_dim": 2, "binarise": true }));
    let (trainer, dataset) = session.trainer().unwrap();
    let ask = |start, count, samples| {
        pollster::block_on(trainer.log_likelihood(dataset, start, count, samples))
    };
    assert!(ask(0, 0, 5).unwrap_err().message.contains("one image"));
    assert!(ask(0, 5, 0).unwrap_err().message.contains("one sample"));
    assert!(ask(0, 5_000, 70_000).unwrap_err().message.contains("65536"));
    assert_eq!(ask(9_999, 2, 1).unwrap_err().code, ErrorCode::NoData);
    assert_eq!(ask(9_999, 1, 1).unwrap().len(), 1);
}

/// A model of black and white images sees the same ones whichever way it is asked.
#[test]
fn black_and_white_images_are_those_of_binarise() {
    let mut session = session(json!({ "hidden_dim": 16, "latent_dim": 2, "binarise": true }));
    train(&mut session, 20);
    let (trainer, dataset) = session.trainer().unwrap();
    let own = pollster::block_on(trainer.log_likelihood(dataset, 30, 9, 7)).unwrap();
    let asked = pollster::block_on(trainer.binarised_log_likelihood(dataset, 30, 9, 7)).unwrap();
    assert_eq!(own, asked);
}
