//! Adam on the CPU.

use super::{Adam, AdamOps};
use crate::kernels::cpu::{Values, tensor, whole};
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
        let adam = Adam::from_array(constants);
        let [mut value, mut first, mut second] = [value, first, second].map(whole);
        let own = (
            value.try_storage_mut::<f32>(),
            first.try_storage_mut::<f32>(),
            second.try_storage_mut::<f32>(),
        );
        if let (Some(values), Some(means), Some(squares)) = own {
            adam.update(values, &grad, means, squares);
            return (value, first, second);
        }
        // Somebody keeps the old ones (a trainer, every few steps): no copies of them, to be overwritten.
        let shape = value.layout().shape().to_vec();
        let [values, means, squares] =
            adam.updated(value.storage(), &grad, first.storage(), second.storage());
        let [value, first, second] =
            [values, means, squares].map(|values| tensor(values, shape.clone()));
        (value, first, second)
    }
}
