//! What makes the classifier see another digit.

use super::{model, plain, play, request};
use crate::{session, session_of, train};
use generative_playground::dataset::PIXELS;
use generative_playground::scenes::{Outcome, Request, squared_error};
use serde_json::json;
use yardsticks::Classifier;

/// What the classifier on plain memory, which no scene asks, believes of the pictures of an outcome.
fn beliefs(images: &[f32]) -> Vec<[f64; 10]> {
    let (classifier, _) = Classifier::shipped().unwrap();
    classifier.probabilities(images).unwrap()
}

/// The numbers of pictures, an image each, computed anew: share flipped, confidence, squared error.
fn counted(outcome: &Outcome, images: &[f32], digit: usize) -> [f64; 3] {
    let pairs = images.chunks_exact(PIXELS).zip(beliefs(images));
    let pairs = pairs.zip(outcome.truth.chunks_exact(PIXELS));
    let flipped = pairs.filter(|((_, belief), _)| belief[digit] >= 0.5);
    let each: Vec<_> = flipped
        .map(|((picture, belief), truth)| (belief[digit], squared_error(picture, truth, None)))
        .collect();
    let n = each.len() as f64;
    [
        n / outcome.count as f64,
        each.iter().map(|one| one.0).sum::<f64>() / n,
        each.iter().map(|one| one.1).sum::<f64>() / n,
    ]
}

#[test]
fn a_small_vae_finds_near_pictures_of_another_digit() {
    let mut session = session(json!({ "hidden_dim": 64, "lr": 0.002 }));
    train(&mut session, 600);
    // The first test images without a digit 3 and those that are taken for one.
    let (_, dataset) = session.trainer().unwrap();
    let kept: Vec<usize> = (0..40).filter(|&at| dataset.test.label(at) != 3).collect();
    let pixels = |&at: &usize| dataset.test.pixels(at, 1).unwrap();
    let asked = Request {
        images: kept.iter().flat_map(pixels).collect(),
        ..request(0, &[("digit", 3.0), ("steps", 60.0), ("lr", 0.1)])
    };
    let found = play(&mut session, "counterfactual", asked).unwrap();
    println!("{:?} {:?}", found.model.numbers, found.plain[0].numbers);
    assert_eq!(found.count, kept.len());
    for (answer, method) in [
        (&found.model, "counterfactual"),
        (&found.plain[0], "pixel-average"),
    ] {
        assert_eq!(answer.method, method);
        let names = ["flipped", "confidence", "squared_error"];
        for (name, expected) in names.iter().zip(counted(&found, &answer.images, 3)) {
            let number = answer.numbers.get(name).unwrap();
            assert!(
                (number - expected).abs() < 1e-3,
                "{name}: {number}, {expected}"
            );
        }
    }
    let flipped = model(&found, "flipped");
    assert!(flipped > 0.9, "{flipped}");
    // It is a change of what the model draws of the image, and not another picture: those are sqrt(2 * 20) apart on average.
    let moved = model(&found, "latent_change");
    assert!((0.1..5.0).contains(&moved), "{moved}");
    // The least change along the way: hardly more than what is asked for.
    let sure = model(&found, "confidence");
    assert!(sure < 0.85, "{sure}");
    // The nearest 3 is often one that the classifier itself is not sure of, so the average flips fewer, and moves more pixels than the
    // model does from its own picture.
    assert!(plain(&found, "pixel-average", "flipped") > 0.5);
    let average = plain(&found, "pixel-average", "squared_error");
    assert!(model(&found, "squared_error_drawn") < average);
}

#[test]
fn a_greater_weight_keeps_latents_nearer() {
    let mut session = session(json!({ "hidden_dim": 32, "latent_dim": 8, "lr": 0.003 }));
    train(&mut session, 300);
    let mut ask = |weight: f64| {
        let options = [
            ("weight", weight),
            ("steps", 40.0),
            ("lr", 0.1),
            ("sure", 0.9),
        ];
        let found = play(&mut session, "counterfactual", request(10, &options)).unwrap();
        (model(&found, "flipped"), found.model.images)
    };
    let (free, heavy) = (ask(0.0), ask(50.0));
    assert!(free.0 > heavy.0, "{} {}", free.0, heavy.0);
    assert_ne!(free.1, heavy.1);
}

#[test]
fn without_an_encoder_the_latent_is_found_first_and_told_models_draw_all_ten_digits() {
    let small = json!({ "width": 0.05, "batch_size": 8 });
    let few = [("steps", 2.0)];
    let mut session = session_of("gan", &small);
    train(&mut session, 2);
    let found = play(&mut session, "counterfactual", request(2, &few)).unwrap();
    assert_eq!((found.answers, found.model.method), (1, "counterfactual"));
    assert_eq!(found.seen.len(), 2 * PIXELS);

    let mut session = session_of("cvae", &json!({ "hidden_dim": 128, "lr": 0.002 }));
    train(&mut session, 600);
    let found = play(&mut session, "counterfactual", request(20, &few)).unwrap();
    assert_eq!((found.answers, found.model.method), (10, "style"));
    assert_eq!(found.model.images.len(), 20 * 10 * PIXELS);
    let asked = beliefs(&found.model.images);
    let drawn = |at: usize| asked[at][at % 10] >= 0.5;
    // By chance, one in ten. After 600 steps `judge` takes 56 % of such a model's samples for the digit that was asked for.
    let right = (0..200).filter(|&at| drawn(at)).count();
    assert!(right > 60, "drawn as asked for: {right} of 200");
    let (_, dataset) = session.trainer().unwrap();
    let labels = dataset.test.labels(0, 20).unwrap();
    let is_other = |at: &usize| usize::from(labels[at / 10]) != at % 10;
    let others = (0..200).filter(is_other).filter(|&at| drawn(at)).count();
    let found = model(&found, "flipped_all");
    assert!(
        (found - others as f64 / 180.0).abs() < 1e-9,
        "{found} {others}"
    );
}
