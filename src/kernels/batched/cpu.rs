//! Products of pairs of matrices on the CPU, one after the other.

use super::{BatchedProduct, sizes};
use crate::kernels::cpu::{Values, tensor};
use crate::kernels::dense::Transposed;
use burn::backend::Flex;
use burn::backend::flex::FlexTensor;
use cpu_kernels::product::{Matrix, product};

impl BatchedProduct for Flex {
    fn batched_product(a: FlexTensor, b: FlexTensor, transposed: Transposed) -> FlexTensor {
        let shape = |tensor: &FlexTensor| -> [usize; 3] {
            let shape = tensor.layout().shape().as_slice().try_into();
            shape.expect("a batch of matrices has three dimensions")
        };
        let ([_, a0, a1], [_, b0, b1]) = (shape(&a), shape(&b));
        let [batch, m, n, k] = sizes(shape(&a), shape(&b), transposed);
        let (a, b) = (Values::new(a), Values::new(b));
        let mut y = Vec::with_capacity(batch * m * n);
        for at in 0..batch {
            let left = Matrix::new(&a[at * m * k..][..m * k], [a0, a1], [a1, 1]);
            let right = Matrix::new(&b[at * k * n..][..k * n], [b0, b1], [b1, 1]);
            y.extend(match transposed {
                Transposed::Neither => product(left, right),
                Transposed::First => product(left.transposed(), right),
                Transposed::Second => product(left, right.transposed()),
            });
        }
        tensor(y, [batch, m, n])
    }
}
