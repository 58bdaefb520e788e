//! placeholder while the rest is checked
use anyhow::Result;
#[derive(clap::Args)]
pub struct Options {
    /// Time TensorFlow.js and jax-js beside ours
    #[arg(long)]
    peers: bool,
}
pub fn run(_: &Options) -> Result<()> {
    Ok(())
}
