//! Smaller models, and classifiers that learn from few images and samples.

use super::{model, plain, play, request};
use crate::{mnist, session, session_of, train};
use generative_playground::ErrorCode;
use generative_playground::dataset::PIXELS;
use generative_playground::dataset::confident::LabelCheck;
use generative_playground::scenes::{Request, judge};
use serde_json::json;

#[test]
fn a_smaller_model_costs_some_quality() {
    let mut session = session(json!({ "hidden_dim": 64, "lr": 0.002 }));
    train(&mut session, 400);
    let mut found = play(&mut session, "smaller", request(200, &[])).unwrap();
    let (trainer, dataset) = session.trainer().unwrap();
    judge(&mut found, trainer, dataset).unwrap();
    assert_eq!(found.model.method, "8-bits");
    let methods: Vec<_> = found.plain.iter().map(|answer| answer.method).collect();
    assert_eq!(methods, ["full", "4-bits", "fewer-units"]);
    for answer in [&found.model].into_iter().chain(&found.plain) {
        println!("{} {:?}", answer.method, answer.numbers);
        assert_eq!(answer.images.len(), 200 * PIXELS);
        for name in ["classifier_score", "classifier_distance", "coverage"] {
            assert!(answer.numbers.get(name).unwrap().is_finite(), "{name}");
        }
    }
    let moved = |method: &str| plain(&found, method, "squared_error");
    let eight = model(&found, "squared_error");
    assert!(eight < 1e-4, "{eight}");
    assert!(eight < moved("4-bits") && moved("4-bits") < moved("fewer-units"));
    let bytes = |method: &str| plain(&found, method, "bytes");
    assert!(model(&found, "bytes") < 0.3 * bytes("full"));
    assert!(bytes("fewer-units") < 0.55 * bytes("full"));
    let distance = |method: &str| plain(&found, method, "classifier_distance");
    assert!(distance("fewer-units") > distance("full"));

    let flow = json!({ "width": 0.25, "sample_steps": 8, "batch_size": 8 });
    let mut session = session_of("flow", &flow);
    let found = play(&mut session, "smaller", request(10, &[("steps", 2.0)])).unwrap();
    let [full, fewer] = ["full", "fewer-steps"].map(|way| plain(&found, way, "multiply_adds"));
    assert_eq!(full, 4.0 * fewer);
    let mut session = session_of("transformer", &json!({ "batch_size": 8 }));
    let error = play(&mut session, "smaller", request(10, &[])).unwrap_err();
    assert_eq!(error.code, ErrorCode::BadInput);
}

#[test]
fn samples_alone_teach_a_classifier_less_than_the_few_images_that_they_come_from() {
    let told = json!({ "hidden_dim": 64, "lr": 0.003, "data.limit": 200, "batch_size": 50 });
    let mut session = session_of("cvae", &told);
    train(&mut session, 600);
    let asked = request(2_000, &[("samples", 1_000.0), ("repeats", 2.0)]);
    let found = play(&mut session, "scarce", asked).unwrap();
    println!("{:?}", found.model.numbers);
    let [real, shifts] = ["real", "real-and-shifts"].map(|way| plain(&found, way, "accuracy"));
    println!("real {real}, shifts {shifts}");
    assert_eq!(
        (model(&found, "real"), model(&found, "samples")),
        (200.0, 1_000.0)
    );
    assert!(shifts > real - 0.03, "{shifts} {real}");
    let (both, alone) = (model(&found, "accuracy"), model(&found, "accuracy_samples"));
    assert!(
        both > 0.6 && alone > 0.4 && alone < both && alone < real - 0.05,
        "{both} {alone}"
    );

    // The same real images, repeated as often, by the classifier that doubts labels.
    let (dataset, n) = (mnist(), 1_200);
    let test = dataset.test.labels(0, 2_000).unwrap();
    let label = |at: usize| dataset.train.label(at % 200);
    let labels = (0..n).map(label).chain(test.iter().copied());
    let mut check = LabelCheck::apart(labels.collect(), n, 77);
    let pixels = |at: usize, image: &mut [f32]| {
        let pixels = match at.checked_sub(n) {
            None => dataset.train.pixels(at % 200, 1),
            Some(at) => dataset.test.pixels(at, 1),
        };
        image.copy_from_slice(&pixels.unwrap());
    };
    while check.advance(&pixels) < 1.0 {}
    let said = check.judged().probabilities;
    let right = said.iter().zip(test).filter(|(said, label)| {
        let best = said[usize::from(**label)];
        said.iter().all(|other| *other <= best)
    });
    let expected = right.count() as f64 / 2_000.0;
    assert!((real - expected).abs() < 0.03, "{real} {expected}");

    // Images of one's own need their digits, and a model must be told them.
    let mut other = session_of("vae", &json!({ "hidden_dim": 4 }));
    let error = play(&mut other, "scarce", Request::default()).unwrap_err();
    assert!(error.message.contains("is told the digit"), "{error}");
}
