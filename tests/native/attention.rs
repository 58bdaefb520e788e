//! Where a transformer looks.

use super::transformer::trained;
use generative_playground::ErrorCode;
use generative_playground::model::transformer::symbols::PLACES;
use pollster::block_on;
use serde_json::json;

/// Attention computed once more from the signals before each attention and the exported weights, in plain loops.
#[test]
fn attention_is_the_softmax_of_what_queries_and_keys_have_in_common() {
    let (width, heads) = (16, 4);
    let mut session = trained(json!({ "blocks": 2 }), 30);
    let bytes = block_on(session.export()).unwrap();
    let file = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    let tensor = |name: &str| -> Vec<f64> {
        let numbers = file.tensor(name).unwrap().data().as_chunks().0.iter();
        numbers
            .map(|&bytes| f32::from_le_bytes(bytes).into())
            .collect()
    };
    let (trainer, dataset) = session.trainer().unwrap();
    let image = dataset.test.pixels(0, 1).unwrap();
    let found = block_on(trainer.attention(&image, &[])).unwrap();
    assert_eq!((found.layers, found.heads), (2, heads));
    assert_eq!(found.weights.len(), 2 * heads * PLACES * PLACES);

    let networks = block_on(trainer.activations(image.clone(), Vec::new(), &[])).unwrap();
    let layers = |name| {
        &networks
            .iter()
            .find(|one| one.network == name)
            .unwrap()
            .layers
    };
    let before = [
        layers("embedding").last().unwrap(),
        &layers("transformer")[1],
    ];
    for (block, signal) in before.into_iter().enumerate() {
        let norm = ["weight", "bias"]
            .map(|name| tensor(&format!("transformer.{}.layers.0.{name}", 2 * block)));
        let into = tensor(&format!(
            "transformer.{}.layers.1.in_proj.weight",
            2 * block
        ));
        let queries_and_keys: Vec<Vec<f64>> = (0..PLACES)
            .map(|place| {
                let x: Vec<f64> = (0..width)
                    .map(|at| signal.values[at * PLACES + place].into())
                    .collect();
                let mean = x.iter().sum::<f64>() / width as f64;
                let variance = x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / width as f64;
                let normal = |at: usize| {
                    (x[at] - mean) / (variance + 1e-5).sqrt() * norm[0][at] + norm[1][at]
                };
                let dot = |row: &[f64]| {
                    row.iter()
                        .enumerate()
                        .map(|(at, weight)| weight * normal(at))
                        .sum()
                };
                into.chunks_exact(width).take(2 * width).map(dot).collect()
            })
            .collect();
        let depth = width / heads;
        for head in 0..heads {
            for place in [0, 1, 15, 100, 195] {
                let fit = |other: usize| -> f64 {
                    let values = head * depth..(head + 1) * depth;
                    let products = values.map(|at| {
                        queries_and_keys[place][at] * queries_and_keys[other][width + at]
                    });
                    products.sum::<f64>() / (depth as f64).sqrt()
                };
                let sum: f64 = (0..=place).map(|other| fit(other).exp()).sum();
                let row = ((block * heads + head) * PLACES + place) * PLACES;
                for other in 0..PLACES {
                    let expected = if other <= place {
                        fit(other).exp() / sum
                    } else {
                        0.0
                    };
                    let weight = f64::from(found.weights[row + other]);
                    assert!(
                        (weight - expected).abs() < 1e-5,
                        "block {block}, head {head}, {place} at {other}: {weight}, not {expected}"
                    );
                }
            }
        }
    }
    let error = block_on(trainer.attention(&[0.0; 1568], &[])).unwrap_err();
    assert_eq!(error.code, ErrorCode::BadInput, "{error}");
}
