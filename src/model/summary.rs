//! What a network is made of, for people.

use super::layer::{LayerSpec, SignalShape, linear};
use super::{AdversarialConfig, Autoencoder, AutoencoderConfig, Network};
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
        PartSummary::new(name, self.input(), self.layers().map(|(spec, _)| spec))
    }
}

impl PartSummary {
    /// Of layers that need not have weights yet.
    pub fn new<'a>(
        name: &str,
        input: SignalShape,
        specs: impl Iterator<Item = &'a LayerSpec>,
    ) -> Self {
        let mut before = input;
        let layers: Vec<_> = specs
            .map(|spec| {
                let parameters = spec.parameters(before);
                before = LayerSpec::output(before, spec);
                LayerSummary {
                    name: spec.describe(),
                    output: before,
                    parameters,
                }
            })
            .collect();
        Self {
            name: name.into(),
            input,
            parameters: layers.iter().map(|layer| layer.parameters).sum(),
            layers,
        }
    }

    fn outputs(&self) -> usize {
        let last = self.layers.last().map_or(self.input, |layer| layer.output);
        last.iter().product()
    }
}

impl AutoencoderConfig {
    /// Encoder, the two heads and decoder, as [`Autoencoder::new`] would make them.
    pub fn summary(&self) -> Vec<PartSummary> {
        let (image, encoder) = self.encoder_layers();
        let (latent, decoder) = self.decoder_layers();
        let encoder = PartSummary::new("encoder", image, encoder.iter());
        let head = [linear(self.latent_dim)];
        let features = [encoder.outputs(), 1, 1];
        vec![
            encoder,
            PartSummary::new("mean", features, head.iter()),
            PartSummary::new("logvar", features, head.iter()),
            PartSummary::new("decoder", latent, decoder.iter()),
        ]
    }
}

impl AdversarialConfig {
    /// Generator and discriminator, as they would be made.
    pub fn summary(&self) -> [PartSummary; 2] {
        let (generator, discriminator) = (self.generator_layers(), self.discriminator_layers());
        [
            PartSummary::new("generator", self.generator_input(), generator.iter()),
            PartSummary::new(
                "discriminator",
                self.discriminator_input(),
                discriminator.iter(),
            ),
        ]
    }
}

impl Autoencoder {
    /// Encoder, the two heads and decoder.
    pub fn summary(&self) -> Vec<PartSummary> {
        let head = |name: &str, layer: &burn::nn::Linear| {
            let [inputs, outputs] = layer.weight.dims();
            PartSummary::new(name, [inputs, 1, 1], [linear(outputs)].iter())
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
