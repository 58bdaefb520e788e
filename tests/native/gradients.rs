//! The gradient of the ELBO against central differences of an independent implementation: plain loops in f64, so
//! that the differences are exact to many digits.

use burn::nn::Linear;
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor, TensorData};
use generative_playground::model::{
    Autoencoder, AutoencoderConfig, AutoencoderKind, Init, Network, Pass, Scheme,
};
use generative_playground::objective::{bernoulli_nll, kl_to_standard_normal};
use generative_playground::random::{Purpose, normal, stream, uniform};

const BATCH: usize = 3;
const HIDDEN: usize = 5;
const LATENT: usize = 2;
const PIXELS: usize = 784;

/// Weight `[in, out]` and bias `[out]` of a layer.
#[derive(Clone)]
struct Layer {
    weight: Vec<f64>,
    bias: Vec<f64>,
}

impl Layer {
    fn forward(&self, x: &[f64]) -> Vec<f64> {
        let out = self.bias.len();
        (0..out)
            .map(|o| {
                self.bias[o]
                    + x.iter()
                        .enumerate()
                        .map(|(i, x)| x * self.weight[i * out + o])
                        .sum::<f64>()
            })
            .collect()
    }
}

/// The negative ELBO, from the formulas of Kingma and Welling (2013), averaged over the batch.
fn negative_elbo(layers: &[Layer; 5], images: &[f64], noise: &[f64]) -> f64 {
    let relu = |x: Vec<f64>| x.into_iter().map(|x| x.max(0.0)).collect::<Vec<_>>();
    let [fc1, fc21, fc22, fc3, fc4] = layers;
    let mut total = 0.0;
    for (x, noise) in images.chunks(PIXELS).zip(noise.chunks(LATENT)) {
        let hidden = relu(fc1.forward(x));
        let (mean, logvar) = (fc21.forward(&hidden), fc22.forward(&hidden));
        let z: Vec<f64> = (0..LATENT)
            .map(|i| mean[i] + (logvar[i] / 2.0).exp() * noise[i])
            .collect();
        for (logit, x) in fc4.forward(&relu(fc3.forward(&z))).iter().zip(x) {
            let p = 1.0 / (1.0 + (-logit).exp());
            total -= x * p.ln() + (1.0 - x) * (1.0 - p).ln();
        }
        total -= (0..LATENT)
            .map(|i| 0.5 * (1.0 + logvar[i] - mean[i].powi(2) - logvar[i].exp()))
            .sum::<f64>();
    }
    total / BATCH as f64
}

fn wide(values: &[f32]) -> Vec<f64> {
    values.iter().map(|&x| f64::from(x)).collect()
}

#[test]
fn elbo_gradients_agree_with_finite_differences() {
    let device = Device::flex();
    let autodiff = device.clone().autodiff();
    let config = AutoencoderConfig {
        kind: AutoencoderKind::Mlp,
        hidden_dim: HIDDEN,
        latent_dim: LATENT,
        conditional: false,
        dropout: 0.0,
        outputs: 1,
    };
    let model = Autoencoder::new(config, &mut Init::new(Scheme::Pytorch, 4, &autodiff));
    let images: Vec<f32> = uniform(&mut stream(1, Purpose::Order, 0), BATCH * PIXELS, 0.5)
        .into_iter()
        .map(|x| x + 0.5)
        .collect();
    let noise = normal(&mut stream(1, Purpose::Noise, 0), BATCH * LATENT);

    let x = Tensor::<2>::from_data(TensorData::new(images.clone(), [BATCH, PIXELS]), &device)
        .autodiff();
    let eps =
        Tensor::<2>::from_data(TensorData::new(noise.clone(), [BATCH, LATENT]), &device).autodiff();
    let posterior = model.encode(x.clone(), None, &mut Pass::eval());
    let logits = model.decode(posterior.sample(eps), None, &mut Pass::eval());
    let loss = (bernoulli_nll(logits, x) + kl_to_standard_normal(&posterior)).mean();
    let grads = GradientsParams::from_grads(loss.backward(), &model);

    let layers_of = |network: &Network| {
        let linear = network.linear_layers().map(|(weight, bias)| Linear {
            weight: weight.clone(),
            bias: bias.cloned(),
        });
        linear.collect::<Vec<_>>()
    };
    let (encoder, decoder) = (layers_of(&model.encoder), layers_of(&model.decoder));
    let linears = [
        &encoder[0],
        &model.mean,
        model.logvar.as_ref().unwrap(),
        &decoder[0],
        &decoder[1],
    ];
    let vector = |data: TensorData| wide(data.as_slice::<f32>().unwrap());
    let layers = linears.map(|linear| Layer {
        weight: vector(linear.weight.val().inner().into_data()),
        bias: vector(linear.bias.as_ref().unwrap().val().inner().into_data()),
    });
    let (images, noise) = (wide(&images), wide(&noise));
    let forward = f64::from(loss.inner().into_scalar::<f32>());
    let expected = negative_elbo(&layers, &images, &noise);
    assert!(
        (forward - expected).abs() < 1e-5 * expected,
        "loss {forward}, independently {expected}"
    );

    let mut compared = 0;
    for (at, linear) in linears.iter().enumerate() {
        let weight = vector(grads.get::<2>(linear.weight.id).unwrap().into_data());
        let bias = vector(
            grads
                .get::<1>(linear.bias.as_ref().unwrap().id)
                .unwrap()
                .into_data(),
        );
        let scale = weight
            .iter()
            .chain(&bias)
            .fold(0.0f64, |scale, grad| scale.max(grad.abs()));
        for (is_bias, grads) in [(false, weight), (true, bias)] {
            // Every seventh weight of the large layers is enough, and takes a second instead of seven.
            for (index, grad) in grads
                .into_iter()
                .enumerate()
                .step_by(if is_bias { 1 } else { 7 })
            {
                let difference = |step: f64| {
                    let mut layers = layers.clone();
                    let layer = &mut layers[at];
                    let values = if is_bias {
                        &mut layer.bias
                    } else {
                        &mut layer.weight
                    };
                    values[index] += step;
                    negative_elbo(&layers, &images, &noise)
                };
                let numeric = (difference(1e-5) - difference(-1e-5)) / 2e-5;
                assert!(
                    (grad - numeric).abs() < 1e-4 * scale + 1e-7,
                    "layer {at}, bias {is_bias}, {index}: {grad}, by differences {numeric}"
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 1_000);
}
