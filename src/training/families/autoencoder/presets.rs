//! Autoencoders with a name.

use crate::training::families::Preset;
use crate::training::settings::Scalar::{Number, Switch, Whole, Word};

/// In the order in which they are listed. `vae` is what the table of settings starts from: PyTorch's examples/vae.
pub const PRESETS: &[Preset] = &[
    Preset::new(
        "vae",
        "Variational autoencoder",
        "Fully connected layers squeeze a digit into a few numbers and rebuild it from them.",
        &[],
    ),
    // Article 001.
    Preset::new(
        "conv-vae",
        "Convolutional VAE",
        "The same with convolutions, which see neighbouring pixels together.",
        &[("architecture", Word("conv")), ("hidden_dim", Whole(128))],
    ),
    Preset::new(
        "beta-vae",
        "beta-VAE",
        "A VAE that pays more for information in its latent, so that each number comes to mean one thing.",
        &[("beta", Number(4.0)), ("beta_warmup", Whole(2_340))],
    ),
    // A small latent leaves it to the label to say which digit it is.
    Preset::new(
        "cvae",
        "Conditional VAE",
        "A VAE that is told the digit, and draws the digit you ask for.",
        &[("conditional", Switch(true)), ("latent_dim", Whole(5))],
    ),
    // Burda et al. (2015), section 5.
    Preset::new(
        "iwae",
        "Importance-weighted autoencoder",
        "Several samples a digit give a tighter bound on its likelihood.",
        &[
            ("architecture", Word("deep")),
            ("hidden_dim", Whole(200)),
            ("latent_dim", Whole(50)),
            ("batch_size", Whole(20)),
            ("epsilon", Number(1e-4)),
            ("objective", Word("iwae")),
            ("importance_samples", Whole(5)),
            ("binarise", Switch(true)),
            ("init", Word("xavier")),
        ],
    ),
];

/// The plain autoencoder.
pub const PLAIN: &[Preset] = &[Preset::new(
    "autoencoder",
    "Autoencoder",
    "Squeezes a digit into a few numbers and rebuilds it; random numbers seldom become a digit, which a VAE mends.",
    &[("objective", Word("reconstruction"))],
)];
