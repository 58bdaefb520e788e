//! Transformers: their likelihood is one, whichever way it is computed, and what they draw follows it.

use super::oracle::named_gradients;
use super::{session_of, train};
use burn::tensor::{Device, Tensor, TensorData};
use generative_playground::model::transformer::symbols::{PLACES, SYMBOLS, symbols_of};
use generative_playground::model::transformer::symbolwise::Symbolwise;
use generative_playground::model::{
    Init, NO_DIGIT, Scheme, Transformer, TransformerConfig, load_parameters, read_parameters,
};
use generative_playground::objective::categorical_nll;
use generative_playground::random::{Purpose, stream, uniform_unit};
use generative_playground::training::{Continue, Settings};
use generative_playground::{ErrorCode, Session};
use pollster::block_on;
use serde_json::{Value, json};

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

/// Quick to learn.
fn small(more: Value) -> Value {
    let mut all = json!({
        "hidden_dim": 16, "blocks": 1, "batch_size": 16, "lr": 0.01, "lr_warmup": 10, "seed": 2,
    });
    let more = more.as_object().unwrap().clone();
    all.as_object_mut().unwrap().extend(more);
    all
}

pub(super) fn trained(more: Value, steps: u64) -> Session {
    let mut session = session_of("transformer", &small(more));
    train(&mut session, steps);
    session
}

#[test]
fn it_learns_and_its_likelihood_is_exact() {
    let mut session = session_of("transformer", &small(json!({})));
    let losses = train(&mut session, 120);
    // 196 blocks that are all as likely have 196 log 16 nats.
    let uniform = 196.0 * 16f64.ln();
    assert!((losses[0].losses["loss"] - uniform).abs() < 60.0);
    let (trainer, dataset) = session.trainer().unwrap();
    assert!(trainer.has_exact_likelihood());
    let nats = block_on(trainer.evaluate(dataset, 250)).unwrap()["loss"];
    // A mean digit, whose pixels know nothing of each other, has 206.
    assert!(nats < 190.0, "{nats}");
    // The same images, binarised in the same way.
    let log: f64 = (block_on(trainer.log_likelihood(dataset, 0, 250, 5))
        .unwrap()
        .iter())
    .sum();
    assert!((log / 250.0 + nats).abs() < 1e-3, "{log}, {nats}");
}

#[test]
fn a_conditional_one_uses_what_it_is_told() {
    let digits = json!({ "conditional": true, "data.digits": "0,1" });
    let mut session = trained(digits, 150);
    let (trainer, dataset) = session.trainer().unwrap();
    let (mut told, mut mistold) = (0.0, 0.0);
    let labels = dataset.test.labels(0, 60).unwrap().to_vec();
    for (at, &label) in labels.iter().enumerate().filter(|(_, label)| **label < 2) {
        let image = dataset.test.pixels(at, 1).unwrap();
        let nats = |label| -> f32 {
            block_on(trainer.surprise(&image, &[label]))
                .unwrap()
                .iter()
                .sum()
        };
        told += nats(label);
        mistold += nats(1 - label);
    }
    assert!(told < 0.95 * mistold, "{told}, {mistold}");
    let error = block_on(trainer.surprise(&[0.0; 784], &[])).unwrap_err();
    assert_eq!(error.code, ErrorCode::BadInput, "{error}");
}

#[test]
fn what_is_continued_keeps_what_is_known() {
    let mut session = trained(json!({}), 40);
    let (trainer, dataset) = session.trainer().unwrap();
    let image = dataset.test.pixels(0, 1).unwrap();
    let white: Vec<f32> = image.iter().map(|&x| x.round()).collect();
    let draw = |known: Vec<f32>, count, seed, temperature| {
        let asked = Continue {
            known,
            count,
            seed,
            temperature,
            ..Continue::default()
        };
        block_on(trainer.continue_image(&image, asked)).unwrap()
    };
    // The first 13 rows: a row of blocks is known by its upper half.
    let upper: Vec<f32> = (0..784)
        .map(|at| f32::from(u8::from(at < 13 * 28)))
        .collect();
    let some = draw(upper.clone(), 3, 5, None);
    assert_eq!(
        (some.images.len(), some.probabilities.len()),
        (3 * 784, 3 * 196 * 16)
    );
    for image in some.images.chunks(784) {
        assert_eq!(image[..13 * 28], white[..13 * 28]);
    }
    assert_ne!(some.images[..784], some.images[784..2 * 784]);
    for (at, probabilities) in some.probabilities.chunks(16).enumerate() {
        let sum: f32 = probabilities.iter().sum();
        assert!((sum - 1.0).abs() < 1e-5, "{sum}");
        let likely = probabilities.iter().filter(|&&p| p > 0.0).count();
        let row = at % 196 / 14;
        assert_eq!(
            likely,
            [1, 4, 16][row.saturating_sub(5).min(2)],
            "row {row}"
        );
    }
    // As many as are asked for, the first ones the same; another seed, others.
    assert_eq!(
        draw(upper.clone(), 2, 5, None).images,
        some.images[..2 * 784]
    );
    assert_ne!(draw(upper, 3, 6, None).images, some.images);
    assert_eq!(draw(vec![1.0; 784], 1, 0, None).images, white);
    // The coldest choice is the likeliest, whatever the seed.
    let cold = |seed| draw(vec![0.0; 784], 1, seed, Some(0.01)).images;
    assert_eq!(cold(1), cold(2));

    let hot = Continue {
        known: vec![0.0; 784],
        count: 1,
        temperature: Some(0.0),
        ..Continue::default()
    };
    let error = block_on(trainer.continue_image(&image, hot)).unwrap_err();
    assert_eq!(error.code, ErrorCode::BadSetting, "{error}");
    let mut vae = session_of("vae", &json!({ "hidden_dim": 8 }));
    let error = block_on(vae.trainer().unwrap().0.surprise(&image, &[])).unwrap_err();
    assert!(error.message.contains("transformer"), "{error}");
}

#[test]
fn samples_follow_their_settings() {
    let drawn = |more: Value| {
        let mut session = trained(more, 40);
        let (trainer, _) = session.trainer().unwrap();
        block_on(trainer.sample(3, 7, &[])).unwrap()
    };
    let [plain, cold, few] = [
        json!({}),
        json!({ "temperature": 0.01 }),
        json!({ "top_p": 0.01 }),
    ]
    .map(drawn);
    assert!(plain.iter().all(|&pixel| pixel == 0.0 || pixel == 1.0));
    assert_ne!(plain, cold);
    // Both take the likeliest symbol, and so all three are one image.
    assert_eq!(cold, few);
    assert_eq!(cold[..784], cold[784..2 * 784]);
}

#[test]
fn what_makes_no_sense_is_refused_with_the_reason() {
    for (changes, says) in [
        (json!({ "binarise": false }), "black and white"),
        (json!({ "hidden_dim": 30 }), "multiple of 4"),
        (json!({ "latent_dim": 3 }), "no effect on a transformer"),
        (json!({ "architecture": "mlp" }), "do not go together"),
    ] {
        let error = Settings::with("transformer", changes.as_object().unwrap()).unwrap_err();
        assert!(error.message.contains(says), "{error}");
    }
}
