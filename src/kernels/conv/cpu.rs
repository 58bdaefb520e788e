//! Unfolding and folding on the CPU: what the window shows in one row of an image lies together, channels last.

use super::gradient::forward;
use super::{Convolution, Window, WindowOps, channels_first, sizes, transposed};
use crate::kernels::Activation;
use crate::kernels::cpu::{Values, tensor};
use burn::backend::Flex;
use burn::backend::flex::FlexTensor;
use std::ops::Range;

impl Convolution for Flex {
    fn conv(
        x: FlexTensor,
        weight: FlexTensor,
        bias: FlexTensor,
        window: Window,
        activation: Option<Activation>,
    ) -> FlexTensor {
        let (y, _) = forward::<Self>(x, weight, bias, window, activation);
        channels_first::<Self>(y, window.positions)
    }

    fn conv_transposed(
        x: FlexTensor,
        weight: FlexTensor,
        bias: FlexTensor,
        window: Window,
        activation: Option<Activation>,
    ) -> FlexTensor {
        let (y, _) = transposed::forward::<Self>(x, weight, bias, window, activation);
        channels_first::<Self>(y, window.image)
    }
}

impl WindowOps for Flex {
    fn unfold(images: FlexTensor, window: Window) -> FlexTensor {
        let [rows, channels] = sizes::<Self, 2>(&images);
        let batch = rows / window.pixels();
        let width = window.area() * channels;
        let images = Values::new(images);
        let mut columns = vec![0.0; batch * window.stops() * width];
        let size = window.pixels() * channels;
        let all = images
            .chunks_exact(size)
            .zip(columns.chunks_exact_mut(window.stops() * width));
        for (image, columns) in all {
            for_each_run(window, channels, |shown, seen| {
                columns[shown].copy_from_slice(&image[seen]);
            });
        }
        tensor(columns, [batch * window.stops(), width])
    }

    fn fold(
        columns: FlexTensor,
        window: Window,
        bias: Option<FlexTensor>,
        activation: Option<Activation>,
    ) -> FlexTensor {
        let [rows, width] = sizes::<Self, 2>(&columns);
        let (batch, channels) = (rows / window.stops(), width / window.area());
        let columns = Values::new(columns);
        let size = window.pixels() * channels;
        let mut images = match bias {
            Some(bias) => Values::new(bias).repeat(batch * window.pixels()),
            None => vec![0.0; batch * size],
        };
        let all = images
            .chunks_exact_mut(size)
            .zip(columns.chunks_exact(window.stops() * width));
        for (image, columns) in all {
            for_each_run(window, channels, |shown, seen| {
                let pixels = image[seen].iter_mut();
                pixels
                    .zip(&columns[shown])
                    .for_each(|(pixel, value)| *pixel += value);
            });
        }
        if let Some(activation) = activation {
            activation.apply(&mut images);
        }
        tensor(images, [batch * window.pixels(), channels])
    }
}

/// Calls with each run of values that lie together both among one image's columns (first) and in the image (second):
/// a row of the window at a stop, without what hangs over the image's edge.
fn for_each_run(window: Window, channels: usize, mut call: impl FnMut(Range<usize>, Range<usize>)) {
    let Window {
        image: [height, width],
        positions: [rows, columns],
        kernel,
        stride,
        padding,
    } = window;
    for row in 0..rows {
        for column in 0..columns {
            let stop = (row * columns + column) * kernel * kernel;
            let left = column * stride;
            let first = padding.saturating_sub(left);
            let end = kernel.min((width + padding).saturating_sub(left));
            if first >= end {
                continue;
            }
            for down in 0..kernel {
                let Some(y) = (row * stride + down).checked_sub(padding) else {
                    continue;
                };
                if y >= height {
                    break;
                }
                let shown = (stop + down * kernel + first) * channels;
                let seen = (y * width + left + first - padding) * channels;
                let length = (end - first) * channels;
                call(shown..shown + length, seen..seen + length);
            }
        }
    }
}
