//! Distances to other images, errors of reconstructions, and what cannot be scored.

use super::score;
use crate::small_mnist;
use generative_playground::ErrorCode;
use generative_playground::dataset::confident::LabelCheck;
use generative_playground::dataset::{MnistDataset, PIXELS, Part, Recipe, TrainingData};
use generative_playground::scores::Scorer;
use serde_json::json;
use std::collections::HashSet;

#[test]
fn planted_copies_are_at_no_distance_and_lead_to_one_another() {
    let dataset = small_mnist(3_000, 100);
    for seed in 0..3 {
        let recipe = json!({ "duplicates": 0.05, "seed": seed });
        let (scorer, found) = score(&dataset, "nearest", Part::Train, recipe).unwrap();
        let indices = &scorer.collection().indices;
        let mut seen = HashSet::new();
        let again: HashSet<u32> = indices
            .iter()
            .copied()
            .filter(|&index| !seen.insert(index))
            .collect();
        let found_copies = (0..indices.len()).filter(|&at| found.values[at] == 0.0);
        let found_copies: Vec<usize> = found_copies.collect();
        let planted = (0..indices.len())
            .filter(|&at| again.contains(&indices[at]))
            .count();
        let hits = found_copies
            .iter()
            .filter(|&&at| again.contains(&indices[at]))
            .count() as f64;
        let (precision, recall) = (hits / found_copies.len() as f64, hits / planted as f64);
        println!(
            "seed {seed}: {planted} images have a copy: precision {precision}, recall {recall}"
        );
        assert_eq!((precision, recall), (1.0, 1.0));
        for at in found_copies {
            assert_eq!(indices[at], indices[found.others[at] as usize]);
            assert_ne!(at, found.others[at] as usize);
        }
    }
}

#[test]
fn the_nearest_other_image_is_that_of_a_search_of_all() {
    let dataset = small_mnist(300, 100);
    for (part, split) in [(Part::Train, &dataset.train), (Part::Test, &dataset.test)] {
        let (_, found) = score(&dataset, "nearest", part, json!({})).unwrap();
        for at in 0..split.len() {
            let squares = |other: usize| -> i64 {
                let pairs = split.image(at).into_iter().zip(split.image(other));
                pairs
                    .map(|(x, y)| (i64::from(x) - i64::from(y)).pow(2))
                    .sum()
            };
            let others = (0..split.len()).filter(|&other| other != at);
            let nearest = others.map(squares).min().unwrap();
            assert_eq!(squares(found.others[at] as usize), nearest);
            let expected = (nearest as f64).sqrt() / 255.0;
            assert!((f64::from(found.values[at]) - expected).abs() < 1e-4);
        }
    }
}

#[test]
fn reconstructions_are_those_of_the_model() {
    let dataset = small_mnist(1_200, 100);
    let changes = json!({ "hidden_dim": 8, "latent_dim": 3 });
    let settings =
        generative_playground::training::Settings::with("cvae", changes.as_object().unwrap())
            .unwrap();
    let data = TrainingData::new(&dataset, Recipe::default(), 0).unwrap();
    let trainer = generative_playground::training::Trainer::new(
        settings,
        data,
        &burn::tensor::Device::flex(),
    )
    .unwrap();
    let score = Scorer::named("reconstruction").unwrap();
    let scorer = Scorer::new(&dataset, Part::Train, &Recipe::default(), 0).unwrap();
    while pollster::block_on(scorer.advance(score, &dataset, Some(&trainer))).unwrap() < 1.0 {}
    let found = scorer.found(score, &dataset).values;
    assert_eq!(found.len(), 1_200);
    for at in [0, 499, 500, 1_199] {
        let image = dataset.train.pixels(at, 1).unwrap();
        let label = [dataset.train.label(at)];
        let rebuilt = pollster::block_on(trainer.reconstruct(image.clone(), &label)).unwrap();
        let squares = image
            .iter()
            .zip(&rebuilt)
            .map(|(x, y)| f64::from(x - y).powi(2));
        let expected = squares.sum::<f64>() / PIXELS as f64;
        assert!((f64::from(found[at]) - expected).abs() < 1e-6);
    }
    let nothing = pollster::block_on(scorer.advance(score, &dataset, None)).unwrap_err();
    assert_eq!(nothing.code, ErrorCode::NotLoaded);
}

#[test]
fn what_cannot_be_scored_says_why() {
    let unlabelled = MnistDataset::own("runes", &[7; 20 * PIXELS], None).unwrap();
    let error = score(&unlabelled, "self-confidence", Part::Train, json!({})).unwrap_err();
    assert!(error.message.contains("nothing to doubt"), "{error}");
    let error = Scorer::named("oddness").err().unwrap();
    assert!(
        error.message.contains("self-confidence, nearest"),
        "{error}"
    );
    // One image has no other, and images without a fold of their own are asked about all the same.
    let labels: Vec<u8> = (0..20).map(|at| at % 2).collect();
    let few = MnistDataset::own("few", &[7; 20 * PIXELS], Some(&labels)).unwrap();
    let (_, found) = score(&few, "self-confidence", Part::Test, json!({})).unwrap();
    assert!(found.values.iter().all(|value| (0.0..=1.0).contains(value)));
    let one = MnistDataset::own("one", &[7; 2 * PIXELS], Some(&[0, 1])).unwrap();
    let (_, found) = score(&one, "nearest", Part::Train, json!({})).unwrap();
    assert_eq!(found.values, [f32::INFINITY]);
}

#[test]
fn a_part_at_a_time_is_the_same_as_a_whole() {
    // Labels that are alone in their class do not end it.
    let labels = vec![0, 1, 2, 2, 2, 2, 2];
    let mut check = LabelCheck::across(labels, 3);
    let pixels = |at: usize, image: &mut [f32]| image.fill(at as f32 / 8.0);
    while check.advance(&pixels) < 1.0 {}
    let judged = check.judged();
    assert_eq!(judged.probabilities.len(), 7);
    for row in judged.probabilities {
        assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5);
    }
}
