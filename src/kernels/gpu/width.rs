//! How many threads the adapter wants to be given at once.
//!
//! A graphics card has thousands and waits for memory with most of them; what is divided among few leaves the rest idle. An adapter
//! in software has as many as the processor has cores, and dividing further only costs.

use crate::kernels::dense::dense;
use burn::tensor::{Device, Tensor, TensorData};
use burn_cubecl::cubecl::wgpu::WgpuSetup;
use burn_cubecl::cubecl::wgpu::wgpu::DeviceType;
use std::sync::atomic::{AtomicUsize, Ordering};
#[cfg(not(target_family = "wasm"))]
use std::time::Instant;
#[cfg(target_family = "wasm")]
use web_time::Instant;

static WANTED: AtomicUsize = AtomicUsize::new(0);

/// What a card wants as far as is known without measuring, one of its own memory and one of the processor's.
const OF_A_CARD: usize = 1 << 17;
const OF_THE_PROCESSOR: usize = 1 << 14;
/// What is tried.
const CHOICES: [usize; 5] = [0, 1 << 13, 1 << 15, 1 << 16, 1 << 17];
/// The product that is tried: a layer of `gan`, `[m, k]` by `[k, n]`. Its result has few tiles for a card.
const TRIED: [usize; 3] = [128, 784, 1024];
/// A choice is timed for so many seconds at least, three times; a launch alone would mostly be the way to it and back.
const LONG: f64 = 0.01;
/// The most launches at a time.
const MOST: usize = 256;
/// A further division is taken where it needs at most this share of the time.
const WORTH: f64 = 0.95;

/// So many, or none: then work is divided as costs least.
pub fn want(threads: usize) {
    WANTED.store(threads, Ordering::Relaxed);
}

/// What was last said.
pub fn wanted() -> usize {
    WANTED.load(Ordering::Relaxed)
}

/// Looks at what kind of adapter it is. Browsers do not say.
pub(crate) fn look_at(setup: &WgpuSetup) {
    let info = setup.adapter.get_info();
    want(match info.device_type {
        DeviceType::DiscreteGpu | DeviceType::VirtualGpu => OF_A_CARD,
        DeviceType::IntegratedGpu => OF_THE_PROCESSOR,
        DeviceType::Cpu | DeviceType::Other => 0,
    });
}

/// Times what may be wanted on a product, chooses the fastest, and answers it. Takes half a second.
pub async fn measure(device: &Device) -> usize {
    let [m, k, n] = TRIED;
    let known = wanted();
    let layer = Layer {
        x: values([m, k], device),
        weight: values([k, n], device),
        bias: values([1, n], device).reshape([n]),
    };
    let mut best = (f64::INFINITY, 0);
    for threads in CHOICES {
        want(threads);
        let Some(seconds) = layer.time().await else {
            // It will be said again where it matters.
            want(known);
            return known;
        };
        if seconds < WORTH * best.0 {
            best = (seconds, threads);
        }
    }
    want(best.1);
    best.1
}

/// Numbers of no pattern from -1 to 1: on zeros some cards are faster.
fn values(shape: [usize; 2], device: &Device) -> Tensor<2> {
    let n = shape[0] * shape[1];
    let values: Vec<f32> = (0..n)
        .map(|i| (i as f32 * 0.618_034).fract() * 2.0 - 1.0)
        .collect();
    Tensor::from_data(TensorData::new(values, shape), device)
}

struct Layer {
    x: Tensor<2>,
    weight: Tensor<2>,
    bias: Tensor<1>,
}

impl Layer {
    /// Seconds of one launch, the best of three turns; none where the device does not answer.
    async fn time(&self) -> Option<f64> {
        // Compiles it.
        self.run(1).await?;
        let mut calls = 1;
        let mut seconds = self.run(calls).await?;
        while seconds < LONG && calls < MOST {
            calls *= 4;
            seconds = self.run(calls).await?;
        }
        for _ in 0..2 {
            seconds = seconds.min(self.run(calls).await?);
        }
        Some(seconds / calls as f64)
    }

    /// Seconds until so many are done.
    async fn run(&self, calls: usize) -> Option<f64> {
        let start = Instant::now();
        let mut last = None;
        for _ in 0..calls {
            let [x, weight] = [&self.x, &self.weight].map(Clone::clone);
            last = Some(dense(x, weight, Some(self.bias.clone()), None));
        }
        // What is read arrives when it is looked at.
        let data = last?.slice([0..1, 0..1]).into_data_async().await.ok()?;
        data.try_to_vec::<f32>().ok()?;
        Some(start.elapsed().as_secs_f64())
    }
}
