//! The data's recipe: what each step does, and that it does the same everywhere.

mod choice;
mod damage;
mod effects;

use super::mnist;
use burn::tensor::Device;
use generative_playground::dataset::{MnistDataset, PIXELS, Recipe, TrainingData};
use generative_playground::training::{Part, Settings, StepDetail, StepMetrics, Trainer};
use serde_json::{Value, json};

fn recipe(values: Value) -> Recipe {
    serde_json::from_value(values).unwrap()
}

/// A tiny `cvae`, which is told labels too, on these data.
fn trainer(dataset: &MnistDataset, values: Value, changes: Value) -> Trainer {
    let mut all = json!({ "hidden_dim": 4, "latent_dim": 2, "batch_size": 50 });
    let changes = changes.as_object().unwrap().clone();
    all.as_object_mut().unwrap().extend(changes);
    let settings = Settings::with("cvae", all.as_object().unwrap()).unwrap();
    let data = TrainingData::new(dataset, recipe(values), settings.seed).unwrap();
    Trainer::new(settings, data, &Device::flex()).unwrap()
}

/// The batches of so many steps, one below the other: pixels `[n * 784]` and labels `[n]`.
fn drawn(
    dataset: &MnistDataset,
    values: Value,
    changes: Value,
    steps: usize,
) -> (Vec<f32>, Vec<u8>) {
    let mut trainer = trainer(dataset, values, changes);
    let (mut images, mut labels) = (Vec::new(), Vec::new());
    for _ in 0..steps {
        let detail: StepDetail =
            pollster::block_on(trainer.step_in_detail(dataset, Part::Both)).unwrap();
        images.extend(detail.images);
        labels.extend(detail.labels);
    }
    (images, labels)
}

/// One epoch of `limit` images.
fn epoch(dataset: &MnistDataset, limit: usize, mut values: Value) -> (Vec<f32>, Vec<u8>) {
    values["limit"] = limit.into();
    drawn(dataset, values, json!({}), limit / 50)
}

fn train(trainer: &mut Trainer, dataset: &MnistDataset, n: u64) -> Vec<StepMetrics> {
    let mut all = Vec::new();
    pollster::block_on(trainer.train(dataset, n, |metrics| all.push(metrics))).unwrap();
    all
}

/// Whether each image of one epoch is, unchanged, one of the first of the data set.
fn sorted(images: &[f32]) -> Vec<Vec<u32>> {
    let mut all: Vec<Vec<u32>> = images
        .chunks(PIXELS)
        .map(|image| image.iter().map(|x| x.to_bits()).collect())
        .collect();
    all.sort_unstable();
    all
}

/// Fails where the number of successes is further than five standard errors from what is expected.
fn near(count: usize, of: usize, share: f64) {
    let (found, expected) = (count as f64, of as f64 * share);
    let error = 5.0 * (expected * (1.0 - share)).sqrt();
    assert!(
        (found - expected).abs() < error,
        "{found} of {of}, not {expected}"
    );
}

#[test]
fn test_images_and_images_without_a_recipe_stay_as_they_are() {
    let dataset = mnist();
    let evaluate = |values: Value| {
        let trainer = trainer(&dataset, values, json!({}));
        pollster::block_on(trainer.evaluate(&dataset, 500)).unwrap()
    };
    let damage = json!({ "limit": 100, "blur": 2, "occlude": 20, "invert": 1, "noise": 0.5 });
    assert_eq!(evaluate(damage), evaluate(json!({ "limit": 100 })));
}

#[test]
fn damage_is_the_same_at_every_draw_and_augmentation_is_not() {
    let dataset = mnist();
    let two_epochs = |values: Value| {
        let (images, _) = drawn(&dataset, values, json!({}), 4);
        let (first, second) = images.split_at(100 * PIXELS);
        (sorted(first), sorted(second))
    };
    let damage = json!({
        "limit": 100, "noise": 0.3, "invert": 0.5, "mislabel": 0.5, "occlude": 9, "blur": 0.7,
        "duplicates": 0.3
    });
    let (first, second) = two_epochs(damage);
    assert!(first == second);
    let (first, second) = two_epochs(json!({ "limit": 100, "augment": "shift:3" }));
    assert!(first != second);
    // A shift moves ink or loses it, and makes none.
    let ink = |images: &[Vec<u32>]| -> f64 {
        let pixels = images.iter().flatten();
        pixels.map(|&bits| f64::from(f32::from_bits(bits))).sum()
    };
    let all: f64 = dataset
        .train
        .pixels(0, 100)
        .unwrap()
        .iter()
        .map(|&x| f64::from(x))
        .sum();
    assert!(ink(&first) > 0.95 * all && ink(&first) <= all);
}

/// Neither the size of a batch nor the order in which images come touches what is done with one.
#[test]
fn what_is_done_with_an_image_does_not_depend_on_its_batch() {
    let dataset = mnist();
    let values = json!({
        "limit": 600, "noise": 0.2, "invert": 0.3, "mislabel": 0.4, "occlude": 5, "blur": 0.7,
        "augment": "shift:2,rotate:10,scale:0.1,shear:5,elastic:1,crop:2", "seed": 5
    });
    let (one, labels) = drawn(&dataset, values.clone(), json!({}), 12);
    let (other, same_labels) = drawn(&dataset, values.clone(), json!({ "batch_size": 200 }), 3);
    assert!(one == other);
    assert_eq!(labels, same_labels);
    // The data's seed decides, not the run's; the run's decides the order.
    let damage = |values: &Value| {
        let mut values = values.clone();
        values["augment"] = "".into();
        values
    };
    let (one, _) = drawn(&dataset, damage(&values), json!({}), 12);
    let (other, _) = drawn(&dataset, damage(&values), json!({ "seed": 77 }), 12);
    assert!(one != other && sorted(&one) == sorted(&other));
    let mut values = damage(&values);
    values["seed"] = 6.into();
    let (other, _) = drawn(&dataset, values, json!({}), 12);
    assert!(sorted(&one) != sorted(&other));
}

#[test]
fn a_run_under_a_recipe_continues_bit_for_bit() {
    use generative_playground::checkpoint;
    let dataset = mnist();
    let values = json!({ "digits": "0,1,7", "limit": 500, "noise": 0.2, "mislabel": 0.3, "mislabel_kind": "alike", "augment": "shift:2,rotate:10,elastic:1" });
    let mut whole = trainer(&dataset, values.clone(), json!({}));
    let mut losses = train(&mut whole, &dataset, 24);
    let mut first = trainer(&dataset, values.clone(), json!({}));
    train(&mut first, &dataset, 11);
    let bytes = pollster::block_on(checkpoint::save(&first)).unwrap();
    let mut second = checkpoint::restore(&bytes, &Device::flex()).unwrap();
    assert_eq!(*second.data().recipe(), recipe(values));
    assert_eq!((second.train_size(), second.epoch()), (500, 2));
    second.go_on_with(&dataset, false).unwrap();
    assert_eq!(train(&mut second, &dataset, 13), losses.split_off(11));
}
