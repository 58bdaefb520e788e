//! Layers before they have weights: what a network is built from, what summaries show, what files are checked against.

pub use crate::kernels::Activation;
use serde::Serialize;

/// The sizes of one image's signal between two layers: channels, height, width. A flat signal of `n` values is `[n, 1, 1]`.
pub type SignalShape = [usize; 3];

/// One layer of a [`Network`](super::Network).
///
/// Convolutions pad so that the output is the input divided (or, transposed, multiplied) by the stride, as TensorFlow's
/// "same" and PyTorch's `padding=(k - s + 1) // 2` do; the articles use nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum LayerSpec {
    /// Every output from every input.
    Linear {
        /// Number of outputs.
        outputs: usize,
        /// Whether a constant is added.
        bias: bool,
    },
    /// Convolution.
    Conv {
        /// Output channels.
        channels: usize,
        /// Side of the square kernel.
        kernel: usize,
        /// Step between two positions.
        stride: usize,
        /// Whether a constant is added to each channel.
        bias: bool,
    },
    /// Transposed convolution, which enlarges by its stride.
    ConvTranspose {
        /// Output channels.
        channels: usize,
        /// Side of the square kernel.
        kernel: usize,
        /// Factor of enlargement.
        stride: usize,
        /// Whether a constant is added to each channel.
        bias: bool,
    },
    /// Ioffe and Szegedy, "Batch Normalization" (2015), over batch and positions, a channel.
    BatchNorm,
    /// An activation function.
    Activation(Activation),
    /// Zeroes this share of the values while training, and enlarges the others to keep the mean.
    Dropout(f64),
    /// The largest value of each 2 x 2 square.
    MaxPool,
    /// The same values in another shape.
    Reshape(SignalShape),
}

impl LayerSpec {
    /// The activation, if that is what the layer is.
    pub(super) fn as_activation(&self) -> Option<Activation> {
        match self {
            Self::Activation(activation) => Some(*activation),
            _ => None,
        }
    }

    /// The shape after this layer.
    pub fn output([channels, height, width]: SignalShape, layer: &Self) -> SignalShape {
        match *layer {
            Self::Linear { outputs, .. } => [outputs, 1, 1],
            Self::Conv {
                channels, stride, ..
            } => [channels, height.div_ceil(stride), width.div_ceil(stride)],
            Self::ConvTranspose {
                channels, stride, ..
            } => [channels, height * stride, width * stride],
            Self::MaxPool => [channels, height / 2, width / 2],
            Self::Reshape(shape) => {
                assert_eq!(
                    shape.iter().product::<usize>(),
                    channels * height * width,
                    "a reshape keeps the number of values"
                );
                shape
            }
            Self::BatchNorm | Self::Activation(_) | Self::Dropout(_) => [channels, height, width],
        }
    }

    /// Trainable values, given the shape before the layer.
    pub fn parameters(&self, [channels, height, width]: SignalShape) -> usize {
        match *self {
            Self::Linear { outputs, bias } => {
                channels * height * width * outputs + if bias { outputs } else { 0 }
            }
            Self::Conv {
                channels: out,
                kernel,
                bias,
                ..
            }
            | Self::ConvTranspose {
                channels: out,
                kernel,
                bias,
                ..
            } => channels * out * kernel * kernel + if bias { out } else { 0 },
            Self::BatchNorm => 2 * channels,
            _ => 0,
        }
    }

    /// For people: "Linear 400", "Conv 5x5, 64 channels, stride 2".
    pub fn describe(&self) -> String {
        let conv = |name: &str, channels, kernel, stride| {
            let step = if stride == 1 {
                String::new()
            } else {
                format!(", stride {stride}")
            };
            format!("{name} {kernel}x{kernel}, {channels} channels{step}")
        };
        match *self {
            Self::Linear { outputs, .. } => format!("Linear {outputs}"),
            Self::Conv {
                channels,
                kernel,
                stride,
                ..
            } => conv("Conv", channels, kernel, stride),
            Self::ConvTranspose {
                channels,
                kernel,
                stride,
                ..
            } => conv("Transposed conv", channels, kernel, stride),
            Self::BatchNorm => "Batch norm".into(),
            Self::Activation(Activation::Relu) => "ReLU".into(),
            Self::Activation(Activation::LeakyRelu(slope)) => format!("Leaky ReLU {slope}"),
            Self::Activation(Activation::Tanh) => "tanh".into(),
            Self::Activation(Activation::Sigmoid) => "Sigmoid".into(),
            Self::Dropout(share) => format!("Dropout {share}"),
            Self::MaxPool => "Max pool 2x2".into(),
            Self::Reshape([channels, 1, 1]) => format!("Flatten to {channels}"),
            Self::Reshape([channels, height, width]) => {
                format!("Reshape to {channels} x {height} x {width}")
            }
        }
    }
}

/// A linear layer with bias.
pub fn linear(outputs: usize) -> LayerSpec {
    LayerSpec::Linear {
        outputs,
        bias: true,
    }
}

/// ReLU.
pub fn relu() -> LayerSpec {
    LayerSpec::Activation(Activation::Relu)
}

/// Leaky ReLU of slope 0.2 (articles 002 and 003; Radford et al., DCGAN).
pub fn leaky_relu() -> LayerSpec {
    LayerSpec::Activation(Activation::LeakyRelu(0.2))
}

/// tanh.
pub fn tanh() -> LayerSpec {
    LayerSpec::Activation(Activation::Tanh)
}
