//! The network: its parameters, its gradients and the probabilities of texts.

use crate::oracle::named_gradients;
use crate::session_of;
use burn::tensor::{Device, Tensor, TensorData};
use generative_playground::model::transformer::symbols::{PLACES, SYMBOLS, symbols_of};
use generative_playground::model::transformer::symbolwise::Symbolwise;
use generative_playground::model::{
    Init, NO_DIGIT, Scheme, Transformer, TransformerConfig, load_parameters, read_parameters,
};
use generative_playground::objective::categorical_nll;
use generative_playground::random::{Purpose, stream, uniform_unit};
use pollster::block_on;
use serde_json::json;

const DIGITS: [u8; 3] = [4, NO_DIGIT, 0];

fn model(device: &Device) -> Transformer {
    let config = TransformerConfig {
        width: 12,
        blocks: 2,
        conditional: true,
    };
    Transformer::new(&config, &mut Init::new(Scheme::Pytorch, 3, device))
}

/// Black and white noise.
fn noise(device: &Device, n: usize) -> Tensor<2> {
    let values = uniform_unit(&mut stream(1, Purpose::Noise, 0), n * 784);
    let values: Vec<f32> = values.iter().map(|x| x.round()).collect();
    Tensor::from_data(TensorData::new(values, [n, 784]), device)
}

/// `[n * 196]`
fn nats(model: &Transformer, images: Tensor<2>) -> Tensor<1> {
    let [n, _] = images.dims();
    let symbols = symbols_of(images);
    let digits: Vec<f32> = DIGITS.iter().map(|&digit| digit.into()).collect();
    let digits = Tensor::from_data(TensorData::new(digits, [n, 1]), &symbols.device());
    let logits = model.logits(symbols.clone(), Some(digits));
    categorical_nll(logits, symbols.reshape([n * PLACES, 1]))
}

#[test]
fn it_has_the_parameters_of_the_recipe() {
    let mut session = session_of("transformer", &json!({}));
    assert_eq!(session.trainer().unwrap().0.parameter_count(), 214_800);
}

#[test]
fn gradients_agree_with_finite_differences() {
    let device = Device::flex();
    let model = model(&device.clone().autodiff());
    let images = noise(&device, DIGITS.len());
    let gradients = nats(&model, images.clone()).sum().backward();
    let gradients = block_on(named_gradients(gradients, &model));
    let weights = block_on(read_parameters(&model)).unwrap();
    let wide = |values: Vec<f32>| values.iter().map(|&x| f64::from(x)).sum::<f64>();
    for gradient in &gradients {
        let squares = gradient.values.iter().map(|&x| f64::from(x).powi(2));
        let norm = squares.sum::<f64>().sqrt();
        assert!(norm > 1e-3, "nothing depends on {}", gradient.name);
        // Along the gradient itself, where the derivative is its norm.
        let moved = |by: f64| {
            let mut all = weights.clone();
            let tensor = all.iter_mut().find(|tensor| tensor.name == gradient.name);
            let pairs = tensor.unwrap().values.iter_mut().zip(&gradient.values);
            pairs.for_each(|(weight, &slope)| *weight += (by * f64::from(slope) / norm) as f32);
            let mut all = all
                .into_iter()
                .map(|tensor| (tensor.name.clone(), tensor))
                .collect();
            let model = load_parameters(model.clone(), &mut all).unwrap();
            let nats = nats(&model, images.clone()).inner();
            wide(nats.into_data().try_to_vec().unwrap())
        };
        let step = 0.01;
        let found = (moved(step) - moved(-step)) / (2.0 * step);
        assert!(
            (found - norm).abs() < 5e-3 * norm.max(1.0),
            "{}: {found}, not {norm}",
            gradient.name
        );
    }
}

#[test]
fn one_symbol_after_another_is_as_likely_as_all_at_once() {
    let device = Device::flex();
    let model = model(&device);
    let images = noise(&device, DIGITS.len());
    let read = |x: Tensor<2>| -> Vec<f32> { x.into_data().try_to_vec().unwrap() };
    let symbols: Vec<u8> = read(symbols_of(images.clone()))
        .iter()
        .map(|&symbol| symbol as u8)
        .collect();
    let at_once = read(nats(&model, images).reshape([DIGITS.len(), PLACES]));
    let symbolwise = block_on(Symbolwise::of(&model)).unwrap();
    let written = symbolwise.write(&DIGITS, &mut |place, logits| {
        let rows = logits.chunks_exact(SYMBOLS).enumerate();
        let chosen = rows.map(|(text, logits)| {
            let symbol = symbols[text * PLACES + place];
            let sum: f32 = logits.iter().map(|logit| logit.exp()).sum();
            let nats = sum.ln() - logits[usize::from(symbol)];
            let expected = at_once[text * PLACES + place];
            assert!(
                (nats - expected).abs() < 1e-5,
                "text {text}, place {place}: {nats}, not {expected}"
            );
            symbol
        });
        chosen.collect()
    });
    assert_eq!(written, symbols);
}

#[test]
fn all_continuations_of_a_text_have_the_probability_one() {
    let device = Device::flex();
    let model = model(&device);
    let one: Vec<f32> = noise(&device, DIGITS.len())
        .into_data()
        .try_to_vec()
        .unwrap();
    // The first block, one in the middle, and the last.
    for place in [0, 101, 195] {
        let [row, column] = [place / 14 * 2, place % 14 * 2];
        let mut probability = 0.0;
        for symbol in 0..16u8 {
            let mut image = one.clone();
            for bit in 0..4 {
                let pixel = (row + bit / 2) * 28 + column + bit % 2;
                image[pixel] = f32::from(symbol >> bit & 1);
            }
            let images = Tensor::from_data(TensorData::new(image, [3, 784]), &device);
            let nats: Vec<f32> = nats(&model, images).into_data().try_to_vec().unwrap();
            // What comes before is as likely whatever follows; here it must cancel.
            let up_to = |end: usize| nats[..end].iter().map(|&x| f64::from(x)).sum::<f64>();
            let before: f64 = up_to(place);
            probability += (before - up_to(place + 1)).exp();
            if symbol > 0 {
                continue;
            }
            assert!(place == 0 || before > 0.0);
        }
        assert!((probability - 1.0).abs() < 1e-5, "{place}: {probability}");
    }
}
