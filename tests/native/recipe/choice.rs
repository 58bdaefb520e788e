//! Steps that choose images.

use super::{drawn, epoch, mnist, near, recipe, sorted, train, trainer};
use crate::piece;
use generative_playground::ErrorCode;
use generative_playground::dataset::{MnistDataset, PIXELS, Recipe, TrainingData};
use serde_json::{Value, json};

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
    let (images, labels) = piece(&whole.train, 0, 4_096);
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

/// The images and labels that an epoch has, without their order.
fn pairs((images, labels): (Vec<f32>, Vec<u8>)) -> Vec<(Vec<u32>, u8)> {
    let bits = |image: &[f32]| image.iter().map(|x| x.to_bits()).collect();
    let images = images.chunks(PIXELS).map(bits);
    let mut all: Vec<_> = images.zip(labels).collect();
    all.sort_unstable();
    all
}

#[test]
fn images_are_dropped_and_relabelled_by_their_places_in_the_data_set_before_anything_else() {
    let dataset = mnist();
    let is_dropped = |at: usize| matches!(at, 3 | 50..=149 | 900);
    // Image 0 is a five and 1 a nought; image 1 becomes a seven, and 7 and 8 become fives.
    let label = |at: usize| match at {
        1 => 7,
        7 | 8 => 5,
        _ => dataset.train.label(at),
    };
    let values = json!({ "digits": "5,7", "drop": "900,50-149,3", "relabel": "1:7,7-8:5" });
    let found = pairs(epoch(&dataset, 150, values.clone()));
    let expected = (0..60_000).filter(|&at| !is_dropped(at) && [5, 7].contains(&label(at)));
    let expected: Vec<usize> = expected.take(150).collect();
    let images = |at: &usize| dataset.train.pixels(*at, 1).unwrap();
    let expected = (
        expected.iter().flat_map(images).collect(),
        expected.iter().map(|&at| label(at)).collect(),
    );
    assert!(found == pairs(expected));
    // What cleans by label knows the new one, and damage comes on top of it.
    let mut wrong = values;
    wrong["mislabel"] = json!(1);
    let told = pairs(epoch(&dataset, 150, wrong));
    let same_images = found.iter().map(|pair| &pair.0);
    assert!(same_images.eq(told.iter().map(|pair| &pair.0)));
    assert!(found.iter().zip(&told).all(|(one, other)| one.1 != other.1));
}

#[test]
fn a_run_whose_labels_are_changed_begins_with_the_first_part() {
    let whole = mnist();
    let mut part = MnistDataset::mnist();
    let (images, labels) = piece(&whole.train, 0, 4_096);
    part.train.append(&images, &labels).unwrap();
    let early = drawn(&part, json!({ "relabel": "0-4095:3" }), json!({}), 2);
    assert!(early.1.iter().all(|&label| label == 3));
    assert!(early == drawn(&whole, json!({ "relabel": "0-4095:3" }), json!({}), 2));
}

#[test]
fn what_the_data_set_has_not_is_refused_with_what_it_has() {
    let dataset = mnist();
    let unlabelled = MnistDataset::own("runes", &[0; 20 * PIXELS], None).unwrap();
    let table = [
        (
            &dataset,
            json!({ "drop": "5,60000" }),
            "60000 training images are called 0 to 59999",
        ),
        (
            &dataset,
            json!({ "drop": "0-4000000000" }),
            "names image 4000000000",
        ),
        (
            &dataset,
            json!({ "relabel": "60000:3" }),
            "names image 60000",
        ),
        (&dataset, json!({ "relabel": "7:10" }), "labels 0 to 9"),
        (&unlabelled, json!({ "relabel": "7:1" }), "have none"),
        (&dataset, json!({ "drop": "0-59999" }), "no training image"),
    ];
    for (dataset, values, says) in table {
        let error = TrainingData::new(dataset, recipe(values.clone()), 0).unwrap_err();
        assert_eq!(error.code, ErrorCode::BadSetting);
        assert!(error.message.contains(says), "{values}: {error}");
    }
}
