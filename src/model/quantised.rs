//! An autoencoder whose latent is rounded to a few levels, and an autoregressive prior over them: the idea of van den Oord et al.,
//! "Neural Discrete Representation Learning" (VQ-VAE, 2017), with the rounding of [`Round`] and a masked MLP, or a
//! small transformer, as the prior.

mod prior;

use super::condition::{ONE, label_layers};
use super::layer::{LayerNorm, LayerSpec, Round, SignalShape, tanh};
use super::{Autoencoder, AutoencoderConfig, Init, Network, PartSummary, Pass, Posterior};
use burn::module::Module;
use burn::tensor::Tensor;
use burn::tensor::activation::log_softmax;
pub use prior::PriorKind;

/// Levels that each number of the latent is rounded to.
pub const ROUND: Round = Round { levels: 6 };

/// What a [`Quantised`] is built from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuantisedConfig {
    /// The autoencoder, which is not told the digit.
    pub autoencoder: AutoencoderConfig,
    /// Which network draws the codes.
    pub prior: PriorKind,
    /// Whether it is told the digit.
    pub conditional: bool,
}

/// Image -> code -> image, and code -> how likely each level is after those before it. A code is a row of levels, -1 to 1.
#[derive(Module, Debug)]
pub struct Quantised {
    /// Encoder and decoder.
    pub autoencoder: Autoencoder,
    /// What the encoder says, `[batch, latent]`, to codes.
    pub quantise: Network,
    /// Digits `[batch, 1]`, [`NO_DIGIT`](super::NO_DIGIT) among them, to what the prior's layers are told.
    pub label: Option<Network>,
    /// Codes, one-hot, to logits of the levels: those of a number from the numbers before it ([`Quantised::expect`]).
    pub prior: Network,
}

impl QuantisedConfig {
    /// Every network beside the autoencoder, in order: its name, its input and its layers.
    fn networks(&self) -> Vec<(&'static str, SignalShape, Vec<LayerSpec>)> {
        let groups = self.autoencoder.latent_dim;
        // Without the normalisation all codes collapse onto a few.
        let quantise = vec![LayerNorm { affine: false }.into(), tanh(), ROUND.into()];
        let (input, prior) = prior::layers(self.prior, groups, self.conditional);
        let mut all = vec![("quantise", [groups, 1, 1], quantise)];
        all.extend(self.conditional.then(|| ("label", ONE, label_layers())));
        all.push(("prior", input, prior));
        all
    }

    /// All networks, as [`Quantised::new`] would make them.
    pub fn summary(&self) -> Vec<PartSummary> {
        let mut parts = self.autoencoder.summary();
        parts.retain(|part| part.name != "logvar");
        let others = self.networks().into_iter();
        parts.extend(
            others.map(|(name, input, layers)| PartSummary::new(name, input, layers.iter())),
        );
        parts
    }
}

impl Quantised {
    /// Draws initial weights.
    pub fn new(config: &QuantisedConfig, init: &mut Init) -> Self {
        let autoencoder = Autoencoder::new(config.autoencoder, init).without_variance();
        let networks = config.networks().into_iter();
        let mut networks = networks.map(|(_, input, layers)| Network::new(input, layers, init));
        let mut next = || networks.next().expect("the list has all of them");
        Self {
            autoencoder,
            quantise: next(),
            label: config.conditional.then(&mut next),
            prior: next(),
        }
    }

    /// Images `[batch, 784]` to their codes, as the mean of a latent without a variance.
    pub fn encode(&self, images: Tensor<2>, pass: &mut Pass) -> Posterior {
        let Posterior { mean, logvar } = self.autoencoder.encode(images, None, pass);
        let mean = self.quantise.forward(mean, pass);
        Posterior { mean, logvar }
    }

    /// Codes `[batch, latent]` to the logits of the pixels, `[batch, 784]`.
    pub fn decode(&self, codes: Tensor<2>, pass: &mut Pass) -> Tensor<2> {
        self.autoencoder.decode(codes, None, pass)
    }

    /// Logits of the levels of each number, from the numbers before it: `[batch, latent * levels]`, from codes one-hot, as much, and
    /// digits `[batch, 1]`.
    pub fn expect(&self, one_hot: Tensor<2>, digits: Option<Tensor<2>>) -> Tensor<2> {
        let mut pass = Pass::eval();
        let input = self.before(one_hot);
        let outputs = match (&self.label, digits) {
            (Some(label), Some(digits)) => {
                let told = label.forward(digits, &mut pass);
                self.prior.forward_given(input, &told, &mut pass)
            }
            _ => self.prior.forward(input, &mut pass),
        };
        prior::by_number(&self.prior, outputs)
    }

    /// What the prior takes of codes one-hot, `[batch, latent * levels]` both.
    pub fn before(&self, one_hot: Tensor<2>) -> Tensor<2> {
        prior::before(&self.prior, one_hot)
    }

    /// Minus the logarithm of each code's probability, in nats, `[batch]`. No gradient goes into the codes.
    pub fn surprise(&self, codes: Tensor<2>, digits: Option<Tensor<2>>) -> Tensor<1> {
        let [n, numbers] = codes.dims();
        let differentiated = codes.is_autodiff();
        let one_hot = ROUND.one_hot(codes);
        let one_hot = if differentiated {
            one_hot.autodiff()
        } else {
            one_hot
        };
        let logits = self.expect(one_hot.clone(), digits);
        let each = log_softmax(logits.reshape([n * numbers, ROUND.levels]), 1);
        let told = (each * one_hot.reshape([n * numbers, ROUND.levels]))
            .reshape([n, numbers * ROUND.levels]);
        told.sum_dim(1).squeeze_dim::<1>(1).neg()
    }

    /// All networks.
    pub fn summary(&self) -> Vec<PartSummary> {
        let mut parts = self.autoencoder.summary();
        let networks = [
            ("quantise", Some(&self.quantise)),
            ("label", self.label.as_ref()),
            ("prior", Some(&self.prior)),
        ];
        let there = networks.into_iter();
        parts.extend(there.filter_map(|(name, network)| Some(network?.summary(name))));
        parts
    }
}
