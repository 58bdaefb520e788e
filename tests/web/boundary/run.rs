//! A run from the load to samples, and a model as data.

use super::{engine, get, object, values};
use crate::TRAIN;
use js_sys::{Array, Float32Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_run_from_load_to_sample() {
    let mut engine = engine().await;
    let summary = engine
        .load("vae", object(r#"{"hidden_dim": 16, "batch_size": 16}"#))
        .unwrap();
    assert_eq!(get(&summary, "stepsPerEpoch"), 3750);
    assert_eq!(get(&summary, "latentDim"), 20);
    assert_eq!(get(&get(&summary, "settings"), "hidden_dim"), 16);
    assert_eq!(engine.add_part("train", TRAIN[0], TRAIN[1]).unwrap(), 4096);

    let report = engine.train(10.into()).await.unwrap();
    assert_eq!(
        (get(&report, "step"), get(&report, "epoch")),
        (10.into(), 1.into())
    );
    let history: Array = get(&report, "history").dyn_into().unwrap();
    assert_eq!(history.length(), 10);
    let loss = |at: u32| {
        get(&get(&history.get(at), "losses"), "loss")
            .as_f64()
            .unwrap()
    };
    assert!(loss(9) < loss(0));
    assert_eq!(
        get(&get(&report, "losses"), "loss").as_f64().unwrap(),
        loss(9)
    );

    let samples = engine
        .sample(3.into(), object(r#"{"seed": 4}"#))
        .await
        .unwrap()
        .to_vec();
    assert_eq!(samples.len(), 3 * 784);
    assert!(samples.iter().all(|p| (0.0..=1.0).contains(p)));
    assert_eq!(
        samples,
        engine
            .sample(3.into(), object(r#"{"seed": 4}"#))
            .await
            .unwrap()
            .to_vec()
    );
    assert_ne!(
        samples,
        engine
            .sample(3.into(), JsValue::UNDEFINED)
            .await
            .unwrap()
            .to_vec()
    );

    let code = engine
        .encode(values(&[0.5; 2 * 784]), JsValue::NULL)
        .await
        .unwrap();
    let mean: Float32Array = get(&code, "mean").dyn_into().unwrap();
    assert_eq!(mean.length(), 40);
    let rebuilt = engine
        .reconstruct(values(&[0.5; 2 * 784]), JsValue::NULL)
        .await
        .unwrap()
        .to_vec();
    assert_eq!(
        rebuilt,
        engine
            .decode(mean.into(), JsValue::NULL)
            .await
            .unwrap()
            .to_vec()
    );

    let bytes = engine.save().await.unwrap().into();
    engine.load("vae", JsValue::NULL).unwrap();
    let restored = engine.restore(bytes, JsValue::NULL).unwrap();
    assert_eq!(
        (get(&restored, "step"), get(&restored, "batchSize")),
        (10.into(), 16.into())
    );
    assert_eq!(
        samples,
        engine
            .sample(3.into(), object(r#"{"seed": 4}"#))
            .await
            .unwrap()
            .to_vec()
    );
}

#[wasm_bindgen_test]
async fn a_model_is_described_in_plain_objects() {
    let mut engine = engine().await;
    let model = engine.load("cvae", JsValue::NULL).unwrap();
    let words: Array = get(&model, "capabilities").dyn_into().unwrap();
    let words: Vec<_> = words.iter().filter_map(|word| word.as_string()).collect();
    let expected = [
        "decodes",
        "encodes",
        "variational",
        "likelihood",
        "conditional",
    ];
    assert_eq!(words, expected);
    let parts: Array = get(&model, "parts").dyn_into().unwrap();
    let layers: Array = get(&parts.get(0), "layers").dyn_into().unwrap();
    let spec = get(&layers.get(0), "spec");
    assert_eq!(get(&spec, "kind").as_string().unwrap(), "linear");
    assert_eq!(get(&spec, "outputs"), 400);
}

/// 22 blocks of 12 * 4096^2 weights are more than 32 bits count, which is what a `usize` has here.
#[wasm_bindgen_test]
async fn weights_are_counted_beyond_what_fits_into_memory() {
    let engine = engine().await;
    let sizes = object(r#"{"hidden_dim": 4096, "blocks": 22}"#);
    let model = engine.describe("transformer", sizes).unwrap();
    let count = get(&model, "parameterCount").as_f64().unwrap();
    assert!(count > 2_f64.powi(32), "{count}");
}
