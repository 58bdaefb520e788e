//! Adam in one pass over memory, on the CPU. As tensor operations it is a dozen passes, each with an allocation, and took a
//! third of a GAN's step.

use super::Slot;
use crate::kernels::floats;
use burn::tensor::{Tensor, TensorData};

/// The constants of one update.
#[derive(Clone, Copy, Debug)]
pub(super) struct Adam {
    /// `lr / (1 - beta1^t)`
    pub rate: f32,
    pub beta1: f32,
    /// `1 - beta1`, subtracted before it was rounded.
    pub rest1: f32,
    pub beta2: f32,
    /// `1 - beta2`
    pub rest2: f32,
    /// `sqrt(1 - beta2^t)`
    pub root_correction: f32,
    pub epsilon: f32,
}

impl Adam {
    /// A parameter `[n]` and its state after one update with this gradient `[n]`. The arithmetic is that of the tensor
    /// operations, value by value.
    pub fn update(self, value: Tensor<1>, grad: Tensor<1>, state: Slot) -> (Tensor<1>, Slot) {
        let device = value.device();
        let n = value.dims()[0];
        let zeros = || TensorData::new(vec![0.0f32; n], [n]);
        let or_zeros = |tensor: Option<Tensor<1>>| tensor.map_or_else(zeros, Tensor::into_data);
        let mut value = value.into_data();
        let grad = grad.into_data();
        let mut moment1 = or_zeros(state.moment1);
        let mut moment2 = or_zeros(state.moment2);
        self.pass(
            floats(&mut value),
            grad.as_slice().expect("gradients are f32"),
            floats(&mut moment1),
            floats(&mut moment2),
        );
        let tensor = |data| Tensor::from_data(data, &device);
        let state = Slot {
            moment1: Some(tensor(moment1)),
            moment2: Some(tensor(moment2)),
        };
        (tensor(value), state)
    }

    fn pass(self, values: &mut [f32], grads: &[f32], moment1: &mut [f32], moment2: &mut [f32]) {
        let Self {
            rate,
            beta1,
            rest1,
            beta2,
            rest2,
            root_correction,
            epsilon,
        } = self;
        let state = moment1.iter_mut().zip(moment2.iter_mut());
        for ((value, &grad), (m, v)) in values.iter_mut().zip(grads).zip(state) {
            *m = *m * beta1 + grad * rest1;
            *v = *v * beta2 + grad * grad * rest2;
            *value -= *m * rate / (v.sqrt() / root_correction + epsilon);
        }
    }
}
