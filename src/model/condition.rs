//! What a network is told beside its input: a time, a digit.

use super::layer::{Embedding, LayerSpec, SignalShape, Silu, TimeFeatures, linear};
use super::{CLASSES, Network, Pass};
use burn::tensor::Tensor;

/// Values by which a network is told its time and digit.
pub(super) const CONDITION: usize = 64;
/// The shape of a time, and of a label.
pub(super) const ONE: SignalShape = [1, 1, 1];
/// The label of an image whose digit a network is not told.
pub const NO_DIGIT: u8 = CLASSES as u8;

/// From a time to what layers are told.
pub(super) fn time_layers() -> Vec<LayerSpec> {
    let waves = TimeFeatures {
        frequencies: 16,
        lowest: 1.0,
        highest: 100.0,
    };
    vec![waves.into(), linear(CONDITION), Silu {}.into()]
}

/// From a digit, [`NO_DIGIT`] among them, to what layers are told.
pub(super) fn label_layers() -> Vec<LayerSpec> {
    let digits = Embedding {
        entries: CLASSES + 1,
        width: CONDITION,
    };
    vec![digits.into()]
}

/// What layers are told of times and, in a conditional model, of digits, `[batch, 1]` both: `[batch, CONDITION]`.
pub(super) fn condition(
    time: &Network,
    label: Option<&Network>,
    times: Tensor<2>,
    digits: Option<Tensor<2>>,
) -> Tensor<2> {
    let mut pass = Pass::eval();
    let condition = time.forward(times, &mut pass);
    match (label, digits) {
        (Some(label), Some(digits)) => condition + label.forward(digits, &mut pass),
        _ => condition,
    }
}
