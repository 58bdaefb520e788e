//! What a recipe makes of the data, told before anything is trained: it is what a run draws then.

use super::mnist;
use burn::tensor::Device;
use generative_playground::ErrorCode;
use generative_playground::dataset::{MnistDataset, PIXELS, Preview, Recipe, TrainingData};
use generative_playground::training::{Part, Settings, Trainer};
use serde_json::{Value, json};

/// Training images of each digit in MNIST (LeCun et al.).
const DIGITS: [usize; 10] = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949];

fn recipe(values: Value) -> Recipe {
    serde_json::from_value(values).unwrap()
}

#[test]
fn counts_are_those_of_each_stage() {
    let of = |values| Preview::new(&mnist(), &recipe(values), 0, 0, 1).unwrap();
    let plain = of(json!({}));
    assert_eq!(plain.before, DIGITS);
    assert_eq!(plain.after, DIGITS);
    assert!(plain.stages.is_empty() && plain.originals.is_empty());
    let some = of(json!({ "digits": "3,8", "limit": 1000, "noise": 0.1 }));
    assert_eq!(
        some.stages,
        [("digits", DIGITS[3] + DIGITS[8]), ("limit", 1000)]
    );
    assert_eq!(some.after.iter().sum::<usize>(), 1000);
    assert_eq!(some.after[3] + some.after[8], 1000);
    // All labels are other ones, and which ones is even: 1 of 9.
    let wrong = of(json!({ "digits": "7", "mislabel": 1 }));
    assert_eq!(wrong.after[7], 0);
    for digit in (0..10).filter(|&digit| digit != 7) {
        let expected = DIGITS[7] as f64 / 9.0;
        let spread = (expected * 8.0 / 9.0).sqrt();
        assert!((wrong.after[digit] as f64 - expected).abs() < 5.0 * spread);
    }
}

#[test]
fn what_is_shown_is_what_a_run_draws() {
    let data = mnist();
    let values = json!({ "digits": "1,4", "limit": 60, "mislabel": 0.5, "noise": 0.2, "augment": "shift:3" });
    let settings = json!({ "hidden_dim": 4, "batch_size": 60, "seed": 5 });
    let settings = Settings::with("cvae", settings.as_object().unwrap()).unwrap();
    let training = TrainingData::new(&data, recipe(values.clone()), 5).unwrap();
    let mut trainer = Trainer::new(settings, training, &Device::flex()).unwrap();
    for epoch in 1..=2 {
        let step = pollster::block_on(trainer.step_in_detail(&data, Part::Both)).unwrap();
        let shown = Preview::new(&data, &recipe(values.clone()), 5, 12, epoch).unwrap();
        assert_eq!(shown.told.len(), 12);
        for (image, &label) in shown.drawn.chunks(PIXELS).zip(&shown.told) {
            let mut drawn = step.images.chunks(PIXELS).zip(&step.labels);
            assert!(drawn.any(|(other, &told)| other == image && told == label));
        }
        assert_ne!(shown.drawn, shown.originals);
        assert!(shown.labels.iter().all(|label| [1, 4].contains(label)));
    }
}

#[test]
fn what_cannot_be_shown_is_said() {
    let nothing = Preview::new(
        &mnist(),
        &recipe(json!({ "rare": "1:0", "digits": "1" })),
        0,
        1,
        1,
    );
    assert_eq!(nothing.unwrap_err().code, ErrorCode::BadSetting);
    let empty = Preview::new(&MnistDataset::mnist(), &Recipe::default(), 0, 1, 1);
    assert_eq!(empty.unwrap_err().code, ErrorCode::NoData);
}
