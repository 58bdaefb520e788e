//! What our operations on the CPU share: burn-flex's tensors as plain memory.

use burn::backend::flex::FlexTensor;
use burn::tensor::{DType, TensorData};

/// A tensor of these values, without a copy.
pub fn tensor(values: Vec<f32>, shape: impl Into<Vec<usize>>) -> FlexTensor {
    FlexTensor::from_data(TensorData::new(values, shape.into()))
}

/// The values of a tensor in row-major order, shared where they already lie so.
pub struct Values(FlexTensor);

impl Values {
    /// Copies only what is strided.
    pub fn new(tensor: FlexTensor) -> Self {
        assert_eq!(tensor.dtype(), DType::F32, "all models compute in f32");
        Self(if tensor.is_contiguous() {
            tensor
        } else {
            tensor.to_contiguous()
        })
    }
}

impl std::ops::Deref for Values {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        let start = self.0.layout().start_offset();
        let n = self.0.layout().num_elements();
        &self.0.storage::<f32>()[start..start + n]
    }
}

/// The tensor with memory of its own shape, row after row, for changing its values in their place: `storage_mut` of the
/// result is all of them, and copies them only when somebody else has them too.
pub fn whole(tensor: FlexTensor) -> FlexTensor {
    let whole = tensor.layout().num_elements() == tensor.storage::<f32>().len();
    if whole && tensor.is_contiguous() {
        tensor
    } else {
        tensor.to_contiguous()
    }
}
