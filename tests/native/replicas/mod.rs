//! Several that train one model together make the updates that one would have made from the whole batches.

mod shares;
mod steps;

use super::session_of;
use generative_playground::training::{AllReduce, Lists, Replica, StepMetrics};
use generative_playground::{Error, ErrorCode, Result, Session};
use serde_json::Value;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// Threads that send each other what they have.
#[derive(Debug)]
struct Threads {
    rank: usize,
    to: Vec<Sender<Lists>>,
    from: Vec<Receiver<Lists>>,
}

impl Threads {
    /// One for each of `world`.
    fn new(world: usize) -> Vec<Self> {
        let mut all: Vec<Self> = (0..world)
            .map(|rank| Self {
                rank,
                to: Vec::new(),
                from: Vec::new(),
            })
            .collect();
        for (sender, receiver) in (0..world).flat_map(|a| (0..world).map(move |b| (a, b))) {
            let (to, from) = channel();
            all[sender].to.push(to);
            all[receiver].from.push(from);
        }
        all
    }
}

impl AllReduce for Threads {
    fn sum<'a>(&'a self, lists: Lists) -> Pin<Box<dyn Future<Output = Result<Lists>> + 'a>> {
        let gone = || Error::new(ErrorCode::ReplicaLost, "it is gone");
        for to in &self.to {
            // Whoever is gone is noticed below.
            to.send(lists.clone()).ok();
        }
        let mut sums: Lists = lists.iter().map(|list| vec![0.0; list.len()]).collect();
        for from in &self.from {
            let Ok(other) = from.recv() else {
                return Box::pin(async move { Err(gone()) });
            };
            let lengths = |lists: &Lists| lists.iter().map(Vec::len).collect::<Vec<_>>();
            assert_eq!(lengths(&other), lengths(&sums), "replica {}", self.rank);
            for (sum, list) in sums.iter_mut().zip(other) {
                sum.iter_mut()
                    .zip(list)
                    .for_each(|(sum, value)| *sum += value);
            }
        }
        Box::pin(async move { Ok(sums) })
    }
}

/// What each of `world` reports and saves after `steps`.
fn together(
    world: usize,
    preset: &str,
    changes: &Value,
    steps: u64,
) -> Vec<(Vec<StepMetrics>, Vec<u8>)> {
    let all = Threads::new(world);
    thread::scope(|scope| {
        let running: Vec<_> = (all.into_iter())
            .map(|threads| {
                scope.spawn(move || {
                    let rank = threads.rank;
                    let replica = Replica::new(rank, world, Rc::new(threads)).unwrap();
                    let mut session = session_of(preset, changes);
                    let (trainer, dataset) = session.trainer().unwrap();
                    let mut metrics = Vec::new();
                    let done = trainer.train_as(&replica, dataset, steps, |m| metrics.push(m));
                    pollster::block_on(done).unwrap();
                    (metrics, save(&mut session))
                })
            })
            .collect();
        running.into_iter().map(|t| t.join().unwrap()).collect()
    })
}

fn save(session: &mut Session) -> Vec<u8> {
    pollster::block_on(session.save()).unwrap()
}

/// All weights in a saved run, by name.
fn weights(bytes: &[u8]) -> Vec<(String, Vec<f32>)> {
    let file = safetensors::SafeTensors::deserialize(bytes).unwrap();
    let mut all: Vec<_> = (file.tensors().into_iter())
        .filter(|(name, _)| !name.starts_with("optimizer."))
        .map(|(name, view)| {
            let values = view.data().chunks(4);
            let values = values.map(|b| f32::from_le_bytes(b.try_into().unwrap()));
            (name, values.collect())
        })
        .collect();
    all.sort_by(|a: &(String, _), b| a.0.cmp(&b.0));
    all
}

fn closely(losses: &[StepMetrics], expected: &[StepMetrics], within: f64, what: &str) {
    for (metrics, expected) in losses.iter().zip(expected) {
        for (name, value) in &metrics.losses {
            let other = expected.losses[name];
            let difference = (value - other).abs() / other.abs().max(1.0);
            assert!(
                difference < within,
                "{what}, step {}: {name} {value} instead of {other}",
                metrics.step
            );
        }
    }
}
