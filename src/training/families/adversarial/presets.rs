//! GANs with a name.

use crate::training::families::Preset;
use crate::training::settings::Scalar::{Number, Switch, Whole, Word};

/// In the order in which they are listed.
pub const PRESETS: &[Preset] = &[
    // Article 002 gives layers, lr and batch size. With the rest as PyTorch has it, half of all samples are ones after
    // twenty epochs; Adam's beta1 of DCGAN, He's initialisation for leaky ReLU and the generator's running mean prevent it.
    Preset::new(
        "gan",
        "GAN",
        "A generator learns to draw digits by fooling a discriminator, which learns to tell them from real ones.",
        &[
            ("architecture", Word("gan-mlp")),
            ("objective", Word("non-saturating")),
            ("lr", Number(2e-4)),
            ("latent_dim", Whole(100)),
            ("dropout", Number(0.3)),
            ("beta1", Number(0.5)),
            ("init", Word("he")),
            ("ema", Number(0.999)),
        ],
    ),
    // Article 004.
    Preset::new(
        "gan-relu",
        "GAN with ReLU",
        "A smaller discriminator without dropout, and ReLU everywhere.",
        &[
            ("architecture", Word("gan-relu")),
            ("batch_size", Whole(64)),
            ("dropout", Number(0.0)),
        ],
    )
    .from("gan"),
    // Article 000.
    Preset::new(
        "gan-conv-critic",
        "GAN with a convolutional discriminator",
        "The discriminator sees neighbouring pixels together; the generator does not.",
        &[
            ("architecture", Word("gan-conv-critic")),
            ("lr_d", Number(4e-4)),
            ("batch_size", Whole(100)),
            ("dropout", Number(0.0)),
            ("init", Word("xavier")),
        ],
    )
    .from("gan"),
    // Article 003.
    Preset::new(
        "dcgan",
        "DCGAN",
        "Convolutions on both sides: strokes instead of pixels.",
        &[
            ("architecture", Word("dcgan")),
            ("lr", Number(1e-4)),
            ("batch_size", Whole(256)),
            ("init", Word("xavier")),
            ("ema", Number(0.99)),
        ],
    )
    .from("gan"),
    Preset::new(
        "lsgan",
        "Least-squares GAN",
        "The discriminator gives marks, and how far a mark is off counts squared.",
        &[("objective", Word("least-squares"))],
    )
    .from("gan"),
    // Arjovsky et al. (2017), algorithm 1.
    Preset::new(
        "wgan",
        "Wasserstein GAN",
        "The critic measures a distance between real and generated digits; its weights are kept small.",
        &[
            ("objective", Word("wasserstein")),
            ("optimizer", Word("rmsprop")),
            ("lr", Number(5e-5)),
            ("batch_size", Whole(64)),
            ("num_critic", Whole(5)),
            ("weight_clip", Number(0.01)),
            ("dropout", Number(0.0)),
            ("init", Word("pytorch")),
            ("ema", Number(0.99)),
        ],
    )
    .from("gan"),
    // Gulrajani et al. (2017), algorithm 1, with beta1 as in their MNIST code.
    Preset::new(
        "wgan-gp",
        "WGAN with gradient penalty",
        "The same distance, with a critic that is kept from being steep.",
        &[
            ("objective", Word("wasserstein-gp")),
            ("lr", Number(1e-4)),
            ("beta2", Number(0.9)),
            ("batch_size", Whole(64)),
            ("num_critic", Whole(5)),
            ("dropout", Number(0.0)),
            ("ema", Number(0.99)),
        ],
    )
    .from("gan"),
    Preset::new(
        "hinge-gan",
        "Hinge GAN",
        "Digits judged clearly right teach the discriminator nothing more.",
        &[("objective", Word("hinge"))],
    )
    .from("gan"),
    Preset::new(
        "cgan",
        "Conditional GAN",
        "Generator and discriminator are told the digit, so you can ask for one.",
        &[("conditional", Switch(true))],
    )
    .from("gan"),
    // Found by search over small trainings: of the GANs tried, the best for its multiplications.
    Preset::new(
        "fast-gan",
        "Fast GAN",
        "A small convolutional GAN, quick without a graphics card: its discriminator is kept flat on real digits.",
        &[
            ("architecture", Word("fast-gan")),
            ("objective", Word("non-saturating")),
            ("latent_dim", Whole(64)),
            ("batch_size", Whole(64)),
            ("lr", Number(4e-3)),
            ("lr_schedule", Word("inverse-sqrt")),
            ("lr_period", Whole(2_600)),
            ("beta1", Number(0.0)),
            ("beta2", Number(0.99)),
            ("init", Word("he")),
            ("r1", Number(1.0)),
            ("r1_every", Whole(8)),
            ("ema", Number(0.9995)),
            ("ema_power", Number(13.0)),
        ],
    ),
];
