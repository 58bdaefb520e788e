//! Images packed by a model's probabilities: without loss, in the length that the model itself says, and refused where a file is not
//! what it should be.

use super::{packed, session, session_of, train};
use burn::tensor::Device;
use generative_playground::compress::{Code, Packing, binarised, code_of, file, pack, unpack};
use generative_playground::dataset::PIXELS;
use generative_playground::dataset::idx::write_images;
use generative_playground::model::{Autoencoder, AutoencoderConfig, AutoencoderKind};
use generative_playground::model::{Init, Pass, Portable, Scheme};
use generative_playground::random::{Purpose, stream, uniform_unit};
use generative_playground::{ErrorCode, Session};
use pollster::block_on;
use rand::RngExt;
use serde_json::json;
use std::rc::Rc;

fn code(session: &mut Session) -> Rc<dyn Code> {
    block_on(code_of(session.trainer().unwrap().0)).unwrap()
}

/// Test images as an IDX file.
fn grey_images(session: &Session, count: usize) -> Vec<u8> {
    write_images(&bytes(&session.dataset.test.pixels(0, count).unwrap()))
}

fn bytes(pixels: &[f32]) -> Vec<u8> {
    let pixels = pixels.iter().map(|pixel| (255.0 * pixel).round() as u8);
    pixels.collect()
}

/// The same, black and white.
fn images(session: &Session, count: usize) -> Vec<u8> {
    binarised(&grey_images(session, count)).unwrap()
}

fn there_and_back(code: &Rc<dyn Code>, idx: &[u8]) -> Vec<u8> {
    let told = if code.is_told() {
        idx.len() / PIXELS
    } else {
        0
    };
    let digits: Vec<u8> = (0..told).map(|at| (at * 7 % 10) as u8).collect();
    let file = pack(code.clone(), &digits, idx, &mut |_| {}).unwrap();
    let back = unpack(code.clone(), &file, &mut |_| {}).unwrap();
    assert!(back == idx, "the very bytes");
    file
}

/// Every kind of autoencoder, and a transformer, untrained: what they say is nonsense, which costs length alone.
#[test]
fn every_model_gives_back_the_very_bytes() {
    let kinds = [
        "mlp",
        "deep",
        "conv",
        "conv-strided",
        "conv-silu",
        "conv-norm",
    ];
    let small = |kind| json!({ "architecture": kind, "hidden_dim": 12, "latent_dim": 3 });
    let mut sessions: Vec<_> = kinds.map(|kind| session(small(kind))).into();
    sessions.push(session_of(
        "transformer",
        &json!({ "hidden_dim": 8, "blocks": 1 }),
    ));
    sessions.push(session_of(
        "iwae",
        &json!({ "hidden_dim": 12, "latent_dim": 3 }),
    ));
    for kind in kinds {
        let mut settings = small(kind);
        settings["conditional"] = true.into();
        sessions.push(session(settings));
    }
    sessions.push(session_of(
        "transformer",
        &json!({ "hidden_dim": 8, "blocks": 1, "conditional": true }),
    ));
    let grey = kinds.map(|kind| {
        let mut settings = small(kind);
        settings["likelihood"] = "discretised-logistic".into();
        session(settings)
    });
    for mut session in grey {
        let code = code(&mut session);
        for count in [0, 1, 2, 23] {
            there_and_back(&code, &grey_images(&session, count));
            there_and_back(&code, &images(&session, count));
        }
    }
    for session in &mut sessions {
        let code = code(session);
        for count in [1, 2, 23] {
            there_and_back(&code, &images(session, count));
        }
    }
    // Whatever the two values are, and of every kind of picture.
    let code = code(&mut sessions[0]);
    let mut rng = stream(3, Purpose::Noise, 0);
    for levels in [[0, 255], [0, 1], [7, 9], [0, 0], [200, 200], [255, 255]] {
        let pixels: Vec<u8> = (0..5 * PIXELS)
            .map(|_| levels[rng.random_range(0..2u32) as usize])
            .collect();
        there_and_back(&code, &write_images(&pixels));
    }
    there_and_back(&code, &write_images(&[]));
}

/// The bound is computed by other code, on tensors, and with other noise.
#[test]
fn a_file_is_as_long_as_the_models_own_bound() {
    let mut vae =
        session(json!({ "hidden_dim": 64, "latent_dim": 8, "lr": 0.002, "binarise": true }));
    train(&mut vae, 400);
    let transformer = json!({ "hidden_dim": 16, "blocks": 1, "lr_warmup": 10 });
    let mut transformer = session_of("transformer", &transformer);
    train(&mut transformer, 60);
    let grey = json!({ "hidden_dim": 64, "latent_dim": 8, "lr": 0.002, "likelihood": "discretised-logistic" });
    let mut grey = session(grey);
    train(&mut grey, 400);
    let told = json!({ "hidden_dim": 64, "latent_dim": 8, "lr": 0.002, "binarise": true });
    let mut told = session_of("cvae", &told);
    train(&mut told, 400);
    let models = [
        (&mut vae, 1_000),
        (&mut told, 1_000),
        (&mut grey, 300),
        (&mut transformer, 100),
    ];
    for (session, count) in models {
        let request = generative_playground::scenes::Request {
            count,
            seed: 1,
            ..Default::default()
        };
        let (trainer, dataset) = session.trainer().unwrap();
        let mut work =
            generative_playground::scenes::begin("compress", request, trainer, dataset).unwrap();
        let outcome = loop {
            if let Some(outcome) = block_on(work.advance(dataset)).unwrap().outcome {
                break outcome;
            }
        };
        let number = |name: &str| outcome.model.numbers.get(name).unwrap();
        let pixels = (count * PIXELS) as f64;
        let bound = pixels * number("bound_bits_per_pixel");
        let found = 8.0 * number("bytes") - number("overhead_bits");
        println!(
            "{}: {found} bits, bound {bound}, overhead {}",
            outcome.model.method,
            number("overhead_bits")
        );
        for answer in &outcome.plain {
            println!(
                "  {} {}",
                answer.method,
                answer.numbers.get("bits_per_pixel").unwrap()
            );
        }
        assert!((found / bound - 1.0).abs() < 0.01, "{found}, not {bound}");
        assert!(number("overhead_bits") < 2_500.0);
        // A model that has seen digits beats compressors that have not.
        let best = outcome.plain[0].numbers.get("bits_per_pixel").unwrap();
        assert!(number("bits_per_pixel") < best || outcome.model.method != "bits-back");
        assert_eq!(outcome.file.len() as f64, number("bytes"));
        let code = code(session);
        let idx = unpack(code, &outcome.file, &mut |_| {}).unwrap();
        assert!(idx == write_images(&bytes(&outcome.truth)));
    }
}

/// On plain memory a network computes what it computes on tensors, to single precision; and a row does not depend on the others.
#[test]
fn networks_on_plain_memory_are_those_on_tensors() {
    let device = Device::flex();
    let kinds = [
        AutoencoderKind::Mlp,
        AutoencoderKind::Deep,
        AutoencoderKind::Conv,
        AutoencoderKind::ConvStrided,
        AutoencoderKind::ConvSilu,
        AutoencoderKind::ConvNorm,
    ];
    for kind in kinds {
        let config = AutoencoderConfig {
            kind,
            hidden_dim: 20,
            latent_dim: 4,
            conditional: false,
            dropout: 0.3,
            outputs: 1,
        };
        let model = Autoencoder::new(config, &mut Init::new(Scheme::Pytorch, 5, &device));
        for (network, inputs) in [(&model.encoder, PIXELS), (&model.decoder, 4)] {
            let x = uniform_unit(&mut stream(2, Purpose::Noise, 0), 3 * inputs);
            let data = burn::tensor::TensorData::new(x.clone(), [3, inputs]);
            let tensor = burn::tensor::Tensor::<2>::from_data(data, &device);
            let expected = network.forward(tensor, &mut Pass::eval()).into_data();
            let expected: Vec<f32> = expected.try_to_vec().unwrap();
            let portable = block_on(Portable::of(network)).unwrap();
            let found = portable.forward(&x);
            assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(&expected) {
                let error = (found - expected).abs();
                assert!(
                    error < 1e-4 * (1.0 + expected.abs()),
                    "{kind:?}: {found}, not {expected}"
                );
            }
            let outputs = found.len() / 3;
            let alone = portable.forward(&x[inputs..2 * inputs]);
            assert_eq!(alone, found[outputs..2 * outputs], "{kind:?}");
        }
    }
}

/// In the browser too: `tests/web/main.rs`.
#[test]
fn what_is_packed_here_is_packed_in_the_browser_to_the_same_bytes() {
    assert_eq!(block_on(packed::fingerprint()), packed::FINGERPRINT);
}

#[test]
fn a_file_that_is_not_what_it_should_be_is_refused() {
    let mut one = session(json!({ "hidden_dim": 8, "latent_dim": 2 }));
    let mut other = session(json!({ "hidden_dim": 8, "latent_dim": 2, "seed": 1 }));
    let mut transformer = session_of("transformer", &json!({ "hidden_dim": 8, "blocks": 1 }));
    let idx = images(&one, 12);
    let (this, wrong) = (code(&mut one), code(&mut other));
    let packed = there_and_back(&this, &idx);
    let says = |code: &Rc<dyn Code>, bytes: &[u8]| {
        let error = unpack(code.clone(), bytes, &mut |_| {}).unwrap_err();
        (error.code, error.message)
    };
    for code in [wrong, code(&mut transformer)] {
        let (kind, message) = says(&code, &packed);
        assert_eq!(kind, ErrorCode::BadInput);
        assert!(message.contains("other weights"), "{message}");
    }
    for length in 1..packed.len() {
        let (kind, message) = says(&this, &packed[..length]);
        assert_eq!(kind, ErrorCode::BadFile);
        assert!(message.contains("cut short"), "{length}: {message}");
    }
    // Forged: all checks are right but that of the content.
    let (header, stack) = file::read(&packed).unwrap();
    for at in (0..stack.len()).step_by(5) {
        let mut forged = stack.to_vec();
        forged[at] ^= 1 << (at % 8);
        assert_eq!(
            says(&this, &file::write(&header, &forged)).0,
            ErrorCode::BadFile,
            "byte {at}"
        );
    }
    for images in [0, 1, 11, 13, file::MOST] {
        let forged = file::write(&file::Header { images, ..header }, stack);
        assert_eq!(
            says(&this, &forged).0,
            ErrorCode::BadFile,
            "{images} images"
        );
    }
    let mut rng = stream(4, Purpose::Noise, 0);
    for _ in 0..200 {
        let bytes: Vec<u8> = (0..rng.random_range(0..200u32))
            .map(|_| rng.random())
            .collect();
        assert_eq!(
            says(&this, &file::write(&header, &bytes)).0,
            ErrorCode::BadFile
        );
        says(&this, &bytes);
    }
}

#[test]
fn what_cannot_be_packed_is_refused() {
    let says = |code: Rc<dyn Code>, idx: &[u8]| {
        let error = Packing::new(code, &[], idx).unwrap_err();
        (error.code, error.message)
    };
    let mut vae = session(json!({ "hidden_dim": 8, "latent_dim": 2 }));
    let grey = write_images(&(0..PIXELS).map(|at| (at % 3) as u8).collect::<Vec<_>>());
    let (kind, message) = says(code(&mut vae), &grey);
    assert_eq!(kind, ErrorCode::BadInput);
    assert!(
        message.contains("3 grey values") && message.contains("--binarise"),
        "{message}"
    );
    assert_eq!(says(code(&mut vae), &grey[..400]).0, ErrorCode::BadFile);
    let refused = |mut session: Session| {
        let error = block_on(code_of(session.trainer().unwrap().0)).unwrap_err();
        assert_eq!(error.code, ErrorCode::BadInput);
        error.message
    };
    let tiny = json!({ "hidden_dim": 8, "latent_dim": 2 });
    let four = images(&vae, 4);
    let mut told = session_of("cvae", &tiny);
    for digits in [&[][..], &[1, 2, 3], &[1, 2, 3, 10]] {
        let error = Packing::new(code(&mut told), digits, &four).unwrap_err();
        assert!(error.message.contains("by 4 digits"), "{error}");
    }
    assert!(refused(session_of("gan", &json!({}))).contains("does not say how likely"));
    let gaussian = json!({ "hidden_dim": 8, "likelihood": "gaussian" });
    assert!(refused(session(gaussian)).contains("black and white"));
}
