//! Methods without a model against other people's libraries (tests/fixtures/scipy/plain.py).

use generative_playground::scenes::{bicubic, lasso, median};
use serde_json::Value;
use std::path::Path;

fn fixture() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/scipy/plain.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn picture(side: usize) -> Vec<f32> {
    let pixel = |y: usize, x: usize| ((y * 37 + x * 101 + y * x * 7) % 256) as f32 / 255.0;
    (0..side * side)
        .map(|at| pixel(at / side, at % side))
        .collect()
}

fn compare(name: &str, found: &[f32], expected: &Value, tolerance: f64) {
    let expected = expected.as_array().unwrap();
    assert_eq!(found.len(), expected.len(), "{name}");
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        let error = (f64::from(*found) - expected.as_f64().unwrap()).abs();
        assert!(error < tolerance, "{name} {at}: {found}, not {expected}");
    }
}

#[test]
fn the_median_is_scipys_and_bicubic_is_pillows() {
    let fixture = fixture();
    compare("median", &median(&picture(28)), &fixture["median"], 2e-6);
    for side in [14, 7] {
        let name = format!("bicubic {side}");
        compare(&name, &bicubic(&picture(side), side), &fixture[&name], 2e-5);
    }
}

#[test]
fn the_lasso_is_scikit_learns() {
    let fixture = &fixture()["lasso"];
    let number = |key: &str| fixture[key].as_f64().unwrap();
    let (n, m) = (number("n") as usize, number("m") as usize);
    let value = |at: usize| {
        let at = at as f64;
        (2f64.sqrt() * (12.9898 * at + 78.233 * at.sin()).sin()) as f32
    };
    let matrix: Vec<f32> = (0..n * m).map(value).collect();
    let measured = fixture["measured"].as_array().unwrap();
    let measured: Vec<f32> = measured
        .iter()
        .map(|y| y.as_f64().unwrap() as f32)
        .collect();
    let found = lasso(&matrix, n, &measured, number("weight") as f32);
    compare("lasso", &found, &fixture["found"], 1e-3);
    let zeros = found.iter().filter(|x| **x == 0.0).count();
    assert!((20..n).contains(&zeros), "{zeros}");
}
