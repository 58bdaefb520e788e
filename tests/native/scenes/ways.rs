//! What models without a latent answer: flows, and what draws piece by piece.

use super::{model, plain, play, request};
use crate::{session_of, train};
use generative_playground::ErrorCode;
use generative_playground::dataset::PIXELS;
use generative_playground::scenes::Request;
use serde_json::json;

/// The four pixels of one of the model's blocks, in the order of its number's bits.
fn pixels(row: usize, column: usize) -> [usize; 4] {
    [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(y, x)| (2 * row + y) * 28 + 2 * column + x)
}

#[test]
fn what_draws_piece_by_piece_answers_by_how_likely_the_whole_image_is() {
    let small = json!({ "hidden_dim": 16, "blocks": 1, "batch_size": 16, "lr": 0.01 });
    let mut session = session_of("transformer", &small);
    train(&mut session, 100);
    let (trainer, dataset) = session.trainer().unwrap();
    let white = |pixel: &f32| f32::from(u8::from(*pixel >= 0.5));
    let image: Vec<f32> = (dataset.test.pixels(0, 1).unwrap().iter())
        .map(white)
        .collect();
    // How likely each of the sixteen images is that differ in a block.
    let posterior = |hole: [usize; 4]| -> Vec<f64> {
        let mut all = image.repeat(16);
        for (block, one) in all.chunks_exact_mut(PIXELS).enumerate() {
            for (bit, pixel) in hole.into_iter().enumerate() {
                one[pixel] = (block >> bit & 1) as f32;
            }
        }
        let nats = pollster::block_on(trainer.surprise(&all, &[])).unwrap();
        let sum = |nats: &[f32]| nats.iter().copied().map(f64::from).sum::<f64>();
        let sums: Vec<f64> = nats.chunks_exact(196).map(sum).collect();
        let least = sums.iter().copied().fold(f64::INFINITY, f64::min);
        let weights: Vec<f64> = sums.iter().map(|sum| (least - sum).exp()).collect();
        let total: f64 = weights.iter().sum();
        weights.iter().map(|weight| weight / total).collect()
    };
    // Where it is least sure.
    let places = (4..12).map(|row| pixels(row, 7));
    let holes = places.map(|hole| (hole, posterior(hole)));
    let largest = |all: &[f64]| all.iter().copied().fold(0.0, f64::max);
    let (hole, exact) = holes
        .min_by(|(_, a), (_, b)| largest(a).total_cmp(&largest(b)))
        .unwrap();
    assert!(largest(&exact) < 0.8, "{exact:?}");

    let copies = 150;
    let mut mask = vec![0.0; PIXELS];
    hole.into_iter().for_each(|pixel| mask[pixel] = 1.0);
    let asked = Request {
        images: image.repeat(copies),
        mask,
        ..request(copies, &[("restarts", 20.0), ("answers", 1.0)])
    };
    let found = play(&mut session, "repair", asked).unwrap();
    assert_eq!((found.model.method, found.answers), ("continuation", 1));
    let mut shares = [0.0; 16];
    for answer in found.model.images.chunks_exact(PIXELS) {
        let bits = hole.into_iter().enumerate();
        let block: usize = bits.map(|(bit, at)| (answer[at] as usize) << bit).sum();
        shares[block] += 1.0 / copies as f64;
    }
    for (block, (exact, found)) in exact.iter().zip(shares).enumerate() {
        println!("{block}: {exact:.3} {found:.3}");
        let error = (exact * (1.0 - exact) / copies as f64).sqrt();
        assert!((found - exact).abs() < 4.0 * error + 0.02, "{block}");
    }
}

#[test]
fn a_flow_repairs_enlarges_measures_and_takes_noise_away() {
    let small = json!({ "width": 0.25, "batch_size": 32, "sample_steps": 8 });
    let mut session = session_of("flow", &small);
    train(&mut session, 200);

    let repaired = play(&mut session, "repair", request(20, &[("restarts", 4.0)])).unwrap();
    assert_eq!(
        (repaired.model.method, repaired.answers),
        ("guided-paths", 4)
    );
    let (ours, mean) = (
        model(&repaired, "squared_error"),
        plain(&repaired, "mean-image", "squared_error"),
    );
    println!("repair {ours:.5}, mean {mean:.5}");
    assert!(ours < 1.1 * mean, "{ours} {mean}");
    let (hole, asked) = (vec![1.0, 0.0], request(1, &[]));
    let error = play(
        &mut session,
        "repair",
        Request {
            mask: hole,
            ..asked
        },
    )
    .unwrap_err();
    assert_eq!(error.code, ErrorCode::BadInput);

    let cleaned = play(&mut session, "denoise", request(50, &[("noise", 0.5)])).unwrap();
    assert_eq!(cleaned.model.method, "expectation");
    let [ours, blur, median] = [
        model(&cleaned, "psnr"),
        plain(&cleaned, "blur", "psnr"),
        plain(&cleaned, "median", "psnr"),
    ];
    println!("denoise {ours:.2}, blur {blur:.2}, median {median:.2}");
    assert!(ours > blur.max(median) + 1.0, "{ours} {blur} {median}");

    let few = [("size", 7.0), ("restarts", 2.0)];
    let enlarged = play(&mut session, "enlarge", request(20, &few)).unwrap();
    assert_eq!(enlarged.model.method, "guided-paths");
    // Small again, each picture is what it was made from, but where that asks for pixels that are none.
    let small = |images: &[f32], block: usize| -> f32 {
        let (y, x) = (block / 7 * 4, block % 7 * 4);
        let pixel = |at: usize| images[(y + at / 4) * 28 + x + at % 4];
        (0..16).map(pixel).sum::<f32>() / 16.0
    };
    let pairs =
        (enlarged.model.images.chunks_exact(PIXELS)).zip(enlarged.seen.chunks_exact(PIXELS));
    let blocks = pairs.flat_map(|(answer, seen)| {
        (0..49).map(move |block| (small(answer, block) - small(seen, block)).abs())
    });
    let errors: Vec<f32> = blocks.collect();
    let mean = errors.iter().sum::<f32>() / errors.len() as f32;
    println!("enlarge {mean}");
    assert!(mean < 0.02, "{mean}");

    let few = [("measurements", 100.0), ("restarts", 2.0)];
    let measured = play(&mut session, "measure", request(20, &few)).unwrap();
    assert_eq!(measured.model.method, "guided-paths");
    let (ours, lasso) = (
        model(&measured, "squared_error"),
        plain(&measured, "lasso", "squared_error"),
    );
    println!("measure {ours:.5}, lasso {lasso:.5}");
    assert!(ours < 0.7 * lasso, "{ours} {lasso}");
}
