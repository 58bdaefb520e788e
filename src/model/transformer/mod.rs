//! An autoregressive transformer over the blocks of an image: Radford et al., "Improving Language Understanding by Generative
//! Pre-Training" (2018), and Chen et al., "Generative Pretraining from Pixels" (2020), in small. An image is a text of
//! [symbols](symbols), and each is predicted from those before it.

pub mod symbols;
pub mod symbolwise;

use super::layer::{
    Embedding, Gelu, LayerNorm, LayerSpec, Position, Residual, SelfAttention, SignalShape, conv,
};
use super::{CLASSES, Init, Network, PartSummary, Pass};
use burn::module::Module;
use burn::tensor::Tensor;
use symbols::{PLACES, SIDE, SYMBOLS, neighbours};

/// Heads of each attention.
pub const HEADS: usize = 4;
/// How many times as wide as the signal the layer between two attentions is.
const WIDER: usize = 4;
/// What a place is told: the symbol before it and the one above it.
const INPUT: SignalShape = [2, SIDE, SIDE];

/// What a [`Transformer`] is built from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TransformerConfig {
    /// Channels of the signal; a multiple of [`HEADS`].
    pub width: usize,
    /// Attentions, each with the layers after it.
    pub blocks: usize,
    /// Whether it is told the digit.
    pub conditional: bool,
}

/// The symbols before each place -> logits of the symbol at it.
#[derive(Module, Debug)]
pub struct Transformer {
    /// The symbols before and above each place, `[batch, 2, 14, 14]`, to `[batch, width, 14, 14]`.
    pub embedding: Network,
    /// Digits `[batch, 1]`, [`NO_DIGIT`](super::NO_DIGIT) among them, to what is added to that at every place.
    pub label: Option<Network>,
    /// That to the logits, `[batch, 16, 14, 14]`.
    pub transformer: Network,
}

/// A linear layer at each place: a convolution of one pixel.
pub(super) fn each_place(channels: usize) -> LayerSpec {
    conv(channels, 1, 1)
}

/// So many attentions, each of which sees the places before its own and that one, with the layers after it, and at the end logits of the
/// symbols at each place. `told`: what the layers after an attention are told beside, if they are.
pub(super) fn layers(
    width: usize,
    blocks: usize,
    symbols: usize,
    told: Option<&LayerSpec>,
) -> Vec<LayerSpec> {
    let norm = || LayerSpec::from(LayerNorm { affine: true });
    let path = |layers| -> LayerSpec {
        Residual {
            layers,
            shortcut: Vec::new(),
        }
        .into()
    };
    let attention = SelfAttention {
        heads: HEADS,
        causal: true,
        bias: false,
    };
    let mut layers = Vec::new();
    for _ in 0..blocks {
        layers.push(path(vec![norm(), attention.clone().into()]));
        let mut wide = vec![norm()];
        wide.extend(told.cloned());
        wide.extend([each_place(WIDER * width), Gelu {}.into(), each_place(width)]);
        layers.push(path(wide));
    }
    layers.extend([norm(), each_place(symbols)]);
    layers
}

impl TransformerConfig {
    /// Every network, in order: its name, its input and its layers.
    fn networks(&self) -> Vec<(&'static str, SignalShape, Vec<LayerSpec>)> {
        let width = self.width;
        let symbols = Embedding {
            entries: SYMBOLS + 1,
            width,
        };
        let digits = Embedding {
            entries: CLASSES + 1,
            width,
        };
        let layers = layers(width, self.blocks, SYMBOLS, None);
        let mut all = vec![("embedding", INPUT, vec![symbols.into(), Position {}.into()])];
        all.extend(
            self.conditional
                .then(|| ("label", [1, 1, 1], vec![digits.into()])),
        );
        all.push(("transformer", [width, SIDE, SIDE], layers));
        all
    }

    /// All networks, as [`Transformer::new`] would make them.
    pub fn summary(&self) -> Vec<PartSummary> {
        let networks = self.networks().into_iter();
        networks
            .map(|(name, input, layers)| PartSummary::new(name, input, layers.iter()))
            .collect()
    }
}

impl Transformer {
    /// Draws initial weights.
    pub fn new(config: &TransformerConfig, init: &mut Init) -> Self {
        let networks = config.networks().into_iter();
        let mut networks = networks.map(|(_, input, layers)| Network::new(input, layers, init));
        let mut next = || networks.next().expect("the list has all of them");
        Self {
            embedding: next(),
            label: config.conditional.then(&mut next),
            transformer: next(),
        }
    }

    /// The logits of the symbol at each place, `[batch * 196, 16]`, given those before it: from whole images' symbols `[batch,
    /// 196]` and, in a conditional model, digits `[batch, 1]`.
    pub fn logits(&self, symbols: Tensor<2>, digits: Option<Tensor<2>>) -> Tensor<2> {
        let mut pass = Pass::eval();
        let [batch, _] = symbols.dims();
        let told = neighbours(symbols).reshape([batch, 2, SIDE, SIDE]);
        // Along memory, where channels lie last.
        let last = |signal: Tensor<4>| signal.permute([0, 2, 3, 1]);
        let mut signal = self.embedding.signal(told, None, &mut pass);
        if let (Some(label), Some(digits)) = (&self.label, digits) {
            let digits = digits.reshape([batch, 1, 1, 1]);
            let both = last(signal) + last(label.signal(digits, None, &mut pass));
            signal = both.permute([0, 3, 1, 2]);
        }
        let logits = last(self.transformer.signal(signal, None, &mut pass));
        logits.reshape([batch * PLACES, SYMBOLS])
    }

    /// All networks.
    pub fn summary(&self) -> Vec<PartSummary> {
        let networks = [
            ("embedding", Some(&self.embedding)),
            ("label", self.label.as_ref()),
            ("transformer", Some(&self.transformer)),
        ];
        let there = networks.into_iter();
        there
            .filter_map(|(name, network)| Some(network?.summary(name)))
            .collect()
    }
}
