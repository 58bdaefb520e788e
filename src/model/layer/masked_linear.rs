//! A linear layer in which an output sees only what comes before it.

use super::{Call, Layer, ParameterSpec, SignalShape, constant, flat};
use crate::kernels::dense::dense;
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// A linear layer of MADE (Germain et al., "MADE: Masked Autoencoder for Distribution Estimation", 2015): inputs and outputs
/// are `groups` equal runs of values, and an output sees the inputs of the groups before its own, and of its own unless
/// `strict`. A chain of them, the first strict, answers each group from those before it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MaskedLinear {
    /// Runs of values; a divisor of the numbers of inputs and outputs.
    pub groups: usize,
    /// Number of outputs.
    pub outputs: usize,
    /// Whether an output's own group is hidden from it.
    pub strict: bool,
    /// Whether a constant is added.
    pub bias: bool,
}

impl MaskedLinear {
    /// 1 where an output may see an input and 0 elsewhere, `[inputs, outputs]`, row after row.
    fn mask(&self, inputs: usize) -> Vec<f32> {
        let (from, to) = (inputs / self.groups, self.outputs / self.groups);
        let mut mask = vec![0.0; inputs * self.outputs];
        for (input, row) in mask.chunks_exact_mut(self.outputs).enumerate() {
            let first = input / from + usize::from(self.strict);
            row[first * to..].fill(1.0);
        }
        mask
    }
}

impl Layer for MaskedLinear {
    fn output(&self, input: SignalShape) -> SignalShape {
        let inputs: usize = input.iter().product();
        assert!(
            inputs.is_multiple_of(self.groups) && self.outputs.is_multiple_of(self.groups),
            "{inputs} inputs and {} outputs are {} equal groups",
            self.outputs,
            self.groups
        );
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
        format!("Masked linear {}, {} groups", self.outputs, self.groups)
    }

    fn forward(&self, weights: &Weights, x: Tensor<4>, call: &mut Call) -> Tensor<4> {
        let (x, weight) = (flat(x), weights.matrix("weight"));
        let [batch, inputs] = x.dims();
        let mask = constant(self.mask(inputs), [inputs, self.outputs], &weight);
        let bias = self.bias.then(|| weights.vector("bias"));
        dense(x, weight * mask, bias, call.activation.take()).reshape([batch, self.outputs, 1, 1])
    }
}
