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
fn look_alikes_are_exchanged_and_other_digits_stay() {
    let dataset = mnist();
    let values = json!({ "mislabel": 0.3, "mislabel_kind": "alike" });
    let (_, told) = epoch(&dataset, 10_000, values);
    let (_, right) = epoch(&dataset, 10_000, json!({}));
    for (one, other) in [(4, 9), (9, 4), (3, 5), (5, 3), (1, 7), (7, 1)] {
        let told_of: Vec<_> = (told.iter().zip(&right))
            .filter(|(_, right)| **right == one)
            .map(|(told, _)| *told)
            .collect();
        assert!(told_of.iter().all(|&told| [one, other].contains(&told)));
        let wrong = told_of.iter().filter(|&&told| told == other).count();
        near(wrong, told_of.len(), 0.3);
    }
    let others = told.iter().zip(&right);
    let mut others = others.filter(|(_, right)| [0, 2, 6, 8].contains(*right));
    assert!(others.all(|(told, right)| told == right));
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

/// How often each digit is told in one epoch of all images.
fn counts(labels: &[u8]) -> [usize; 10] {
    let mut counts = [0; 10];
    labels
        .iter()
        .for_each(|&label| counts[usize::from(label)] += 1);
    counts
}

/// All images of one epoch; whole batches of one.
fn whole_epoch(dataset: &MnistDataset, values: Value) -> (Vec<f32>, Vec<u8>) {
    let data = TrainingData::new(dataset, recipe(values.clone()), 0).unwrap();
    drawn(dataset, values, json!({ "batch_size": data.size() }), 1)
}

#[test]
fn rare_keeps_its_share_of_a_digit_and_a_smaller_share_is_part_of_a_larger_one() {
    let dataset = mnist();
    let of_eights = |share: f64| {
        let values = json!({ "limit": 4_000, "rare": format!("8:{share}, 3 : 0.5"), "seed": 9 });
        let (images, labels) = whole_epoch(&dataset, values);
        let found = counts(&labels);
        let of_eights = images
            .chunks(PIXELS)
            .zip(&labels)
            .filter(|pair| *pair.1 == 8);
        let images: Vec<f32> = of_eights.flat_map(|pair| pair.0.to_vec()).collect();
        (sorted(&images), found)
    };
    let before = counts(dataset.train.labels(0, 4_000).unwrap());
    let (some, found) = of_eights(0.2);
    for digit in 0..10 {
        match digit {
            8 => near(found[8], before[8], 0.2),
            3 => near(found[3], before[3], 0.5),
            _ => assert_eq!(found[digit], before[digit]),
        }
    }
    let (more, _) = of_eights(0.6);
    near(more.len(), before[8], 0.6);
    assert!(some.iter().all(|image| more.binary_search(image).is_ok()));
    let (none, _) = of_eights(0.0);
    assert!(none.is_empty());
}

#[test]
fn duplicates_take_the_place_of_their_share_and_are_copies_of_those_that_stay() {
    let dataset = mnist();
    let values = json!({ "limit": 4_000, "duplicates": 0.3, "seed": 9 });
    let (images, _) = whole_epoch(&dataset, values);
    let images = sorted(&images);
    assert_eq!(images.len(), 4_000);
    let mut different = images.clone();
    different.dedup();
    near(4_000 - different.len(), 4_000, 0.3);
    let all = sorted(&dataset.train.pixels(0, 4_000).unwrap());
    assert!(
        different
            .iter()
            .all(|image| all.binary_search(image).is_ok())
    );
    // Copies are of one another: with their noise and their label.
    let values = json!({ "limit": 50, "duplicates": 1, "noise": 0.2, "mislabel": 0.5 });
    let (images, labels) = epoch(&dataset, 50, values);
    let mut images = sorted(&images);
    images.dedup();
    assert_eq!(images.len(), 1);
    assert!(labels.iter().all(|label| *label == labels[0]));
}

#[test]
fn rebalance_repeats_rarer_digits_as_often_as_the_others_are_there() {
    let dataset = mnist();
    let values =
        |extent: f64| json!({ "limit": 3_000, "rare": "8:0.1", "rebalance": extent, "seed": 9 });
    let (_, labels) = whole_epoch(&dataset, values(0.0));
    let before = counts(&labels);
    let most = *before.iter().max().unwrap();
    let (images, labels) = whole_epoch(&dataset, values(1.0));
    assert_eq!(counts(&labels), [most; 10]);
    let (_, half) = whole_epoch(&dataset, values(0.5));
    for (found, before) in counts(&half).iter().zip(before) {
        let missing = (most - before) as f64;
        assert_eq!(*found, before + (0.5 * missing).round() as usize);
    }
    // Each eight is there as often as any other, give or take one.
    let eights = images
        .chunks(PIXELS)
        .zip(&labels)
        .filter(|pair| *pair.1 == 8);
    let eights = sorted(&eights.flat_map(|pair| pair.0.to_vec()).collect::<Vec<_>>());
    let times: Vec<_> = eights
        .chunk_by(|one, other| one == other)
        .map(<[_]>::len)
        .collect();
    assert_eq!(times.len(), before[8]);
    assert!(times.iter().max().unwrap() - times.iter().min().unwrap() <= 1);
    // And not all at the end of an epoch.
    let share = |labels: &[u8]| labels.iter().filter(|&&label| label == 8).count();
    let (first, _) = labels.split_at(labels.len() / 2);
    near(share(first), first.len(), 0.1);
}

/// It goes by the labels that a model is told.
#[test]
fn rebalance_counts_wrong_labels() {
    let dataset = mnist();
    let values = json!({ "limit": 2_000, "digits": "4,9,0", "rare": "4:0.2", "mislabel": 0.4, "mislabel_kind": "alike", "rebalance": 1 });
    let (_, labels) = whole_epoch(&dataset, values);
    let found = counts(&labels);
    assert!(
        found[0] > 500 && found[4] == found[0] && found[9] == found[0],
        "{found:?}"
    );
}

#[test]
fn occlude_blackens_a_square_anywhere() {
    let dataset = mnist();
    // On white, so that it is seen.
    let white = |values: Value| {
        let (images, _) = epoch(&dataset, 500, values);
        let is_black = |image: &[f32]| image.iter().filter(|pixel| **pixel == 0.0).count();
        images
            .chunks(PIXELS)
            .map(|image| (image.to_vec(), is_black(image)))
            .collect::<Vec<_>>()
    };
    let found = white(json!({ "invert": 1, "occlude": 7 }));
    let before = white(json!({ "invert": 1 }));
    let mut places = std::collections::BTreeSet::new();
    for ((image, _), (before, _)) in found.iter().zip(&before) {
        // The corner is the first place from which a square of black explains every pixel.
        let explains = |top: usize, left: usize| {
            let inside = |at: usize| {
                (top..top + 7).contains(&(at / 28)) && (left..left + 7).contains(&(at % 28))
            };
            (0..PIXELS).all(|at| image[at] == if inside(at) { 0.0 } else { before[at] })
        };
        let place = (0..22 * 22).find(|place| explains(place / 22, place % 22));
        places.insert(place.expect("a square of black, and nothing else"));
    }
    let edges = |part: fn(usize) -> usize| {
        (
            places.iter().map(|&at| part(at)).min(),
            places.iter().map(|&at| part(at)).max(),
        )
    };
    assert_eq!(edges(|at| at / 22), (Some(0), Some(21)));
    assert_eq!(edges(|at| at % 22), (Some(0), Some(21)));
}

#[test]
fn cleaning_finds_planted_copies_and_inverted_images() {
    let dataset = mnist();
    // Every copy, noise and all, and nothing else: the first 4,000 images of MNIST are different.
    let copies =
        json!({ "limit": 4_000, "duplicates": 0.3, "noise": 0.1, "mislabel": 0.1, "seed": 9 });
    let (images, _) = whole_epoch(&dataset, copies.clone());
    let mut different = sorted(&images);
    different.dedup();
    let mut clean = copies;
    clean["clean"] = "duplicates".into();
    let (images, _) = whole_epoch(&dataset, clean);
    assert!(sorted(&images) == different);

    // As many are left out as were inverted, and nearly all of them are those.
    let is_inverted = |image: &[f32]| image[0] == 1.0;
    let inverted = |values: Value| {
        let (images, _) = whole_epoch(&dataset, values);
        (
            images.len() / PIXELS,
            images
                .chunks(PIXELS)
                .filter(|image| is_inverted(image))
                .count(),
        )
    };
    let damage = json!({ "limit": 4_000, "invert": 0.03, "seed": 9 });
    let (_, planted) = inverted(damage.clone());
    near(planted, 4_000, 0.03);
    let mut clean = damage;
    clean["clean"] = "outliers".into();
    clean["clean_share"] = json!(planted as f64 / 4_000.0);
    let (left, missed) = inverted(clean);
    assert_eq!(left, 4_000 - planted);
    println!("{planted} inverted, {missed} missed");
    assert!(missed * 20 <= planted, "{missed} of {planted} missed");
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
