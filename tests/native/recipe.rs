//! The data's recipe: what each step does, and that it does the same everywhere.

use super::mnist;
use burn::tensor::Device;
use generative_playground::ErrorCode;
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

#[test]
fn limit_keeps_the_first_images_and_an_epoch_is_as_long() {
    let dataset = mnist();
    let trainer = trainer(&dataset, json!({ "limit": 200 }), json!({}));
    assert_eq!((trainer.train_size(), trainer.steps_per_epoch()), (200, 4));
    assert_eq!(trainer.images_needed(9), 200);
    let (images, _) = epoch(&dataset, 200, json!({}));
    assert_eq!(
        sorted(&images),
        sorted(&dataset.train.pixels(0, 200).unwrap())
    );
    // More than there are is all.
    let data = TrainingData::new(&dataset, recipe(json!({ "limit": 70_000 })), 0).unwrap();
    assert_eq!(data.size(), 60_000);
}

#[test]
fn digits_come_before_limit_whatever_was_set_first() {
    let dataset = mnist();
    let (images, labels) = epoch(&dataset, 300, json!({ "digits": "7, 1" }));
    assert!(labels.iter().all(|label| [1, 7].contains(label)));
    let expected: Vec<f32> = (0..60_000)
        .filter(|&at| [1, 7].contains(&dataset.train.label(at)))
        .take(300)
        .flat_map(|at| dataset.train.pixels(at, 1).unwrap())
        .collect();
    assert_eq!(sorted(&images), sorted(&expected));
    let mut other = Recipe::default();
    other.set("limit", &json!("300")).unwrap();
    other.set("digits", &json!("7,1")).unwrap();
    assert_eq!(TrainingData::new(&dataset, other, 0).unwrap().size(), 300);
}

#[test]
fn a_recipe_that_chooses_by_label_waits_for_all_images() {
    let whole = mnist();
    let mut dataset = MnistDataset::mnist();
    let (images, labels) = whole.train.part(0, 4_096).unwrap();
    dataset.train.append(&images, &labels).unwrap();
    let digits = || recipe(json!({ "digits": "3" }));
    let error = TrainingData::new(&dataset, digits(), 0).unwrap_err();
    assert_eq!(error.code, ErrorCode::NoData);
    // The first ones are there.
    let mut early = trainer(&dataset, json!({ "limit": 4_000, "noise": 0.2 }), json!({}));
    let mut late = trainer(&whole, json!({ "limit": 4_000, "noise": 0.2 }), json!({}));
    assert_eq!(train(&mut early, &dataset, 3), train(&mut late, &whole, 3));

    let mut chosen = trainer(&whole, json!({ "digits": "3" }), json!({}));
    assert_eq!(chosen.images_needed(1), 60_000);
    let error = pollster::block_on(chosen.train(&dataset, 1, |_| {})).unwrap_err();
    assert_eq!(error.code, ErrorCode::NoData);
}

#[test]
fn mislabel_changes_its_share_of_labels_to_every_other_digit_alike() {
    let dataset = mnist();
    let (_, told) = epoch(&dataset, 10_000, json!({ "mislabel": 0.3 }));
    let (_, right) = epoch(&dataset, 10_000, json!({}));
    let mut by = [0; 10];
    for (told, right) in told.iter().zip(&right) {
        by[usize::from((told + 10 - right) % 10)] += 1;
    }
    // Five standard errors.
    let near = |count: i32, share: f64| {
        let error = 5.0 * (10_000.0 * share * (1.0 - share)).sqrt();
        assert!(
            (f64::from(count) - 10_000.0 * share).abs() < error,
            "{by:?}"
        );
    };
    near(by[0], 0.7);
    by[1..].iter().for_each(|&count| near(count, 0.3 / 9.0));
}

#[test]
fn invert_exchanges_black_and_white_in_its_share_of_images() {
    let dataset = mnist();
    let (images, _) = epoch(&dataset, 2_000, json!({ "invert": 0.25 }));
    let (before, _) = epoch(&dataset, 2_000, json!({}));
    let mut inverted = 0;
    for (after, before) in images.chunks(PIXELS).zip(before.chunks(PIXELS)) {
        if after == before {
            continue;
        }
        inverted += 1;
        assert!(after.iter().zip(before).all(|(a, b)| *a == 1.0 - b));
    }
    assert!(
        (f64::from(inverted) - 500.0).abs() < 5.0 * 375f64.sqrt(),
        "{inverted}"
    );
}

#[test]
fn noise_has_its_deviation_and_stays_a_picture() {
    let dataset = mnist();
    let (images, _) = epoch(&dataset, 500, json!({ "noise": 0.1 }));
    let (before, _) = epoch(&dataset, 500, json!({}));
    assert!(images.iter().all(|pixel| (0.0..=1.0).contains(pixel)));
    // Where six deviations fit on both sides nothing is cut off.
    let grey: Vec<f64> = images
        .iter()
        .zip(&before)
        .filter(|(_, before)| (0.4..=0.6).contains(*before))
        .map(|(after, before)| f64::from(after - before))
        .collect();
    let n = grey.len() as f64;
    let mean = grey.iter().sum::<f64>() / n;
    let deviation = (grey.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt();
    assert!(mean.abs() < 5.0 * 0.1 / n.sqrt(), "{mean}");
    assert!(
        (deviation - 0.1).abs() < 5.0 * 0.1 / (2.0 * n).sqrt(),
        "{deviation}"
    );
}

#[test]
fn damage_is_the_same_at_every_draw_and_augmentation_is_not() {
    let dataset = mnist();
    let two_epochs = |values: Value| {
        let (images, _) = drawn(&dataset, values, json!({}), 4);
        let (first, second) = images.split_at(100 * PIXELS);
        (sorted(first), sorted(second))
    };
    let damage = json!({ "limit": 100, "noise": 0.3, "invert": 0.5, "mislabel": 0.5 });
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
        "limit": 600, "noise": 0.2, "invert": 0.3, "mislabel": 0.4, "augment": "shift:2", "seed": 5
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
    let values = json!({ "digits": "0,1,7", "limit": 500, "noise": 0.2, "mislabel": 0.3, "augment": "shift:2" });
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
