//! What keeps a discriminator from being steep.

use super::discriminator::DiscriminatorTraining;
use crate::dataset::PIXELS;
use crate::objective::gradient_penalty;
use crate::random::{Purpose, Shard, stream};
use burn::tensor::{Tensor, TensorData};

impl DiscriminatorTraining {
    /// The penalty of Gulrajani et al. (2017) on points between real images and fakes, `[1]`.
    pub(super) fn penalty(
        &self,
        step: u64,
        real: Tensor<2>,
        fake: Tensor<2>,
        digits: Option<Tensor<2>>,
        rows: Shard,
    ) -> Tensor<1> {
        let [n, _] = real.dims();
        let mut rng = stream(self.seed, Purpose::Interpolation, step);
        let shares = rows.uniform_unit(&mut rng, 1);
        let shares = Tensor::<2>::from_data(TensorData::new(shares, [n, 1]), &real.device());
        let between = fake.clone() + (real - fake) * shares;
        gradient_penalty(self.slope(between, digits))
    }

    /// The weight of R1 in the next update. It is in every `r1_every`-th, the first of them included, with so many times the
    /// weight (Karras et al., "Analyzing and Improving the Image Quality of StyleGAN", 2019: lazy regularisation).
    pub(super) fn r1_weight(&self) -> Option<f64> {
        let due = self.optimizer.steps().is_multiple_of(self.r1_every);
        (self.r1 > 0.0 && due).then_some(self.r1 * self.r1_every as f64)
    }

    /// The gradient of each logit by its image's pixels, `[n, 784]` both: not that by the digits.
    pub(super) fn slope(&self, images: Tensor<2>, digits: Option<Tensor<2>>) -> Tensor<2> {
        let input = self
            .model
            .input(images.autodiff(), digits.map(Tensor::autodiff));
        self.model
            .network
            .input_gradient(input)
            .narrow(1, 0, PIXELS)
    }
}
