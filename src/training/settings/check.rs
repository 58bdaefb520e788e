//! Settings that are each possible and make no sense together.

use super::{Family, SETTINGS, Settings};
use crate::error::{Error, ErrorCode, Result};
use crate::model::{AdversarialKind, DiscriminatorNorm};
use crate::objective::{AdversarialObjective, Likelihood};
use crate::training::Objective;
use serde_json::Value;

/// Keys that only an encoder and a decoder have a use for.
const AUTOENCODER: &[&str] = &[
    "hidden_dim",
    "likelihood",
    "beta",
    "beta_warmup",
    "importance_samples",
    "binarise",
];
/// Keys that only a generator with a discriminator has a use for.
const ADVERSARIAL: &[&str] = &["num_critic", "weight_clip", "gp_lambda", "ema"];
/// Keys that need a discriminator.
const CRITIC: &[&str] = &["lr_d", "width", "label_smoothing", "critic_norm"];
/// Keys of the hybrid alone.
const HYBRID: &[&str] = &["gan_weight"];

/// Fails where settings make no sense together.
///
/// # Errors
/// `bad-setting`, saying why.
pub fn together(settings: &Settings) -> Result<()> {
    let family = Family::of(settings.architecture, settings.objective)?;
    without_use(settings, family)?;
    match family {
        Family::Autoencoder(_) | Family::Hybrid(_) => autoencoder(settings),
        Family::Adversarial(kind, objective) => adversarial(settings, kind, objective),
    }
}

fn refuse(why: &str) -> Result<()> {
    Err(Error::new(ErrorCode::BadSetting, why))
}

/// A setting that would change nothing is refused, unless it is as the preset has it.
fn without_use(settings: &Settings, family: Family) -> Result<()> {
    let (useless, what): (&[&[&str]], _) = match family {
        Family::Autoencoder(_) => (&[ADVERSARIAL, CRITIC, HYBRID], "an autoencoder"),
        Family::Hybrid(_) => (&[ADVERSARIAL], "a VAE with a discriminator"),
        Family::Adversarial(..) => (&[AUTOENCODER, HYBRID], "a generator with its discriminator"),
    };
    let fields = |settings: &Settings| serde_json::to_value(settings).unwrap_or(Value::Null);
    let (given, usual) = (
        fields(settings),
        fields(&Settings::preset(&settings.preset)?),
    );
    let changed = SETTINGS.iter().find(|info| {
        useless.iter().any(|keys| keys.contains(&info.key)) && given[info.key] != usual[info.key]
    });
    match changed {
        Some(info) => refuse(&format!(
            "{} has no effect on {what} (architecture and objective decide that): leave it out.",
            info.key
        )),
        None => Ok(()),
    }
}

fn autoencoder(settings: &Settings) -> Result<()> {
    if settings.objective != Objective::Iwae && settings.importance_samples > 1 {
        return refuse(
            "importance_samples above 1 needs objective=iwae: the ELBO uses one sample.",
        );
    }
    if settings.objective == Objective::Iwae && settings.beta != 1.0 {
        return refuse(
            "objective=iwae needs beta=1: the importance weights have no separate KL divergence to weigh.",
        );
    }
    if settings.binarise && settings.likelihood != Likelihood::Bernoulli {
        return refuse(
            "binarise=true needs likelihood=bernoulli: the others describe grey pixels.",
        );
    }
    Ok(())
}

fn adversarial(
    settings: &Settings,
    kind: AdversarialKind,
    objective: AdversarialObjective,
) -> Result<()> {
    use AdversarialObjective::{Hinge, Wasserstein, WassersteinGp};
    if objective == Wasserstein
        && settings.weight_clip == 0.0
        && settings.critic_norm != DiscriminatorNorm::Spectral
    {
        return refuse(
            "objective=wasserstein needs a critic of limited slope: set weight_clip=0.01 or critic_norm=spectral.",
        );
    }
    if objective == WassersteinGp {
        if settings.critic_norm == DiscriminatorNorm::Batch {
            return refuse(
                "objective=wasserstein-gp limits the critic's slope for each image, and critic_norm=batch mixes the \
                 images of a batch: set critic_norm=none.",
            );
        }
        if settings.critic_norm == DiscriminatorNorm::Spectral {
            return refuse(
                "objective=wasserstein-gp and critic_norm=spectral both limit the critic's slope: choose one.",
            );
        }
        if settings.dropout > 0.0 {
            return refuse(
                "objective=wasserstein-gp limits the slope of one critic, and dropout makes it another at each step: set dropout=0.",
            );
        }
    }
    if settings.label_smoothing > 0.0 && matches!(objective, Hinge | Wasserstein | WassersteinGp) {
        return refuse(
            "label_smoothing needs an objective with targets: non-saturating, minimax or least-squares.",
        );
    }
    let normalises =
        kind == AdversarialKind::Dcgan || settings.critic_norm == DiscriminatorNorm::Batch;
    if normalises && settings.batch_size < 2 {
        return refuse(
            "Batch normalisation compares the images of a batch: batch_size must be 2 or more.",
        );
    }
    Ok(())
}
