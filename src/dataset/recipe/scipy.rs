//! What SciPy makes of an image: `tests/fixtures/scipy/recipe.py`.

use crate::dataset::PIXELS;
use serde_json::Value;

/// The image that the script changes.
pub fn image() -> Vec<f32> {
    let pixel = |at: usize| {
        let (row, column) = (at / 28, at % 28);
        ((row * 37 + column * 101 + row * column * 7) % 256) as f32 / 255.0
    };
    (0..PIXELS).map(pixel).collect()
}

/// Fails where values differ from the script's of this name.
pub fn compare(name: &str, found: &[f32], tolerance: f64) {
    let text = include_str!("../../../tests/fixtures/scipy/recipe.json");
    let all: Value = serde_json::from_str(text).unwrap();
    let expected = all[name].as_array().unwrap();
    assert_eq!(expected.len(), found.len());
    for (at, (&found, expected)) in found.iter().zip(expected).enumerate() {
        let error = (f64::from(found) - expected.as_f64().unwrap()).abs();
        assert!(error < tolerance, "{name}, {at}: {found}, not {expected}");
    }
}
