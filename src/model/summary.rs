//! What a network is made of, for people.

use super::layer::SignalShape;
use super::{Autoencoder, Network};
use serde::Serialize;
use std::fmt;

/// One network of a model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartSummary {
    /// "encoder", "generator", ...
    pub name: String,
    /// Channels, height and width of what goes in.
    pub input: SignalShape,
    /// The layers, in order.
    pub layers: Vec<LayerSummary>,
    /// Trained values in all of them.
    pub parameters: usize,
}

/// One layer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LayerSummary {
    /// "Linear 400" for example.
    pub name: String,
    /// Channels, height and width of what comes out.
    pub output: SignalShape,
    /// Trained values.
    pub parameters: usize,
}

impl Network {
    /// The layers with their shapes and sizes.
    pub fn summary(&self, name: &str) -> PartSummary {
        let mut before = self.input();
        let layers: Vec<_> = self
            .layers()
            .map(|(spec, output)| {
                let parameters = spec.parameters(before);
                before = output;
                LayerSummary {
                    name: spec.describe(),
                    output,
                    parameters,
                }
            })
            .collect();
        PartSummary {
            name: name.into(),
            input: self.input(),
            parameters: layers.iter().map(|layer| layer.parameters).sum(),
            layers,
        }
    }
}

impl Autoencoder {
    /// Encoder, the two heads and decoder.
    pub fn summary(&self) -> Vec<PartSummary> {
        let features = self.encoder.outputs();
        let head = |name: &str, linear: &burn::nn::Linear| {
            let [inputs, outputs] = linear.weight.dims();
            let parameters = (inputs + 1) * outputs;
            PartSummary {
                name: name.into(),
                input: [features, 1, 1],
                layers: vec![LayerSummary {
                    name: format!("Linear {outputs}"),
                    output: [outputs, 1, 1],
                    parameters,
                }],
                parameters,
            }
        };
        vec![
            self.encoder.summary("encoder"),
            head("mean", &self.mean),
            head("logvar", &self.logvar),
            self.decoder.summary("decoder"),
        ]
    }
}

/// "784" or "64 x 7 x 7".
fn shape([channels, height, width]: SignalShape) -> String {
    if height * width == 1 {
        channels.to_string()
    } else {
        format!("{channels} x {height} x {width}")
    }
}

/// A table of the layers.
impl fmt::Display for PartSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} parameters, from {}",
            self.name,
            self.parameters,
            shape(self.input)
        )?;
        for layer in &self.layers {
            write!(
                f,
                "\n  {:<44} {:<16} {}",
                layer.name,
                shape(layer.output),
                layer.parameters
            )?;
        }
        Ok(())
    }
}
