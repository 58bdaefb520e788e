//! What JavaScript sees of the engine.

mod measured;
mod refusals;
mod run;
mod training;

use generative_playground::web::Engine;
use js_sys::{Float32Array, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};

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
