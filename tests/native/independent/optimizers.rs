//! Three updates of two small tensors with given gradients, by every rule.

use super::{Comparison, cases, numbers, variant};
use burn::module::{Module, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor, TensorData};
use generative_playground::optimizer::{Optimizer, OptimizerConfig, OptimizerKind};
use serde_json::Value;

#[derive(Module, Debug)]
struct Two {
    a: Param<Tensor<1>>,
    b: Param<Tensor<1>>,
}

#[test]
fn optimizers_agree_with_pytorchs_formulas() {
    for case in cases("optimizers.json") {
        compare(&case);
    }
}

fn compare(case: &Value) {
    let name = case["name"].as_str().unwrap();
    let option = |key: &str| case["options"][key].as_f64().unwrap();
    let mut optimizer = Optimizer::new(OptimizerConfig {
        kind: variant(&case["options"]["kind"], OptimizerKind::of_word),
        momentum: option("momentum"),
        beta1: option("beta1"),
        beta2: option("beta2"),
        epsilon: option("epsilon"),
        weight_decay: option("weight_decay"),
        clip_norm: option("clip_norm"),
        clip_value: option("clip_value"),
    });
    let mut model = Two {
        a: Param::from_tensor(vector(&format!("{name}/a"), 5, 1.0).autodiff()),
        b: Param::from_tensor(vector(&format!("{name}/b"), 3, 1.0).autodiff()),
    };
    let mut comparison = Comparison::new(case);
    for (step, theirs) in case["steps"].as_array().unwrap().iter().enumerate() {
        let gradient = |at: &str, n| vector(&format!("{name}/{at}/{}", step + 1), n, 2.0);
        let mut gradients = GradientsParams::new();
        gradients.register(model.a.id, gradient("a", 5));
        gradients.register(model.b.id, gradient("b", 3));
        optimizer.step(option("lr"), &mut model, gradients);
        comparison.tensor("a", model.a.val(), &theirs["a"]);
        comparison.tensor("b", model.b.val(), &theirs["b"]);
    }
    comparison.report();
}

fn vector(name: &str, n: usize, factor: f64) -> Tensor<1> {
    let values: Vec<f32> = numbers(name, n)
        .into_iter()
        .map(|value| (factor * value) as f32)
        .collect();
    Tensor::from_data(TensorData::new(values, [n]), &Device::flex())
}
