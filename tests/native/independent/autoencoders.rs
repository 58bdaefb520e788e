//! Losses of each image and gradients of their mean, of every kind of autoencoder.

use super::{
    BATCH, Comparison, cases, digits, gradients, images, normal, running_statistics, training,
    variant, with_weights,
};
use burn::tensor::{Device, Tensor};
use generative_playground::model::{
    Autoencoder, AutoencoderConfig, AutoencoderKind, Init, Pass, Posterior, Scheme,
};
use generative_playground::objective::{
    Likelihood, kl_to_standard_normal, log_mean_exp, log_prior_ratio,
};
use serde_json::Value;

#[test]
fn autoencoders_agree_with_an_independent_implementation() {
    for case in cases("autoencoders.json") {
        compare(&case);
    }
}

fn compare(case: &Value) {
    let name = case["name"].as_str().unwrap();
    let number = |key: &str| case[key].as_u64().unwrap() as usize;
    let conditional = case["conditional"].as_bool().unwrap();
    let config = AutoencoderConfig {
        kind: variant(&case["kind"], AutoencoderKind::of_word),
        hidden_dim: number("hidden"),
        latent_dim: number("latent"),
        conditional,
        dropout: 0.0,
        outputs: 1,
    };
    let likelihood = variant(&case["likelihood"], Likelihood::of_word);
    let (samples, k) = (number("samples"), number("samples").max(1));
    let device = Device::flex().autodiff();
    let model = Autoencoder::new(config, &mut Init::new(Scheme::Pytorch, 0, &device));
    let model = with_weights(model, name);

    let x = images(&format!("{name}/images"));
    let digits = conditional.then(digits);
    let mut pass = training();
    let posterior = model.encode(x.clone(), digits.clone(), &mut pass);
    let noise = normal(&format!("{name}/noise"), BATCH * k, number("latent"));
    let repeated = Posterior {
        mean: repeat(posterior.mean.clone(), k),
        logvar: repeat(posterior.logvar.clone(), k),
    };
    let z = repeated.sample(noise.clone());
    let told = digits.clone().map(|digits| repeat(digits, k));
    let logits = model.decode(z.clone(), told.clone(), &mut pass);
    let nll = likelihood.nll(logits.clone(), repeat(x.clone(), k));
    let log_weights = log_prior_ratio(z, noise.clone(), repeated.logvar) - nll.clone();
    let bound = log_mean_exp(log_weights.reshape([BATCH, k])).neg();
    let recon: Tensor<1> = nll.reshape([BATCH, k]).mean_dim(1).squeeze_dim(1);
    let kl = kl_to_standard_normal(&posterior);
    let loss = if samples > 0 {
        bound.clone().mean()
    } else {
        let beta = case["beta"].as_f64().unwrap();
        recon.clone().mean() + kl.clone().mean().mul_scalar(beta)
    };

    let mut comparison = Comparison::new(case);
    let theirs = &case["values"];
    comparison.tensor("mean", posterior.mean, &theirs["mean"]);
    comparison.tensor("logvar", posterior.logvar, &theirs["logvar"]);
    comparison.tensor("logits", logits, &theirs["logits"]);
    comparison.tensor("recon", recon, &theirs["recon"]);
    comparison.tensor("kl", kl, &theirs["kl"]);
    comparison.tensor("bound", bound, &theirs["bound"]);
    comparison.tensor("loss", loss.clone(), &theirs["loss"]);

    // What is left of the pass, and what is said by it afterwards.
    let mut moved = model.clone();
    moved.update_running(pass);
    let running = running_statistics(&moved);
    for tensor in &running {
        let expected = &theirs[&tensor.name];
        comparison.values(&tensor.name, &tensor.shape, &tensor.values, expected);
    }
    if !running.is_empty() {
        let mut pass = Pass::eval();
        let posterior = moved.encode(x.clone(), digits, &mut pass);
        let logits = moved.decode(posterior.sample(noise), told, &mut pass);
        let recon = likelihood.nll(logits.clone(), x);
        let loss = recon.mean() + kl_to_standard_normal(&posterior).mean();
        let mut afterwards = |name: &str, ours: Tensor<2>| {
            let name = format!("{name} afterwards");
            comparison.tensor(&name, ours, &theirs[&name]);
        };
        afterwards("mean", posterior.mean);
        afterwards("logvar", posterior.logvar);
        afterwards("logits", logits);
        let expected = &case["gradients afterwards"];
        comparison.tensor("loss afterwards", loss.clone(), &theirs["loss afterwards"]);
        comparison.gradients("loss afterwards", &gradients(loss, &moved), expected);
        // Four rows behind a ReLU may differ by next to nothing, and batch normalisation divides by that while training: in 32 bits
        // JAX's own gradients are off by one part in ten thousand.
        comparison.tolerance = 0.02;
    }
    comparison.gradients("loss", &gradients(loss, &model), &case["gradients"]);
    comparison.report();
}

/// Each row `k` times, one below the other.
fn repeat(rows: Tensor<2>, k: usize) -> Tensor<2> {
    let [n, m] = rows.dims();
    rows.unsqueeze_dim::<3>(1)
        .expand([n, k, m])
        .reshape([n * k, m])
}
