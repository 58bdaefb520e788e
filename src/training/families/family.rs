//! The trait that every family implements.

use super::{Autoregressive, DiscriminatorTraining, Encoder, Flow, ImageLikelihood};
use crate::compress::Code;
use crate::dataset::MnistBatch;
use crate::error::Result;
use crate::model::{Network, Parameters, PartSummary};
use crate::optimizer::Optimizer;
use crate::training::introspection::Signals;
use crate::training::replica::Sharding;
use crate::training::step::{Part, Probe, StepTensors};
use burn::tensor::Tensor;
use std::fmt;
use std::pin::Pin;
use std::rc::Rc;

/// An answer that is computed while others run.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + 'a>>;

/// One that is there already.
pub fn ready<'a, T: 'a>(answer: T) -> Pending<'a, T> {
    Box::pin(std::future::ready(Ok(answer)))
}

/// What a step is taken on.
#[derive(Debug)]
pub struct StepContext<'a> {
    /// The step's number, counted from 1.
    pub step: u64,
    /// This replica's shard of the batch.
    pub batch: MnistBatch,
    /// Which shard it is, and the others.
    pub sharding: Sharding<'a>,
    /// Which networks to update. Only models with a discriminator are asked for one alone.
    pub part: Part,
    /// Collects what is asked for.
    pub probe: &'a mut Probe,
}

/// Parameters that are saved together, and their optimizer.
#[derive(Debug)]
pub struct TrainedNetwork<'a> {
    /// What comes before its tensors' names in a file: "generator." for example, or nothing.
    pub prefix: &'static str,
    /// The parameters.
    pub parameters: &'a dyn Parameters,
    /// What updates them; none where they are a running mean.
    pub optimizer: Option<&'a Optimizer>,
    /// Whose running mean this is, by that one's prefix.
    pub mean_of: Option<&'static str>,
    /// The networks among them, layer by layer.
    pub parts: Vec<PartSummary>,
}

impl<'a> TrainedNetwork<'a> {
    /// The running mean of the network whose prefix is `of`, where there is one.
    pub fn mean(
        prefix: &'static str,
        mean: Option<&'a impl Parameters>,
        of: &'static str,
    ) -> Option<Self> {
        mean.map(|mean| Self {
            prefix,
            parameters: mean,
            optimizer: None,
            mean_of: Some(of),
            parts: Vec::new(),
        })
    }
}

/// The same, to be changed.
#[derive(Debug)]
pub struct TrainedNetworkMut<'a> {
    /// As in [`TrainedNetwork`].
    pub prefix: &'static str,
    /// The parameters.
    pub parameters: &'a mut dyn Parameters,
    /// What updates them.
    pub optimizer: Option<&'a mut Optimizer>,
    /// Whose running mean this is.
    pub mean_of: Option<&'static str>,
}

impl<'a> TrainedNetworkMut<'a> {
    /// As [`TrainedNetwork::mean`].
    pub fn mean(
        prefix: &'static str,
        mean: Option<&'a mut impl Parameters>,
        of: &'static str,
    ) -> Option<Self> {
        mean.map(|mean| Self {
            prefix,
            parameters: mean as _,
            optimizer: None,
            mean_of: Some(of),
        })
    }
}

/// Networks with their optimizers and how they are trained.
///
/// Images are `[n, 784]`, 0 to 1; a label is a digit, and one is there for each image whether the model is told it or not.
pub trait Family {
    /// A copy.
    fn boxed(&self) -> Box<dyn Family>;

    /// Names of what a step returns.
    fn losses(&self) -> &'static [&'static str];

    /// Names of what an evaluation returns.
    fn evaluation(&self) -> &'static [&'static str] {
        self.losses()
    }

    /// All parameters, in the order in which they are saved.
    fn networks(&self) -> Vec<TrainedNetwork<'_>>;

    /// The same, to be changed.
    fn networks_mut(&mut self) -> Vec<TrainedNetworkMut<'_>>;

    /// One update on a shard of a batch.
    ///
    /// # Errors
    /// `replica-lost`; the step may be half done then.
    fn step<'a>(&'a mut self, at: StepContext<'a>) -> Pending<'a, StepTensors>;

    /// [`evaluation`](Self::evaluation) of each image of evaluation batch `batch`, `[names, n]`.
    fn evaluate(&self, batch: u64, images: Tensor<2>, labels: &[u8]) -> Tensor<2>;

    /// The two parts of minus the evidence lower bound of each image, in nats, `[2, n]`: its reconstruction, a mean over so many
    /// samples of its latent (or over as many as the model learns from, if these are more), and the KL divergence. Nothing where
    /// the model has no such bound. `batch` as in [`evaluate`](Self::evaluate).
    fn bound(
        &self,
        _batch: u64,
        _images: Tensor<2>,
        _labels: &[u8],
        _samples: usize,
    ) -> Option<Tensor<2>> {
        None
    }

    /// Puts the whole loss together from the means of its parts, more exactly than the device adds them.
    fn total(&self, _means: &mut [f64]) {}

    /// An image for each label, `[n, 784]`, 0 to 1. The same seed gives the same images.
    ///
    /// # Errors
    /// `device-lost`.
    fn sample<'a>(&'a self, seed: u64, labels: &'a [u8]) -> Pending<'a, Tensor<2>>;

    /// Latents `[n, latent]` to images `[n, 784]`, 0 to 1; nothing where the model has no latent. Where the latents are on a device
    /// with automatic differentiation, so are the images, and gradients lead back to the latents.
    fn decode(&self, _z: Tensor<2>, _labels: &[u8]) -> Option<Tensor<2>> {
        None
    }

    /// What encodes, where the model does.
    fn encoder(&self) -> Option<&dyn Encoder> {
        None
    }

    /// What says how likely an image is, where the model does.
    fn likelihood(&self) -> Option<&dyn ImageLikelihood> {
        None
    }

    /// The model as a code of black and white images, for files that are packed by its probabilities; nothing where these are not the
    /// same on every machine.
    fn image_code(&self) -> Option<Pending<'_, Rc<dyn Code>>> {
        None
    }

    /// What follows paths from noise to data, where the model does.
    fn flow(&self) -> Option<&dyn Flow> {
        None
    }

    /// What draws piece by piece, where the model does.
    fn autoregressive(&self) -> Option<&dyn Autoregressive> {
        None
    }

    /// The discriminator, where there is one.
    fn discriminator(&self) -> Option<&DiscriminatorTraining> {
        None
    }

    /// The discriminator's logit of each image, `[n, 1]`; nothing where there is none.
    fn judge(&self, _images: Tensor<2>, _labels: &[u8]) -> Option<Tensor<2>> {
        None
    }

    /// How often an image that is drawn goes through the network of this name ([`TrainedNetwork::parts`]); 0 for those that drawing
    /// does not need.
    fn passes(&self, part: &str) -> usize {
        usize::from(!matches!(
            part,
            "encoder" | "mean" | "logvar" | "discriminator"
        ))
    }

    /// The parameters under this prefix as other programs take them, where that is not how they are trained.
    fn exported(&self, _prefix: &str) -> Option<Box<dyn Parameters>> {
        None
    }

    /// The networks whose first layer meets a picture, by name.
    fn image_networks(&self) -> Vec<(&'static str, Network)> {
        Vec::new()
    }

    /// What comes out of every layer for one image `[1, 784]` and for one latent `[1, latent]`, either of which may be missing.
    fn signals(
        &self,
        _image: Option<Tensor<2>>,
        _z: Option<Tensor<2>>,
        _labels: &[u8],
    ) -> Vec<Signals> {
        Vec::new()
    }
}

/// The losses alone: to show what a model is made of would bring burn's own words for modules into the page's bundles.
impl fmt::Debug for dyn Family {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_tuple("Family").field(&self.losses()).finish()
    }
}

impl Clone for Box<dyn Family> {
    fn clone(&self) -> Self {
        (**self).boxed()
    }
}
