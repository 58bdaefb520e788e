//! A small convolutional network that tells the digits apart, after LeCun et al., "Gradient-Based Learning Applied to
//! Document Recognition" (1998): what samples are judged by. It is trained here; what judges computes the same on plain memory
//! (the package `yardsticks`).

use super::layer::{Dropout, LayerSpec, MaxPool, SignalShape, conv, flatten, linear, relu};
use super::{CLASSES, Init, Network, Pass};
use burn::module::Module;
use burn::tensor::Tensor;
use burn::tensor::activation::softmax;

const IMAGE: SignalShape = [1, 28, 28];

/// Share of the values that training drops before each linear layer.
const DROPOUT: f64 = 0.25;

/// Image -> 64 features -> logits of the ten digits.
#[derive(Module, Debug)]
pub struct Classifier {
    /// `[batch, 784]` to `[batch, 64]`
    pub body: Network,
    /// `[batch, 64]` to `[batch, 10]`
    pub head: Network,
}

impl Classifier {
    /// Values of [`features`](Self::features) for one image.
    pub const FEATURES: usize = 64;

    /// The layers up to the features and those from there to the logits.
    pub fn layers() -> (Vec<LayerSpec>, Vec<LayerSpec>) {
        let dropout = || Dropout { share: DROPOUT }.into();
        (
            vec![
                conv(16, 3, 1),
                relu(),
                MaxPool {}.into(),
                conv(32, 3, 1),
                relu(),
                MaxPool {}.into(),
                flatten(32 * 7 * 7),
                dropout(),
                linear(Self::FEATURES),
                relu(),
            ],
            vec![dropout(), linear(CLASSES)],
        )
    }

    /// Draws initial weights.
    pub fn new(init: &mut Init) -> Self {
        let (body, head) = Self::layers();
        Self {
            body: Network::new(IMAGE, body, init),
            head: Network::new([Self::FEATURES, 1, 1], head, init),
        }
    }

    /// Images `[batch, 784]`, 0 to 1, to what the last hidden layer says of them, `[batch, 64]`, none below 0.
    pub fn features(&self, images: Tensor<2>) -> Tensor<2> {
        self.body.forward(images, &mut Pass::eval())
    }

    /// Images `[batch, 784]`, 0 to 1, to the logits of the digits, `[batch, 10]`; training when the pass is.
    pub fn logits(&self, images: Tensor<2>, pass: &mut Pass) -> Tensor<2> {
        let features = self.body.forward(images, pass);
        self.head.forward(features, pass)
    }

    /// Images `[batch, 784]`, 0 to 1, to the probabilities of the digits, `[batch, 10]`.
    pub fn probabilities(&self, images: Tensor<2>) -> Tensor<2> {
        softmax(self.logits(images, &mut Pass::eval()), 1)
    }
}
