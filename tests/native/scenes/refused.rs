//! What cannot be played, and what is said then.

use super::{play, request};
use crate::{session, session_of};
use generative_playground::ErrorCode;
use generative_playground::dataset::PIXELS;
use generative_playground::scenes::{Request, SCENES, scene};
use generative_playground::training::Capability;
use serde_json::json;

#[test]
fn every_scene_says_what_is_wrong() {
    let mut session = session(json!({ "hidden_dim": 4, "latent_dim": 2 }));
    let mut says = |name: &str, request: Request| {
        let error = play(&mut session, name, request).unwrap_err();
        (error.code, error.message)
    };
    let (code, message) = says("repaint", request(1, &[]));
    assert_eq!(code, ErrorCode::BadInput);
    for scene in SCENES {
        assert!(message.contains(scene.info().name), "{message}");
    }
    let (code, message) = says("repair", request(1, &[("hole", 3.0)]));
    assert_eq!(code, ErrorCode::BadSetting);
    assert!(
        message.contains("Its options are: size, answers"),
        "{message}"
    );
    let (code, message) = says("enlarge", request(1, &[("size", 10.0)]));
    assert_eq!(code, ErrorCode::BadSetting);
    assert_eq!(message, "size must be 7 or 14; 10 came.");
    let (_, message) = says("measure", request(1, &[("measurements", 9.5)]));
    assert_eq!(
        message,
        "measurements must be a whole number from 10 to 750; 9.5 came."
    );
    let (code, _) = says("repair", request(20_000, &[]));
    assert_eq!(code, ErrorCode::NoData);
    let mask = |mask: Vec<f32>| Request {
        mask,
        ..request(1, &[])
    };
    for mask in [
        mask(vec![0.0; 9]),
        mask(vec![0.0; PIXELS]),
        mask(vec![1.0; PIXELS]),
    ] {
        assert_eq!(says("repair", mask).0, ErrorCode::BadInput);
    }
    let (code, message) = says("denoise", mask([1.0, 0.0].repeat(PIXELS / 2)));
    assert_eq!(code, ErrorCode::BadInput);
    assert!(message.contains("has no hole"), "{message}");
    let (code, message) = says("anomaly", request(200, &[]));
    assert_eq!(code, ErrorCode::BadInput);
    assert!(message.contains("data.digits="), "{message}");
}

#[test]
fn a_model_plays_what_it_can() {
    let fits =
        |name: &str, capabilities: &[Capability]| scene(name).unwrap().info().fits(capabilities);
    use Capability::{Autoregressive, Conditional, Decodes, Encodes, Flows, Judges};
    assert!(fits("repair", &[Flows]) && fits("repair", &[Autoregressive]));
    assert!(fits("measure", &[Decodes]) && fits("measure", &[Flows]));
    assert!(fits("denoise", &[Encodes]) && fits("denoise", &[Decodes]));
    assert!(fits("anomaly", &[Judges]) && !fits("anomaly", &[Judges, Conditional]));
    let mut told = session_of("cvae", &json!({ "hidden_dim": 4, "latent_dim": 2 }));
    let error = play(&mut told, "anomaly", request(200, &[])).unwrap_err();
    assert!(error.message.contains("is not told the digit"), "{error}");
    // A drawing comes without a label, and such a model has to be told it.
    let drawing = |labels: Vec<u8>| Request {
        images: vec![0.5; PIXELS],
        labels,
        ..request(0, &[("steps", 2.0), ("restarts", 2.0)])
    };
    let labelled = Request {
        images: Vec::new(),
        ..drawing(vec![3])
    };
    let error = play(&mut told, "repair", labelled).unwrap_err();
    assert!(error.message.contains("labels of their own"), "{error}");
    let mut untold = session_of("vae", &json!({ "hidden_dim": 4, "latent_dim": 2 }));
    let error = play(&mut untold, "repair", drawing(vec![3])).unwrap_err();
    assert!(error.message.contains("not told the digit"), "{error}");
    let error = play(&mut told, "repair", drawing(Vec::new())).unwrap_err();
    assert!(error.message.contains("give it too"), "{error}");
    assert_eq!(
        play(&mut told, "repair", drawing(vec![3])).unwrap().count,
        1
    );
    // Scenes that find the digit out themselves, or look at no image, do not ask.
    for name in ["compress", "smaller"] {
        let unlabelled = Request {
            options: Vec::new(),
            ..drawing(Vec::new())
        };
        assert_eq!(
            play(&mut told, name, unlabelled).unwrap().count,
            1,
            "{name}"
        );
    }
}
