//! What a network is made of: as data for the page and for scripts that rebuild it, and as a table for people.

use super::layer::{LayerSpec, Linear, SignalShape};
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
    /// Trained values in all of them. WebAssembly's own numbers end at 4 thousand million, and what settings ask for need not fit.
    pub parameters: u64,
    /// Whether it is one layer, whose tensors are named after the part, rather than a chain, in which layers are numbered.
    pub single: bool,
}

/// One layer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LayerSummary {
    /// For people: "Linear 400".
    pub name: String,
    /// What it is.
    pub spec: LayerSpec,
    /// Channels, height and width of what goes in.
    pub input: SignalShape,
    /// Channels, height and width of what comes out.
    pub output: SignalShape,
    /// Trained values, in the layers within it too.
    pub parameters: u64,
    /// Its own tensors in files of weights.
    pub tensors: Vec<TensorSummary>,
    /// The chains of layers within it, all of which begin with its input.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub branches: Vec<BranchSummary>,
}

/// A chain of layers within a layer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BranchSummary {
    /// Its name in files of weights: "layers", "shortcut".
    pub name: &'static str,
    /// The layers, in order.
    pub layers: Vec<LayerSummary>,
}

/// One tensor in a file of weights.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TensorSummary {
    /// "encoder.0.weight" for example.
    pub name: String,
    /// Its sizes there.
    pub shape: Vec<usize>,
    /// Whether training changes it by gradients.
    pub trained: bool,
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
        let layers = summaries(name, input, specs);
        Self {
            name: name.into(),
            input,
            parameters: layers.iter().map(|layer| layer.parameters).sum(),
            layers,
            single: false,
        }
    }

    /// Of one linear layer with bias, such as an encoder's heads.
    pub(super) fn head(name: &str, inputs: usize, outputs: usize) -> Self {
        let input = [inputs, 1, 1];
        let spec = Linear {
            outputs,
            bias: true,
        };
        let layer = LayerSummary::new(name, input, &spec.into());
        Self {
            name: name.into(),
            input,
            parameters: layer.parameters,
            layers: vec![layer],
            single: true,
        }
    }

    /// Every tensor in files of weights, in their order.
    pub fn visit_tensors(&self, visit: &mut impl FnMut(&TensorSummary)) {
        fn within(layers: &[LayerSummary], visit: &mut impl FnMut(&TensorSummary)) {
            for layer in layers {
                layer.tensors.iter().for_each(&mut *visit);
                for branch in &layer.branches {
                    within(&branch.layers, visit);
                }
            }
        }
        within(&self.layers, visit);
    }

    fn outputs(&self) -> usize {
        let last = self.layers.last().map_or(self.input, |layer| layer.output);
        last.iter().product()
    }
}

impl LayerSummary {
    /// Of a layer whose tensors' names begin with this.
    fn new(name: &str, input: SignalShape, spec: &LayerSpec) -> Self {
        let (layer, output) = (spec.layer(), LayerSpec::output(input, spec));
        let tensors = layer.parameters(input).into_iter();
        let branches = layer.branches().into_iter();
        Self {
            name: spec.describe(),
            spec: spec.clone(),
            input,
            output,
            parameters: spec.parameters(input),
            tensors: tensors
                .map(|tensor| TensorSummary {
                    name: format!("{name}.{}", tensor.name),
                    shape: tensor.saved_shape(),
                    trained: tensor.trained,
                })
                .collect(),
            branches: branches
                .map(|(branch, layers)| BranchSummary {
                    name: branch,
                    layers: summaries(&format!("{name}.{branch}"), input, layers.iter()),
                })
                .collect(),
        }
    }
}

/// Of a chain of layers, numbered after this name.
fn summaries<'a>(
    name: &str,
    mut shape: SignalShape,
    specs: impl Iterator<Item = &'a LayerSpec>,
) -> Vec<LayerSummary> {
    let numbered = specs.enumerate().map(|(at, spec)| {
        let layer = LayerSummary::new(&format!("{name}.{at}"), shape, spec);
        shape = layer.output;
        layer
    });
    numbered.collect()
}

impl AutoencoderConfig {
    /// Encoder, the two heads and decoder, as [`Autoencoder::new`] would make them.
    pub fn summary(&self) -> Vec<PartSummary> {
        let (image, encoder) = self.encoder_layers();
        let (latent, decoder) = self.decoder_layers();
        let encoder = PartSummary::new("encoder", image, encoder.iter());
        let head = |name| PartSummary::head(name, encoder.outputs(), self.latent_dim);
        let heads = ["mean", "logvar"].map(head);
        let decoder = PartSummary::new("decoder", latent, decoder.iter());
        [encoder]
            .into_iter()
            .chain(heads)
            .chain([decoder])
            .collect()
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
    /// Encoder, its heads and decoder.
    pub fn summary(&self) -> Vec<PartSummary> {
        let head = |name: &str, layer: &burn::nn::Linear| {
            let [inputs, outputs] = layer.weight.dims();
            PartSummary::head(name, inputs, outputs)
        };
        let mut parts = vec![self.encoder.summary("encoder"), head("mean", &self.mean)];
        parts.extend(self.logvar.as_ref().map(|layer| head("logvar", layer)));
        parts.push(self.decoder.summary("decoder"));
        parts
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

/// A table of the layers; those within a layer stand under it.
impl fmt::Display for PartSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} parameters, from {}",
            self.name,
            self.parameters,
            shape(self.input)
        )?;
        rows(f, &self.layers, 2)
    }
}

fn rows(f: &mut fmt::Formatter<'_>, layers: &[LayerSummary], indent: usize) -> fmt::Result {
    for layer in layers {
        write!(
            f,
            "\n{:indent$}{:<width$} {:<16} {}",
            "",
            layer.name,
            shape(layer.output),
            layer.parameters,
            width = 46usize.saturating_sub(indent),
        )?;
        for branch in &layer.branches {
            if branch.name != "layers" {
                write!(f, "\n{:width$}{}:", "", branch.name, width = indent + 2)?;
            }
            rows(f, &branch.layers, indent + 4)?;
        }
    }
    Ok(())
}
