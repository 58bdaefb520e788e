//! What is minimised, against finite differences.

use super::super::latents::rows;
use super::change::cross_entropy;
use crate::checkpoint::load_classifier;
use crate::dataset::{DatasetSpec, Recipe, TrainingData};
use crate::model::{CLASSES, values};
use crate::objective::one_hot;
use crate::training::{Settings, Trainer};
use burn::tensor::{Device, Tensor};
use serde_json::json;

#[test]
fn the_gradient_of_the_objective_is_that_of_finite_differences() {
    let device = Device::flex();
    let changes = json!({ "hidden_dim": 16, "latent_dim": 3 });
    let settings = Settings::with("vae", changes.as_object().unwrap()).unwrap();
    let data =
        TrainingData::recorded(DatasetSpec::mnist().clone(), Recipe::default(), 60_000, 0).unwrap();
    let trainer = Trainer::new(settings, data, &device).unwrap();
    let classifier = load_classifier(yardsticks::Classifier::SHIPPED, &device).unwrap();
    let frozen = yardsticks::Classifier::shipped().unwrap().0;
    // So far out that the pictures of a fresh decoder have black and white in them: where all is grey, max pooling has ties everywhere.
    let latents = vec![4.5, -18.0, 12.0, 16.5, 3.0, -6.0];
    let wanted = [3, 8];

    let digits = Tensor::<2>::from_data(one_hot(&wanted, CLASSES), &device).autodiff();
    let u = rows(latents.clone(), 3, &device).autodiff().require_grad();
    let images = trainer.training().decode(u.clone(), &[0, 0]).unwrap();
    let (loss, _) = cross_entropy(&classifier, images, &digits);
    let gradients = loss.sum().backward();
    let gradient = values(&u.grad(&gradients).unwrap().into_data());

    // The same by the decoder without differentiation and the classifier on plain memory.
    let objective = |latents: &[f32]| -> f64 {
        let z = rows(latents.to_vec(), 3, &device);
        let images = trainer.training().decode(z, &[0, 0]).unwrap();
        let believed = frozen.probabilities(&values(&images.into_data())).unwrap();
        let each = believed.iter().zip(wanted);
        each.map(|(row, digit)| -row[usize::from(digit)].ln()).sum()
    };
    let step = 0.02;
    let slopes = (0..latents.len()).map(|at| {
        let at_distance = |distance: f32| {
            let mut moved = latents.clone();
            moved[at] += distance;
            objective(&moved)
        };
        (at_distance(step) - at_distance(-step)) / f64::from(2.0 * step)
    });
    let slopes: Vec<f64> = slopes.collect();
    let length = |values: &[f64]| values.iter().map(|x| x * x).sum::<f64>().sqrt();
    let pairs = gradient.iter().zip(&slopes);
    let missed: Vec<f64> = pairs
        .map(|(found, slope)| f64::from(*found) - slope)
        .collect();
    // The classifier has kinks, on which differences of any length fall.
    assert!(length(&slopes) > 0.01, "{slopes:?}");
    assert!(
        length(&missed) < 0.05 * length(&slopes),
        "{gradient:?} {slopes:?}"
    );
}
