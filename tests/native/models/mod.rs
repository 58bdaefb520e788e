//! The networks have the layers they say, and the objectives satisfy their identities.

mod networks;
mod objectives;

use burn::tensor::{Device, Tensor, TensorData};

fn matrix(values: Vec<f32>, columns: usize) -> Tensor<2> {
    let rows = values.len() / columns;
    Tensor::from_data(TensorData::new(values, [rows, columns]), &Device::flex())
}

fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f64> {
    tensor
        .into_data()
        .as_slice::<f32>()
        .unwrap()
        .iter()
        .map(|&x| f64::from(x))
        .collect()
}
