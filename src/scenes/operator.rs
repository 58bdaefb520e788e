//! What is measured of an image: a linear function of its pixels.

use crate::dataset::PIXELS;
use crate::kernels::dense;
use crate::random::{Purpose, normal, stream};
use burn::tensor::{Device, Tensor, TensorData};
use cpu_kernels::product::{Matrix, product};

/// The length of what multiplies the pixels for one measurement: as if all pixels were added up with weights of about 1, which
/// is how a Gaussian matrix has it. So the misfit of every operator is of one size, and learning rates and the weight of the
/// prior carry over (as in the code of Bora et al., 2017, `get_A_inpaint` and `get_A_superres`).
pub const LENGTH: f64 = 28.0;

/// A linear function of the pixels `[784]` of an image.
#[derive(Clone, Debug)]
pub enum Operator {
    /// Single pixels, [`LENGTH`] times each: those where this, `[784]`, is 1; it is 0 elsewhere.
    Pixels(Vec<f32>),
    /// `pixels matrix`, of a matrix `[784, m]` row by row.
    Matrix(Vec<f32>),
}

impl Operator {
    /// The mean of squares of `side * side` blocks that an image is cut into, each scaled to [`LENGTH`].
    pub fn blocks(side: usize) -> Self {
        let block = 28 / side;
        let mut matrix = vec![0.0; PIXELS * side * side];
        for (at, row) in matrix.chunks_exact_mut(side * side).enumerate() {
            let (y, x) = (at / 28 / block, at % 28 / block);
            row[y * side + x] = Self::of_block(side);
        }
        Self::Matrix(matrix)
    }

    /// What multiplies each pixel of a block then.
    pub fn of_block(side: usize) -> f32 {
        (LENGTH * side as f64 / 28.0) as f32
    }

    /// Measurements of an image.
    pub fn size(&self) -> usize {
        match self {
            Self::Pixels(_) => PIXELS,
            Self::Matrix(matrix) => matrix.len() / PIXELS,
        }
    }

    /// Measurements `[n * size]` of images `[n * 784]`.
    pub fn apply(&self, images: &[f32]) -> Vec<f32> {
        match self {
            Self::Pixels(known) => {
                let known = known.iter().map(|known| LENGTH as f32 * known).cycle();
                images
                    .iter()
                    .zip(known)
                    .map(|(x, known)| x * known)
                    .collect()
            }
            Self::Matrix(matrix) => {
                let (n, size) = (images.len() / PIXELS, self.size());
                product(
                    Matrix::new(images, [n, PIXELS], [PIXELS, 1]),
                    Matrix::new(matrix, [PIXELS, size], [size, 1]),
                )
            }
        }
    }

    /// What was measured, on a device with automatic differentiation, to compare images with: `values` `[n * size]`.
    pub fn measured(&self, values: Vec<f32>, device: &Device) -> Measured {
        let size = self.size();
        let tensor = |values: Vec<f32>, columns: usize| {
            let rows = values.len() / columns;
            Tensor::<2>::from_data(TensorData::new(values, [rows, columns]), device).autodiff()
        };
        let (matrix, weights) = match self {
            Self::Pixels(known) => {
                let count = known.iter().sum::<f32>();
                (None, known.iter().map(|known| known / count).collect())
            }
            Self::Matrix(matrix) => {
                let matrix = tensor(matrix.clone(), size);
                (Some(matrix), vec![1.0 / size as f32; size])
            }
        };
        Measured {
            values: tensor(values, size),
            matrix,
            weights: tensor(weights, size),
        }
    }
}

/// Puts noise on measurements, `size` of each image; images are numbered from `first` on.
pub(super) fn add_noise(measured: &mut [f32], size: usize, deviation: f64, seed: u64, first: u64) {
    for (row, number) in measured.chunks_exact_mut(size).zip(first..) {
        let noise = normal(&mut stream(seed, Purpose::SceneNoise, number), size);
        for (value, noise) in row.iter_mut().zip(noise) {
            *value += deviation as f32 * noise;
        }
    }
}

/// Measurements of some images, as tensors.
#[derive(Clone, Debug)]
pub struct Measured {
    /// `[rows, size]`
    values: Tensor<2>,
    /// `[784, size]`; none where single pixels are measured.
    matrix: Option<Tensor<2>>,
    /// Of each measurement, `[1, size]`; their sum is 1.
    weights: Tensor<2>,
}

impl Measured {
    /// The mean square of the differences between these measurements and those of `images` `[rows, 784]`, an image a row, on a
    /// device with automatic differentiation: `[rows, 1]`.
    pub fn misfit(&self, images: Tensor<2>) -> Tensor<2> {
        let measured = match &self.matrix {
            Some(matrix) => dense::product(images, matrix.clone()),
            None => images.mul_scalar(LENGTH),
        };
        let difference = measured - self.values.clone();
        (difference.powi_scalar(2) * self.weights.clone()).sum_dim(1)
    }
}
