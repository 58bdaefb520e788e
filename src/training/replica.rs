//! Data-parallel training: replicas of a model each take their share of every batch and add up their gradients, so that all
//! make the same update (Li et al., "PyTorch Distributed", 2020).
//!
//! The sums have one order of addition, so a run is the same to the last bit for the same number of replicas. Another
//! number rounds differently; and batch normalisation takes the statistics of a share, as PyTorch's
//! `DistributedDataParallel` does.

use crate::error::{Error, ErrorCode, Result};
use crate::model::{Pass, values};
use crate::random::Rows;
use burn::module::{Module, ModuleVisitor, Param, ParamId};
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor, TensorData, Transaction};
use rand_chacha::ChaCha8Rng;
use std::fmt::Debug;
use std::pin::Pin;
use std::rc::Rc;

/// How replicas reach each other.
pub trait AllReduce: Debug {
    /// The sum of what all replicas hand in, value by value: every replica hands in as many, and gets the same bits.
    ///
    /// # Errors
    /// `replica-lost` when another is gone.
    fn sum<'a>(&'a self, values: Vec<f32>) -> Pin<Box<dyn Future<Output = Result<Vec<f32>>> + 'a>>;
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
        if rank >= world {
            return Err(Error::new(
                ErrorCode::BadInput,
                format!("Among {world} replicas there is no number {rank}: they count from 0."),
            ));
        }
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
    pub(super) fn share(&self, n: usize) -> Result<Share<'_>> {
        if self.world > n {
            return Err(Error::new(
                ErrorCode::BadInput,
                format!(
                    "{} replicas cannot share a batch of {n}: each needs an image at least.",
                    self.world
                ),
            ));
        }
        Ok(Share {
            rows: Rows {
                start: n * self.rank / self.world,
                end: n * (self.rank + 1) / self.world,
                of: n,
            },
            peers: self.peers.as_deref(),
        })
    }
}

/// One replica's part of each batch.
#[derive(Clone, Copy, Debug)]
pub struct Share<'a> {
    rows: Rows,
    peers: Option<&'a dyn AllReduce>,
}

impl Share<'_> {
    /// Which rows of the batch.
    pub(super) fn rows(&self) -> Rows {
        self.rows
    }

    /// A pass that learns from these rows.
    pub(super) fn pass(&self, rng: ChaCha8Rng) -> Pass {
        Pass::train_on(self.rows, rng)
    }

    /// Means over these rows to means over the batch.
    pub(super) async fn mean(&self, mut means: Vec<f32>) -> Result<Vec<f32>> {
        let Some(peers) = self.peers else {
            return Ok(means);
        };
        let share = self.rows.share();
        means.iter_mut().for_each(|value| *value *= share);
        peers.sum(means).await
    }

    /// Gradients of the mean loss over these rows to those over the batch.
    pub(super) async fn gradients<M: Module>(
        &self,
        model: &M,
        gradients: GradientsParams,
    ) -> Result<GradientsParams> {
        if self.peers.is_none() {
            return Ok(gradients);
        }
        let mut flat = Flat {
            gradients: &gradients,
            found: Vec::new(),
        };
        model.visit(&mut flat);
        let (ids, tensors): (Vec<_>, Vec<_>) = flat.found.into_iter().unzip();
        let mut put = Put {
            ids: ids.into_iter(),
            means: self.mean_of(tensors).await?.into_iter(),
            gradients: GradientsParams::new(),
            next: None,
        };
        put.advance();
        model.visit(&mut put);
        Ok(put.gradients)
    }

    /// A pass with the mean of all replicas' batch statistics. (The mean of the variances within the shares is a little less
    /// than the variance of the whole: what lies between the shares is missing.)
    pub(super) async fn statistics(&self, mut pass: Pass) -> Result<Pass> {
        if self.peers.is_none() || pass.statistics().is_empty() {
            return Ok(pass);
        }
        let pairs = std::mem::take(pass.statistics());
        let tensors = pairs.into_iter().flat_map(|pair| [pair.0, pair.1]);
        let mut means = self.mean_of(tensors.collect()).await?.into_iter();
        while let (Some(mean), Some(variance)) = (means.next(), means.next()) {
            pass.statistics().push((mean, variance));
        }
        Ok(pass)
    }

    /// The same for tensors on the device, `[n]` each.
    async fn mean_of(&self, tensors: Vec<Tensor<1>>) -> Result<Vec<Tensor<1>>> {
        let Some(device) = tensors.first().map(Tensor::device) else {
            return Ok(tensors);
        };
        let sizes: Vec<usize> = tensors.iter().map(|tensor| tensor.dims()[0]).collect();
        let pending = tensors
            .into_iter()
            .fold(Transaction::default(), |pending: Transaction, tensor| {
                pending.register(tensor)
            });
        let mut all = Vec::with_capacity(sizes.iter().sum());
        for data in pending.execute_async().await? {
            all.extend(values(&data));
        }
        let means = self.mean(all).await?;
        Ok(split(&means, &sizes, &device))
    }
}

fn split(values: &[f32], sizes: &[usize], device: &Device) -> Vec<Tensor<1>> {
    let mut rest = values;
    let mut next = |size: &usize| {
        let (head, tail) = rest.split_at(*size);
        rest = tail;
        Tensor::from_data(TensorData::new(head.to_vec(), [*size]), device)
    };
    sizes.iter().map(&mut next).collect()
}

/// Collects the gradients of a model's parameters, flattened, in the order in which it is walked.
struct Flat<'a> {
    gradients: &'a GradientsParams,
    found: Vec<(ParamId, Tensor<1>)>,
}

impl ModuleVisitor for Flat<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let Some(gradient) = self.gradients.get::<D>(param.id) {
            let n: usize = param.dims().iter().product();
            self.found.push((param.id, gradient.reshape([n])));
        }
    }
}

/// Gives each parameter its gradient back, in the parameter's shape.
struct Put {
    ids: std::vec::IntoIter<ParamId>,
    means: std::vec::IntoIter<Tensor<1>>,
    gradients: GradientsParams,
    next: Option<(ParamId, Tensor<1>)>,
}

impl Put {
    fn advance(&mut self) {
        self.next = self.ids.next().zip(self.means.next());
    }
}

impl ModuleVisitor for Put {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let Some((id, gradient)) = self.next.take_if(|(id, _)| *id == param.id) {
            self.gradients.register(id, gradient.reshape(param.dims()));
            self.advance();
        }
    }
}
