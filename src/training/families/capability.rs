//! What a model can do, beside training, sampling and being evaluated.

use crate::error::Result;
use burn::tensor::Tensor;
use serde::Serialize;

/// One thing that a model can do: the words by which the page, scripts and lessons ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Capability {
    /// Draws an image from any latent: `decode`.
    Decodes,
    /// Says which latent an image has, and rebuilds it: `encode`, `reconstruct`.
    Encodes,
    /// Says how sure it is of that latent, a mean and a variance: its loss has a KL divergence, `kl_loss`.
    Variational,
    /// Says how real an image looks to its discriminator: `judge`. A step may update one of its networks alone.
    Judges,
    /// Says how likely an image is, in nats.
    Likelihood,
    /// Draws by following paths from noise to data, and shows the states on the way: `sample_path`.
    Flows,
    /// Draws latents from a distribution that it has learned and that is told the digit, if the model is: a sample is no latent
    /// from a normal distribution that `decode` takes.
    Prior,
    /// Is told the digit.
    Conditional,
}

impl Capability {
    /// All there are.
    pub const ALL: &[Self] = &[
        Self::Decodes,
        Self::Encodes,
        Self::Variational,
        Self::Judges,
        Self::Likelihood,
        Self::Flows,
        Self::Prior,
        Self::Conditional,
    ];
}

/// What a model that encodes has.
pub trait Encoder {
    /// Mean and log-variance of the latent of images `[n, 784]`, 0 to 1, with their digits: `[n, latent]` both. Where the mean
    /// is the latent the log-variance is minus infinity.
    fn encode(&self, images: Tensor<2>, labels: &[u8]) -> (Tensor<2>, Tensor<2>);
}

/// What a model with a latent and a likelihood of the pixels has.
pub trait LatentLikelihood {
    /// Whether its likelihood adds up to 1 over such images: black and white ones, or grey ones.
    ///
    /// # Errors
    /// `bad-input`, with the reason.
    fn check_images(&self, binarised: bool) -> Result<()>;

    /// Logarithms of importance weights, `[n, samples]`, of images `[n, 784]` of evaluation batch `batch`, from samples of
    /// their posterior (Burda et al., 2015). `round` numbers several calls about the same images.
    fn importance_weights(
        &self,
        batch: u64,
        round: u64,
        images: Tensor<2>,
        labels: &[u8],
        samples: usize,
    ) -> Tensor<2>;
}
