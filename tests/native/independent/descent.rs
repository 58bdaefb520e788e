//! Descent on the latents of a decoder: where it leads from the same start.

use super::{BATCH, Comparison, PIXELS, cases, images, normal, variant, with_weights};
use burn::module::Module;
use burn::tensor::{Device, Tensor};
use generative_playground::kernels::activation::sigmoid;
use generative_playground::model::{
    Autoencoder, AutoencoderConfig, AutoencoderKind, Init, Pass, Scheme,
};
use generative_playground::scenes::{Descent, Operator, Rule};
use serde_json::Value;

#[test]
fn descent_agrees_with_an_independent_implementation() {
    for case in cases("descent.json") {
        compare(&case);
    }
}

fn compare(case: &Value) {
    let name = case["name"].as_str().unwrap();
    let whole = |key: &str| case[key].as_u64().unwrap() as usize;
    let number = |key: &str| case[key].as_f64().unwrap();
    let config = AutoencoderConfig {
        kind: AutoencoderKind::Mlp,
        hidden_dim: whole("hidden"),
        latent_dim: whole("latent"),
        conditional: false,
        dropout: 0.0,
        outputs: 1,
    };
    let device = Device::flex();
    let autodiff = device.clone().autodiff();
    let model = Autoencoder::new(config, &mut Init::new(Scheme::Pytorch, 0, &autodiff));
    let model = with_weights(model, name).no_grad();
    let decode = |z: Tensor<2>| sigmoid(model.decode(z, None, &mut Pass::eval()));

    let operator = variant(&case["kind"], |kind| match kind {
        "pixels" => {
            let missing = |at: usize| (9..19).contains(&at);
            let known = |at: usize| !(missing(at / 28) && missing(at % 28));
            let known = (0..PIXELS).map(|at| f32::from(u8::from(known(at))));
            Some(Operator::Pixels(known.collect()))
        }
        "blocks" => Some(Operator::blocks(14)),
        "gaussian" => {
            let matrix = normal(&format!("{name}/matrix"), PIXELS, whole("measurements"));
            Some(Operator::Matrix(values(matrix.inner())))
        }
        _ => None,
    });
    let measured = operator.apply(&values(images(&format!("{name}/images")).inner()));
    let measured = operator.measured(measured, &device);
    let start = normal(&format!("{name}/start"), BATCH, whole("latent")).inner();
    let rule = match case["rule"].as_str().unwrap() {
        "adam" => Rule::Adam,
        _ => Rule::Momentum(0.9),
    };
    let mut descent = Descent::new(start, rule, number("lr"), number("prior"));
    for _ in 0..whole("steps") {
        descent.step(|z| measured.misfit(decode(z)));
    }

    let z = descent.latents();
    let drawn = decode(z.clone().autodiff());
    let loss = descent.loss(z.clone().autodiff(), measured.misfit(drawn.clone()));
    let mut comparison = Comparison::new(case);
    let theirs = &case["values"];
    comparison.tensor("z", z.autodiff(), &theirs["z"]);
    comparison.tensor("loss", loss.squeeze_dim::<1>(1), &theirs["loss"]);
    comparison.tensor("images", drawn, &theirs["images"]);
    comparison.report();
}

fn values(tensor: Tensor<2>) -> Vec<f32> {
    tensor.into_data().try_to_vec().unwrap()
}
