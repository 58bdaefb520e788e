//! The networks, one file a family.

mod init;
mod parameters;
mod vae;

pub use init::Init;
pub(crate) use parameters::values;
pub use parameters::{
    NamedTensor, count_parameters, load_parameters, parameter_names, read_parameters,
};
pub use vae::{Posterior, Vae, VaeConfig};
