//! What goes on inside a model: the weights that meet a picture, and what comes out of each layer.

use super::arguments::check_pixels;
use super::families::{self, DiscriminatorTraining};
use super::{Settings, Trainer, signed};
use crate::error::{Error, ErrorCode, Result};
use crate::model::layer::SignalShape;
use crate::model::{Network, PartSummary, Pass, values};
use burn::module::Module;
use burn::tensor::{Tensor, Transaction};

/// The weights of a network's first layer, one picture a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Filters {
    /// "encoder" or "discriminator".
    pub network: &'static str,
    /// The layer: "Linear 400" for example.
    pub name: String,
    /// Units, height and width.
    pub shape: [usize; 3],
    /// One picture after the other.
    pub values: Vec<f32>,
}

/// What comes out of each layer of a network.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkSignals {
    /// "encoder", "mean", "logvar", "decoder", "generator" or "discriminator".
    pub network: &'static str,
    /// In order.
    pub layers: Vec<LayerSignal>,
}

/// What comes out of a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerSignal {
    /// "Linear 400" for example.
    pub name: String,
    /// Channels, height and width.
    pub shape: SignalShape,
    /// Row by row, channel by channel.
    pub values: Vec<f32>,
}

/// The outputs of one network's layers by the layers' names, still on the device, `[1, channels, height, width]` each.
pub type Signals = (&'static str, Vec<(String, Tensor<4>)>);

impl Trainer {
    /// The first layer of each network that looks at pictures, as exported: a spectrally normalised one is normalised.
    ///
    /// # Errors
    /// `device-lost`.
    pub async fn filters(&self) -> Result<Vec<Filters>> {
        let (mut found, mut pending) = (Vec::new(), Transaction::default());
        for (network, layers) in self.training.image_networks() {
            let first = layers.layers().next().map(|(spec, _)| spec.describe());
            if let (Some(name), Some(filters)) = (first, layers.filters()) {
                found.push((network, name, filters.dims()));
                pending = pending.register(filters);
            }
        }
        let data = pending.execute_async().await?;
        let named = found.into_iter().zip(&data);
        Ok(named
            .map(|((network, name, shape), data)| Filters {
                network,
                name,
                shape,
                values: values(data),
            })
            .collect())
    }

    /// What comes out of every layer: of encoder and discriminator for an image `[784]`, 0 to 1; of the decoder for the latent `z`, or
    /// without one for the image's mean; of the generator for `z`. Either may be empty. The decoder's last layer gives
    /// logits, the generator's -1 to 1.
    ///
    /// # Errors
    /// `bad-input` when there is neither an image nor a latent, or more than one, or a network for none of what came; as
    /// [`encode`](Self::encode).
    pub async fn activations(
        &self,
        image: Vec<f32>,
        z: Vec<f32>,
        labels: &[u8],
    ) -> Result<Vec<NetworkSignals>> {
        let labels = self.labels(1, labels)?;
        let image = if image.is_empty() {
            None
        } else {
            check_pixels(&image)?;
            Some(self.images(image))
        };
        let z = if z.is_empty() {
            None
        } else {
            Some(self.latents(z)?)
        };
        if [&image, &z]
            .iter()
            .any(|x| x.as_ref().is_some_and(|x| x.dims()[0] != 1))
        {
            return Err(bad("Activations are those of one image, or of one latent."));
        }
        let networks = self.training.signals(image, z, &labels);
        if networks.is_empty() {
            return Err(bad(
                "Activations need an image of 784 values, or a latent: { z: ... }.",
            ));
        }
        let mut pending = Transaction::default();
        for (_, tensor) in networks.iter().flat_map(|(_, layers)| layers) {
            pending = pending.register(tensor.clone());
        }
        let mut data = pending.execute_async().await?.into_iter();
        let mut read = |(name, tensor): (String, Tensor<4>)| {
            let [_, channels, height, width] = tensor.dims();
            LayerSignal {
                name,
                shape: [channels, height, width],
                values: data.next().map_or(Vec::new(), |data| values(&data)),
            }
        };
        Ok(networks
            .into_iter()
            .map(|(network, layers)| NetworkSignals {
                network,
                layers: layers.into_iter().map(&mut read).collect(),
            })
            .collect())
    }
}

impl Settings {
    /// The networks that these settings make, without making them.
    ///
    /// # Errors
    /// `bad-setting` when architecture and objective do not fit.
    pub fn networks(&self) -> Result<Vec<PartSummary>> {
        Ok((families::of(self)?.describe)(self))
    }
}

/// What comes out of each layer, and in the end `[1, outputs]`.
pub fn of_network(
    name: &'static str,
    network: &Network,
    input: Tensor<2>,
    digits: Option<Tensor<2>>,
) -> (Signals, Tensor<2>) {
    let input = network.concat_label(input, digits);
    seen(name, network, |look| {
        network.forward_past(input, &mut Pass::eval(), look)
    })
}

/// The same of a network that is told a condition beside its input, `[1, n]`.
pub(super) fn of_network_given(
    name: &'static str,
    network: &Network,
    input: Tensor<2>,
    condition: &Tensor<2>,
) -> (Signals, Tensor<2>) {
    seen(name, network, |look| {
        network.forward_past_given(input, condition, &mut Pass::eval(), look)
    })
}

/// The same of the networks that say what layers are told at a time, and of a digit where they are told one; with the condition,
/// `[1, n]`.
pub(super) fn of_condition(
    time: &Network,
    label: Option<&Network>,
    at: Tensor<2>,
    digits: Option<Tensor<2>>,
) -> (Vec<Signals>, Tensor<2>) {
    let (signals, mut condition) = of_network("time", time, at, None);
    let mut networks = vec![signals];
    if let (Some(label), Some(digits)) = (label, digits) {
        let (signals, told) = of_network("label", label, digits, None);
        networks.push(signals);
        condition = condition + told;
    }
    (networks, condition)
}

fn seen(
    name: &'static str,
    network: &Network,
    forward: impl FnOnce(&mut dyn FnMut(&Tensor<4>)) -> Tensor<2>,
) -> (Signals, Tensor<2>) {
    let mut names = network.layers().map(|(spec, _)| spec.describe());
    let mut signals = Vec::new();
    let output = forward(&mut |signal| {
        signals.extend(names.next().map(|name| (name, signal.clone())));
    });
    ((name, signals), output)
}

/// Of a linear layer beside a network, whose output is `[1, outputs]`.
pub(super) fn signal_of_head(name: &'static str, y: Tensor<2>) -> Signals {
    let [batch, outputs] = y.dims();
    let signal = y.reshape([batch, outputs, 1, 1]);
    (name, vec![(format!("Linear {outputs}"), signal)])
}

/// Of a discriminator that sees an image `[1, 784]`, 0 to 1.
pub(super) fn of_discriminator(
    discriminator: &DiscriminatorTraining,
    image: Tensor<2>,
    digits: Option<Tensor<2>>,
) -> Signals {
    let network = discriminator.model.valid().network;
    of_network("discriminator", &network, signed(image), digits).0
}

fn bad(message: &str) -> Error {
    Error::new(ErrorCode::BadInput, message)
}
