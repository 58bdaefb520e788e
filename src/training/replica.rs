//! Data-parallel training: replicas of a model each take their share of every batch and add up their gradients, so that all
//! make the same update (Li et al., "PyTorch Distributed", 2020).
//!
//! The sums have one order of addition, so a run is the same to the last bit for the same number of replicas. Another
//! number rounds differently; and batch normalisation takes the statistics of a share, as PyTorch's
//! `DistributedDataParallel` does.

use crate::error::{Error, ErrorCode, Result};
use crate::model::Pass;
use crate::random::Shard;
use burn::module::{Module, ModuleVisitor, Param, ParamId};
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor, TensorData, Transaction};
use rand_chacha::ChaCha8Rng;
use std::fmt::Debug;
use std::pin::Pin;
use std::rc::Rc;

/// Values of several tensors.
pub type Lists = Vec<Vec<f32>>;

/// How replicas reach each other.
pub trait AllReduce: Debug {
    /// The sums of the lists that all replicas hand in, value by value: every replica hands in lists of the same lengths, and
    /// gets the same bits.
    ///
    /// # Errors
    /// `replica-lost` when another is gone.
    fn sum<'a>(&'a self, lists: Lists) -> Pin<Box<dyn Future<Output = Result<Lists>> + 'a>>;
}

/// One of those that train a model together.
#[derive(Clone, Debug)]
pub struct Replica {
    rank: usize,
    world: usize,
    /// None: nobody else is there.
    peers: Option<Rc<dyn AllReduce>>,
}

impl Replica {
    /// The only one.
    pub fn alone() -> Self {
        Self {
            rank: 0,
            world: 1,
            peers: None,
        }
    }

    /// Number `rank`, counted from 0, of `world`.
    ///
    /// # Errors
    /// `bad-input` when there is no such number.
    pub fn new(rank: usize, world: usize, peers: Rc<dyn AllReduce>) -> Result<Self> {
        rows(rank, world, world)?;
        Ok(Self {
            rank,
            world,
            peers: Some(peers),
        })
    }

    /// What it takes of a batch of `n`.
    ///
    /// # Errors
    /// `bad-input` when there are more replicas than rows.
    pub(super) fn sharding(&self, n: usize) -> Result<Sharding<'_>> {
        Ok(Sharding {
            shard: rows(self.rank, self.world, n)?,
            peers: self.peers.as_deref(),
        })
    }
}

/// The rows of a batch of `n` that number `rank` of `world` replicas takes.
///
/// # Errors
/// `bad-input` when there is no such number, or there are more replicas than rows.
pub(super) fn rows(rank: usize, world: usize, n: usize) -> Result<Shard> {
    let refused = |message: String| Err(Error::new(ErrorCode::BadInput, message));
    if rank >= world {
        return refused(format!(
            "Among {world} replicas there is no number {rank}: they count from 0."
        ));
    }
    if world > n {
        return refused(format!(
            "{world} replicas cannot share a batch of {n}: each needs an image at least."
        ));
    }
    Ok(Shard {
        start: n * rank / world,
        end: n * (rank + 1) / world,
        of: n,
    })
}

/// One replica's part of each batch.
#[derive(Clone, Copy, Debug)]
pub struct Sharding<'a> {
    shard: Shard,
    peers: Option<&'a dyn AllReduce>,
}

impl Sharding<'_> {
    /// All of a batch of `n`.
    pub(super) fn whole(n: usize) -> Self {
        Self {
            shard: Shard::all(n),
            peers: None,
        }
    }

    /// Which rows of the batch.
    pub fn shard(&self) -> Shard {
        self.shard
    }

    /// A pass that learns from these rows.
    pub fn pass(&self, rng: ChaCha8Rng) -> Pass {
        Pass::train_on(self.shard, rng)
    }

    /// Means over these rows to means over the batch.
    pub(super) async fn mean(&self, mut means: Vec<f32>) -> Result<Vec<f32>> {
        let Some(peers) = self.peers else {
            return Ok(means);
        };
        let share = self.shard.fraction();
        means.iter_mut().for_each(|value| *value *= share);
        let mut sums = peers.sum(vec![means]).await?;
        Ok(sums.swap_remove(0))
    }

    /// The gradients of the mean loss over the batch, from that over these rows, `[1]`.
    ///
    /// # Errors
    /// `replica-lost`.
    pub async fn gradients<M: Module>(
        &self,
        model: &M,
        loss: &Tensor<1>,
    ) -> Result<GradientsParams> {
        let Some(peers) = self.peers else {
            return Ok(GradientsParams::from_grads(loss.backward(), model));
        };
        let loss = loss.clone().mul_scalar(self.shard.fraction());
        let mut taken = Taken {
            gradients: GradientsParams::from_grads(loss.backward(), model),
            ids: Vec::new(),
            tensors: Vec::new(),
        };
        model.visit(&mut taken);
        let Some(device) = taken.tensors.first().map(Tensor::device) else {
            return Ok(taken.gradients);
        };
        let sums = peers.sum(read(taken.tensors).await?).await?;
        let mut given = Given {
            sums: taken.ids.into_iter().zip(sums).peekable(),
            gradients: taken.gradients,
            device,
        };
        model.visit(&mut given);
        Ok(given.gradients)
    }

    /// A pass with the mean of all replicas' batch statistics. (The mean of the variances within the shares is a little less
    /// than the variance of the whole: what lies between the shares is missing.)
    pub async fn statistics(&self, mut pass: Pass) -> Result<Pass> {
        let pairs = std::mem::take(pass.statistics()).into_iter();
        let tensors = pairs.flat_map(|(mean, variance)| [mean, variance]);
        let mut means = self.means(tensors.collect()).await?.into_iter();
        while let (Some(mean), Some(variance)) = (means.next(), means.next()) {
            pass.statistics().push((mean, variance));
        }
        Ok(pass)
    }

    /// Means over these rows to means over the batch, the same bits for every replica.
    ///
    /// # Errors
    /// `replica-lost`.
    pub async fn means(&self, tensors: Vec<Tensor<1>>) -> Result<Vec<Tensor<1>>> {
        let (Some(peers), Some(device)) = (self.peers, tensors.first().map(Tensor::device)) else {
            return Ok(tensors);
        };
        let share = self.shard.fraction();
        let shares = tensors.into_iter().map(|tensor| tensor.mul_scalar(share));
        let sums = peers.sum(read(shares.collect()).await?).await?;
        let tensors = (sums.iter()).map(|sum| Tensor::from_data(sum.as_slice(), &device));
        Ok(tensors.collect())
    }
}

/// Values of tensors on the device.
async fn read(tensors: Vec<Tensor<1>>) -> Result<Lists> {
    let pending = (tensors.into_iter()).fold(Transaction::default(), |all: Transaction, tensor| {
        all.register(tensor)
    });
    let data = pending.execute_async().await?;
    let lists = data.into_iter().map(TensorData::try_into_vec);
    Ok(lists
        .map(|list| list.expect("all models compute in f32"))
        .collect())
}

/// Takes the gradients of a model's parameters, flattened, in the order in which it is walked. They are taken, not copied: some
/// have a million values.
struct Taken {
    gradients: GradientsParams,
    ids: Vec<ParamId>,
    tensors: Vec<Tensor<1>>,
}

impl ModuleVisitor for Taken {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let Some(gradient) = self.gradients.remove::<D>(param.id) {
            let n: usize = param.dims().iter().product();
            self.ids.push(param.id);
            self.tensors.push(gradient.reshape([n]));
        }
    }
}

/// Gives each parameter its gradient, in the parameter's shape.
struct Given<I: Iterator<Item = (ParamId, Vec<f32>)>> {
    sums: std::iter::Peekable<I>,
    gradients: GradientsParams,
    device: Device,
}

impl<I: Iterator<Item = (ParamId, Vec<f32>)>> ModuleVisitor for Given<I> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let Some((id, sum)) = self.sums.next_if(|(id, _)| *id == param.id) {
            let gradient = Tensor::<D>::from_data(TensorData::new(sum, param.dims()), &self.device);
            self.gradients.register(id, gradient);
        }
    }
}
