//! Max pooling.

use super::{Call, Layer, SignalShape};
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use burn::tensor::module::max_pool2d;
use burn::tensor::ops::MaxPoolOptions;
use serde::{Deserialize, Serialize};

/// The largest value of each 2 x 2 square.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MaxPool {}

impl Layer for MaxPool {
    fn output(&self, [channels, height, width]: SignalShape) -> SignalShape {
        [channels, height / 2, width / 2]
    }

    fn describe(&self) -> String {
        "Max pool 2x2".into()
    }

    fn forward(&self, _: &Weights, x: Tensor<4>, _: &mut Call) -> Tensor<4> {
        max_pool2d(x, MaxPoolOptions::new([2, 2]))
    }
}
