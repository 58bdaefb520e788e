//! What can be combined: an architecture with an objective.

use crate::error::{Error, ErrorCode, Result};
use crate::model::{AdversarialKind, AutoencoderKind};
use crate::objective::AdversarialObjective;
use serde::{Deserialize, Serialize};

/// Which layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Architecture {
    /// [`AutoencoderKind::Mlp`]
    Mlp,
    /// [`AutoencoderKind::Deep`]
    Deep,
    /// [`AutoencoderKind::Conv`]
    Conv,
    /// [`AutoencoderKind::ConvStrided`]
    ConvStrided,
    /// [`AdversarialKind::Mlp`]
    GanMlp,
    /// [`AdversarialKind::MlpRelu`]
    GanRelu,
    /// [`AdversarialKind::ConvDiscriminator`]
    GanConvCritic,
    /// [`AdversarialKind::Dcgan`]
    Dcgan,
}

/// What is minimised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Objective {
    /// The negative evidence lower bound, with the KL divergence in closed form.
    Elbo,
    /// The negative importance-weighted bound (Burda et al., 2015).
    Iwae,
    /// The negative evidence lower bound and a discriminator's opinion of what is decoded (after Larsen et al., 2016).
    VaeGan,
    /// [`AdversarialObjective::NonSaturating`]
    NonSaturating,
    /// [`AdversarialObjective::Minimax`]
    Minimax,
    /// [`AdversarialObjective::LeastSquares`]
    LeastSquares,
    /// [`AdversarialObjective::Hinge`]
    Hinge,
    /// [`AdversarialObjective::Wasserstein`]
    Wasserstein,
    /// [`AdversarialObjective::WassersteinGp`]
    WassersteinGp,
}

/// What the two choices come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// An encoder and a decoder.
    Autoencoder(AutoencoderKind),
    /// A generator and a discriminator.
    Adversarial(AdversarialKind, AdversarialObjective),
    /// An encoder, a decoder and a discriminator.
    Hybrid(AutoencoderKind),
}

impl Architecture {
    fn autoencoder(self) -> Option<AutoencoderKind> {
        match self {
            Self::Mlp => Some(AutoencoderKind::Mlp),
            Self::Deep => Some(AutoencoderKind::Deep),
            Self::Conv => Some(AutoencoderKind::Conv),
            Self::ConvStrided => Some(AutoencoderKind::ConvStrided),
            _ => None,
        }
    }

    fn adversarial(self) -> Option<AdversarialKind> {
        match self {
            Self::GanMlp => Some(AdversarialKind::Mlp),
            Self::GanRelu => Some(AdversarialKind::MlpRelu),
            Self::GanConvCritic => Some(AdversarialKind::ConvDiscriminator),
            Self::Dcgan => Some(AdversarialKind::Dcgan),
            _ => None,
        }
    }
}

impl Objective {
    fn adversarial(self) -> Option<AdversarialObjective> {
        match self {
            Self::Elbo | Self::Iwae | Self::VaeGan => None,
            Self::NonSaturating => Some(AdversarialObjective::NonSaturating),
            Self::Minimax => Some(AdversarialObjective::Minimax),
            Self::LeastSquares => Some(AdversarialObjective::LeastSquares),
            Self::Hinge => Some(AdversarialObjective::Hinge),
            Self::Wasserstein => Some(AdversarialObjective::Wasserstein),
            Self::WassersteinGp => Some(AdversarialObjective::WassersteinGp),
        }
    }
}

impl Family {
    /// The family of an architecture trained under an objective.
    ///
    /// # Errors
    /// `bad-setting` when they do not fit.
    pub fn of(architecture: Architecture, objective: Objective) -> Result<Self> {
        match (
            architecture.autoencoder(),
            architecture.adversarial(),
            objective.adversarial(),
        ) {
            (Some(kind), _, None) if objective == Objective::VaeGan => Ok(Self::Hybrid(kind)),
            (Some(kind), _, None) => Ok(Self::Autoencoder(kind)),
            (_, Some(kind), Some(objective)) => Ok(Self::Adversarial(kind, objective)),
            (Some(_), ..) => Err(Error::new(
                ErrorCode::BadSetting,
                "This objective is a game of two networks, and this architecture is an autoencoder, which has no discriminator: \
                 choose architecture=gan-mlp, gan-relu, gan-conv-critic or dcgan, or objective=elbo, iwae or vae-gan.",
            )),
            _ => Err(Error::new(
                ErrorCode::BadSetting,
                "This objective is a bound on the likelihood of images, and this architecture has no encoder to compute it \
                 with: choose architecture=mlp, deep, conv or conv-strided, or an objective of GANs, non-saturating for example.",
            )),
        }
    }
}
