//! Every setting: its name, type, range, first value, where it has an effect, and a sentence of explanation. The struct,
//! the checks, the command's listing and the page's schema all come from this one table.

use super::field::Field;
use super::info::{Effect, Kind, MAX_SAFE_INTEGER, MAX_STEPS, Scalar, SettingInfo, When};
use crate::dataset::Recipe;
use crate::flow::Solver;
use crate::model::{DiscriminatorNorm, PriorKind, Scheme};
use crate::objective::Likelihood;
use crate::optimizer::OptimizerKind;
use crate::training::ScheduleKind;
use crate::training::families::DiffAugment;
use crate::words::sentence;
use serde_json::Value;

const fn number(min: f64, max: f64) -> Kind {
    Kind::Number { min, max }
}

const fn whole(min: u64, max: u64) -> Kind {
    Kind::Whole { min, max }
}

const fn word(choices: &'static [&'static str]) -> Kind {
    Kind::Word { choices }
}

const fn is(key: &'static str, is: &'static [&'static str]) -> When {
    When { key, is }
}

/// An effect in every family.
const EVERYWHERE: Effect = Effect {
    everywhere: true,
    when: None,
    refused: &[],
    drawing: false,
};

/// An effect in the families that name the setting.
const FAMILIES: Effect = Effect {
    everywhere: false,
    ..EVERYWHERE
};

/// The same on images that are drawn, and on nothing that is learnt.
const DRAWING: Effect = Effect {
    drawing: true,
    ..FAMILIES
};

impl Effect {
    const fn when(self, key: &'static str, words: &'static [&'static str]) -> Self {
        Self {
            when: Some(is(key, words)),
            ..self
        }
    }

    const fn refused(self, refused: &'static [(When, &'static str)]) -> Self {
        Self { refused, ..self }
    }
}

/// Makes the struct [`Settings`] and the list [`SETTINGS`] of rows `key: type, kind, first value, effect, sentence;`.
macro_rules! settings {
    ($($key:ident: $type:ty, $kind:expr, $scalar:ident($default:expr), $effect:expr, $sentence:literal;)*) => {
        /// Everything a run follows from, with the device and the data set.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Settings {
            /// The preset's id.
            pub preset: String,
            $(#[doc = $sentence] pub $key: $type,)*
            /// What is done with the training images first. A file has it with its data.
            pub data: Recipe,
        }

        impl Settings {
            /// A preset's name, and every setting as the table has it.
            pub(super) fn of_table(preset: &str) -> Self {
                Self {
                    preset: preset.into(),
                    $($key: in_table(Scalar::$scalar($default)),)*
                    data: Recipe::default(),
                }
            }

            /// The plain values, in the table's order.
            pub(super) fn values(&self) -> impl Iterator<Item = (&'static str, Value)> {
                [$((stringify!($key), self.$key.to_value()),)*].into_iter()
            }

            /// Puts a plain value in a setting's place. Says whether there is such a setting and the value is of its type.
            pub(super) fn assign(&mut self, key: &str, value: &Value) -> bool {
                match key {
                    $(stringify!($key) => assigned(&mut self.$key, value),)*
                    _ => false,
                }
            }
        }

        /// Every setting, in the order in which they are listed.
        pub const SETTINGS: &[SettingInfo] = &[$(SettingInfo {
            key: stringify!($key),
            kind: $kind,
            default: Scalar::$scalar($default),
            effect: $effect,
            description: sentence($sentence),
        },)*];
    };
}

fn in_table<T: Field>(default: Scalar) -> T {
    T::of_value(&default.into()).expect("the table has values of the settings' types")
}

fn assigned<T: Field>(field: &mut T, value: &Value) -> bool {
    T::of_value(value).map(|value| *field = value).is_some()
}

settings! {
    seed: u64, whole(0, MAX_SAFE_INTEGER), Whole(0), EVERYWHERE,
        "Decides every random number: the same seed gives the same run.";
    batch_size: usize, whole(1, 4_096), Whole(128), EVERYWHERE,
        "Images a step looks at before it changes the weights.";
    lr: f64, number(0.0, 1.0), Number(1e-3), EVERYWHERE,
        "Learning rate: how far each step moves the weights.";
    lr_schedule: ScheduleKind, word(ScheduleKind::WORDS), Word("constant"), EVERYWHERE,
        "How the learning rate falls while training.";
    lr_warmup: u64, whole(0, MAX_STEPS), Whole(0), EVERYWHERE,
        "Steps over which the learning rate first rises from zero.";
    lr_period: u64, whole(1, MAX_STEPS), Whole(4_680), EVERYWHERE.when("lr_schedule", &["step", "cosine", "stages", "inverse-sqrt"]),
        "Steps between two falls of the learning rate, of its whole cosine, of its first stage, or before it falls with the root of the steps.";
    lr_factor: f64, number(0.0, 1.0), Number(0.5), EVERYWHERE.when("lr_schedule", &["step"]),
        "What each fall multiplies the learning rate by.";
    lr_floor: f64, number(0.0, 1.0), Number(0.0), EVERYWHERE.when("lr_schedule", &["cosine"]),
        "Share of the learning rate that its cosine ends at.";
    optimizer: OptimizerKind, word(OptimizerKind::WORDS), Word("adam"), EVERYWHERE,
        "The rule that turns gradients into changes of the weights.";
    momentum: f64, number(0.0, 0.999), Number(0.0), EVERYWHERE.when("optimizer", &["sgd"]),
        "SGD: how much of the last change is repeated.";
    beta1: f64, number(0.0, 0.9999), Number(0.9), EVERYWHERE.when("optimizer", &["adam", "adamw"]),
        "Adam: how long gradients are remembered.";
    beta2: f64, number(0.0, 0.99999), Number(0.999), EVERYWHERE.when("optimizer", &["adam", "adamw"]),
        "Adam: how long squared gradients are remembered.";
    epsilon: f64, number(1e-12, 1.0), Number(1e-8), EVERYWHERE.when("optimizer", &["adam", "adamw", "rmsprop"]),
        "Adam, RMSProp: keeps small gradients from being enlarged without bound.";
    weight_decay: f64, number(0.0, 1.0), Number(0.0), EVERYWHERE,
        "Pulls every weight towards zero: by way of its gradient (L2), or, with adamw, beside it.";
    grad_clip: f64, number(0.0, 1e6), Number(0.0), EVERYWHERE,
        "Largest norm of all gradients together; 0 for no limit.";
    grad_clip_value: f64, number(0.0, 1e6), Number(0.0), EVERYWHERE,
        "Largest single gradient; 0 for no limit.";
    init: Scheme, word(Scheme::WORDS), Word("pytorch"), EVERYWHERE,
        "How the initial weights are distributed.";
    latent_dim: usize, whole(1, 4_096), Whole(20), FAMILIES,
        "Latent dimension: how many numbers stand for a digit.";
    conditional: bool, Kind::Switch, Switch(false), FAMILIES,
        "Whether the model is told the digit, and so draws the digit it is asked for.";
    objective: String, Kind::Objective, Word("elbo"), EVERYWHERE,
        "What is minimised: a bound on the likelihood (elbo, iwae), what rebuilding misses (reconstruction), the game of two \
         networks, both (vae-gan), the error of a flow (flow), a bound beside it (latent-flow), or the likelihood itself, \
         symbol by symbol (autoregressive).";
    architecture: String, Kind::Architecture, Word("mlp"), EVERYWHERE,
        "Which layers: mlp, deep and conv encode and decode; unet is a flow's; transformer reads and writes; the others are a \
         generator and its discriminator.";
    hidden_dim: usize, whole(1, 4_096), Whole(400), FAMILIES,
        "Units of the hidden layers.";
    likelihood: Likelihood, word(Likelihood::WORDS), Word("bernoulli"), FAMILIES,
        "How the decoder's outputs say how likely a pixel is.";
    beta: f64, number(0.0, 1_000.0), Number(1.0), FAMILIES.refused(&[(
            is("objective", &["iwae"]),
            "objective=iwae needs beta=1: the importance weights have no separate KL divergence to weigh.",
        )]),
        "Weight of the KL divergence in the loss; 1 is the evidence lower bound.";
    beta_warmup: u64, whole(0, MAX_STEPS), Whole(0), FAMILIES.when("objective", &["elbo", "vae-gan"]),
        "Steps over which beta rises from zero.";
    importance_samples: usize, whole(1, 500), Whole(1), FAMILIES.refused(&[(
            is("objective", &["elbo", "vae-gan"]),
            "importance_samples above 1 needs objective=iwae: the ELBO uses one sample.",
        )]),
        "Samples of the latent a digit is judged by (iwae).";
    binarise: bool, Kind::Switch, Switch(false), FAMILIES.refused(&[(
            is("likelihood", &["continuous-bernoulli", "gaussian", "discretised-logistic"]),
            "binarise=true needs likelihood=bernoulli: the others describe grey pixels.",
        )]),
        "Whether grey pixels are made black or white at random, anew each time.";
    dropout: f64, number(0.0, 0.9), Number(0.0), FAMILIES.refused(&[(
            is("objective", &["wasserstein-gp"]),
            "objective=wasserstein-gp limits the slope of one critic, and dropout makes it another at each step: set dropout=0.",
        )]),
        "Share of the values that are zeroed after each hidden layer (of the discriminator, in a GAN) while training.";
    width: f64, number(0.01, 4.0), Number(1.0), FAMILIES,
        "Factor on the units and channels of generator and discriminator (1 is the article's), or of a flow's network.";
    lr_d: f64, number(0.0, 1.0), Number(0.0), FAMILIES,
        "Learning rate of the discriminator; 0 for the same as the generator's.";
    num_critic: u64, whole(1, 100), Whole(1), FAMILIES,
        "Updates of the discriminator for each of the generator.";
    label_smoothing: f64, number(0.0, 0.5), Number(0.0), FAMILIES.refused(&[(
            is("objective", &["hinge", "wasserstein", "wasserstein-gp"]),
            "label_smoothing needs an objective with targets: non-saturating, minimax or least-squares.",
        )]),
        "How far below 1 the discriminator's target for real images is.";
    critic_norm: DiscriminatorNorm, word(DiscriminatorNorm::WORDS), Word("none"), FAMILIES.refused(&[(
            is("objective", &["wasserstein-gp"]),
            "objective=wasserstein-gp limits the critic's slope for each image: critic_norm=spectral limits it a second time, and \
             critic_norm=batch mixes the images of a batch: choose one, or set critic_norm=none.",
        )]),
        "Normalisation of the discriminator: of each batch's signals, or of the weights by their largest singular value.";
    weight_clip: f64, number(0.0, 10.0), Number(0.0), FAMILIES,
        "Largest weight of the discriminator, as wasserstein needs it; 0 for no limit.";
    r1: f64, number(0.0, 1_000.0), Number(0.0), FAMILIES.refused(&[
            (
                is("objective", &["wasserstein-gp"]),
                "objective=wasserstein-gp wants the critic's slope to be 1 and r1 wants it to be 0 on real images: choose one, or set r1=0.",
            ),
            (
                is("critic_norm", &["batch", "spectral"]),
                "r1 limits the discriminator's slope for each image: critic_norm=spectral limits it a second time, and \
                 critic_norm=batch mixes the images of a batch: choose one, or set critic_norm=none.",
            ),
        ]),
        "Weight of the R1 penalty: half of it times the discriminator's squared gradient on real images; 0 for none.";
    r1_every: u64, whole(1, 1_000), Whole(1), FAMILIES,
        "Updates of the discriminator for each with the R1 penalty, which then has so many times its weight.";
    pretrain_d: u64, whole(0, MAX_STEPS), Whole(0), FAMILIES,
        "Steps in which the discriminator learns alone before the game begins.";
    diff_augment: DiffAugment, word(DiffAugment::WORDS), Word("none"), FAMILIES,
        "Real images and fakes are changed in the same ways before the discriminator sees them, so that it cannot learn a few training images by heart: moved, or moved with a square cut out.";
    gp_lambda: f64, number(0.0, 1_000.0), Number(10.0), FAMILIES.when("objective", &["wasserstein-gp"]),
        "Weight of the critic's gradient penalty (wasserstein-gp).";
    ema: f64, number(0.0, 0.99999), Number(0.0), FAMILIES,
        "Samples come from a running mean of the weights (in a GAN, of the generator's) that decays by this factor a step; 0 for none.";
    ema_power: f64, number(0.0, 1_000.0), Number(0.0), FAMILIES,
        "After t updates the running mean decays by (1 - 1/t) to this power, and by ema at most; 0 for ema from the start.";
    time_width: f64, number(0.0, 10.0), Number(1.2), FAMILIES,
        "How widely the times are spread at which a flow is trained: the standard deviation of their logit.";
    time_shift: f64, number(-10.0, 10.0), Number(0.0), FAMILIES,
        "Which times a flow is trained at most: the mean of their logit; below 0 nearer to noise, above nearer to data.";
    flow_paths: usize, whole(1, 16), Whole(1), FAMILIES,
        "Paths on which a flow learns each latent in a step: more make its loss less noisy, for a step that costs a little more.";
    sample_steps: usize, whole(1, 100), Whole(30), DRAWING,
        "Steps in which a sample goes from noise to data.";
    solver: Solver, word(Solver::WORDS), Word("euler"), DRAWING,
        "How a sample's path is followed: by one velocity a step (euler), or by the mean of two (heun).";
    guidance: f64, number(0.0, 10.0), Number(1.0), DRAWING.when("conditional", &["true"]),
        "How far samples go from what is drawn without a digit to what is drawn with one: 0 not at all, 1 there, more beyond.";
    prior: PriorKind, word(PriorKind::WORDS), Word("made"), FAMILIES,
        "What draws the numbers of a rounded latent one after another: a masked MLP (made), or a causal transformer.";
    blocks: usize, whole(1, 24), Whole(4), FAMILIES,
        "Attentions of a transformer, one after the other, each with two layers at every place.";
    temperature: f64, number(0.01, 10.0), Number(1.0), DRAWING,
        "What the logits of the next symbol, or number of a rounded latent, are divided by when an image is drawn: below 1 likely ones come more often.";
    top_p: f64, number(0.01, 1.0), Number(1.0), DRAWING,
        "Only the likeliest symbols are drawn, as few as have this probability together.";
    gan_weight: f64, number(0.0, 1_000.0), Number(0.0), FAMILIES,
        "How much the discriminator's judgement counts beside the likelihood (vae-gan), in nats.";
}
