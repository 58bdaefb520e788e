//! What a network has beside trained weights: running statistics of batch normalisation, singular vectors of spectral normalisation.

use super::Network;
use crate::model::layer::{LayerSpec, batch_norm, spectral};
use crate::model::weights::Weights;
use crate::model::{Init, Pass};
use burn::tensor::Tensor;

impl Network {
    /// The same network with every weight divided by its largest singular value (spectral normalisation).
    pub fn with_spectral_norm(mut self, init: &mut Init) -> Self {
        self.layers = self
            .layers
            .into_iter()
            .zip(&self.specs)
            .map(|(weights, spec)| weights.with_spectral_norm(spec, init))
            .collect();
        self
    }

    /// The same function, with spectral normalisation worked into the weights: what other programs can load.
    pub fn without_spectral_norm(mut self) -> Self {
        self.layers = self
            .layers
            .into_iter()
            .map(Weights::without_spectral_norm)
            .collect();
        self
    }

    /// Takes over what a training pass has left, in its order: batch normalisations' running statistics, spectral
    /// normalisations' singular vectors.
    pub fn update_running(&mut self, pass: Pass) {
        Self::update_all_running([self], pass);
    }

    /// The same where a pass has gone through several networks, one after the other.
    pub(in crate::model) fn update_all_running<const N: usize>(
        networks: [&mut Self; N],
        pass: Pass,
    ) {
        let (statistics, vectors) = pass.into_left();
        let (mut statistics, mut vectors) = (statistics.into_iter(), vectors.into_iter());
        for network in networks {
            network.update_in_order(&mut statistics, &mut vectors);
        }
    }

    fn update_in_order(&mut self, statistics: &mut Left, vectors: &mut Left) {
        for (weights, spec) in self.layers.iter_mut().zip(&self.specs) {
            if matches!(spec, LayerSpec::BatchNorm(_))
                && let Some((mean, variance)) = statistics.next()
            {
                batch_norm::update(weights, mean, variance);
            }
            if spectral::is_normalised(weights)
                && let Some((u, v)) = vectors.next()
            {
                spectral::update(weights, u, v);
            }
            for network in weights.branches_mut() {
                network.update_in_order(statistics, vectors);
            }
        }
    }
}

/// Pairs of vectors that a pass has left, a layer each.
type Left = std::vec::IntoIter<(Tensor<1>, Tensor<1>)>;
