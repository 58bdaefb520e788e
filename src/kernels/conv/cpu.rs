//! im2col and col2im on the CPU.

use super::gradient::forward;
use super::{Convolution, Window, WindowOps, channels_first, sizes, transposed};
use crate::kernels::Activation;
use crate::kernels::cpu::{Values, tensor};
use burn::backend::Flex;
use burn::backend::flex::FlexTensor;
use cpu_kernels::im2col;

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
    fn im2col(images: FlexTensor, window: Window) -> FlexTensor {
        let [rows, channels] = sizes::<Self, 2>(&images);
        let columns = im2col::im2col(&Values::new(images), window, channels);
        let stops = rows / window.pixels() * window.output_size();
        tensor(columns, [stops, window.area() * channels])
    }

    fn col2im(
        columns: FlexTensor,
        window: Window,
        bias: Option<FlexTensor>,
        activation: Option<Activation>,
    ) -> FlexTensor {
        let [rows, width] = sizes::<Self, 2>(&columns);
        let pixels = rows / window.output_size() * window.pixels();
        let channels = width / window.area();
        let mut images = match bias {
            Some(bias) => Values::new(bias).repeat(pixels),
            None => vec![0.0; pixels * channels],
        };
        im2col::col2im(&Values::new(columns), window, channels, &mut images);
        if let Some(activation) = activation {
            activation.apply(&mut images);
        }
        tensor(images, [pixels, channels])
    }
}
