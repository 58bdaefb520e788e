//! Every kind of layer that the models' own cases do not have, and small networks of them.

use super::super::layer_cases;
use super::cases;
use burn::tensor::Device;
use generative_playground::model::layer::{LayerSpec, SignalShape};
use generative_playground::model::{Init, Network, Scheme, read_parameters};
use std::path::Path;

#[test]
fn layers_agree_with_an_independent_implementation() {
    for case in cases("networks.json") {
        pollster::block_on(layer_cases::compare(&case, &Device::flex()));
    }
}

/// What a summary says of tensors is what a file of weights has, in its order.
#[test]
fn summaries_name_the_tensors_that_networks_have() {
    let device = Device::flex();
    for case in cases("networks.json") {
        let input: SignalShape = serde_json::from_value(case["input"].clone()).unwrap();
        let layers: Vec<LayerSpec> = serde_json::from_value(case["layers"].clone()).unwrap();
        let network = Network::new(input, layers, &mut Init::new(Scheme::He, 1, &device));
        let summary = network.summary("net");
        let mut named = Vec::new();
        summary
            .visit_tensors(&mut |tensor| named.push((tensor.name.clone(), tensor.shape.clone())));
        let saved = pollster::block_on(read_parameters(&network)).unwrap();
        let saved = saved
            .into_iter()
            .map(|tensor| (format!("net.{}", tensor.name), tensor.shape));
        assert_eq!(named, saved.collect::<Vec<_>>(), "{}", case["name"]);
        let count = named
            .iter()
            .map(|(_, shape)| shape.iter().product::<usize>());
        assert_eq!(
            count.sum::<usize>() as u64,
            summary.parameters,
            "{}",
            case["name"]
        );
    }
}

/// tests/fixtures/layers.json is what crosses to the page of these networks, for the page's unit tests.
#[test]
fn the_pages_fixture_is_what_the_engine_says() {
    let device = Device::flex();
    let parts = cases("networks.json").into_iter().map(|case| {
        let input: SignalShape = serde_json::from_value(case["input"].clone()).unwrap();
        let layers: Vec<LayerSpec> = serde_json::from_value(case["layers"].clone()).unwrap();
        let network = Network::new(input, layers, &mut Init::new(Scheme::He, 1, &device));
        network.summary(case["name"].as_str().unwrap())
    });
    let text = serde_json::to_string(&parts.collect::<Vec<_>>()).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/layers.json");
    if std::env::var_os("PLAYGROUND_FIXTURES").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert!(
        std::fs::read_to_string(&path).is_ok_and(|there| there == text),
        "stale: PLAYGROUND_FIXTURES=1 cargo test --release --test native pages_fixture writes {}",
        path.display()
    );
}
