//! Our own operations on WebGPU against the same on the CPU, which src/kernels holds against burn's: values and gradients, odd
//! sizes included.

use super::open;
use burn::tensor::{Device, Tensor, TensorData};
use generative_playground::device::DeviceKind;
use generative_playground::kernels::Activation;
use generative_playground::kernels::activation::activate;
use generative_playground::kernels::adam::{Adam, AdamOnDevice};
use generative_playground::kernels::attention::{Heads, attention};
use generative_playground::kernels::average::Decay;
use generative_playground::kernels::bernoulli::bernoulli_nll;
use generative_playground::kernels::conv::{Window, conv, conv_transposed};
use generative_playground::kernels::dense::dense;
use generative_playground::kernels::layer_norm::layer_norm;
use generative_playground::kernels::norm::batch_norm;
use generative_playground::kernels::smooth::{Smooth, smooth};
use generative_playground::kernels::squares::{add_squares, sum_of_squares};
use generative_playground::kernels::{subgroups, width};
use wasm_bindgen_test::wasm_bindgen_test;

const ACTIVATIONS: [Option<Activation>; 5] = [
    None,
    Some(Activation::Relu),
    Some(Activation::LeakyRelu { slope: 0.2 }),
    Some(Activation::Tanh),
    Some(Activation::Sigmoid),
];

/// Tensors on one device, the same values on every device.
struct Mixed {
    device: Device,
    drawn: u32,
}

impl Mixed {
    /// Values from -1 to 1, with gradients.
    fn tensor<const D: usize>(&mut self, shape: [usize; D]) -> Tensor<D> {
        let n: usize = shape.iter().product();
        let values: Vec<f32> = (0..n as u32)
            .map(|i| ((i + 1_000 * self.drawn) as f32 * 0.618_034).fract() * 2.0 - 1.0)
            .collect();
        self.drawn += 1;
        Tensor::from_data(TensorData::new(values, shape), &self.device)
            .autodiff()
            .require_grad()
    }
}

/// Numbers of the first tensor, then of the others' gradients of a weighted sum of it.
macro_rules! with_gradients {
    ($mixed:expr, $y:expr, $($input:expr),+) => {{
        let y = $y;
        let towards = $mixed.tensor(y.dims());
        let grads = (y.clone() * towards.detach()).sum().backward();
        let mut all = vec![numbers(y.inner()).await];
        $(all.push(numbers($input.grad(&grads).expect("a gradient")).await);)+
        all
    }};
}

async fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    let data = tensor.into_data_async().await.expect("the device answers");
    data.try_to_vec().expect("f32")
}

/// What is computed, of tensors made on a device.
async fn compare<F: Future<Output = Vec<Vec<f32>>>>(what: &str, compute: impl Fn(Mixed) -> F) {
    let mut results = Vec::new();
    for kind in [DeviceKind::Cpu, DeviceKind::Gpu] {
        let device = open(kind).await.device;
        results.push(compute(Mixed { device, drawn: 0 }).await);
    }
    let [cpu, gpu] = &results[..] else {
        unreachable!("two devices");
    };
    assert_eq!(cpu.len(), gpu.len(), "{what}");
    for (part, (cpu, gpu)) in cpu.iter().zip(gpu).enumerate() {
        assert_eq!(cpu.len(), gpu.len(), "{what}, part {part}");
        let scale = cpu.iter().fold(1.0f32, |most, x| most.max(x.abs()));
        for (i, (a, b)) in cpu.iter().zip(gpu).enumerate() {
            assert!(
                (a - b).abs() <= 2e-5 * scale,
                "{what}, part {part}, value {i}: {a} on the CPU, {b} on the GPU"
            );
        }
    }
}

/// One value; nothing in fours; all in fours; only one factor in fours; more than a workgroup's tiles.
const SIZES: [[usize; 3]; 7] = [
    [1, 1, 1],
    [3, 5, 7],
    [8, 16, 12],
    [9, 12, 10],
    [5, 7, 8],
    [40, 20, 72],
    [68, 36, 100],
];

/// Layers `[m, k]` by `[k, n]`.
async fn compare_linear_layers(sizes: &[[usize; 3]], activations: &[Option<Activation>]) {
    for &[m, k, n] in sizes {
        for &activation in activations {
            compare(&format!("{m}x{k}x{n} {activation:?}"), async |mut mixed| {
                let x = mixed.tensor([m, k]);
                let (weight, bias) = (mixed.tensor([k, n]), mixed.tensor([n]));
                let y = dense(x.clone(), weight.clone(), Some(bias.clone()), activation);
                with_gradients!(mixed, y, x, weight, bias)
            })
            .await;
        }
    }
}

#[wasm_bindgen_test]
async fn linear_layers_agree() {
    open(DeviceKind::Gpu).await;
    assert!(
        subgroups::allow(true),
        "four threads of this adapter run side by side"
    );
    compare_linear_layers(&SIZES, &ACTIVATIONS).await;
}

/// Layers and sums as they are divided on a graphics card that wants so many threads.
async fn divided(threads: usize) {
    open(DeviceKind::Gpu).await;
    subgroups::allow(false);
    width::want(threads);
    // Sums long enough for every number of threads that share them; tiles that are not full.
    let sizes = [[9, 1024, 12], [3, 1027, 5], [68, 36, 100], [17, 130, 1]];
    compare_linear_layers(&sizes, &[Some(Activation::Relu)]).await;
    compare_normalisation().await;
    compare_layer_normalisation().await;
    compare_averages_and_sums_of_squares().await;
    width::want(0);
    subgroups::allow(true);
}

#[wasm_bindgen_test]
async fn work_that_is_divided_further_agrees() {
    for threads in [1, 2, 8, 16, 64, 256, 1 << 10, 1 << 17] {
        divided(threads).await;
    }
}

#[wasm_bindgen_test]
async fn how_work_is_divided_is_measured() {
    let device = open(DeviceKind::Gpu).await.device;
    let threads = width::measure(&device).await;
    // Which is the fastest, is this machine's affair.
    assert_eq!(threads, width::wanted());
    width::want(0);
}

#[wasm_bindgen_test]
async fn linear_layers_agree_where_threads_do_not_read_together() {
    open(DeviceKind::Gpu).await;
    assert!(!subgroups::allow(false));
    compare_linear_layers(&SIZES, &ACTIVATIONS).await;
    subgroups::allow(true);
}

#[wasm_bindgen_test]
async fn convolutions_agree() {
    // Batch, inputs, outputs, side, kernel, stride.
    for [batch, inputs, out, side, kernel, stride] in [
        [1, 1, 1, 3, 3, 1],
        [2, 1, 4, 8, 5, 2],
        [3, 4, 8, 7, 3, 1],
        [2, 3, 5, 9, 4, 2],
    ] {
        let activation = Some(Activation::LeakyRelu { slope: 0.2 });
        let over = Window::over([side; 2], kernel, stride);
        compare(&format!("convolution {over:?}"), async |mut mixed| {
            let x = mixed.tensor([batch, inputs, side, side]);
            let weight = mixed.tensor([out, inputs, kernel, kernel]);
            let bias = mixed.tensor([out]);
            let y = conv(
                x.clone(),
                weight.clone(),
                Some(bias.clone()),
                over,
                activation,
            );
            with_gradients!(mixed, y, x, weight, bias)
        })
        .await;
        let enlarging = Window::enlarging([side; 2], kernel, stride);
        compare(&format!("transposed {enlarging:?}"), async |mut mixed| {
            let x = mixed.tensor([batch, inputs, side, side]);
            let weight = mixed.tensor([inputs, out, kernel, kernel]);
            let bias = mixed.tensor([out]);
            let (w, b) = (weight.clone(), Some(bias.clone()));
            let y = conv_transposed(x.clone(), w, b, enlarging, activation);
            with_gradients!(mixed, y, x, weight, bias)
        })
        .await;
    }
}

#[wasm_bindgen_test]
async fn normalisation_agrees() {
    compare_normalisation().await;
}

async fn compare_normalisation() {
    // The last has more rows than one thread adds up.
    for shape in [[3, 5, 1, 1], [4, 8, 3, 3], [8, 3, 7, 7]] {
        let [_, channels, ..] = shape;
        compare(&format!("normalisation of {shape:?}"), async |mut mixed| {
            let x = mixed.tensor(shape);
            let (weight, bias) = (mixed.tensor([channels]), mixed.tensor([channels]));
            let (scale, shift) = (weight.clone(), bias.clone());
            let result = batch_norm(x.clone(), scale, shift, 1e-5, Some(Activation::Relu));
            let mut all = with_gradients!(mixed, result.signal, x, weight, bias);
            all.push(numbers(result.mean.inner()).await);
            all.push(numbers(result.variance.inner()).await);
            all
        })
        .await;
    }
}

#[wasm_bindgen_test]
async fn the_likelihood_agrees() {
    for shape in [[1, 1], [3, 70], [5, 784]] {
        compare(&format!("likelihood of {shape:?}"), async |mut mixed| {
            let logits = mixed.tensor(shape);
            let targets = mixed.tensor(shape).detach().abs();
            let nll = bernoulli_nll(logits.clone() * 9.0, targets);
            with_gradients!(mixed, nll, logits)
        })
        .await;
    }
}

#[wasm_bindgen_test]
async fn smooth_functions_agree() {
    for function in [Smooth::Silu, Smooth::Gelu] {
        compare(&format!("{function:?}"), async |mut mixed| {
            let x = mixed.tensor([7, 3, 5]);
            with_gradients!(mixed, smooth(x.clone().mul_scalar(9.0), function), x)
        })
        .await;
    }
}

#[wasm_bindgen_test]
async fn layer_normalisation_agrees() {
    compare_layer_normalisation().await;
}

async fn compare_layer_normalisation() {
    for [rows, n] in [[1, 1], [3, 7], [300, 64], [5, 301]] {
        compare(&format!("{rows}x{n}"), async |mut mixed| {
            let x = mixed.tensor([rows, n]);
            let (weight, bias) = (mixed.tensor([n]), mixed.tensor([n]));
            let y = layer_norm(x.clone(), weight.clone(), bias.clone(), 1e-5);
            with_gradients!(mixed, y, x, weight, bias)
        })
        .await;
    }
}

#[wasm_bindgen_test]
async fn attention_agrees() {
    for (batch, length, heads, depth) in [(2, 1, 1, 1), (3, 7, 2, 3), (2, 61, 4, 16)] {
        for causal in [true, false] {
            let shape = Heads {
                length,
                heads,
                depth,
                causal,
            };
            compare(&format!("{shape:?}"), async |mut mixed| {
                let rows = mixed.tensor([batch * length, 3 * heads * depth]);
                with_gradients!(mixed, attention(rows.clone(), shape), rows)
            })
            .await;
        }
    }
}

#[wasm_bindgen_test]
async fn activations_alone_agree() {
    for activation in ACTIVATIONS.into_iter().flatten() {
        compare(&format!("{activation:?}"), async |mut mixed| {
            let x = mixed.tensor([3, 7, 5]);
            let y = activate(x.clone() * 20.0, activation);
            with_gradients!(mixed, y, x)
        })
        .await;
    }
}

#[wasm_bindgen_test]
async fn averages_and_sums_of_squares_agree() {
    compare_averages_and_sums_of_squares().await;
}

async fn compare_averages_and_sums_of_squares() {
    for n in [1, 33, 64, 513, 5_120, 100_352] {
        compare(&format!("averages of {n} values"), async |mut mixed| {
            let [mean, value] = [(); 2].map(|()| mixed.tensor([n]).inner());
            let sum = sum_of_squares(value.clone());
            let sum = add_squares(sum, mean.clone());
            let mean = Decay::on(0.99, &mixed.device).average(mean, value);
            vec![numbers(mean).await, numbers(sum).await]
        })
        .await;
    }
}

#[wasm_bindgen_test]
async fn adam_agrees() {
    let adam = Adam {
        rate: 3e-4,
        beta1: 0.9,
        rest1: 0.1,
        beta2: 0.999,
        rest2: 1e-3,
        epsilon: 1e-8,
        scale: 0.7,
    };
    for n in [1, 33, 64] {
        compare(&format!("Adam on {n} values"), async |mut mixed| {
            let constants = AdamOnDevice::new(adam, None, &mixed.device);
            let [value, first, second] = [(); 3].map(|()| mixed.tensor([n]).inner());
            let grad = mixed.tensor([n]).inner();
            let moments = constants.update(value, first, None);
            let (value, moments) = constants.update(moments.0, second, Some(moments.1));
            // As from a norm that the device alone knows.
            let scale = Tensor::from_data([0.3], &mixed.device);
            let constants = AdamOnDevice::new(adam, Some(scale), &mixed.device);
            let (value, [m, v]) = constants.update(value, grad, Some(moments));
            vec![numbers(value).await, numbers(m).await, numbers(v).await]
        })
        .await;
    }
}
