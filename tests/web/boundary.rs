//! What JavaScript sees of the engine.

use super::{TEST, TRAIN};
use generative_playground::web::Engine;
use js_sys::{Array, Float32Array, JSON, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

async fn engine() -> Engine {
    Engine::create("cpu".into(), None).await.unwrap()
}

fn object(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

fn values(values: &[f32]) -> JsValue {
    Float32Array::from(values).into()
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

/// A run in which the weights soon become infinite.
const RUINED: &str = r#"{"hidden_dim": 16, "batch_size": 16, "optimizer": "sgd", "lr": 0.1}"#;

#[wasm_bindgen_test]
async fn an_error_tells_of_the_steps_before_it() {
    let mut engine = engine().await;
    engine.load("vae", object(RUINED)).unwrap();
    engine.add_part("train", TRAIN[0], TRAIN[1]).unwrap();
    let error = engine.train(100.into()).await.unwrap_err();
    assert_eq!(code(&error), "not-finite");
    let report = get(&error, "report");
    let taken: Vec<_> = Array::from(&get(&report, "history"))
        .iter()
        .map(|step| get(&step, "step").as_f64().unwrap() as u32)
        .collect();
    let last = taken.len() as u32;
    assert!((1..100).contains(&last), "{taken:?}");
    assert_eq!(taken, (1..=last).collect::<Vec<_>>());
    assert_eq!(get(&report, "step"), last);
    // The model is the one after these.
    let run = engine.save().await.unwrap().into();
    assert_eq!(
        get(&engine.restore(run, JsValue::NULL).unwrap(), "step"),
        last
    );
    // Where no step was taken there is nothing to tell.
    let error = engine.train(1.into()).await.unwrap_err();
    assert_eq!(
        (code(&error).as_str(), get(&error, "report")),
        ("not-finite", JsValue::UNDEFINED)
    );
}

/// An exchange with nobody, which takes what it is given as `www/engine/worker/exchange.js` does, and lets the engine's memory grow
/// whenever JavaScript may.
const NOBODY: &str = "({
    lists: [], calls: 0,
    add(list) { this.lists.push(list.slice()); },
    async swap() {
        if (this.lists.some((list) => list.length === 0)) throw new Error('a list is empty');
        this.lists = [];
        this.calls += 1;
        return [undefined];
    },
})";

#[wasm_bindgen_test]
async fn the_only_worker_of_one_trains_as_alone() {
    let settings = || object(r#"{"hidden_dim": 16, "batch_size": 16}"#);
    let mut engine = engine().await;
    engine.add_part("train", TRAIN[0], TRAIN[1]).unwrap();
    engine.load("vae", settings()).unwrap();
    engine.train(10.into()).await.unwrap();
    let alone = engine.save().await.unwrap().to_vec();
    engine.load("vae", settings()).unwrap();
    let exchange = js_sys::eval(NOBODY).unwrap();
    let shared = |exchange: &JsValue| exchange.clone().unchecked_into();
    let report = engine
        .train_shared(10.into(), 0.into(), 1.into(), shared(&exchange))
        .await
        .unwrap();
    assert_eq!(Array::from(&get(&report, "history")).length(), 10);
    assert!(get(&exchange, "calls").as_f64().unwrap() >= 10.0);
    assert_eq!(engine.save().await.unwrap().to_vec(), alone);

    let no_exchange = Object::new();
    let error = engine
        .train_shared(1.into(), 0.into(), 1.into(), shared(&no_exchange))
        .await
        .unwrap_err();
    assert_eq!(code(&error), "replica-lost");
    for (rank, world) in [(1, 1), (-1, 1), (0, 0), (0, -1)] {
        let error = engine
            .train_shared(1.into(), rank.into(), world.into(), shared(&exchange))
            .await
            .unwrap_err();
        assert_eq!(code(&error), "bad-input", "{rank} of {world}");
    }
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

/// All images that the engine waits for: the first parts, over and over.
fn fill(engine: &mut Engine) {
    for (split, [images, labels], all) in [("train", TRAIN, 60_000), ("test", TEST, 10_000)] {
        let mut there = 0;
        while there < all {
            there = match engine.add_part(split, images, labels) {
                Ok(there) => there,
                // What is left is less than a part.
                Err(_) => {
                    let rest = all - there;
                    // Of an IDX file the header and its first values, with their number in the header.
                    let first = |file: &[u8], header: usize, value: usize| {
                        let mut part = file[..header + rest * value].to_vec();
                        part[4..8].copy_from_slice(&(rest as u32).to_be_bytes());
                        part
                    };
                    let (images, labels) = (first(images, 16, 784), first(labels, 8, 1));
                    engine.add_part(split, &images, &labels).unwrap()
                }
            };
        }
    }
}

#[wasm_bindgen_test]
async fn what_is_measured_comes_with_the_images_that_it_is_compared_with() {
    let mut engine = engine().await;
    let drawn = engine.draw_measured(JsValue::NULL).await;
    assert_eq!(code(&drawn.unwrap_err()), "not-loaded");
    assert_eq!(code(&engine.measured_on(None).unwrap_err()), "bad-input");
    let settings = r#"{"hidden_dim": 16, "latent_dim": 2}"#;
    engine.load("cvae", object(settings)).unwrap();
    for refused in ["0", "0.5", "-1", "10001", r#""many""#] {
        let options = object(&format!(r#"{{"count": {refused}}}"#));
        let drawn = engine.draw_measured(options).await;
        assert_eq!(code(&drawn.unwrap_err()), "bad-input", "{refused}");
    }
    let options = || object(r#"{"count": 60, "seed": 1}"#);
    let drawn = engine.draw_measured(options()).await.unwrap();
    let length = |of: &JsValue, key| get(&get(of, key), "length").as_f64().unwrap();
    assert_eq!(
        (length(&drawn, "pixels"), length(&drawn, "labels")),
        (60.0 * 784.0, 60.0)
    );
    assert_eq!(code(&engine.measured_on(None).unwrap_err()), "no-data");

    fill(&mut engine);
    engine.draw_measured(options()).await.unwrap();
    let images = engine.measured_on(None).unwrap();
    for (key, expected) in [
        ("train", 60_000.0 * 784.0),
        ("test", 10_000.0 * 784.0),
        ("testLabels", 10_000.0),
    ] {
        assert_eq!(length(&images, key), expected, "{key}");
    }
    // Who has them already gets them no second time, and other images have another name.
    let id = get(&images, "id").as_string().unwrap();
    let again = engine.measured_on(Some(id.clone())).unwrap();
    assert!(get(&again, "train").is_undefined());
    let settings = r#"{"hidden_dim": 16, "latent_dim": 2, "data.limit": 30}"#;
    engine.load("vae", object(settings)).unwrap();
    let drawn = engine.draw_measured(options()).await.unwrap();
    assert!(get(&drawn, "labels").is_undefined());
    let fewer = engine.measured_on(Some(id)).unwrap();
    assert_eq!(length(&fewer, "train"), 30.0 * 784.0);
    let [digits, labels] = [vec![0; 20 * 784], vec![1; 20]];
    engine.set_data("mine", &digits, Some(labels)).unwrap();
    assert_eq!(code(&engine.measured_on(None).unwrap_err()), "bad-input");
}
