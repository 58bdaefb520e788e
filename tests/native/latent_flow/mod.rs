//! Latent flows: what their loss trains, and what their samples follow.

mod gradients;
mod latents;
mod paths;

use super::{session_of, train};
use generative_playground::Session;
use pollster::block_on;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Small, and quick to learn.
fn small(more: Value) -> Value {
    let mut all = json!({
        "batch_size": 20, "latent_dim": 3, "hidden_dim": 16, "lr_warmup": 0, "lr": 0.004, "seed": 2,
    });
    let more = more.as_object().unwrap().clone();
    all.as_object_mut().unwrap().extend(more);
    all
}

fn samples(session: &mut Session, labels: &[u8]) -> Vec<f32> {
    let (trainer, _) = session.trainer().unwrap();
    block_on(trainer.sample(6, 7, labels)).unwrap()
}

/// The same weights, whatever samples are drawn with.
pub(super) fn trained(more: Value) -> Session {
    let mut session = session_of("latent-flow", &small(more));
    train(&mut session, 60);
    session
}

/// The exported weights by name.
fn exported(session: &mut Session) -> BTreeMap<String, Vec<f32>> {
    let bytes = block_on(session.export()).unwrap();
    let file = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    let values = |data: &[u8]| {
        let numbers = data.as_chunks().0.iter();
        numbers.map(|&bytes| f32::from_le_bytes(bytes)).collect()
    };
    file.iter()
        .map(|(name, view)| (name.to_string(), values(view.data())))
        .collect()
}
