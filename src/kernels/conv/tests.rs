//! Both convolutions against burn's own, values and gradients.

use super::{Window, conv, conv_transposed};
use crate::kernels::Activation;
use crate::kernels::testing::{Mixed, assert_near};
use burn::tensor::activation::relu;
use burn::tensor::module::{conv_transpose2d, conv2d};
use burn::tensor::ops::{ConvOptions, ConvTransposeOptions};
use burn::tensor::{Device, Tensor};

/// Signal, weight and bias to signal.
type Layer<'a> = &'a dyn Fn(Tensor<4>, Tensor<4>, Option<Tensor<1>>) -> Tensor<4>;

/// The layer's values, and the gradients of a weighted sum of them by its inputs.
fn all(layer: Layer, x: [usize; 4], weight: [usize; 4], bias: Option<usize>) -> Vec<Vec<f32>> {
    let device = Device::flex();
    let mut mixed = Mixed::new(1);
    let x = mixed.tensor(x, &device).autodiff().require_grad();
    let weight = mixed.tensor(weight, &device).autodiff().require_grad();
    let bias = bias.map(|n| mixed.tensor([n], &device).autodiff().require_grad());
    let y = layer(x.clone(), weight.clone(), bias.clone());
    let towards = mixed.tensor(y.dims(), &device).autodiff();
    let grads = (y.clone() * towards).sum().backward();
    let mut all = vec![y.inner().into_data()];
    all.push(x.grad(&grads).expect("a gradient").into_data());
    all.push(weight.grad(&grads).expect("a gradient").into_data());
    all.extend(bias.map(|bias| bias.grad(&grads).expect("a gradient").into_data()));
    let list = |data: burn::tensor::TensorData| data.try_to_vec().expect("f32");
    all.into_iter().map(list).collect()
}

fn compare(ours: Layer, theirs: Layer, x: [usize; 4], weight: [usize; 4], out: usize, what: &str) {
    for bias in [None, Some(out)] {
        let [ours, theirs] = [ours, theirs].map(|layer| all(layer, x, weight, bias));
        assert_eq!(ours.len(), theirs.len());
        for (part, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
            assert_near(
                ours,
                theirs,
                1e-5,
                &format!("{what}, bias {bias:?}, part {part}"),
            );
        }
    }
}

/// Batch, inputs, outputs, side of the image, kernel, stride, padding.
const CASES: [[usize; 7]; 6] = [
    [1, 1, 1, 1, 1, 1, 0],
    [2, 1, 3, 7, 3, 1, 1],
    [3, 4, 8, 8, 4, 2, 1],
    [2, 3, 5, 9, 5, 2, 2],
    [1, 2, 4, 6, 3, 3, 0],
    [2, 8, 4, 5, 5, 1, 2],
];

#[test]
fn convolutions_are_burns() {
    for [batch, inputs, out, side, kernel, stride, padding] in CASES {
        let positions = [(side + 2 * padding - kernel) / stride + 1; 2];
        let window = Window {
            image: [side; 2],
            positions,
            kernel,
            stride,
            padding,
        };
        let ours = |x, weight, bias| conv(x, weight, bias, window, Some(Activation::Relu));
        let theirs = |x, weight, bias| {
            let options = ConvOptions::new([stride; 2], [padding; 2], [1, 1], 1);
            relu(conv2d(x, weight, bias, options))
        };
        let (x, weight) = ([batch, inputs, side, side], [out, inputs, kernel, kernel]);
        compare(&ours, &theirs, x, weight, out, &format!("{window:?}"));
    }
}

#[test]
fn transposed_convolutions_are_burns() {
    for [batch, inputs, out, side, kernel, stride, padding] in CASES {
        for extra in 0..stride {
            let image = (side - 1) * stride + kernel + extra - 2 * padding;
            let window = Window {
                image: [image; 2],
                positions: [side; 2],
                kernel,
                stride,
                padding,
            };
            let ours =
                |x, weight, bias| conv_transposed(x, weight, bias, window, Some(Activation::Tanh));
            let theirs = |x, weight, bias| {
                let options =
                    ConvTransposeOptions::new([stride; 2], [padding; 2], [extra; 2], [1, 1], 1);
                conv_transpose2d(x, weight, bias, options).tanh()
            };
            let (x, weight) = ([batch, inputs, side, side], [inputs, out, kernel, kernel]);
            compare(&ours, &theirs, x, weight, out, &format!("{window:?}"));
        }
    }
}

#[test]
fn same_windows_divide_and_multiply_by_the_stride() {
    for (kernel, stride) in [(3, 1), (5, 1), (3, 2), (4, 2), (5, 2)] {
        let over = Window::over([28, 14], kernel, stride);
        assert_eq!(
            over.positions,
            [28 / stride, 14 / stride],
            "kernel {kernel}, stride {stride}"
        );
        let enlarging = Window::enlarging([7, 14], kernel, stride);
        assert_eq!(enlarging.image, [7 * stride, 14 * stride]);
        assert_eq!(
            enlarging.positions,
            [7, 14],
            "kernel {kernel}, stride {stride}"
        );
    }
}
