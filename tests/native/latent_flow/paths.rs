//! Paths from noise to samples.

use super::{exported, samples, trained};
use crate::session_of;
use generative_playground::checkpoint::drawn_otherwise;
use generative_playground::training::Settings;
use pollster::block_on;
use serde_json::json;

#[test]
fn paths_begin_with_noise_and_end_in_samples() {
    for more in [json!({}), json!({ "conditional": true })] {
        let told: &[u8] = if more["conditional"] == true {
            &[4]
        } else {
            &[]
        };
        let mut session = trained(more);
        let end = samples(&mut session, told);
        let (trainer, _) = session.trainer().unwrap();
        let path = block_on(trainer.sample_path(6, 7, told)).unwrap();
        assert_eq!(path.len(), 31 * 6 * 784);
        let last = &path[30 * 6 * 784..];
        assert!(last.iter().zip(&end).all(|(a, b)| (a - b).abs() < 1e-5));
        assert!(path.iter().all(|pixel| (0.0..=1.0).contains(pixel)));
        // Each step is a small part of the way.
        let apart = |a: usize, b: usize| {
            let state = |at: usize| &path[at * 6 * 784..(at + 1) * 6 * 784];
            let squares = state(a).iter().zip(state(b)).map(|(a, b)| (a - b).powi(2));
            squares.sum::<f32>().sqrt()
        };
        assert!((0..30).all(|at| apart(at, at + 1) < 0.5 * apart(0, 30)));
    }
    let mut session = session_of("vae", &json!({ "hidden_dim": 8 }));
    let error = block_on(session.trainer().unwrap().0.sample_path(1, 0, &[])).unwrap_err();
    assert!(error.message.contains("no paths"), "{error}");
}

/// How well the solvers follow a path is for src/flow.rs to say, of a field that is known.
#[test]
fn samples_follow_the_settings_and_training_does_not() {
    let drawn = |solver: &str, steps: u64| {
        let mut session = trained(json!({ "solver": solver, "sample_steps": steps }));
        (samples(&mut session, &[]), exported(&mut session))
    };
    let [one_step, heuns_one_step, euler, heun, more] = [
        ("euler", 1),
        ("heun", 1),
        ("euler", 8),
        ("heun", 8),
        ("euler", 9),
    ]
    .map(|(solver, steps)| drawn(solver, steps));
    assert_eq!(
        one_step.0, heuns_one_step.0,
        "the last step of both is Euler's"
    );
    for (other, what) in [(&one_step, "1"), (&heun, "heun"), (&more, "9")] {
        assert_ne!(euler.0, other.0, "8 steps of euler are not {what}");
        assert_eq!(euler.1, other.1, "other weights");
    }
    // So they may be chosen afterwards too.
    let mut session = trained(json!({ "solver": "euler", "sample_steps": 8 }));
    let changes = json!({ "solver": "heun" });
    let (trainer, _) = session.trainer().unwrap();
    let other = block_on(drawn_otherwise(trainer, changes.as_object().unwrap())).unwrap();
    let found = block_on(other.sample(6, 7, &[])).unwrap();
    assert_eq!(found, heun.0);
    let learnt = json!({ "lr": 0.1 });
    let error = block_on(drawn_otherwise(trainer, learnt.as_object().unwrap())).unwrap_err();
    assert!(error.message.contains("what is learnt"), "{error}");
}

#[test]
fn guidance_goes_from_what_has_no_digit_to_what_has_one() {
    let of = |guidance: f64| {
        let told = json!({ "conditional": true, "guidance": guidance });
        let mut session = trained(told);
        [2, 9].map(|digit| samples(&mut session, &[digit]))
    };
    let [without, same] = of(0.0);
    assert_eq!(without, same, "guidance=0 asks for no digit");
    let [two, nine] = of(1.0);
    assert_ne!(two, nine);
    let apart = |a: &[f32]| {
        let squares = a.iter().zip(&without).map(|(a, b)| (a - b).powi(2));
        squares.sum::<f32>()
    };
    let [far, _] = of(2.0);
    let halfway = &of(0.5)[0];
    assert!(apart(halfway) < apart(&two) && apart(&two) < apart(&far));

    let error = Settings::with("latent-flow", json!({ "guidance": 2 }).as_object().unwrap());
    let message = error.unwrap_err().message;
    assert!(message.contains("conditional=true"), "{message}");
}
