//! Every kind of layer against the oracle in JAX, on the CPU and on WebGPU.

use super::{layer_cases, open};
use generative_playground::device::DeviceKind;
use serde_json::Value;
use wasm_bindgen_test::wasm_bindgen_test;

async fn compare_on(kind: DeviceKind) {
    let cases = include_str!("../fixtures/jax/networks.json");
    let cases: Vec<Value> = serde_json::from_str(cases).unwrap();
    let device = open(kind).await.device;
    for case in cases {
        layer_cases::compare(&case, &device).await;
    }
}

#[wasm_bindgen_test]
async fn layers_agree_with_an_independent_implementation_on_the_cpu() {
    compare_on(DeviceKind::Cpu).await;
}

#[wasm_bindgen_test]
async fn layers_agree_with_an_independent_implementation_on_webgpu() {
    compare_on(DeviceKind::Gpu).await;
}
