//! Steps before an error, and threads that train together.

use super::{code, engine, get, object};
use crate::TRAIN;
use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

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
