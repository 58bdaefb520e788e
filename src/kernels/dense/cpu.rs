//! The layer on the CPU: the product is written onto the bias, and the activation changes it in its place.

use super::{Dense, MatrixOps, Turned};
use crate::kernels::Activation;
use crate::kernels::cpu::product::{Matrix, product};
use crate::kernels::cpu::{Values, tensor};
use burn::backend::Flex;
use burn::backend::flex::FlexTensor;

impl Dense for Flex {
    fn dense(
        x: FlexTensor,
        weight: FlexTensor,
        bias: FlexTensor,
        activation: Option<Activation>,
    ) -> FlexTensor {
        Self::product(x, weight, Turned::Neither, Some(bias), activation)
    }
}

impl MatrixOps for Flex {
    fn product(
        a: FlexTensor,
        b: FlexTensor,
        turned: Turned,
        bias: Option<FlexTensor>,
        activation: Option<Activation>,
    ) -> FlexTensor {
        let (mut left, mut right) = (Matrix::of(&a), Matrix::of(&b));
        match turned {
            Turned::Neither => {}
            Turned::First => left = left.turned(),
            Turned::Second => right = right.turned(),
        }
        let ([m, _], [_, n]) = (left.size(), right.size());
        let mut y = match &bias {
            Some(bias) => Values::new(bias.clone()).repeat(m),
            None => vec![0.0; m * n],
        };
        product(left, right, &mut y, bias.is_some());
        if let Some(activation) = activation {
            activation.apply(&mut y);
        }
        tensor(y, [m, n])
    }

    fn column_sums(matrix: FlexTensor) -> FlexTensor {
        let [_, columns] = Matrix::of(&matrix).size();
        let mut sums = vec![0.0; columns];
        for row in Values::new(matrix).chunks_exact(columns) {
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum += value;
            }
        }
        tensor(sums, [columns])
    }
}
