//! How likely each level of a code's numbers is after those before it: two networks that can say so.

use super::ROUND;
use crate::model::Network;
use crate::model::condition::CONDITION;
use crate::model::layer::{
    LayerSpec, MaskedLinear, Modulate, Position, Residual, SignalShape, Silu,
};
use crate::model::transformer::{self, each_place};
use crate::words::words;
use burn::tensor::Tensor;

/// Units of the masked layers for each number of the latent.
const UNITS: usize = 24;
/// Channels of the transformer.
const WIDTH: usize = 64;
/// Its attentions.
const BLOCKS: usize = 2;

words! {
    /// Which network draws the numbers.
    pub enum PriorKind {
        /// A masked MLP: Germain et al., "MADE" (2015).
        Made = "made",
        /// A causal transformer over the numbers, as [`Transformer`](crate::model::Transformer) over the blocks of an image.
        Transformer = "transformer",
    }
}

/// What the network of so many numbers takes, and its layers; `told`: the digit, at some of them.
pub fn layers(kind: PriorKind, numbers: usize, told: bool) -> (SignalShape, Vec<LayerSpec>) {
    let told: Option<LayerSpec> = told.then(|| {
        let condition = CONDITION;
        Modulate { condition }.into()
    });
    match kind {
        PriorKind::Made => ([numbers * ROUND.levels, 1, 1], masked(numbers, told)),
        PriorKind::Transformer => ([ROUND.levels, numbers, 1], causal(told)),
    }
}

fn masked(groups: usize, told: Option<LayerSpec>) -> Vec<LayerSpec> {
    let masked = |units, strict| -> LayerSpec {
        MaskedLinear {
            groups,
            outputs: groups * units,
            strict,
            bias: true,
        }
        .into()
    };
    let hidden = |strict| -> Vec<LayerSpec> {
        let layers = [
            Some(masked(UNITS, strict)),
            told.clone(),
            Some(Silu {}.into()),
        ];
        layers.into_iter().flatten().collect()
    };
    let second = Residual {
        layers: hidden(false),
        shortcut: Vec::new(),
    };
    let last = [second.into(), masked(ROUND.levels, false)];
    hidden(true).into_iter().chain(last).collect()
}

/// A linear layer at each place makes a vector of the number before it; of the first place, which has none, the bias is left.
fn causal(told: Option<LayerSpec>) -> Vec<LayerSpec> {
    let first = [each_place(WIDTH), Position {}.into()];
    let others = transformer::layers(WIDTH, BLOCKS, ROUND.levels, told.as_ref());
    first.into_iter().chain(others).collect()
}

/// Whether the network takes a code as it is, and masks hide from each number what is not before it.
fn is_masked(network: &Network) -> bool {
    let first = network.layers().next();
    matches!(first, Some((LayerSpec::MaskedLinear(_), _)))
}

/// What the network takes of codes one-hot, `[batch, numbers * levels]`: else each place has the number before its own, and channels are
/// the levels.
pub fn before(network: &Network, one_hot: Tensor<2>) -> Tensor<2> {
    if is_masked(network) {
        return one_hot;
    }
    let [n, all] = one_hot.dims();
    let numbers = all / ROUND.levels;
    let each = one_hot.reshape([n, numbers, ROUND.levels]);
    let mut places = vec![each.clone().narrow(1, 0, 1).zeros_like()];
    if numbers > 1 {
        places.push(each.narrow(1, 0, numbers - 1));
    }
    Tensor::cat(places, 1).permute([0, 2, 1]).reshape([n, all])
}

/// The network's outputs as logits, number by number: `[batch, numbers * levels]`.
pub fn by_number(network: &Network, outputs: Tensor<2>) -> Tensor<2> {
    if is_masked(network) {
        return outputs;
    }
    let [n, all] = outputs.dims();
    let each = outputs.reshape([n, ROUND.levels, all / ROUND.levels]);
    each.permute([0, 2, 1]).reshape([n, all])
}
