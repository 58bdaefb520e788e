//! Cleaning by what the classifier doubts.

use crate::small_mnist;
use generative_playground::dataset::{Cleaning, MnistDataset, PIXELS, Part, Recipe, TrainingData};
use serde_json::{Value, json};

/// Seeds 0, 1 and 2 are printed with `--nocapture`.
#[test]
fn cleaning_by_labels_leaves_out_planted_wrong_ones() {
    let dataset = small_mnist(6_000, 100);
    for seed in 0..3 {
        let left = |clean: Value| {
            let mut values = json!({ "mislabel": 0.1, "seed": seed });
            let clean = clean.as_object().unwrap().clone();
            values.as_object_mut().unwrap().extend(clean);
            let recipe: Recipe = serde_json::from_value(values).unwrap();
            let collection =
                generative_playground::dataset::Collection::new(&dataset, Part::Train, &recipe, 0)
                    .unwrap();
            let pairs = collection.indices.iter().zip(&collection.labels);
            let is_wrong = |pair: &(&u32, &u8)| *pair.1 != dataset.train.label(*pair.0 as usize);
            (collection.len(), pairs.filter(is_wrong).count())
        };
        let (all, planted) = left(json!({}));
        let (some, missed) = left(json!({ "clean": "labels" }));
        println!("seed {seed}: of {planted} wrong labels in {all}, {missed} are left in {some}");
        assert!(missed * 7 < planted && all - some < planted * 5 / 4);
        let (share, missed) = left(json!({ "clean": "labels", "clean_share": 0.1 }));
        println!("seed {seed}: with a share of 0.1, {missed} are left in {share}");
        assert_eq!(share, 5_400);
        assert!(missed * 7 < planted);
    }
}

#[test]
fn what_was_cleaned_in_parts_is_not_done_again_and_is_the_same() {
    let values = json!({ "mislabel": 0.2, "noise": 0.1, "clean": "labels", "rebalance": 1 });
    let recipe: Recipe = serde_json::from_value(values).unwrap();
    let (once, parts) = (small_mnist(500, 100), small_mnist(500, 100));
    let expected = TrainingData::new(&once, recipe.clone(), 4).unwrap();
    let mut cleaning = Cleaning::begin(&parts, &recipe, 4).unwrap().unwrap();
    let mut told = Vec::new();
    while told.last() != Some(&1.0) {
        told.push(cleaning.advance(&parts));
    }
    assert!(told.len() > 4 && told.is_sorted());
    assert!(Cleaning::begin(&parts, &recipe, 4).unwrap().is_none());
    assert!(Cleaning::begin(&parts, &recipe, 5).unwrap().is_some());
    let found = TrainingData::new(&parts, recipe.clone(), 4).unwrap();
    assert!(found.size() > 400);
    assert_eq!(found.chosen().unwrap(), expected.chosen().unwrap());
    // Another that trains the same model takes the answer.
    let mut other = TrainingData::recorded(parts.spec(), recipe, found.size(), 4).unwrap();
    assert!(other.chosen().is_none());
    assert!(
        other.take_chosen(vec![0; 3]).is_err()
            && other.take_chosen(vec![500; found.size()]).is_err()
    );
    other.take_chosen(found.chosen().unwrap().to_vec()).unwrap();
    assert_eq!(other.chosen(), found.chosen());
    let unlabelled = MnistDataset::own("runes", &[7; 20 * PIXELS], None).unwrap();
    let recipe: Recipe = serde_json::from_value(json!({ "clean": "labels" })).unwrap();
    let error = TrainingData::new(&unlabelled, recipe, 0).unwrap_err();
    assert!(error.message.contains("have none"), "{error}");
}
