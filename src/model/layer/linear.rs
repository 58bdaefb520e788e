//! Every output from every input.

use super::{Call, Layer, LayerSpec, ParameterSpec, SignalShape, flat, spectral};
use crate::dataset::PIXELS;
use crate::kernels::dense::{dense, product};
use crate::model::weights::Weights;
use burn::module::Param;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// Every output from every input, whatever the signal's shape: PyTorch's `nn.Linear`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Linear {
    /// Number of outputs.
    pub outputs: usize,
    /// Whether a constant is added.
    pub bias: bool,
}

impl Layer for Linear {
    fn output(&self, _: SignalShape) -> SignalShape {
        [self.outputs, 1, 1]
    }

    fn parameters(&self, input: SignalShape) -> Vec<ParameterSpec> {
        let inputs = input.iter().product();
        let mut all = vec![ParameterSpec::linear("weight", inputs, self.outputs)];
        all.extend(
            self.bias
                .then(|| ParameterSpec::bias("bias", self.outputs, inputs)),
        );
        all
    }

    fn describe(&self) -> String {
        format!("Linear {}", self.outputs)
    }

    fn forward(&self, weights: &Weights, x: Tensor<4>, call: &mut Call) -> Tensor<4> {
        let [batch, ..] = x.dims();
        let weight = spectral::normalised_matrix(weights, call.pass);
        let bias = self.bias.then(|| weights.vector("bias"));
        dense(flat(x), weight, bias, call.activation.take()).reshape([batch, self.outputs, 1, 1])
    }

    fn is_piecewise_linear(&self) -> bool {
        true
    }

    fn transposed(&self, weights: &Weights, gradient: Tensor<4>, before: SignalShape) -> Tensor<4> {
        let [batch, ..] = gradient.dims();
        let [channels, height, width] = before;
        product(flat(gradient), weights.matrix("weight").transpose())
            .reshape([batch, channels, height, width])
    }

    fn takes_spectral_norm(&self) -> bool {
        true
    }

    fn filters(&self, weights: &Weights) -> Option<Tensor<3>> {
        let weight = weights.matrix("weight").inner();
        let [inputs, units] = weight.dims();
        (inputs >= PIXELS).then(|| {
            let over_pixels = weight.narrow(0, 0, PIXELS);
            over_pixels.transpose().reshape([units, 28, 28])
        })
    }
}

/// A linear layer with bias.
pub fn linear(outputs: usize) -> LayerSpec {
    Linear {
        outputs,
        bias: true,
    }
    .into()
}

/// What a linear layer of burn's makes of `[batch, inputs]`.
pub(crate) fn through(layer: &burn::nn::Linear, x: Tensor<2>) -> Tensor<2> {
    let bias = layer.bias.as_ref().map(Param::val);
    dense(x, layer.weight.val(), bias, None)
}
