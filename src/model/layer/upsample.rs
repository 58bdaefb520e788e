//! Larger images, without weights.

use super::{Call, Layer, SignalShape};
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// Each place becomes a square of places with its value (nearest neighbour); a convolution after it has no checkerboard in its
/// output, as transposed ones may: Odena et al., "Deconvolution and Checkerboard Artifacts" (2016). PyTorch's `nn.Upsample`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Upsample {
    /// By how much height and width grow.
    pub factor: usize,
}

impl Layer for Upsample {
    fn output(&self, [channels, height, width]: SignalShape) -> SignalShape {
        [channels, height * self.factor, width * self.factor]
    }

    fn describe(&self) -> String {
        format!("Upsample {0}x{0}", self.factor)
    }

    fn forward(&self, _: &Weights, x: Tensor<4>, _: &mut Call) -> Tensor<4> {
        let [batch, channels, height, width] = x.dims();
        let factor = self.factor;
        // A convolution leaves channels last in memory, and takes them so: what is copied lies together then.
        let columns = repeated(x.permute([0, 2, 3, 1]), channels, factor);
        repeated(columns, width * factor * channels, factor)
            .reshape([batch, height * factor, width * factor, channels])
            .permute([0, 3, 1, 2])
    }

    fn is_piecewise_linear(&self) -> bool {
        true
    }

    fn transposed(&self, _: &Weights, gradient: Tensor<4>, before: SignalShape) -> Tensor<4> {
        let [channels, height, width] = before;
        let [batch, ..] = gradient.dims();
        let factor = self.factor;
        gradient
            .reshape([batch * channels * height, factor, width, factor])
            .sum_dim(1)
            .sum_dim(3)
            .reshape([batch, channels, height, width])
    }
}

/// Each run of so many values `factor` times, one after the other: `[runs, factor, values]`.
fn repeated<const D: usize>(x: Tensor<D>, values: usize, factor: usize) -> Tensor<3> {
    let runs = x.shape().num_elements() / values;
    x.reshape([runs, 1, values]).expand([runs, factor, values])
}
