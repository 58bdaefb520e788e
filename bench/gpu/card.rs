//! What the card can do, by our own kernels on sizes that fill it.

use burn::tensor::{Device, Distribution, Tensor};
use generative_playground::kernels::{dense, width, work};
use pollster::block_on;
use std::time::Instant;

/// Rows and columns of the products, and values of the tensors that are added (256 MB).
const LARGE: (usize, usize) = (4096, 64 << 20);
/// The same for an adapter in software.
const SMALL: (usize, usize) = (512, 4 << 20);

/// Rates on large tensors.
pub struct Card {
    /// Operations of matrix products, a multiplication and an addition being two, in 10^12 a second.
    pub tflops: f64,
    /// Bytes read and written, in 10^9 a second.
    pub gigabytes: f64,
}

/// Measures it, the best of several turns.
pub fn measure(device: &Device) -> Card {
    let (size, length) = if width::wanted() > 0 { LARGE } else { SMALL };
    let random = || Tensor::<2>::random([size, size], Distribution::Uniform(-1.0, 1.0), device);
    let (a, b) = (random(), random());
    let before = work::operations();
    let seconds = best(10, || {
        dense::product(a.clone(), b.clone()).slice([0..1, 0..1])
    });
    assert!(work::operations() > before, "products are not ours here");
    let long = || Tensor::<1>::random([length], Distribution::Uniform(-1.0, 1.0), device);
    let (x, y) = (long(), long());
    let added = best(20, || (x.clone() + y.clone()).slice([0..1]).reshape([1, 1]));
    Card {
        tflops: 2.0 * (size as f64).powi(3) / seconds / 1e12,
        gigabytes: 3.0 * 4.0 * length as f64 / added / 1e9,
    }
}

/// Seconds of one call, of so many that are waited for together: the best of three such turns after one to warm up.
fn best(calls: usize, call: impl Fn() -> Tensor<2>) -> f64 {
    let turn = || {
        let start = Instant::now();
        let results: Vec<_> = (0..calls).map(|_| call()).collect();
        let last = Tensor::cat(results, 0);
        // What is read arrives when it is looked at.
        let data = block_on(last.into_data_async()).expect("the device answers");
        data.try_to_vec::<f32>().expect("the models compute in f32");
        start.elapsed().as_secs_f64() / calls as f64
    };
    turn();
    (0..3).map(|_| turn()).fold(f64::INFINITY, f64::min)
}
