//! Networks from the data that describes them, against the oracle: values, and gradients of input, condition and parameters.

use super::oracle::{Comparison, named_gradients, numbers, with_weights};
use burn::tensor::{Device, Tensor, TensorData};
use generative_playground::model::layer::{LayerSpec, SignalShape};
use generative_playground::model::{Init, Network, Pass, Scheme};
use serde_json::Value;

/// One case of tests/fixtures/jax/networks.json, on this device.
pub async fn compare(case: &Value, device: &Device) {
    let text = |key: &str| case[key].as_str().unwrap();
    let number = |key: &str| case[key].as_u64().unwrap() as usize;
    let name = text("name");
    let input: SignalShape = serde_json::from_value(case["input"].clone()).unwrap();
    let layers: Vec<LayerSpec> = serde_json::from_value(case["layers"].clone()).unwrap();
    assert_eq!(
        serde_json::to_value(&layers).unwrap(),
        case["layers"],
        "{name}: layers as data"
    );

    let device = device.clone().autodiff();
    let mut init = Init::new(Scheme::Pytorch, 0, &device);
    let network = Network::new(input, layers, &mut init);
    let network = with_weights(network, name).await;
    let condition = number("condition");
    assert_eq!(network.condition().unwrap_or(0), condition, "{name}");

    let values = input.iter().product();
    let rows = case["values"]["output"]["shape"][0].as_u64().unwrap() as usize;
    let tensor = |part: &str, columns, change: &dyn Fn(f64) -> f64| -> Tensor<2> {
        let values = numbers(&format!("{name}/{part}"), rows * columns);
        let values: Vec<f32> = values.into_iter().map(|x| change(x) as f32).collect();
        Tensor::from_data(TensorData::new(values, [rows, columns]), &device)
    };
    let symbols = number("symbols") as f64;
    let x = tensor(
        "input",
        values,
        &|x| match (symbols > 0.0, case["time"] == true) {
            (true, _) => ((x + 1.0) / 2.0 * symbols).floor(),
            (_, true) => (x + 1.0) / 2.0,
            _ => x,
        },
    )
    .require_grad();
    let told = (condition > 0).then(|| tensor("condition", condition, &|x| x).require_grad());
    let mut pass = Pass::eval();
    let output = match &told {
        Some(told) => network.forward_given(x.clone(), told, &mut pass),
        None => network.forward(x.clone(), &mut pass),
    };

    let mut comparison = Comparison::new(case);
    let direction = tensor("direction", network.outputs(), &|x| x);
    let loss = (output.clone() * direction).sum();
    let gradients = loss.backward();
    let mut compared = vec![("output", output.inner())];
    if symbols == 0.0 {
        compared.push(("input", x.grad(&gradients).expect("a gradient")));
    }
    if let Some(told) = &told {
        compared.push(("condition", told.grad(&gradients).expect("a gradient")));
    }
    for (part, tensor) in compared {
        let shape = tensor.dims();
        let data = tensor.into_data_async().await.unwrap();
        let values: Vec<f32> = data.try_to_vec().unwrap();
        comparison.values(part, &shape, &values, &case["values"][part]);
    }
    let gradients = named_gradients(gradients, &network).await;
    comparison.gradients("output", &gradients, &case["gradients"]);
    comparison.report();
}
