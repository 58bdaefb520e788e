//! im2col and col2im: the values under a convolution's window as the rows of a matrix, a row an output position, and back.
//! Channels lie last.

use crate::sums::add;
use std::ops::Range;

/// How a square window moves over images.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// Height and width of the images that it moves over (of a transposed convolution: that it makes).
    pub image: [usize; 2],
    /// Output positions, down and across.
    pub positions: [usize; 2],
    /// Its side.
    pub kernel: usize,
    /// The way between two positions.
    pub stride: usize,
    /// Zeros before the first row and column.
    pub padding: usize,
}

impl Window {
    /// A window over images of this size, padded so that there is an output at every `stride`th pixel: TensorFlow's "same" and
    /// PyTorch's `padding=(k - s + 1) // 2`.
    pub fn over(image: [usize; 2], kernel: usize, stride: usize) -> Self {
        let padding = (kernel + 1 - stride) / 2;
        Self {
            image,
            positions: image.map(|side| (side + 2 * padding - kernel) / stride + 1),
            kernel,
            stride,
            padding,
        }
    }

    /// The same over the images that a transposed convolution makes, `stride` times as large as its input.
    pub fn enlarging([rows, columns]: [usize; 2], kernel: usize, stride: usize) -> Self {
        Self::over([rows * stride, columns * stride], kernel, stride)
    }

    /// Values of one channel in it.
    pub fn area(&self) -> usize {
        self.kernel * self.kernel
    }

    /// Whether it shows each pixel once and alone: what is under it is the image as it is.
    pub fn is_a_pixel(&self) -> bool {
        self.kernel == 1 && self.stride == 1
    }

    /// Pixels of an image.
    pub fn pixels(&self) -> usize {
        self.image[0] * self.image[1]
    }

    /// Output positions of an image.
    pub fn output_size(&self) -> usize {
        self.positions[0] * self.positions[1]
    }

    /// Values of an image, and of its matrix.
    fn values(&self, channels: usize) -> [usize; 2] {
        [self.pixels(), self.output_size() * self.area()].map(|places| places * channels)
    }
}

/// The matrix of images: a row an output position, with the values under the window there.
pub fn im2col(images: &[f32], window: Window, channels: usize) -> Vec<f32> {
    let [image, columns_of_one] = window.values(channels);
    let mut columns = vec![0.0; images.len() / image * columns_of_one];
    let all = images
        .chunks_exact(image)
        .zip(columns.chunks_exact_mut(columns_of_one));
    for (image, columns) in all {
        for_each_run(window, channels, |in_columns, in_image| {
            columns[in_columns].copy_from_slice(&image[in_image]);
        });
    }
    columns
}

/// Adds the matrix's values to the pixels that they are of.
pub fn col2im(columns: &[f32], window: Window, channels: usize, images: &mut [f32]) {
    let [image, columns_of_one] = window.values(channels);
    let all = images
        .chunks_exact_mut(image)
        .zip(columns.chunks_exact(columns_of_one));
    for (image, columns) in all {
        for_each_run(window, channels, |in_columns, in_image| {
            add(&columns[in_columns], &mut image[in_image]);
        });
    }
}

/// Calls with each run of values that lie together both among one image's columns (first) and in the image (second):
/// a row of the window at an output position, without what hangs over the image's edge.
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
            let position = (row * columns + column) * kernel * kernel;
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
                let in_columns = (position + down * kernel + first) * channels;
                let in_image = (y * width + left + first - padding) * channels;
                let length = (end - first) * channels;
                call(in_columns..in_columns + length, in_image..in_image + length);
            }
        }
    }
}
