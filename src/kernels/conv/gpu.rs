//! Unfolding and col2im on a GPU: a thread for each value that is written, or for four channels of it.

use super::gradient::forward;
use super::{Convolution, Window, WindowOps, channels_first, transposed};
use crate::kernels::Activation;
use crate::kernels::gpu::elementwise::activated;
use crate::kernels::gpu::{Shader, buffer, contiguous, empty, in_fours, in_rows, launch, sizes};
use burn_cubecl::CubeBackend;
use burn_cubecl::tensor::CubeTensor;
use std::hash::{Hash, Hasher};

const WORKGROUP: usize = 64;

/// Either of the two, on so many images of so many channels.
#[derive(Clone, Debug, PartialEq)]
struct Moved {
    col2im: bool,
    batch: usize,
    channels: usize,
    window: Window,
    bias: bool,
    activation: Option<Activation>,
}

impl Eq for Moved {}

impl Hash for Moved {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (
            self.col2im,
            self.batch,
            self.channels,
            self.window,
            self.bias,
        )
            .hash(state);
    }
}

impl Moved {
    /// The type of what one thread writes, and how many of it a pixel has.
    fn element(&self) -> (&'static str, usize) {
        in_fours(self.channels)
    }

    fn threads(&self) -> usize {
        let (_, channels) = self.element();
        let Self { batch, window, .. } = self;
        if self.col2im {
            batch * window.pixels() * channels
        } else {
            batch * window.output_size() * window.area() * channels
        }
    }

    /// Sets `value` to what thread `i` writes when im2col: first where that is, then a look into the image.
    fn im2col(&self) -> String {
        let (_, channels) = self.element();
        let Window {
            image: [height, width],
            positions: [rows, columns],
            kernel,
            stride,
            padding,
        } = self.window;
        format!(
            "  let c = i % {channels}u;
  let tap = i / {channels}u % {area}u;
  let stop = i / {width_of_columns}u;
  let y = stop / {columns}u % {rows}u * {stride}u + tap / {kernel}u - {padding}u;
  let x = stop % {columns}u * {stride}u + tap % {kernel}u - {padding}u;
  var value = T();
  // What lies before the first row or column has wrapped around to a large number.
  if y < {height}u && x < {width}u {{
    value = from_all[((stop / {stops}u * {height}u + y) * {width}u + x) * {channels}u + c];
  }}
",
            area = self.window.area(),
            width_of_columns = self.window.area() * channels,
            stops = self.window.output_size(),
        )
    }

    /// Sets `value` to the sum of what lies over pixel `i`.
    fn col2im(&self) -> String {
        let (_, channels) = self.element();
        let Window {
            image: [height, width],
            positions: [rows, columns],
            kernel,
            stride,
            padding,
        } = self.window;
        let start = if self.bias { "bias[c]" } else { "T()" };
        format!(
            "  let c = i % {channels}u;
  let pixel = i / {channels}u;
  let x = pixel % {width}u + {padding}u;
  let y = pixel / {width}u % {height}u + {padding}u;
  let image = pixel / {pixels}u;
  var value = {start};
  for (var down = y % {stride}u; down < {kernel}u; down += {stride}u) {{
    let row = (y - down) / {stride}u;
    if y < down || row >= {rows}u {{ continue; }}
    for (var across = x % {stride}u; across < {kernel}u; across += {stride}u) {{
      let column = (x - across) / {stride}u;
      if x < across || column >= {columns}u {{ continue; }}
      let stop = (image * {rows}u + row) * {columns}u + column;
      value += from_all[(stop * {area}u + down * {kernel}u + across) * {channels}u + c];
    }}
  }}
",
            pixels = self.window.pixels(),
            area = self.window.area(),
        )
    }
}

impl Shader for Moved {
    fn source(&self) -> String {
        let (element, _) = self.element();
        let mut text = buffer(0, "from_all", element) + &buffer(1, "result", element);
        if self.bias {
            text += &buffer(2, "bias", element);
        }
        let value = if self.col2im {
            self.col2im()
        } else {
            self.im2col()
        };
        let row = self.workgroups()[0] as usize * WORKGROUP;
        text + &format!(
            "alias T = {element};
@compute @workgroup_size({WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
  let i = id.y * {row}u + id.x;
  if i >= {}u {{ return; }}
{value}  result[i] = {};
}}
",
            self.threads(),
            activated(self.activation, "value")
        )
    }

    fn workgroups(&self) -> [u32; 3] {
        in_rows(self.threads(), WORKGROUP)
    }
}

impl Convolution for CubeBackend {
    fn conv(
        x: CubeTensor,
        weight: CubeTensor,
        bias: CubeTensor,
        window: Window,
        activation: Option<Activation>,
    ) -> CubeTensor {
        let (y, _) = forward::<Self>(x, weight, bias, window, activation);
        channels_first::<Self>(y, window.positions)
    }

    fn conv_transposed(
        x: CubeTensor,
        weight: CubeTensor,
        bias: CubeTensor,
        window: Window,
        activation: Option<Activation>,
    ) -> CubeTensor {
        let (y, _) = transposed::forward::<Self>(x, weight, bias, window, activation);
        channels_first::<Self>(y, window.image)
    }
}

impl WindowOps for CubeBackend {
    fn im2col(images: CubeTensor, window: Window) -> CubeTensor {
        let images = contiguous(images);
        let [rows, channels] = sizes(&images);
        let batch = rows / window.pixels();
        let columns = empty(
            &images,
            [batch * window.output_size(), window.area() * channels],
        );
        let shader = Moved {
            col2im: false,
            batch,
            channels,
            window,
            bias: false,
            activation: None,
        };
        launch(shader, &[&images, &columns]);
        columns
    }

    fn col2im(
        columns: CubeTensor,
        window: Window,
        bias: Option<CubeTensor>,
        activation: Option<Activation>,
    ) -> CubeTensor {
        let columns = contiguous(columns);
        let bias = bias.map(contiguous);
        let [rows, width] = sizes(&columns);
        let (batch, channels) = (rows / window.output_size(), width / window.area());
        let images = empty(&columns, [batch * window.pixels(), channels]);
        let shader = Moved {
            col2im: true,
            batch,
            channels,
            window,
            bias: bias.is_some(),
            activation,
        };
        let mut buffers = vec![&columns, &images];
        buffers.extend(&bias);
        launch(shader, &buffers);
        images
    }
}
