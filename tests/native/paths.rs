//! Paths from noise to data: their states, their velocities, and what is expected at their ends.

use super::latent_flow::trained;
use super::session_of;
use generative_playground::ErrorCode;
use generative_playground::flow::Solver;
use generative_playground::training::Follow;
use pollster::block_on;
use serde_json::json;

#[test]
fn paths_follow_the_velocities_and_expect_what_one_step_would_draw() {
    let mut session = trained(json!({ "latent_dim": 2 }));
    let (trainer, _) = session.trainer().unwrap();
    let follow = |steps, solver, ends| {
        let asked = Follow {
            seed: 7,
            steps,
            solver,
            ..Follow::default()
        };
        block_on(trainer.follow(6, asked, ends)).unwrap()
    };
    let near = |a: &[f32], b: &[f32]| {
        assert_eq!(a.len(), b.len());
        a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-4)
    };
    let euler = follow(Some(5), None, false);
    assert_eq!(
        (euler.states.len(), euler.images.len()),
        (6 * 6 * 2, 6 * 6 * 784)
    );
    for step in 0..5 {
        let state = &euler.states[step * 12..][..12];
        let velocity = block_on(trainer.velocity(state.to_vec(), step as f64 / 5.0, &[])).unwrap();
        let next: Vec<f32> = (state.iter().zip(velocity))
            .map(|(x, v)| x + v / 5.0)
            .collect();
        assert!(
            near(&next, &euler.states[(step + 1) * 12..][..12]),
            "step {step}"
        );
    }
    // What is expected of noise is where a single step of Euler ends, and what is expected at the end is the end.
    let size = 6 * 784;
    let one = follow(Some(1), Some(Solver::Euler), true);
    assert!(near(&euler.predicted[..size], &one.images));
    assert!(near(
        &euler.predicted[5 * size..],
        &euler.images[5 * size..]
    ));
    assert!(!near(&euler.predicted[..size], &euler.images[5 * size..]));
    // The settings' own way is that of the samples, and the end alone is the same end.
    let ends = follow(None, None, true);
    assert!(near(
        &ends.images,
        &block_on(trainer.sample(6, 7, &[])).unwrap()
    ));
    let whole = follow(Some(5), Some(Solver::Heun), false);
    let end = follow(Some(5), Some(Solver::Heun), true);
    assert!(near(&end.states, &whole.states[5 * 12..]));
    assert!(!near(&end.states, &euler.states[5 * 12..]));
}

#[test]
fn what_is_no_path_is_refused() {
    let mut session = trained(json!({ "latent_dim": 2 }));
    let (trainer, _) = session.trainer().unwrap();
    let many = Follow {
        steps: Some(101),
        ..Follow::default()
    };
    let error = block_on(trainer.follow(1, many, false)).unwrap_err();
    assert_eq!(error.code, ErrorCode::BadSetting, "{error}");
    for (states, time, labels) in [
        (vec![0.0; 3], 0.0, &[][..]),
        (vec![f32::NAN; 2], 0.0, &[]),
        (vec![0.0; 2], 1.0, &[]),
        (vec![0.0; 2], -0.1, &[]),
        (vec![0.0; 2], 0.5, &[3]),
    ] {
        let error = block_on(trainer.velocity(states, time, labels)).unwrap_err();
        assert_eq!(error.code, ErrorCode::BadInput, "{error}");
    }
    let mut session = session_of("vae", &json!({ "hidden_dim": 8 }));
    let (trainer, _) = session.trainer().unwrap();
    let error = block_on(trainer.velocity(vec![0.0; 20], 0.0, &[])).unwrap_err();
    assert!(error.message.contains("no paths"), "{error}");
}
