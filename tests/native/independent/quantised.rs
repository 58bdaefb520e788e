//! Codes, losses and gradients of an autoencoder with a rounded latent and its prior.

use super::{Comparison, cases, gradients, images, matrix, with_weights};
use burn::tensor::Device;
use generative_playground::model::{
    AutoencoderConfig, AutoencoderKind, Init, Pass, PriorKind, Quantised, QuantisedConfig, Scheme,
};
use generative_playground::objective::Likelihood;
use serde_json::Value;

#[test]
fn rounded_latents_agree_with_an_independent_implementation() {
    for case in cases("quantised.json") {
        compare(&case);
    }
}

fn compare(case: &Value) {
    let name = case["name"].as_str().unwrap();
    let number = |key: &str| case[key].as_u64().unwrap() as usize;
    let conditional = case["conditional"] == true;
    let config = QuantisedConfig {
        autoencoder: AutoencoderConfig {
            kind: AutoencoderKind::ConvSilu,
            hidden_dim: number("hidden"),
            latent_dim: number("latent"),
            conditional: false,
            dropout: 0.0,
            outputs: 1,
        },
        prior: PriorKind::Made,
        conditional,
    };
    let device = Device::flex().autodiff();
    let model = Quantised::new(&config, &mut Init::new(Scheme::Pytorch, 0, &device));
    let model = with_weights(model, name);

    let x = images(&format!("{name}/images"));
    let digits = conditional.then(|| matrix([1.0, 4.0, 7.0, 10.0].into_iter(), 1));
    let codes = model.encode(x.clone(), &mut Pass::eval()).mean;
    let logits = model.decode(codes.clone(), &mut Pass::eval());
    let recon = Likelihood::Bernoulli.nll(logits.clone(), x);
    let prior = model.surprise(codes.clone(), digits);

    let mut comparison = Comparison::new(case);
    let theirs = &case["values"];
    comparison.tensor("codes", codes, &theirs["codes"]);
    comparison.tensor("logits", logits, &theirs["logits"]);
    comparison.tensor("recon", recon.clone(), &theirs["recon"]);
    comparison.tensor("prior", prior.clone(), &theirs["prior"]);
    let loss = (recon + prior).mean();
    comparison.gradients("loss", &gradients(loss, &model), &case["gradients"]);
    comparison.report();
}
