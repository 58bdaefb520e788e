//! What a model can do, beside training, sampling and being evaluated.

use super::Pending;
use crate::error::Result;
use crate::flow::Solver;
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
    /// Draws by following paths from noise to data, and shows the states on the way: `paths`, `velocity`.
    Flows,
    /// Draws latents from a distribution that it has learned and that is told the digit, if the model is: a sample is no latent
    /// from a normal distribution that `decode` takes.
    Prior,
    /// Draws an image piece by piece, each from those before it, and so says how likely each piece is, continues images, and
    /// knows their likelihood exactly: `surprise`, `continueImage`.
    Autoregressive,
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
        Self::Autoregressive,
        Self::Conditional,
    ];
}

/// What a model that encodes has.
pub trait Encoder {
    /// Mean and log-variance of the latent of images `[n, 784]`, 0 to 1, with their digits: `[n, latent]` both. Where the mean
    /// is the latent the log-variance is minus infinity.
    fn encode(&self, images: Tensor<2>, labels: &[u8]) -> (Tensor<2>, Tensor<2>);
}

/// What a model with a likelihood of the pixels has.
pub trait ImageLikelihood {
    /// Whether its likelihood adds up to 1 over such images: black and white ones, or grey ones.
    ///
    /// # Errors
    /// `bad-input`, with the reason.
    fn check_images(&self, binarised: bool) -> Result<()>;

    /// Whether each of the [weights](Self::log_weights) is the likelihood itself, so that one is enough.
    fn is_exact(&self) -> bool {
        false
    }

    /// Logarithms of numbers whose mean is the likelihood, `[n, samples]`, of images `[n, 784]` of evaluation batch `batch`: in a
    /// model with a latent, of importance weights from samples of the posterior (Burda et al., 2015). `round` numbers several
    /// calls about the same images.
    fn log_weights(
        &self,
        batch: u64,
        round: u64,
        images: Tensor<2>,
        labels: &[u8],
        samples: usize,
    ) -> Tensor<2>;
}

/// What a model that follows paths from noise to data has. Its states are `[n, m]`: images of -1 to 1, or latents of which each value
/// has the mean 0 and the variance 1 over the data.
pub trait Flow {
    /// How many values a state has, `m`.
    fn state_size(&self) -> usize;

    /// Follows a path to the sample of each label. `look` sees each state, noise first, with the state that is expected at the end
    /// from there; at the end that is the state itself.
    fn follow(&self, asked: &Follow, look: &mut dyn FnMut(&Tensor<2>, &Tensor<2>));

    /// The ends that are expected of paths that are at these states at a time, with a digit each.
    fn expected(&self, states: Tensor<2>, time: f64, labels: &[u8]) -> Tensor<2>;

    /// The images `[n, 784]`, 0 to 1, that states would be if they were ends.
    fn seen(&self, states: Tensor<2>) -> Tensor<2>;
}

/// Which paths to follow, and how.
#[derive(Clone, Debug, Default)]
pub struct Follow {
    /// The same seed begins with the same noise as its samples.
    pub seed: u64,
    /// A digit for each path.
    pub labels: Vec<u8>,
    /// In place of the setting `sample_steps`.
    pub steps: Option<usize>,
    /// In place of the setting `solver`.
    pub solver: Option<Solver>,
}

/// What a model that draws an image piece by piece has. It sees images black and white; a piece is a block of 2 by 2 pixels, and
/// blocks are numbered row by row.
pub trait Autoregressive {
    /// How little each block of black and white images `[n, 784]` was to be expected from those before it: minus the logarithm
    /// of its probability, in nats, `[n, 196]`. Their sum is that of the image.
    fn surprise(&self, images: Tensor<2>, labels: &[u8]) -> Tensor<2>;

    /// How much each place of a black and white image, 784 pixels, looks at those up to it, `[layers * heads * 196 * 196]`: by layer,
    /// head, place that looks and place that is looked at. What a place holds is known of the block before it and of the block
    /// above it: it is the one that says what comes next.
    ///
    /// # Errors
    /// `device-lost`.
    fn attention<'a>(&'a self, white: &'a [bool], label: u8) -> Pending<'a, Attention>;

    /// Images that agree with the known pixels, each block drawn among those that fit, by how likely it is after those before it.
    /// That is exactly the model's distribution where nothing is known after something that is not.
    ///
    /// # Errors
    /// `device-lost`.
    fn continue_image(&self, asked: Continuation) -> Pending<'_, Continued>;
}

/// How much places of an image look at each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attention {
    /// Layers that look.
    pub layers: usize,
    /// Heads of each.
    pub heads: usize,
    /// `[layers * heads * 196 * 196]`
    pub weights: Vec<f32>,
}

/// What to continue, and how.
#[derive(Clone, Debug)]
pub struct Continuation {
    /// Which of the 784 pixels are white.
    pub white: Vec<bool>,
    /// Which are to stay as they are.
    pub known: Vec<bool>,
    /// The same seed gives the same images.
    pub seed: u64,
    /// A digit for each image.
    pub labels: Vec<u8>,
    /// In place of the setting.
    pub temperature: Option<f64>,
    /// In place of the setting.
    pub top_p: Option<f64>,
}

/// Images with what the model took to be likely.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Continued {
    /// `[n * 784]`, 0 or 1.
    pub images: Vec<f32>,
    /// Of each image and each block, how likely each of the 16 blocks was when it was drawn, `[n * 196 * 16]`. A block's pixels
    /// are the bits of its number: upper left 1, upper right 2, lower left 4, lower right 8.
    pub probabilities: Vec<f32>,
}
