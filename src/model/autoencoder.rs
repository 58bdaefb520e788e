//! Variational autoencoders: Kingma and Welling, "Auto-Encoding Variational Bayes" (2013). The kinds differ only in
//! their layers, which [`AutoencoderKind::layers`] lists.

use super::layer::{
    BatchNorm, Dropout, LayerSpec, MaxPool, SignalShape, Silu, Upsample, constant, conv,
    conv_transpose, flatten, linear, relu, reshape, tanh, through,
};
use super::{Init, Network, Pass};
use crate::dataset::PIXELS;
use crate::words::words;
use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::Tensor;

/// Digits that a model can be told to draw.
pub const CLASSES: usize = 10;

const IMAGE: SignalShape = [1, 28, 28];

words! {
    /// Which layers.
    pub enum AutoencoderKind {
        /// One hidden ReLU layer on each side (PyTorch's examples/vae; article 002).
        Mlp = "mlp",
        /// Two hidden tanh layers on each side (Burda et al., IWAE, 2015).
        Deep = "deep",
        /// Convolutions (article 001, repaired).
        Conv = "conv",
        /// Convolutions that halve the image by their stride (Keras's examples/generative/vae).
        ConvStrided = "conv-strided",
        /// Few channels, kernels of 4x4 and SiLU: a tenth of the multiplications of `Conv`.
        ConvSilu = "conv-silu",
        /// Blocks of convolution, pooling and batch normalisation, and the reverse of them (Tonnaer's thesis, section 3.4).
        ConvNorm = "conv-norm",
    }
}

/// What an [`Autoencoder`] is built from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AutoencoderConfig {
    /// Which layers.
    pub kind: AutoencoderKind,
    /// Units of the hidden layers.
    pub hidden_dim: usize,
    /// Size of the latent `z`.
    pub latent_dim: usize,
    /// Whether encoder and decoder are told the digit.
    pub conditional: bool,
    /// Share that dropout zeroes after each hidden layer.
    pub dropout: f64,
    /// Numbers that the decoder says of each pixel, as its likelihood needs them.
    pub outputs: usize,
}

/// Image -> mean and log-variance of `z`, or `z` itself; `z` -> what is said of the pixels.
#[derive(Module, Debug)]
pub struct Autoencoder {
    /// `[batch, 784 (+ 10)]` to features.
    pub encoder: Network,
    /// Features to the mean of `z`.
    pub mean: Linear,
    /// Features to the logarithm of its variance; none where the mean is `z`.
    pub logvar: Option<Linear>,
    /// `[batch, latent (+ 10)]` to `[batch, outputs * 784]`: one number of every pixel, then the next of every pixel.
    pub decoder: Network,
}

/// The approximate posterior `q(z | x)`, a diagonal normal distribution.
#[derive(Clone, Debug)]
pub struct Posterior {
    /// `[batch, latent]`
    pub mean: Tensor<2>,
    /// `[batch, latent]`, the logarithm of the variance
    pub logvar: Tensor<2>,
}

impl Posterior {
    /// The reparameterisation trick: `z = mean + noise * exp(logvar / 2)`, `[batch, latent]`.
    pub fn sample(&self, noise: Tensor<2>) -> Tensor<2> {
        self.mean.clone() + noise * self.logvar.clone().mul_scalar(0.5).exp()
    }
}

impl AutoencoderKind {
    /// The encoder's layers (without the two heads) and the decoder's, which end with so many outputs a pixel.
    pub fn layers(self, hidden: usize, outputs: usize) -> (Vec<LayerSpec>, Vec<LayerSpec>) {
        let enlarge = |channels| conv_transpose(channels, 3, 2);
        let conv_decoder = |last| {
            vec![
                linear(7 * 7 * 64),
                relu(),
                reshape([64, 7, 7]),
                enlarge(64),
                relu(),
                enlarge(32),
                relu(),
                last,
                flatten(outputs * PIXELS),
            ]
        };
        match self {
            Self::Mlp => (
                vec![linear(hidden), relu()],
                vec![linear(hidden), relu(), linear(outputs * PIXELS)],
            ),
            Self::Deep => (
                vec![linear(hidden), tanh(), linear(hidden), tanh()],
                vec![
                    linear(hidden),
                    tanh(),
                    linear(hidden),
                    tanh(),
                    linear(outputs * PIXELS),
                ],
            ),
            // The article's transposed convolutions without padding give 29x29; with "same" padding they give 28x28.
            Self::Conv => (
                vec![
                    conv(32, 3, 1),
                    relu(),
                    MaxPool {}.into(),
                    conv(64, 3, 1),
                    relu(),
                    MaxPool {}.into(),
                    flatten(7 * 7 * 64),
                    linear(hidden),
                    relu(),
                ],
                conv_decoder(conv(outputs, 3, 1)),
            ),
            Self::ConvStrided => {
                let halve = |channels| conv(channels, 3, 2);
                let last = conv_transpose(outputs, 3, 1);
                (
                    vec![
                        halve(32),
                        relu(),
                        halve(64),
                        relu(),
                        flatten(7 * 7 * 64),
                        linear(hidden),
                        relu(),
                    ],
                    conv_decoder(last),
                )
            }
            Self::ConvSilu => {
                let silu = || Silu {}.into();
                let encoder = vec![
                    conv(16, 4, 2),
                    silu(),
                    conv(32, 4, 2),
                    silu(),
                    flatten(7 * 7 * 32),
                    linear(hidden.div_ceil(2)),
                    silu(),
                ];
                let decoder = vec![
                    linear(hidden),
                    silu(),
                    linear(7 * 7 * 32),
                    silu(),
                    reshape([32, 7, 7]),
                    conv_transpose(16, 4, 2),
                    silu(),
                    conv_transpose(outputs, 4, 2),
                    flatten(outputs * PIXELS),
                ];
                (encoder, decoder)
            }
            // Where the encoder pools, the decoder repeats pixels.
            Self::ConvNorm => {
                let norm = || BatchNorm {}.into();
                let larger = || Upsample { factor: 2 }.into();
                let encoder = vec![
                    conv(32, 3, 1),
                    relu(),
                    MaxPool {}.into(),
                    norm(),
                    conv(64, 3, 1),
                    relu(),
                    MaxPool {}.into(),
                    norm(),
                    flatten(7 * 7 * 64),
                    linear(hidden),
                    relu(),
                    norm(),
                ];
                let decoder = vec![
                    linear(hidden),
                    relu(),
                    norm(),
                    linear(7 * 7 * 64),
                    relu(),
                    norm(),
                    reshape([64, 7, 7]),
                    larger(),
                    conv(32, 3, 1),
                    relu(),
                    norm(),
                    larger(),
                    conv(outputs, 3, 1),
                    flatten(outputs * PIXELS),
                ];
                (encoder, decoder)
            }
        }
    }

    /// Whether its layers are convolutions, which take images.
    pub fn convolves(self) -> bool {
        !matches!(self, Self::Mlp | Self::Deep)
    }
}

/// The same layers with dropout after each activation.
fn with_dropout(layers: Vec<LayerSpec>, share: f64) -> Vec<LayerSpec> {
    layers
        .into_iter()
        .flat_map(|layer| {
            let after =
                share > 0.0 && matches!(layer, LayerSpec::Activation(_) | LayerSpec::Silu(_));
            [Some(layer), after.then(|| Dropout { share }.into())]
        })
        .flatten()
        .collect()
}

impl AutoencoderConfig {
    /// What the encoder takes, and its layers without the two heads.
    pub(super) fn encoder_layers(&self) -> (SignalShape, Vec<LayerSpec>) {
        let (layers, _) = self.kind.layers(self.hidden_dim, self.outputs);
        let image = if self.kind.convolves() {
            // The digit comes as ten further planes, all ones or all zeros.
            [IMAGE[0] + self.label_size(), IMAGE[1], IMAGE[2]]
        } else {
            [PIXELS + self.label_size(), 1, 1]
        };
        (image, with_dropout(layers, self.dropout))
    }

    /// What the decoder takes, and its layers.
    pub(super) fn decoder_layers(&self) -> (SignalShape, Vec<LayerSpec>) {
        let (_, layers) = self.kind.layers(self.hidden_dim, self.outputs);
        let latent = [self.latent_dim + self.label_size(), 1, 1];
        (latent, with_dropout(layers, self.dropout))
    }

    fn label_size(&self) -> usize {
        if self.conditional { CLASSES } else { 0 }
    }
}

impl Autoencoder {
    /// Draws initial weights.
    pub fn new(config: AutoencoderConfig, init: &mut Init) -> Self {
        let (image, encoder) = config.encoder_layers();
        let (latent, decoder) = config.decoder_layers();
        let encoder = Network::new(image, encoder, init);
        let features = encoder.outputs();
        Self {
            encoder,
            mean: init.linear(features, config.latent_dim, true),
            logvar: Some(init.linear(features, config.latent_dim, true)),
            decoder: Network::new(latent, decoder, init),
        }
    }

    /// The same without a variance: the mean is the latent.
    pub fn without_variance(self) -> Self {
        Self {
            logvar: None,
            ..self
        }
    }

    /// Images `[batch, 784]`, with the digits `[batch, 10]` for a conditional model, to their posterior. Where the mean is the
    /// latent its variance is 0, and the logarithm of that minus infinity.
    pub fn encode(
        &self,
        images: Tensor<2>,
        digits: Option<Tensor<2>>,
        pass: &mut Pass,
    ) -> Posterior {
        let input = self.encoder.concat_label(images, digits);
        let features = self.encoder.forward(input, pass);
        let mean = through(&self.mean, features.clone());
        let logvar = match &self.logvar {
            Some(head) => through(head, features),
            // As data: shaders have no literal for it.
            None => {
                let shape: [usize; 2] = mean.dims();
                constant(vec![f32::NEG_INFINITY; shape[0] * shape[1]], shape, &mean)
            }
        };
        Posterior { mean, logvar }
    }

    /// Takes over what a training pass has left that went through the encoder, and then through the decoder: batch
    /// normalisations' running statistics.
    pub fn update_running(&mut self, pass: Pass) {
        Network::update_all_running([&mut self.encoder, &mut self.decoder], pass);
    }

    /// Latents `[batch, latent]`, with the digits for a conditional model, to what is said of the pixels,
    /// `[batch, outputs * 784]`: logits, unless the likelihood says otherwise.
    pub fn decode(&self, z: Tensor<2>, digits: Option<Tensor<2>>, pass: &mut Pass) -> Tensor<2> {
        self.decoder
            .forward(self.decoder.concat_label(z, digits), pass)
    }
}
