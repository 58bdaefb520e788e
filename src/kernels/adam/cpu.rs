//! Adam on the CPU: every number is read and written once, in its place.

use super::AdamOps;
use crate::kernels::cpu::{Values, whole};
use burn::backend::Flex;
use burn::backend::flex::FlexTensor;

impl AdamOps for Flex {
    fn adam(
        value: FlexTensor,
        grad: FlexTensor,
        first: FlexTensor,
        second: FlexTensor,
        constants: FlexTensor,
    ) -> (FlexTensor, FlexTensor, FlexTensor) {
        let (grad, constants) = (Values::new(grad), Values::new(constants));
        let &[rate, beta1, rest1, beta2, rest2, root_correction, epsilon] = &constants[..] else {
            unreachable!("Adam has seven constants");
        };
        let [mut value, mut first, mut second] = [value, first, second].map(whole);
        let values = value.storage_mut::<f32>().iter_mut().zip(&grad[..]);
        let moments = (first.storage_mut::<f32>().iter_mut()).zip(second.storage_mut::<f32>());
        for ((value, &grad), (m, v)) in values.zip(moments) {
            *m = *m * beta1 + grad * rest1;
            *v = *v * beta2 + grad * grad * rest2;
            *value -= *m * rate / (v.sqrt() / root_correction + epsilon);
        }
        (value, first, second)
    }
}
