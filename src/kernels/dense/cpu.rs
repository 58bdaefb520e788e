//! The layer on the CPU: the product is written onto the bias, and the activation changes it in its place.

use super::{Dense, MatrixOps, Transposed};
use crate::kernels::Activation;
use crate::kernels::cpu::{Values, tensor};
use burn::backend::Flex;
use burn::backend::flex::FlexTensor;
use cpu_kernels::product::{self, Matrix};
use cpu_kernels::sums;

impl Dense for Flex {
    fn dense(
        x: FlexTensor,
        weight: FlexTensor,
        bias: FlexTensor,
        activation: Option<Activation>,
    ) -> FlexTensor {
        Self::product(x, weight, Transposed::Neither, Some(bias), activation)
    }
}

impl MatrixOps for Flex {
    fn product(
        a: FlexTensor,
        b: FlexTensor,
        transposed: Transposed,
        bias: Option<FlexTensor>,
        activation: Option<Activation>,
    ) -> FlexTensor {
        let (mut left, mut right) = (matrix(&a), matrix(&b));
        match transposed {
            Transposed::Neither => {}
            Transposed::First => left = left.transposed(),
            Transposed::Second => right = right.transposed(),
        }
        let ([m, _], [_, n]) = (left.size(), right.size());
        let mut y = match bias {
            Some(bias) => product::product_onto(left, right, Values::new(bias).repeat(m)),
            None => product::product(left, right),
        };
        if let Some(activation) = activation {
            activation.apply(&mut y);
        }
        tensor(y, [m, n])
    }

    fn column_sums(values: FlexTensor) -> FlexTensor {
        let [_, columns] = matrix(&values).size();
        let sums = sums::of_columns(&Values::new(values), columns);
        tensor(sums, [columns])
    }
}

/// A tensor `[rows, columns]`, whatever its strides.
fn matrix(tensor: &FlexTensor) -> Matrix<'_> {
    let layout = tensor.layout();
    let (&[rows, columns], &[row_step, column_step]) =
        (layout.shape().as_slice(), layout.strides())
    else {
        panic!("a matrix has two dimensions");
    };
    let step = |stride: isize| usize::try_from(stride).expect("no model flips a matrix");
    Matrix::new(
        &tensor.storage()[layout.start_offset()..],
        [rows, columns],
        [step(row_step), step(column_step)],
    )
}
