//! A transformer's layers in plain memory.

use crate::model::NamedTensor;
use crate::model::layer::EPSILON;
use cpu_kernels::product::{Matrix, add_ordered, product};
use cpu_kernels::{layer_norm, sums};

/// A block of the transformer.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) before_attention: Norm,
    pub(super) into: Dense,
    pub(super) out: Dense,
    pub(super) before_wide: Norm,
    pub(super) wide: Dense,
    pub(super) narrow: Dense,
}

/// A layer normalisation.
#[derive(Debug)]
pub(super) struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

/// A linear layer, its weight `[outputs, inputs]`, or where it is portable `[inputs, outputs]`.
#[derive(Debug)]
pub(super) struct Dense {
    weight: Vec<f32>,
    bias: Vec<f32>,
    pub(super) outputs: usize,
    is_portable: bool,
}

impl Norm {
    pub(super) fn of(&self, x: &[f32]) -> Vec<f32> {
        let mut y = x.to_vec();
        layer_norm::normalise(&mut y, &self.weight, &self.bias, EPSILON as f32);
        y
    }
}

impl Dense {
    pub(super) fn of(&self, x: &[f32]) -> Vec<f32> {
        let inputs = self.weight.len() / self.outputs;
        if self.is_portable {
            let mut y = vec![0.0; x.len() / inputs * self.outputs];
            add_ordered(x, &self.weight, self.outputs, &mut y);
            return self.with_bias(y);
        }
        let x = Matrix::new(x, [x.len() / inputs, inputs], [inputs, 1]);
        let weight = Matrix::new(&self.weight, [self.outputs, inputs], [inputs, 1]);
        self.with_bias(product(x, weight.transposed()))
    }

    fn with_bias(&self, mut y: Vec<f32>) -> Vec<f32> {
        if !self.bias.is_empty() {
            y.chunks_exact_mut(self.outputs)
                .for_each(|row| sums::add(&self.bias, row));
        }
        y
    }
}

/// Hands out tensors in the order in which the model is walked.
pub(super) struct Tensors {
    left: std::vec::IntoIter<NamedTensor>,
    is_portable: bool,
}

impl Tensors {
    pub(super) fn new(tensors: Vec<NamedTensor>, is_portable: bool) -> Self {
        Self {
            left: tensors.into_iter(),
            is_portable,
        }
    }

    pub(super) fn next(&mut self) -> NamedTensor {
        self.left.next().expect("a transformer has all its tensors")
    }

    pub(super) fn norm(&mut self) -> Norm {
        Norm {
            weight: self.next().values,
            bias: self.next().values,
        }
    }

    pub(super) fn dense(&mut self, bias: bool) -> Dense {
        let NamedTensor { shape, values, .. } = self.next();
        let (outputs, is_portable) = (shape[0], self.is_portable);
        let inputs = values.len() / outputs;
        let turned = || (0..inputs).flat_map(|at| values.iter().skip(at).step_by(inputs));
        Dense {
            outputs,
            is_portable,
            weight: match is_portable {
                true => turned().copied().collect(),
                false => values,
            },
            bias: if bias { self.next().values } else { Vec::new() },
        }
    }

    pub(super) fn block(&mut self) -> Block {
        Block {
            before_attention: self.norm(),
            into: self.dense(false),
            out: self.dense(false),
            before_wide: self.norm(),
            wide: self.dense(true),
            narrow: self.dense(true),
        }
    }
}
