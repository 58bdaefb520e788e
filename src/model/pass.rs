//! One way through a network: whether it is training, and what it leaves behind.

use crate::random::Shard;
use burn::tensor::{Tensor, TensorData};
use rand_chacha::ChaCha8Rng;

/// Training or not, with what training needs (randomness) and leaves (batch statistics).
#[derive(Debug)]
pub struct Pass {
    rng: Option<ChaCha8Rng>,
    /// Which rows of its batch the signal has, where not all.
    rows: Option<Shard>,
    statistics: Pairs,
    vectors: Pairs,
}

/// Two vectors a layer.
type Pairs = Vec<(Tensor<1>, Tensor<1>)>;

impl Pass {
    /// A pass that learns: dropout drops, batch normalisation uses the batch's own statistics.
    pub fn train(rng: ChaCha8Rng) -> Self {
        Self {
            rng: Some(rng),
            ..Self::eval()
        }
    }

    /// The same for some rows of a batch: dropout drops what it would drop there in the whole.
    pub fn train_on(rows: Shard, rng: ChaCha8Rng) -> Self {
        Self {
            rows: Some(rows),
            ..Self::train(rng)
        }
    }

    /// A pass that only looks: nothing is random, running statistics are used.
    pub fn eval() -> Self {
        Self {
            rng: None,
            rows: None,
            statistics: Vec::new(),
            vectors: Vec::new(),
        }
    }

    /// Whether this pass learns.
    pub fn is_training(&self) -> bool {
        self.rng.is_some()
    }

    /// From here on each row of the batch is `k` rows of the signal, one below the other, as where an importance-weighted
    /// bound decodes `k` samples of each image: a shard's masks are those that these rows have in the whole batch.
    pub fn repeat_rows(&mut self, k: usize) {
        self.rows = self.rows.map(|rows| rows.times(k));
    }

    /// Zeroes a share of the values and divides the others by the rest, when training.
    pub fn dropout(&mut self, x: Tensor<4>, share: f64) -> Tensor<4> {
        let Some(rng) = self.rng.as_mut().filter(|_| share > 0.0) else {
            return x;
        };
        let shape = x.dims();
        let rows = self.rows.unwrap_or(Shard::all(shape[0]));
        // A discriminator sees real images and fakes of a batch one below the other.
        let batches = shape[0] / rows.count();
        let mask = rows.dropout(rng, batches, shape[1..].iter().product(), share);
        // burn multiplies four values at a time where they lie side by side in the last dimension.
        let flat = [shape[0], shape[1]];
        if shape[2..] == [1, 1] {
            masked(x.reshape(flat), mask).reshape(shape)
        } else {
            masked(x, mask)
        }
    }

    /// Leaves a batch's mean and variance.
    pub(super) fn batch_statistics(&mut self, mean: Tensor<1>, variance: Tensor<1>) {
        self.statistics.push((mean, variance));
    }

    /// The batches' means and variances so far.
    pub(crate) fn statistics(&mut self) -> &mut Vec<(Tensor<1>, Tensor<1>)> {
        &mut self.statistics
    }

    /// Leaves a weight's singular vectors.
    pub(super) fn singular_vectors(&mut self, u: Tensor<1>, v: Tensor<1>) {
        self.vectors.push((u, v));
    }

    /// Batch statistics and singular vectors, each in the order of the layers.
    pub(super) fn into_left(self) -> (Pairs, Pairs) {
        (self.statistics, self.vectors)
    }
}

fn masked<const D: usize>(x: Tensor<D>, mask: Vec<f32>) -> Tensor<D> {
    let mask = Tensor::<D>::from_data(TensorData::new(mask, x.dims()), &x.device().inner());
    if x.is_autodiff() {
        x * mask.autodiff()
    } else {
        x * mask
    }
}
