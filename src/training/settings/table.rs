//! Every setting with its range and a sentence of explanation.

use crate::error::{Error, ErrorCode, Result};
use serde::Serialize;
use serde_json::Value;

/// One setting, as pages and commands show it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SettingInfo {
    /// As in `--set key=value` and the page's address.
    pub key: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// Smallest and largest value, or none where the value is a word.
    pub range: Option<(f64, f64)>,
    /// Whether only whole numbers make sense.
    pub whole: bool,
    /// The words allowed, where the value is one.
    pub choices: &'static [&'static str],
}

const fn number(
    key: &'static str,
    min: f64,
    max: f64,
    whole: bool,
    description: &'static str,
) -> SettingInfo {
    SettingInfo {
        key,
        description,
        range: Some((min, max)),
        whole,
        choices: &[],
    }
}

const fn choice(
    key: &'static str,
    choices: &'static [&'static str],
    description: &'static str,
) -> SettingInfo {
    SettingInfo {
        key,
        description,
        range: None,
        whole: false,
        choices,
    }
}

const fn switch(key: &'static str, description: &'static str) -> SettingInfo {
    choice(key, &["false", "true"], description)
}

/// 2^53: the largest range in which JavaScript's numbers are whole.
const WHOLE: f64 = 9_007_199_254_740_992.0;
/// More steps than anyone trains.
const STEPS: f64 = 1e9;

/// Every setting.
pub const SETTINGS: &[SettingInfo] = &[
    number(
        "seed",
        0.0,
        WHOLE,
        true,
        "Decides every random number: the same seed gives the same run.",
    ),
    number(
        "batch_size",
        1.0,
        4_096.0,
        true,
        "Images a step looks at before it changes the weights.",
    ),
    number(
        "lr",
        0.0,
        1.0,
        false,
        "Learning rate: how far each step moves the weights.",
    ),
    choice(
        "lr_schedule",
        &["constant", "step", "cosine", "stages"],
        "How the learning rate falls while training.",
    ),
    number(
        "lr_warmup",
        0.0,
        STEPS,
        true,
        "Steps over which the learning rate first rises from zero.",
    ),
    number(
        "lr_period",
        1.0,
        STEPS,
        true,
        "Steps between two falls of the learning rate, of its whole cosine, or of its first stage.",
    ),
    number(
        "lr_factor",
        0.0,
        1.0,
        false,
        "What each fall multiplies the learning rate by.",
    ),
    choice(
        "optimizer",
        &["sgd", "rmsprop", "adam"],
        "The rule that turns gradients into changes of the weights.",
    ),
    number(
        "momentum",
        0.0,
        0.999,
        false,
        "SGD: how much of the last change is repeated.",
    ),
    number(
        "beta1",
        0.0,
        0.9999,
        false,
        "Adam: how long gradients are remembered.",
    ),
    number(
        "beta2",
        0.0,
        0.99999,
        false,
        "Adam: how long squared gradients are remembered.",
    ),
    number(
        "epsilon",
        1e-12,
        1.0,
        false,
        "Adam, RMSProp: keeps small gradients from being enlarged without bound.",
    ),
    number(
        "weight_decay",
        0.0,
        1.0,
        false,
        "Pulls every weight towards zero (L2).",
    ),
    number(
        "grad_clip",
        0.0,
        1e6,
        false,
        "Largest norm of all gradients together; 0 for no limit.",
    ),
    number(
        "grad_clip_value",
        0.0,
        1e6,
        false,
        "Largest single gradient; 0 for no limit.",
    ),
    choice(
        "init",
        &["pytorch", "he", "xavier", "dcgan"],
        "How the initial weights are distributed.",
    ),
    number(
        "latent_dim",
        1.0,
        4096.0,
        true,
        "How many numbers the latent of a digit has.",
    ),
    switch(
        "conditional",
        "Whether the model is told the digit, and so draws the digit it is asked for.",
    ),
    choice(
        "objective",
        &[
            "elbo",
            "iwae",
            "vae-gan",
            "non-saturating",
            "minimax",
            "least-squares",
            "hinge",
            "wasserstein",
            "wasserstein-gp",
        ],
        "What is minimised: a bound on the likelihood (elbo, iwae), the game of two networks, or both (vae-gan).",
    ),
    choice(
        "architecture",
        &[
            "mlp",
            "deep",
            "conv",
            "conv-strided",
            "gan-mlp",
            "gan-relu",
            "gan-conv-critic",
            "dcgan",
        ],
        "Which layers: mlp, deep and conv encode and decode; the others are a generator and its discriminator.",
    ),
    number(
        "hidden_dim",
        1.0,
        4_096.0,
        true,
        "Units of the hidden layers.",
    ),
    choice(
        "likelihood",
        &["bernoulli", "continuous-bernoulli", "gaussian"],
        "How the decoder's outputs say how likely a pixel is.",
    ),
    number(
        "beta",
        0.0,
        1_000.0,
        false,
        "Weight of the KL divergence in the loss; 1 is the evidence lower bound.",
    ),
    number(
        "beta_warmup",
        0.0,
        STEPS,
        true,
        "Steps over which beta rises from zero.",
    ),
    number(
        "importance_samples",
        1.0,
        500.0,
        true,
        "Samples of the latent a digit is judged by (iwae).",
    ),
    switch(
        "binarise",
        "Whether grey pixels are made black or white at random, anew each time.",
    ),
    number(
        "dropout",
        0.0,
        0.9,
        false,
        "Share of the values that are zeroed after each hidden layer (of the discriminator, in a GAN) while training.",
    ),
    number(
        "width",
        0.01,
        4.0,
        false,
        "Factor on the units and channels of generator and discriminator; 1 is the article's.",
    ),
    number(
        "lr_d",
        0.0,
        1.0,
        false,
        "Learning rate of the discriminator; 0 for the same as the generator's.",
    ),
    number(
        "num_critic",
        1.0,
        100.0,
        true,
        "Updates of the discriminator for each of the generator.",
    ),
    number(
        "label_smoothing",
        0.0,
        0.5,
        false,
        "How far below 1 the discriminator's target for real images is.",
    ),
    choice(
        "critic_norm",
        &["none", "batch", "spectral"],
        "Normalisation of the discriminator: of each batch's signals, or of the weights by their largest singular value.",
    ),
    number(
        "weight_clip",
        0.0,
        10.0,
        false,
        "Largest weight of the critic (wasserstein); 0 for no limit.",
    ),
    number(
        "gp_lambda",
        0.0,
        1_000.0,
        false,
        "Weight of the critic's gradient penalty (wasserstein-gp).",
    ),
    number(
        "ema",
        0.0,
        0.99999,
        false,
        "Samples come from a running mean of the generator's weights that decays by this factor a step; 0 for none.",
    ),
    number(
        "gan_weight",
        0.0,
        1_000.0,
        false,
        "How much the discriminator's opinion counts beside the likelihood (vae-gan), in nats.",
    ),
];

impl SettingInfo {
    /// The value in the type and range of this setting.
    ///
    /// # Errors
    /// `bad-setting`, saying what is allowed.
    pub(super) fn check(&self, value: &Value) -> Result<Value> {
        let refuse = |allowed: String| {
            let shown = value
                .as_str()
                .map_or_else(|| value.to_string(), |text| format!("\"{text}\""));
            Err(Error::new(
                ErrorCode::BadSetting,
                format!("{} cannot be {shown}: it must be {allowed}.", self.key),
            ))
        };
        let Some((min, max)) = self.range else {
            let word = value.as_bool().map_or_else(
                || value.as_str(),
                |on| Some(if on { "true" } else { "false" }),
            );
            return match word {
                Some(word) if self.choices.contains(&word) => {
                    // A switch is a boolean, and everything else a word.
                    Ok(word
                        .parse::<bool>()
                        .map_or_else(|_| Value::from(word), Value::from))
                }
                _ => refuse(format!("one of {}", self.choices.join(", "))),
            };
        };
        let parsed = value
            .as_f64()
            .or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()));
        match parsed {
            Some(x) if (min..=max).contains(&x) && (!self.whole || x.fract() == 0.0) => {
                Ok(if self.whole {
                    Value::from(x as u64)
                } else {
                    Value::from(x)
                })
            }
            _ => refuse(format!(
                "a {}number from {min} to {max}",
                if self.whole { "whole " } else { "" }
            )),
        }
    }
}
