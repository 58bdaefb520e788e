//! Vectors in place of symbols.

use super::{Call, Initial, Layer, ParameterSpec, SignalShape, constant, places, signal};
use crate::kernels::dense::product;
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// A trained vector for each symbol (Bengio et al., "A Neural Probabilistic Language Model", 2003). Symbols are whole numbers
/// from 0, below `entries`; a label is `[1, 1, 1]`, a sequence `[1, length, 1]`. Several channels have a table each, and their
/// vectors are summed. Anything else than such a number has the vector 0.
///
/// Computed as a product with the symbols one-hot, whose gradient needs no scattered sums: meant for some hundred entries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Embedding {
    /// How many symbols there are.
    pub entries: usize,
    /// Values of a vector: the channels of the output.
    pub width: usize,
}

impl Layer for Embedding {
    fn output(&self, [_, height, width]: SignalShape) -> SignalShape {
        [self.width, height, width]
    }

    fn parameters(&self, [channels, ..]: SignalShape) -> Vec<ParameterSpec> {
        let shape = [channels * self.entries, self.width];
        vec![ParameterSpec::new("weight", &shape, Initial::Normal(1.0))]
    }

    fn describe(&self) -> String {
        format!("Embedding of {} symbols, {} wide", self.entries, self.width)
    }

    fn forward(&self, weights: &Weights, x: Tensor<4>, _: &mut Call) -> Tensor<4> {
        let [_, channels, height, width] = x.dims();
        let symbols = places(x);
        let [n, _] = symbols.dims();
        let entries = (0..self.entries).map(|entry| entry as f32).collect();
        let entries = constant(entries, [1, 1, self.entries], &symbols);
        let one_hot = symbols
            .unsqueeze_dim::<3>(2)
            .expand([n, channels, self.entries])
            .equal(entries.expand([n, channels, self.entries]))
            .float()
            .reshape([n, channels * self.entries]);
        let table = weights.matrix("weight");
        let one_hot = if table.is_autodiff() && !one_hot.is_autodiff() {
            one_hot.autodiff()
        } else {
            one_hot
        };
        signal(product(one_hot, table), [height, width])
    }
}
