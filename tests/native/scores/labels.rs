//! Labels that are doubted: against the package of confident learning's authors, labels that people have disagreed with, and wrong ones that were planted.

use super::{ranked, score};
use crate::label_check::{FINGERPRINT, fingerprint};
use crate::{mnist, small_mnist};
use generative_playground::dataset::Part;
use generative_playground::dataset::confident::{CLASSES, off_diagonal, suspects};
use serde_json::{Value, json};

const FIXTURE: &str = include_str!("../../fixtures/cleanlab/cleanlab.json");

/// MNIST's test labels that people disagreed with.
const DOUBTFUL: [u32; 15] = [
    947, 1621, 1901, 2130, 2462, 2597, 2654, 3520, 3558, 5937, 6651, 6783, 8527, 9679, 9729,
];

#[test]
fn doubts_are_those_of_cleanlab() {
    let fixture: Value = serde_json::from_str(FIXTURE).unwrap();
    let cases = fixture["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 5);
    for case in cases {
        let classes = case["classes"].as_u64().unwrap() as usize;
        let labels: Vec<u8> = serde_json::from_value(case["labels"].clone()).unwrap();
        let rows: Vec<Vec<f32>> = serde_json::from_value(case["probabilities"].clone()).unwrap();
        let rows: Vec<[f32; CLASSES]> = rows
            .iter()
            .map(|row| std::array::from_fn(|class| row.get(class).copied().unwrap_or(0.0)))
            .collect();
        for (name, found) in [
            ("prune_by_noise_rate", suspects(&labels, &rows, classes)),
            ("confident_learning", off_diagonal(&labels, &rows, classes)),
        ] {
            let found: Vec<usize> = (0..labels.len()).filter(|&at| found[at]).collect();
            let expected: Vec<usize> = serde_json::from_value(case[name].clone()).unwrap();
            assert!(expected.len() > 20);
            assert_eq!(found, expected, "{name}, {classes} classes");
        }
    }
}

/// Of seeds 0, 1 and 2: 12, 11 and 13 among the 100 lowest, 5 among the 20 lowest each, and 107, 108 and 93 of 10,000 taken for
/// another digit.
#[test]
fn the_labels_that_people_doubt_are_among_the_lowest_self_confidences() {
    let dataset = mnist();
    let (scorer, found) = score(&dataset, "self-confidence", Part::Test, json!({})).unwrap();
    let order = ranked(&found.values);
    let among = |count: usize| {
        let lowest = order[..count].iter();
        lowest.filter(|index| DOUBTFUL.contains(index)).count()
    };
    let suggested = scorer.suggested().unwrap();
    let pairs = suggested.iter().zip(&scorer.collection().labels);
    let wrong = pairs.filter(|(one, other)| one != other).count();
    println!(
        "of 15 doubtful labels, {} are among the 100 lowest self-confidences and {} among the 20 lowest; {wrong} test images are \
         taken for another digit; {} suspects",
        among(100),
        among(20),
        found.suspects.unwrap().len()
    );
    assert!(among(100) >= 10, "{}", among(100));
    assert!(among(20) >= 4, "{}", among(20));
    assert!(wrong < 140, "{wrong}");
}

/// Seeds 0, 1 and 2 are printed with `--nocapture`.
#[test]
fn planted_wrong_labels_are_found() {
    let whole = mnist();
    let dataset = small_mnist(6_000, 100);
    for seed in 0..3 {
        let recipe = json!({ "mislabel": 0.1, "seed": seed });
        let (scorer, found) = score(&dataset, "self-confidence", Part::Train, recipe).unwrap();
        let labels = &scorer.collection().labels;
        let is_planted = |at: usize| labels[at] != whole.train.label(at);
        let planted = (0..6_000).filter(|&at| is_planted(at)).count();
        let suspects = found.suspects.unwrap();
        let hits = suspects
            .iter()
            .filter(|suspect| is_planted(suspect.index as usize));
        let hits = hits.count() as f64;
        let right = suspects.iter().filter(|suspect| {
            let at = suspect.index as usize;
            is_planted(at) && suspect.suggested == whole.train.label(at)
        });
        let (precision, recall) = (hits / suspects.len() as f64, hits / planted as f64);
        println!(
            "seed {seed}: {planted} planted, {} found: precision {precision:.3}, recall {recall:.3}; the right label is suggested for \
             {:.3} of those",
            suspects.len(),
            right.count() as f64 / hits
        );
        assert!(precision > 0.8 && recall > 0.85, "{precision}, {recall}");
        assert!(suspects.is_sorted_by(|one, other| one.score <= other.score));
        // Wrong labels are hard to learn, too.
        let (_, learning) = score(
            &dataset,
            "learning-confidence",
            Part::Train,
            json!({ "mislabel": 0.1, "seed": seed }),
        )
        .unwrap();
        let lowest = &ranked(&learning.values)[..planted];
        let hits = lowest.iter().filter(|&&at| is_planted(at as usize)).count();
        println!("seed {seed}: {hits} of them are among as many of the lowest learning-confidence");
        assert!(hits as f64 > 0.8 * planted as f64);
    }
}

/// The same bits everywhere: `tests/web` has the same number.
#[test]
fn the_classifier_says_the_same_on_every_machine() {
    assert_eq!(fingerprint(), FINGERPRINT, "{:#x}", fingerprint());
}
