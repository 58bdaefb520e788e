//! What goes on inside a model: the weights that meet a picture, and what comes out of each layer.

use super::hybrid::discriminator_of;
use super::inference::check_pixels;
use super::{DiscriminatorTraining, Family, Settings, Trainer, Training, signed};
use crate::error::{Error, ErrorCode, Result};
use crate::model::layer::{SignalShape, through};
use crate::model::{AutoencoderConfig, Network, PartSummary, Pass, values};
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
type Signals = (&'static str, Vec<(String, Tensor<4>)>);

impl Trainer {
    /// The first layer of each network that looks at pictures, as exported: a spectrally normalised one is normalised.
    ///
    /// # Errors
    /// `device-lost`.
    pub async fn filters(&self) -> Result<Vec<Filters>> {
        let (mut found, mut pending) = (Vec::new(), Transaction::default());
        for (network, layers) in self.training.onlookers() {
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

impl Training {
    /// The networks whose first layer meets a picture.
    fn onlookers(&self) -> Vec<(&'static str, Network)> {
        let mut networks = Vec::new();
        if let Ok(training) = self.encoder() {
            networks.push(("encoder", training.model.encoder.clone()));
        }
        if let Some(discriminator) = self.discriminator() {
            networks.push(("discriminator", discriminator.plain().network));
        }
        networks
    }

    fn signals(
        &self,
        image: Option<Tensor<2>>,
        z: Option<Tensor<2>>,
        labels: &[u8],
    ) -> Vec<Signals> {
        match self {
            Self::Autoencoder(_) => self.of_autoencoder(image, z, labels),
            Self::Hybrid(training) => {
                let digits = training.autoencoder.digits(labels);
                let discriminator = image
                    .clone()
                    .map(|x| of_discriminator(&training.discriminator, x, digits));
                let mut networks = self.of_autoencoder(image, z, labels);
                networks.extend(discriminator);
                networks
            }
            Self::Adversarial(training) => {
                let digits = training.digits(labels);
                let generator = training.average.as_ref().unwrap_or(&training.generator);
                let drawn = z.map(|z| {
                    let network = generator.valid().network;
                    of_network("generator", &network, z, digits.clone()).0
                });
                let judged = image.map(|x| of_discriminator(&training.discriminator, x, digits));
                drawn.into_iter().chain(judged).collect()
            }
        }
    }

    fn of_autoencoder(
        &self,
        image: Option<Tensor<2>>,
        z: Option<Tensor<2>>,
        labels: &[u8],
    ) -> Vec<Signals> {
        let Ok(training) = self.encoder() else {
            return Vec::new();
        };
        let (model, digits) = (training.model.valid(), training.digits(labels));
        let mut networks = Vec::new();
        let mut latent = z;
        if let Some(image) = image {
            let (signals, features) = of_network("encoder", &model.encoder, image, digits.clone());
            networks.push(signals);
            for (name, head) in [("mean", &model.mean), ("logvar", &model.logvar)] {
                let y = through(head, features.clone());
                let [batch, outputs] = y.dims();
                let signal = y.clone().reshape([batch, outputs, 1, 1]);
                networks.push((name, vec![(format!("Linear {outputs}"), signal)]));
                latent.get_or_insert(y);
            }
        }
        if let Some(latent) = latent {
            networks.push(of_network("decoder", &model.decoder, latent, digits).0);
        }
        networks
    }
}

impl Settings {
    /// The networks that these settings make, without making them.
    ///
    /// # Errors
    /// `bad-setting` when architecture and objective do not fit.
    pub fn networks(&self) -> Result<Vec<PartSummary>> {
        Ok(match Family::of(self.architecture, self.objective)? {
            Family::Autoencoder(kind) => self.autoencoder_config(kind).summary(),
            Family::Adversarial(kind, _) => self.adversarial_config(kind).summary().into(),
            Family::Hybrid(kind) => {
                // Dropout is the discriminator's.
                let config = AutoencoderConfig {
                    dropout: 0.0,
                    ..self.autoencoder_config(kind)
                };
                let [_, discriminator] = self.adversarial_config(discriminator_of(kind)).summary();
                config
                    .summary()
                    .into_iter()
                    .chain([discriminator])
                    .collect()
            }
        })
    }
}

/// What comes out of each layer, and in the end `[1, outputs]`.
fn of_network(
    name: &'static str,
    network: &Network,
    input: Tensor<2>,
    digits: Option<Tensor<2>>,
) -> (Signals, Tensor<2>) {
    let mut names = network.layers().map(|(spec, _)| spec.describe());
    let mut signals = Vec::new();
    let input = network.concat_label(input, digits);
    let output = network.forward_past(input, &mut Pass::eval(), |signal| {
        signals.extend(names.next().map(|name| (name, signal.clone())));
    });
    ((name, signals), output)
}

/// Of a discriminator that sees an image `[1, 784]`, 0 to 1.
fn of_discriminator(
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
