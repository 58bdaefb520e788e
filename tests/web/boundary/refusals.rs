//! What is refused, with a code.

use super::{code, engine, object, values};
use crate::{TEST, TRAIN};
use generative_playground::web::Engine;
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn failures_are_errors_with_a_code() {
    assert_eq!(
        code(&Engine::create("tpu".into(), None).await.unwrap_err()),
        "bad-input"
    );
    let mut engine = engine().await;
    assert_eq!(
        code(&engine.train(1.into()).await.unwrap_err()),
        "not-loaded"
    );
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
                .map(|_| engine.restore(Uint8Array::from(&[1][..]).into(), JsValue::NULL))
                .unwrap()
                .unwrap_err()
        ),
        "bad-file"
    );
    assert_eq!(code(&engine.train(1.into()).await.unwrap_err()), "no-data");
    assert_eq!(
        code(&engine.train(0.into()).await.unwrap_err()),
        "bad-input"
    );
    assert_eq!(
        code(&engine.sample(0.into(), JsValue::NULL).await.unwrap_err()),
        "bad-input"
    );
    assert_eq!(
        code(
            &engine
                .sample(1.into(), object(r#"{"seed": -1}"#))
                .await
                .unwrap_err()
        ),
        "bad-input"
    );
    assert_eq!(
        code(
            &engine
                .encode(values(&[0.0; 783]), JsValue::NULL)
                .await
                .unwrap_err()
        ),
        "bad-input"
    );
    assert_eq!(
        code(
            &engine
                .encode(values(&[2.0; 784]), JsValue::NULL)
                .await
                .unwrap_err()
        ),
        "bad-input"
    );
    assert_eq!(
        code(
            &engine
                .decode(values(&[f32::NAN; 20]), JsValue::NULL)
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
    assert_eq!(
        code(&engine.test_images(0.into(), 1.into()).unwrap_err()),
        "no-data"
    );
    assert_eq!(code(&engine.evaluate(None).await.unwrap_err()), "bad-input");
}

#[wasm_bindgen_test]
async fn numbers_that_are_none_of_the_call_s_are_refused() {
    let mut engine = engine().await;
    engine
        .load(
            "cvae",
            object(r#"{"hidden_dim": 16, "batch_size": 16, "latent_dim": 2}"#),
        )
        .unwrap();
    engine.add_part("train", TRAIN[0], TRAIN[1]).unwrap();
    engine.add_part("test", TEST[0], TEST[1]).unwrap();
    let refused =
        |error: JsValue, what: &JsValue| assert_eq!(code(&error), "bad-input", "{what:?}");
    let none: [JsValue; 9] = [
        (-1).into(),
        1.5.into(),
        f64::NAN.into(),
        f64::INFINITY.into(),
        1e20.into(),
        "1".into(),
        JsValue::TRUE,
        JsValue::from(1u64),
        Object::new().into(),
    ];
    let nothing = || JsValue::UNDEFINED;
    for x in &none {
        let x = || x.clone();
        refused(engine.train(x()).await.unwrap_err(), &x());
        refused(engine.images_needed(x()).unwrap_err(), &x());
        refused(engine.evaluate(Some(x())).await.unwrap_err(), &x());
        refused(engine.sample(x(), nothing()).await.unwrap_err(), &x());
        refused(engine.test_images(x(), 1.into()).unwrap_err(), &x());
        refused(engine.test_images(0.into(), x()).unwrap_err(), &x());
        refused(engine.share(x(), 0.into(), 2.into()).unwrap_err(), &x());
        refused(engine.share(1.into(), x(), 2.into()).unwrap_err(), &x());
        refused(engine.share(1.into(), 0.into(), x()).unwrap_err(), &x());
        // One number where a digit, a seed, a list or a file is expected.
        for key in ["label", "seed"] {
            let options = Object::new();
            Reflect::set(&options, &key.into(), &x()).unwrap();
            refused(
                engine.sample(1.into(), options.into()).await.unwrap_err(),
                &x(),
            );
        }
        let label = object(r#"{"label": 1}"#);
        refused(engine.decode(x(), label.clone()).await.unwrap_err(), &x());
        refused(engine.encode(x(), label).await.unwrap_err(), &x());
        refused(engine.restore(x(), JsValue::NULL).unwrap_err(), &x());
    }
    // A million steps at once would report a million losses at once.
    refused(
        engine.train(1_000_000.into()).await.unwrap_err(),
        &nothing(),
    );
    let two = || values(&[0.0; 4]);
    for labels in [
        "[259, 1]",
        r#"["x", 1]"#,
        "[1.5, 1]",
        "[1, 2, 3]",
        "259",
        r#""1""#,
    ] {
        let options = object(&format!(r#"{{"label": {labels}}}"#));
        refused(
            engine.decode(two(), options).await.unwrap_err(),
            &labels.into(),
        );
    }
    for z in [
        "[0, 0, 0, null]",
        r#"[0, 0, 0, "x"]"#,
        r#"{"length": 2}"#,
        r#""00""#,
    ] {
        let options = object(r#"{"label": 1}"#);
        refused(
            engine.decode(object(z), options).await.unwrap_err(),
            &z.into(),
        );
        let options = object(&format!(r#"{{"label": 1, "z": {z}}}"#));
        let image = values(&[]);
        refused(
            engine.activations(image, options).await.unwrap_err(),
            &z.into(),
        );
    }

    // And what is theirs is taken, in any list.
    let images = engine
        .decode(two(), object(r#"{"label": [3, 9]}"#))
        .await
        .unwrap()
        .to_vec();
    let labels = Object::new();
    Reflect::set(&labels, &"label".into(), &Uint8Array::from(&[3, 9][..])).unwrap();
    let again = engine
        .decode(object("[0, 0, 0, 0]"), labels.into())
        .await
        .unwrap();
    assert_eq!(again.to_vec(), images);
    let run = engine.save().await.unwrap();
    assert!(engine.restore(run.buffer().into(), JsValue::NULL).is_ok());
    assert_eq!(engine.images_needed(0.into()), Ok(0));
}
