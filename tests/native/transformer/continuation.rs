//! Images that begin as others do.

use super::trained;
use crate::session_of;
use generative_playground::ErrorCode;
use generative_playground::training::{Continue, Settings};
use pollster::block_on;
use serde_json::json;

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
