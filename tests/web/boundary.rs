//! What JavaScript sees of the engine.

use super::TRAIN;
use generative_playground::web::{Engine, presets};
use js_sys::{Array, Float32Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

async fn engine() -> Engine {
    Engine::create("cpu".into(), None).await.unwrap()
}

fn object(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

fn get(value: &JsValue, key: &str) -> JsValue {
    Reflect::get(value, &key.into()).unwrap()
}

fn code(error: &JsValue) -> String {
    assert!(
        error.is_instance_of::<js_sys::Error>(),
        "{error:?} is no Error"
    );
    get(error, "code").as_string().unwrap()
}

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

    let report = engine.train(10).await.unwrap();
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
        .sample(3, object(r#"{"seed": 4}"#))
        .await
        .unwrap()
        .to_vec();
    assert_eq!(samples.len(), 3 * 784);
    assert!(samples.iter().all(|p| (0.0..=1.0).contains(p)));
    assert_eq!(
        samples,
        engine
            .sample(3, object(r#"{"seed": 4}"#))
            .await
            .unwrap()
            .to_vec()
    );
    assert_ne!(
        samples,
        engine.sample(3, JsValue::UNDEFINED).await.unwrap().to_vec()
    );

    let code = engine
        .encode(vec![0.5; 2 * 784], JsValue::NULL)
        .await
        .unwrap();
    let mean: Float32Array = get(&code, "mean").dyn_into().unwrap();
    assert_eq!(mean.length(), 40);
    let rebuilt = engine
        .reconstruct(vec![0.5; 2 * 784], JsValue::NULL)
        .await
        .unwrap()
        .to_vec();
    assert_eq!(
        rebuilt,
        engine
            .decode(mean.to_vec(), JsValue::NULL)
            .await
            .unwrap()
            .to_vec()
    );

    let bytes = engine.save().await.unwrap().to_vec();
    engine.load("vae", JsValue::NULL).unwrap();
    let restored = engine.restore(&bytes, JsValue::NULL).unwrap();
    assert_eq!(
        (get(&restored, "step"), get(&restored, "batchSize")),
        (10.into(), 16.into())
    );
    assert_eq!(
        samples,
        engine
            .sample(3, object(r#"{"seed": 4}"#))
            .await
            .unwrap()
            .to_vec()
    );
}

#[wasm_bindgen_test]
async fn failures_are_errors_with_a_code() {
    assert_eq!(
        code(&Engine::create("tpu".into(), None).await.unwrap_err()),
        "bad-input"
    );
    let mut engine = engine().await;
    assert_eq!(code(&engine.train(1).await.unwrap_err()), "not-loaded");
    assert_eq!(
        code(&engine.load("vea", JsValue::NULL).unwrap_err()),
        "unknown-preset"
    );
    assert_eq!(
        code(&engine.load("vae", object(r#"{"x": 1}"#)).unwrap_err()),
        "unknown-setting"
    );
    assert_eq!(
        code(&engine.load("vae", object(r#"{"lr": "x"}"#)).unwrap_err()),
        "bad-setting"
    );
    assert_eq!(
        code(&engine.load("vae", object("[1]")).unwrap_err()),
        "bad-input"
    );
    assert_eq!(
        code(
            &engine
                .load("vae", Object::new().into())
                .map(|_| engine.restore(&[1], JsValue::NULL))
                .unwrap()
                .unwrap_err()
        ),
        "bad-file"
    );
    assert_eq!(code(&engine.train(1).await.unwrap_err()), "no-data");
    assert_eq!(code(&engine.train(0).await.unwrap_err()), "bad-input");
    assert_eq!(
        code(&engine.sample(0, JsValue::NULL).await.unwrap_err()),
        "bad-input"
    );
    assert_eq!(
        code(
            &engine
                .sample(1, object(r#"{"seed": -1}"#))
                .await
                .unwrap_err()
        ),
        "bad-input"
    );
    assert_eq!(
        code(
            &engine
                .encode(vec![0.0; 783], JsValue::NULL)
                .await
                .unwrap_err()
        ),
        "bad-input"
    );
    assert_eq!(
        code(
            &engine
                .encode(vec![2.0; 784], JsValue::NULL)
                .await
                .unwrap_err()
        ),
        "bad-input"
    );
    assert_eq!(
        code(
            &engine
                .decode(vec![f32::NAN; 20], JsValue::NULL)
                .await
                .unwrap_err()
        ),
        "bad-input"
    );
    assert_eq!(
        code(&engine.add_part("train", &[0], &[0]).unwrap_err()),
        "bad-file"
    );
    assert_eq!(
        code(&engine.add_part("dev", &[], &[]).unwrap_err()),
        "bad-input"
    );
    assert_eq!(code(&engine.test_images(0, 1).unwrap_err()), "no-data");
    assert_eq!(code(&engine.evaluate(None).await.unwrap_err()), "bad-input");
}

#[wasm_bindgen_test]
fn presets_are_plain_objects() {
    let presets: Array = presets().unwrap().dyn_into().unwrap();
    let ids: Vec<_> = presets
        .iter()
        .map(|preset| get(&preset, "id").as_string().unwrap())
        .collect();
    assert!(ids.contains(&"vae".to_string()));
}
