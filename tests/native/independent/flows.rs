//! What a flow on pixels predicts, its loss with the gradients, and where its paths end.

use super::{BATCH, Comparison, PIXELS, cases, gradients, images, matrix, normal, with_weights};
use burn::module::Module;
use burn::tensor::{Device, Tensor};
use generative_playground::flow::{Solver, between, follow, velocity_error};
use generative_playground::model::{Init, PixelFlow, PixelFlowConfig, Scheme};
use serde_json::Value;

const DIGITS: [f64; BATCH] = [1.0, 4.0, 7.0, 10.0];
const TIMES: [f64; BATCH] = [0.125, 0.5, 0.75, 0.96875];

#[test]
fn flows_agree_with_an_independent_implementation() {
    for case in cases("flows.json") {
        compare(&case);
    }
}

fn compare(case: &Value) {
    let name = case["name"].as_str().unwrap();
    let number = |key: &str| case[key].as_f64().unwrap();
    let conditional = case["conditional"] == true;
    let config = PixelFlowConfig {
        width: number("width"),
        conditional,
    };
    let device = Device::flex().autodiff();
    let model = PixelFlow::new(&config, &mut Init::new(Scheme::Pytorch, 0, &device));
    let model = with_weights(model, name);

    let data = images(&format!("{name}/images")).mul_scalar(2.0) - 1.0;
    let noise = normal(&format!("{name}/noise"), BATCH, PIXELS);
    let times = matrix(TIMES.into_iter(), 1);
    let digits = |digits: [f64; BATCH]| conditional.then(|| matrix(digits.into_iter(), 1));
    let state = between(noise.clone(), data.clone(), times.clone());
    let predicted = model.predict(state, times.clone(), digits(DIGITS));
    let loss = velocity_error(predicted.clone(), data, times);

    let mut comparison = Comparison::new(case);
    let theirs = &case["values"];
    comparison.tensor("predicted", predicted, &theirs["predicted"]);
    comparison.tensor("loss", loss.clone(), &theirs["loss"]);
    comparison.gradients("loss", &gradients(loss.mean(), &model), &case["gradients"]);

    let model = model.valid();
    let plain = |digits: Option<Tensor<2>>| digits.map(Tensor::inner);
    let predict = |x: Tensor<2>, time: f64| {
        let times = Tensor::full([BATCH, 1], time, &Device::flex());
        let answer = |digits| model.predict(x.clone(), times.clone(), plain(digits));
        let untold = answer(digits([10.0; BATCH]));
        let led = (answer(digits(DIGITS)) - untold.clone()).mul_scalar(number("guidance"));
        untold + led
    };
    for (name, solver, steps) in [("euler", Solver::Euler, 5), ("heun", Solver::Heun, 3)] {
        let end = follow(solver, steps, noise.clone().inner(), predict, |_, _| {});
        let data = end.clone().into_data();
        comparison.values(name, &end.dims(), data.as_slice().unwrap(), &theirs[name]);
    }
    comparison.report();
}
