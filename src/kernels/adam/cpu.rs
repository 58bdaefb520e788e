//! Adam on the CPU.

use super::{Adam, AdamOps};
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
        let constants = constants[..].try_into().expect("Adam has seven constants");
        let [mut value, mut first, mut second] = [value, first, second].map(whole);
        Adam::from_array(constants).update(
            value.storage_mut(),
            &grad,
            first.storage_mut(),
            second.storage_mut(),
        );
        (value, first, second)
    }
}
