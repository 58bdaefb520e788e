//! The networks: layers chained by description, one file a family.

mod adversarial;
mod autoencoder;
mod classifier;
mod init;
pub mod layer;
mod network;
mod parameters;
mod pass;

pub use adversarial::{AdversarialConfig, AdversarialKind, Discriminator, Generator};
pub use autoencoder::{Autoencoder, AutoencoderConfig, AutoencoderKind, CLASSES, Posterior};
pub use classifier::Classifier;
pub use init::{Init, Scheme};
pub use network::Network;
pub(crate) use parameters::values;
pub use parameters::{
    NamedTensor, count_parameters, load_parameters, parameter_names, read_parameters,
};
pub use pass::Pass;
