//! Networks that begin as nothing.

use super::Network;
use crate::model::layer::LayerSpec;

impl Network {
    /// The same with its last layer that has weights at zero, and the last of every residual path: a deep network that begins
    /// as a shallow one (Zhang et al., "Fixup Initialization", 2019), and answers 0.
    pub fn starting_at_zero(mut self) -> Self {
        self.end_paths_at_zero();
        self.end_at_zero();
        self
    }

    fn end_paths_at_zero(&mut self) {
        for (weights, spec) in self.layers.iter_mut().zip(&self.specs) {
            let residual = matches!(spec, LayerSpec::Residual(_));
            // The shortcut of a residual path comes after its layers.
            for (at, network) in weights.branches_mut().enumerate() {
                network.end_paths_at_zero();
                if residual && at == 0 {
                    network.end_at_zero();
                }
            }
        }
    }

    fn end_at_zero(&mut self) {
        let mut layers = self.layers.iter_mut().rev();
        if let Some(last) = layers.find(|weights| weights.has("weight")) {
            last.set_zero();
        }
    }
}
