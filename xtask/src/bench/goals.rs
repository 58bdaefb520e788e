//! What we want our own figures to be, on two cores that do nothing else, without a GPU. They stand beside what was measured.

/// A step in the page may take this many times that of a blank page.
pub const STEP_IN_PAGE: f64 = 1.10;
/// A step with every augmentation may take this many times that of images as they are.
pub const STEP_AUGMENTED: f64 = 1.10;
/// Memory after the first minute may be this many times that of its end.
pub const MEMORY_LATER: f64 = 1.10;
/// With a core busy, jax-js's best round must take this many times our step, ...
pub const JAX_BESIDE_BUSY_CORE: f64 = 1.3;
/// ... and our one thread's this many, so that several are at most 5 % slower than it.
pub const ALONE_BESIDE_BUSY_CORE: f64 = 1.0 / 1.05;
/// Milliseconds since a visit began.
pub const FIRST_PICTURE_MS: f64 = 500.0;
/// Milliseconds since a visit began.
pub const FIRST_STEP_MS: f64 = 800.0;
/// What browsers call a long task, in milliseconds.
pub const LONG_TASK_MS: f64 = 50.0;

/// Until 2,000 samples are measured, in milliseconds.
pub const MEASURED_MS: f64 = 3_000.0;
/// Until the explorer shows all images, in milliseconds.
pub const EXPLORER_MS: f64 = 2_000.0;

/// Bytes that the page's process may hold in memory while this model trains.
pub fn memory(model: &str) -> Option<f64> {
    match model {
        "vae" => Some(250e6),
        "gan" => Some(350e6),
        _ => None,
    }
}

/// How many times our step a peer's best round must take.
pub fn against(who: &str, kind: &str, model: &str) -> Option<f64> {
    match (who, kind, model) {
        ("jax-js", "cpu", "vae" | "gan") => Some(3.0),
        ("jax-js", "webgpu", "vae") => Some(2.5),
        _ => None,
    }
}
