//! Transformers: their likelihood is one, whichever way it is computed, and what they draw follows it.

mod continuation;
mod network;
mod training;

use super::{session_of, train};
use generative_playground::Session;
use serde_json::{Value, json};

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
