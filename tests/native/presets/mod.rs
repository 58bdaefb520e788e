//! Every preset learns, can be looked at and survives a save; what makes no sense is refused with the reason.

mod refusals;
mod saves;
mod steps;

use generative_playground::training::{Capability, Settings, families};
use serde_json::{Value, json};

/// Small and odd sizes; narrow, to be quick.
fn small(preset: &str) -> Value {
    let family = families::of(&Settings::preset(preset).unwrap()).unwrap();
    let has_encoder = family.capabilities.contains(&Capability::Encodes);
    if preset == "transformer" {
        return json!({ "batch_size": 19, "hidden_dim": 8, "blocks": 1, "lr": 0.003, "lr_warmup": 0, "seed": 1 });
    }
    let mut changes = match has_encoder {
        true => {
            json!({ "batch_size": 19, "latent_dim": 3, "hidden_dim": 24, "lr": 0.003, "seed": 1 })
        }
        false => {
            json!({ "batch_size": 19, "latent_dim": 7, "width": 0.1, "lr": 0.001, "seed": 1 })
        }
    };
    if preset == "vae-gan" {
        changes["width"] = json!(0.1);
    }
    if ["flow", "latent-flow", "fsq-made"].contains(&preset) {
        changes["lr_warmup"] = json!(0);
    }
    if preset == "flow" {
        changes.as_object_mut().unwrap().remove("latent_dim");
    }
    changes
}
