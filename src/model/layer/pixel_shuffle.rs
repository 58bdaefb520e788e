//! Places for channels, and channels for places.

use super::{Call, Layer, SignalShape};
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// Each run of `factor * factor` channels becomes squares of one channel, row by row: Shi et al., "Real-Time Single Image and
/// Video Super-Resolution" (2016); PyTorch's `nn.PixelShuffle`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PixelShuffle {
    /// By how much height and width grow.
    pub factor: usize,
}

/// The reverse of [`PixelShuffle`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PixelUnshuffle {
    /// By how much height and width shrink.
    pub factor: usize,
}

impl Layer for PixelShuffle {
    fn output(&self, [channels, height, width]: SignalShape) -> SignalShape {
        let Self { factor } = self;
        assert!(
            channels.is_multiple_of(factor * factor),
            "{channels} channels make squares of {factor} x {factor}"
        );
        [
            channels / (factor * factor),
            height * factor,
            width * factor,
        ]
    }

    fn describe(&self) -> String {
        format!("Pixel shuffle {0}x{0}", self.factor)
    }

    fn forward(&self, _: &Weights, x: Tensor<4>, _: &mut Call) -> Tensor<4> {
        let [batch, channels, height, width] = x.dims();
        let factor = self.factor;
        let channels = channels / (factor * factor);
        x.reshape([batch * channels, factor, factor, height, width])
            .permute([0, 3, 1, 4, 2])
            .reshape([batch, channels, height * factor, width * factor])
    }
}

impl Layer for PixelUnshuffle {
    fn output(&self, [channels, height, width]: SignalShape) -> SignalShape {
        let Self { factor } = self;
        assert!(
            height.is_multiple_of(*factor) && width.is_multiple_of(*factor),
            "{height} x {width} is squares of {factor} x {factor}"
        );
        [channels * factor * factor, height / factor, width / factor]
    }

    fn describe(&self) -> String {
        format!("Pixel unshuffle {0}x{0}", self.factor)
    }

    fn forward(&self, _: &Weights, x: Tensor<4>, _: &mut Call) -> Tensor<4> {
        let [batch, channels, height, width] = x.dims();
        let factor = self.factor;
        let [height, width] = [height / factor, width / factor];
        x.reshape([batch * channels, height, factor, width, factor])
            .permute([0, 2, 4, 1, 3])
            .reshape([batch, channels * factor * factor, height, width])
    }
}
