//! What a small model, trained here in seconds, is good for.

use super::{model, plain, play, request};
use crate::{session, session_of, train};
use generative_playground::dataset::PIXELS;
use generative_playground::scenes::{self, Request};
use serde_json::json;

#[test]
fn a_small_vae_is_better_than_methods_without_a_model() {
    let mut session = session(json!({ "hidden_dim": 128, "lr": 0.002 }));
    train(&mut session, 900);

    let repaired = play(&mut session, "repair", request(40, &[])).unwrap();
    let [ours, mean, nearest] = [
        model(&repaired, "squared_error"),
        plain(&repaired, "mean-image", "squared_error"),
        plain(&repaired, "nearest-image", "squared_error"),
    ];
    println!("repair: {ours:.5}, mean {mean:.5}, nearest {nearest:.5}");
    assert!(ours < 0.8 * mean, "{ours} {mean}");
    assert_eq!(repaired.answers, 4);
    assert_eq!(repaired.model.images.len(), 40 * 4 * PIXELS);
    // What is known stays, and the error is all in the hole.
    let in_hole = model(&repaired, "squared_error_hole");
    assert!((ours - in_hole * 100.0 / 784.0).abs() < 1e-6);

    let cleaned = play(&mut session, "denoise", request(100, &[("noise", 0.5)])).unwrap();
    let noisy = generative_playground::scenes::squared_error(&cleaned.seen, &cleaned.truth, None);
    let noisy = generative_playground::scenes::psnr(noisy);
    let [ours, blur, median] = [
        model(&cleaned, "psnr"),
        plain(&cleaned, "blur", "psnr"),
        plain(&cleaned, "median", "psnr"),
    ];
    println!("denoise: {ours:.2}, noisy {noisy:.2}, blur {blur:.2}, median {median:.2}");
    assert!(ours > noisy + 3.0, "{ours} {noisy}");
    assert!(ours > blur.max(median), "{ours} {blur} {median}");

    let fast = [("restarts", 4.0), ("steps", 200.0)];
    let few = [&fast[..], &[("size", 7.0), ("lr", 0.002)]].concat();
    let enlarged = play(&mut session, "enlarge", request(20, &few)).unwrap();
    let [ours, bicubic] = [
        model(&enlarged, "squared_error"),
        plain(&enlarged, "bicubic", "squared_error"),
    ];
    println!("enlarge: {ours:.5}, bicubic {bicubic:.5}");
    assert!(ours < bicubic, "{ours} {bicubic}");
    // The package `yardsticks` computes the same classifier in its own way.
    let (classifier, _) = yardsticks::Classifier::shipped().unwrap();
    let digits = |pixels: &[f32]| -> Vec<usize> {
        let all = classifier.probabilities(pixels).unwrap();
        let likeliest = |row: &[f64; 10]| (0..10).max_by(|&a, &b| row[a].total_cmp(&row[b]));
        all.iter().filter_map(likeliest).collect()
    };
    let answers = enlarged
        .model
        .images
        .chunks_exact(enlarged.answers * PIXELS);
    let first: Vec<f32> = answers.flat_map(|all| &all[..PIXELS]).copied().collect();
    let (found, wanted) = (digits(&first), digits(&enlarged.truth));
    let kept = found.iter().zip(&wanted).filter(|(a, b)| a == b).count() as f64 / 20.0;
    assert_eq!(model(&enlarged, "label_kept"), kept);
    assert!(kept > 0.3, "{kept}");

    let few = [&fast[..], &[("measurements", 50.0), ("lr", 0.05)]].concat();
    let measured = play(&mut session, "measure", request(20, &few)).unwrap();
    let [ours, lasso] = [
        model(&measured, "squared_error"),
        plain(&measured, "lasso", "squared_error"),
    ];
    println!("measure: {ours:.5}, lasso {lasso:.5}");
    assert!(ours < 0.6 * lasso, "{ours} {lasso}");
}

#[test]
fn what_is_random_of_an_image_depends_on_no_other() {
    let mut session = session(json!({ "hidden_dim": 16, "latent_dim": 4 }));
    train(&mut session, 20);
    for name in ["repair", "denoise", "enlarge", "measure"] {
        let options = [("steps", 5.0), ("restarts", 3.0)];
        let all = play(&mut session, name, request(4, &options)).unwrap();
        let rest = Request {
            start: 2,
            ..request(2, &options)
        };
        let rest = play(&mut session, name, rest).unwrap();
        let size = all.answers * PIXELS;
        let pairs = all.model.images[2 * size..].iter().zip(&rest.model.images);
        for (one, other) in pairs {
            assert!((one - other).abs() < 1e-4, "{name}: {one}, {other}");
        }
        assert_eq!(all.seen[2 * PIXELS..], rest.seen, "{name}");
        let other = Request {
            seed: 2,
            ..request(4, &options)
        };
        let other = play(&mut session, name, other).unwrap();
        assert_ne!(all.model.images, other.model.images, "{name}");
    }
}

#[test]
fn training_that_goes_on_meanwhile_changes_no_answer() {
    let mut session = session(json!({ "hidden_dim": 16, "latent_dim": 4, "batch_size": 16 }));
    train(&mut session, 20);
    let asked = || request(3, &[("restarts", 2.0)]);
    let alone = play(&mut session, "repair", asked()).unwrap();
    let (trainer, dataset) = session.trainer().unwrap();
    let mut work = scenes::begin("repair", asked(), trainer, dataset).unwrap();
    let mut parts = 0;
    let outcome = loop {
        let (trainer, dataset) = session.trainer().unwrap();
        pollster::block_on(trainer.train(dataset, 1, |_| {})).unwrap();
        parts += 1;
        if let Some(outcome) = pollster::block_on(work.advance(dataset)).unwrap().outcome {
            break outcome;
        }
    };
    assert!(parts > 2, "{parts}");
    assert_eq!(outcome.model.images, alone.model.images);
}

#[test]
fn every_kind_of_model_that_decodes_repairs() {
    for (preset, changes) in [
        ("gan", json!({ "width": 0.05, "batch_size": 8 })),
        ("fast-gan", json!({ "width": 0.25, "batch_size": 8 })),
        ("vae-gan", json!({ "width": 0.1, "batch_size": 8 })),
        (
            "latent-flow",
            json!({ "batch_size": 8, "conditional": true }),
        ),
        ("cgan", json!({ "width": 0.05, "batch_size": 8 })),
        ("conv-vae", json!({ "hidden_dim": 8, "batch_size": 8 })),
    ] {
        let mut session = session_of(preset, &changes);
        train(&mut session, 2);
        let begun = |steps: f64| [("steps", steps), ("restarts", 2.0), ("prior", 0.0)];
        let mut error = |steps| {
            let outcome = play(&mut session, "repair", request(3, &begun(steps))).unwrap();
            let known: Vec<f32> = outcome
                .truth
                .iter()
                .zip(&outcome.seen)
                .map(|(a, b)| a - b)
                .collect();
            assert!(known.iter().any(|x| *x != 0.0), "{preset}");
            assert!(
                outcome.model.images.iter().all(|x| (0.0..=1.0).contains(x)),
                "{preset}"
            );
            model(&outcome, "squared_error")
        };
        let (first, last) = (error(1.0), error(30.0));
        assert!(
            first != last && last.is_finite(),
            "{preset}: {first}, {last}"
        );
    }
}

/// Its score is the exact likelihood. It has learnt ones alone, so that a few steps are enough.
#[test]
fn a_transformer_scores_by_how_likely_images_are() {
    let small = json!({ "hidden_dim": 16, "blocks": 1, "lr_warmup": 10, "data.digits": "1" });
    let mut session = session_of("transformer", &small);
    train(&mut session, 80);
    let found = play(&mut session, "anomaly", request(100, &[])).unwrap();
    assert_eq!(found.model.method, "likelihood");
    let ours = model(&found, "auroc");
    println!("likelihood: {ours:.3}");
    assert_eq!(ours, model(&found, "auroc_likelihood"));
    assert_eq!(found.model.numbers.get("auroc_bound"), None);
    assert!(ours > 0.9, "{ours}");
}

#[test]
fn a_vae_finds_the_digit_that_it_has_not_learnt() {
    let left_out = json!({ "hidden_dim": 64, "latent_dim": 2, "lr": 0.002, "data.digits": "0,1,3,4,5,6,7,8,9" });
    let mut session = session(left_out);
    train(&mut session, 600);
    let found = play(&mut session, "anomaly", request(600, &[])).unwrap();
    let [ours, rebuilt, nearest] = [
        model(&found, "auroc"),
        model(&found, "auroc_reconstruction"),
        plain(&found, "nearest-image", "auroc"),
    ];
    println!("anomaly: {ours:.3}, reconstruction {rebuilt:.3}, nearest {nearest:.3}");
    assert_eq!(ours, model(&found, "auroc_bound"));
    assert_eq!(found.model.numbers.get("auroc_descent"), None);
    // A mean over more samples is less a matter of chance, and costs as many decodings.
    let many = play(&mut session, "anomaly", request(600, &[("samples", 32.0)])).unwrap();
    let (many, rebuilt_too) = (
        model(&many, "auroc_bound"),
        model(&many, "auroc_reconstruction"),
    );
    println!("by 32 samples: {many:.3}");
    assert!(many != ours && many > ours - 0.02, "{many}, {ours}");
    assert_eq!(rebuilt_too, rebuilt);
    let descent = [("descent", 1.0), ("steps", 40.0)];
    let found = play(&mut session, "anomaly", request(200, &descent)).unwrap();
    let descended = model(&found, "auroc_descent");
    println!("descent: {descended:.3}");
    assert!(descended > 0.8, "{descended}");
    assert!(
        ours > 0.8 && rebuilt > 0.8 && nearest > 0.8,
        "{ours} {rebuilt} {nearest}"
    );
}
