//! What a recipe does to the model that is trained under it. Thresholds are about half way between what was measured with and
//! without the recipe, over seeds 0, 1 and 2 (`playground experiment`, judged as here); the numbers stand beside them.

use super::{drawn, mnist, recipe, sorted};
use burn::tensor::Device;
use generative_playground::dataset::{MnistDataset, TrainingData};
use generative_playground::metrics::{
    ImageSource, Samples, class_probabilities, digit_shares, label_accuracy, shipped_classifier,
};
use generative_playground::training::{Settings, Trainer};
use serde_json::{Value, json};

/// What the classifier sees in samples of a model.
struct Seen {
    /// The share of each digit.
    shares: Vec<f64>,
    /// Of the digits that were asked for, the share that was drawn; none where the model is asked for none.
    as_asked: Option<f64>,
}

/// Trains a model on MNIST under a recipe, and looks at samples of it.
fn seen(
    dataset: &MnistDataset,
    preset: &str,
    changes: Value,
    values: Value,
    (steps, count): (u64, usize),
) -> Seen {
    let device = Device::flex();
    let settings = Settings::with(preset, changes.as_object().unwrap()).unwrap();
    let data = TrainingData::new(dataset, recipe(values), settings.seed).unwrap();
    let mut trainer = Trainer::new(settings, data, &device).unwrap();
    pollster::block_on(trainer.train(dataset, steps, |_| {})).unwrap();
    let samples = Samples {
        trainer: &trainer,
        seed: 0,
    };
    let images = pollster::block_on(samples.images(count)).unwrap();
    let (classifier, _) = shipped_classifier(&device).unwrap();
    let found = pollster::block_on(class_probabilities(&classifier, &images, &device)).unwrap();
    Seen {
        shares: digit_shares(&found).unwrap().to_vec(),
        as_asked: samples
            .labels(count)
            .map(|labels| label_accuracy(&found, &labels).unwrap()),
    }
}

/// A VAE of the sizes that draw sixes well after seconds.
fn vae(dataset: &MnistDataset, values: Value) -> Seen {
    let changes = json!({ "lr": 0.003, "latent_dim": 5, "hidden_dim": 200 });
    seen(dataset, "vae", changes, values, (400, 2_000))
}

#[test]
fn a_digit_left_out_is_not_drawn_and_a_rare_one_gets_rarer() {
    let dataset = mnist();
    let share = |values: Value| vae(&dataset, values).shares[6];
    let all = share(json!({}));
    let rare = share(json!({ "rare": "6:0.1" }));
    let without = share(json!({ "digits": "0,1,2,3,4,5,7,8,9" }));
    println!("sixes: {all:.4} of all samples, {rare:.4} where rare, {without:.4} where left out");
    assert!(all > 0.04, "{all}");
    assert!(rare < 0.5 * all, "{rare}, {all}");
    assert!(without < 0.01, "{without}");
}

#[test]
fn wrong_labels_cost_a_conditional_model_as_much_label_accuracy() {
    let dataset = mnist();
    let changes = || json!({ "lr": 0.003, "latent_dim": 2 });
    let as_asked = |values: Value| {
        let seen = seen(&dataset, "cvae", changes(), values, (500, 1_000));
        seen.as_asked.unwrap()
    };
    let right = as_asked(json!({}));
    let wrong = as_asked(json!({ "mislabel": 0.3 }));
    println!("drawn as asked: {right:.3}, {wrong:.3} with 30 % wrong labels");
    assert!((0.2..0.4).contains(&(right - wrong)), "{right}, {wrong}");
}

/// Copies are the same pixel for pixel, damage included, and are found so.
#[test]
fn planted_duplicates_are_found() {
    let dataset = mnist();
    let images = |clean: &str| {
        let values = json!({
            "limit": 4_000, "duplicates": 0.2, "noise": 0.1, "mislabel": 0.1, "clean": clean, "seed": 3
        });
        let data = TrainingData::new(&dataset, recipe(values.clone()), 0).unwrap();
        let (images, _) = drawn(&dataset, values, json!({ "batch_size": data.size() }), 1);
        sorted(&images)
    };
    let (before, after) = (images("none"), images("duplicates"));
    let different = |images: &[Vec<u32>]| {
        let mut images = images.to_vec();
        images.dedup();
        images.len()
    };
    let planted = before.len() - different(&before);
    let found = before.len() - after.len();
    // What was left out although no copy of it stayed.
    let wrongly = different(&before) - different(&after);
    let (precision, recall) = (
        (found - wrongly) as f64 / found as f64,
        (found - wrongly) as f64 / planted as f64,
    );
    println!("{planted} planted, {found} found: precision {precision}, recall {recall}");
    assert!((600..1_000).contains(&planted), "{planted}");
    assert_eq!((precision, recall), (1.0, 1.0));
}
