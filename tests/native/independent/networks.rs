//! Every kind of layer that the models' own cases do not have, and small networks of them.

use super::super::layer_cases;
use super::cases;
use burn::tensor::Device;
use generative_playground::model::layer::{LayerSpec, SignalShape};
use generative_playground::model::{Init, Network, Scheme, read_parameters};

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
        assert_eq!(count.sum::<usize>(), summary.parameters, "{}", case["name"]);
    }
}
