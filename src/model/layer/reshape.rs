//! The same values in another shape.

use super::{Call, Layer, LayerSpec, SignalShape};
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// The same values, in the same order, in another shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reshape {
    /// Channels, height, width.
    pub shape: SignalShape,
}

impl Layer for Reshape {
    fn output(&self, input: SignalShape) -> SignalShape {
        assert_eq!(
            self.shape.iter().product::<usize>(),
            input.iter().product::<usize>(),
            "a reshape keeps the number of values"
        );
        self.shape
    }

    fn describe(&self) -> String {
        match self.shape {
            [channels, 1, 1] => format!("Flatten to {channels}"),
            [channels, height, width] => format!("Reshape to {channels} x {height} x {width}"),
        }
    }

    fn forward(&self, _: &Weights, x: Tensor<4>, _: &mut Call) -> Tensor<4> {
        let ([batch, ..], [channels, height, width]) = (x.dims(), self.shape);
        x.reshape([batch, channels, height, width])
    }

    fn is_piecewise_linear(&self) -> bool {
        true
    }

    fn transposed(&self, _: &Weights, gradient: Tensor<4>, before: SignalShape) -> Tensor<4> {
        let ([batch, ..], [channels, height, width]) = (gradient.dims(), before);
        gradient.reshape([batch, channels, height, width])
    }
}

/// The same values in another shape.
pub fn reshape(shape: SignalShape) -> LayerSpec {
    Reshape { shape }.into()
}

/// The same values, so many, as a flat signal.
pub fn flatten(values: usize) -> LayerSpec {
    reshape([values, 1, 1])
}
