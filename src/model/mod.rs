//! The networks: layers chained by description, one file a family.

mod adversarial;
mod autoencoder;
mod classifier;
mod condition;
mod init;
mod latent_flow;
pub mod layer;
mod network;
mod parameters;
mod pass;
mod pixel_flow;
mod quantised;
mod summary;
pub mod transformer;
mod weights;

pub use adversarial::{
    AdversarialConfig, AdversarialKind, Discriminator, DiscriminatorNorm, Generator,
};
pub use autoencoder::{Autoencoder, AutoencoderConfig, AutoencoderKind, CLASSES, Posterior};
pub use classifier::Classifier;
pub use condition::NO_DIGIT;
pub use init::{Init, Scheme};
pub use latent_flow::{LatentFlow, LatentFlowConfig};
pub use network::portable::Portable;
pub(crate) use network::portable::hash_of;
pub use network::{LinearWeights, Network};
pub use parameters::{
    NamedTensor, Parameters, PendingParameters, PendingTensor, count_parameters, gradient_norms,
    load_parameters, parameter_names, parameter_sum, read_parameters,
};
pub(crate) use parameters::{read, values};
pub use pass::Pass;
pub use pixel_flow::{PixelFlow, PixelFlowConfig};
pub use quantised::{PriorKind, Quantised, QuantisedConfig, ROUND};
pub use summary::{BranchSummary, LayerSummary, PartSummary, TensorSummary};
pub use transformer::{Transformer, TransformerConfig};
