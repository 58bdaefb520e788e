//! An autoencoder with a flow in its latent: the idea of Rombach et al., "High-Resolution Image Synthesis with Latent Diffusion
//! Models" (2022), in small. The flow's network predicts where a path ends from where it is ([`crate::flow`]).

use super::condition::{CONDITION, ONE, condition, label_layers, time_layers};
use super::layer::{
    LayerNorm, LayerSpec, Modulate, Residual, SignalShape, Silu, Standardise, linear, standardise,
};
use super::{Autoencoder, AutoencoderConfig, Init, Network, PartSummary, Pass, Posterior};
use burn::module::Module;
use burn::tensor::Tensor;

/// The least and the largest log-variance of a latent: outside them its exponential is of no use to a 32-bit number.
const LOGVAR: [f64; 2] = [-8.0, 4.0];

/// What a [`LatentFlow`] is built from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LatentFlowConfig {
    /// The autoencoder, which is not told the digit. The flow's hidden layers are as wide as its.
    pub autoencoder: AutoencoderConfig,
    /// Whether the flow is told the digit.
    pub conditional: bool,
}

/// Image -> latent -> image, and noise -> standardised latent.
#[derive(Module, Debug)]
pub struct LatentFlow {
    /// Encoder and decoder.
    pub autoencoder: Autoencoder,
    /// `[batch, latent]` to the values that the flow knows, by the running mean and deviation of all latents.
    pub standardise: Network,
    /// Times `[batch, 1]` to what the flow's layers are told.
    pub time: Network,
    /// Digits `[batch, 1]`, [`NO_DIGIT`](super::NO_DIGIT) among them, to what is added to that.
    pub label: Option<Network>,
    /// States of paths `[batch, latent]` to their ends.
    pub flow: Network,
}

impl LatentFlowConfig {
    /// Every network beside the autoencoder, in order: its name, its input and its layers.
    fn networks(&self) -> Vec<(&'static str, SignalShape, Vec<LayerSpec>)> {
        let AutoencoderConfig {
            latent_dim,
            hidden_dim,
            ..
        } = self.autoencoder;
        let latent = [latent_dim, 1, 1];
        let block = |last: Option<LayerSpec>| -> LayerSpec {
            let norm = LayerNorm { affine: false }.into();
            let modulate = Modulate {
                condition: CONDITION,
            };
            let layers = [norm, modulate.into(), Silu {}.into()];
            Residual {
                layers: layers.into_iter().chain(last).collect(),
                shortcut: Vec::new(),
            }
            .into()
        };
        let wide = || linear(hidden_dim);
        let flow = vec![
            wide(),
            block(Some(wide())),
            block(Some(wide())),
            block(None),
            linear(latent_dim),
        ];
        let mut all = vec![
            ("standardise", latent, vec![Standardise {}.into()]),
            ("time", ONE, time_layers()),
        ];
        all.extend(self.conditional.then(|| ("label", ONE, label_layers())));
        all.push(("flow", latent, flow));
        all
    }

    /// All networks, as [`LatentFlow::new`] would make them.
    pub fn summary(&self) -> Vec<PartSummary> {
        let mut parts = self.autoencoder.summary();
        let others = self.networks().into_iter();
        parts.extend(
            others.map(|(name, input, layers)| PartSummary::new(name, input, layers.iter())),
        );
        parts
    }
}

impl LatentFlow {
    /// Draws initial weights.
    pub fn new(config: &LatentFlowConfig, init: &mut Init) -> Self {
        let autoencoder = Autoencoder::new(config.autoencoder, init);
        let networks = config.networks().into_iter();
        let mut networks = networks.map(|(_, input, layers)| Network::new(input, layers, init));
        let mut next = || networks.next().expect("the list has all of them");
        Self {
            autoencoder,
            standardise: next(),
            time: next(),
            label: config.conditional.then(&mut next),
            flow: next(),
        }
    }

    /// Images `[batch, 784]` to their posterior.
    pub fn encode(&self, images: Tensor<2>, pass: &mut Pass) -> Posterior {
        let Posterior { mean, logvar } = self.autoencoder.encode(images, None, pass);
        let [least, largest] = LOGVAR;
        Posterior {
            mean,
            logvar: logvar.clamp(least, largest),
        }
    }

    /// Latents `[batch, latent]` to the logits of the pixels, `[batch, 784]`.
    pub fn decode(&self, z: Tensor<2>, pass: &mut Pass) -> Tensor<2> {
        self.autoencoder.decode(z, None, pass)
    }

    /// Latents as the flow knows them, `[batch, latent]` both.
    pub fn standardised(&self, z: Tensor<2>) -> Tensor<2> {
        self.standardise.forward(z, &mut Pass::eval())
    }

    /// Latents from what the flow knows, `[batch, latent]` both.
    pub fn restored(&self, x: Tensor<2>) -> Tensor<2> {
        standardise::restored(self.standardise.first(), x)
    }

    /// What of a batch's latents `[batch, latent]` moves the running mean and variance, `[latent]` each; its mean over shards
    /// is that of the whole batch.
    pub fn moments(&self, z: Tensor<2>) -> [Tensor<1>; 2] {
        standardise::moments(self.standardise.first(), z)
    }

    /// Moves the running mean and variance by a share of the way to a batch's [`moments`](Self::moments).
    pub fn update_running(&mut self, moments: [Tensor<1>; 2], share: f64) {
        standardise::update(self.standardise.first_mut(), moments, share);
    }

    /// The ends of paths that are at `x` at these times, from noise to standardised latents.
    pub fn predict(&self, x: Tensor<2>, times: Tensor<2>, digits: Option<Tensor<2>>) -> Tensor<2> {
        let condition = condition(&self.time, self.label.as_ref(), times, digits);
        (self.flow).forward_given(x, &condition, &mut Pass::eval())
    }

    /// All networks.
    pub fn summary(&self) -> Vec<PartSummary> {
        let mut parts = self.autoencoder.summary();
        let networks = [
            ("standardise", Some(&self.standardise)),
            ("time", Some(&self.time)),
            ("label", self.label.as_ref()),
            ("flow", Some(&self.flow)),
        ];
        let there = networks.into_iter();
        parts.extend(there.filter_map(|(name, network)| Some(network?.summary(name))));
        parts
    }
}
