//! Steps that damage images or their labels.

use super::{epoch, mnist, near};
use generative_playground::dataset::PIXELS;
use serde_json::{Value, json};

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
