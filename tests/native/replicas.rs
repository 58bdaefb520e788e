//! Several that train one model together make the updates that one would have made from the whole batches.

use super::{session_of, train};
use generative_playground::dataset::MnistDataset;
use generative_playground::device::{self, DeviceKind};
use generative_playground::training::{AllReduce, Lists, Replica, StepMetrics};
use generative_playground::{Error, ErrorCode, Result, Session};
use serde_json::{Value, json};
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

/// Models without batch normalisation: noise, masks, interpolations and pixels made black or white are the whole batch's, the
/// gradients too, so that only rounding differs. Plain SGD, whose update is the gradient: Adam's first is hardly more than
/// its sign.
#[test]
fn a_shared_step_is_the_step_of_one() {
    let sgd = |mut changes: Value| {
        changes["optimizer"] = json!("sgd");
        changes["lr"] = json!(0.01);
        changes
    };
    for (preset, changes) in [
        (
            "vae",
            json!({ "batch_size": 19, "hidden_dim": 24, "grad_clip": 1.0 }),
        ),
        (
            "cvae",
            json!({ "batch_size": 20, "hidden_dim": 24, "dropout": 0.0 }),
        ),
        (
            "conv-vae",
            json!({ "batch_size": 9, "latent_dim": 3, "hidden_dim": 12 }),
        ),
        (
            "iwae",
            json!({ "batch_size": 7, "latent_dim": 4, "hidden_dim": 20 }),
        ),
        (
            "iwae",
            json!({ "batch_size": 7, "latent_dim": 4, "hidden_dim": 20, "dropout": 0.3 }),
        ),
        (
            "gan",
            json!({ "batch_size": 11, "width": 0.1, "dropout": 0.3 }),
        ),
        (
            "gan",
            json!({ "batch_size": 11, "width": 0.1, "critic_norm": "spectral", "num_critic": 2 }),
        ),
        ("wgan-gp", json!({ "batch_size": 10, "width": 0.1 })),
        ("gan-conv-critic", json!({ "batch_size": 8, "width": 0.1 })),
        ("cgan", json!({ "batch_size": 12, "width": 0.1 })),
        (
            "cgan",
            json!({ "batch_size": 11, "width": 0.1, "dropout": 0.0, "r1": 1.0, "r1_every": 2 }),
        ),
        (
            "gan-conv-critic",
            json!({ "batch_size": 7, "width": 0.05, "r1": 1.0, "pretrain_d": 1, "diff_augment": "translation-cutout" }),
        ),
        (
            "autoencoder",
            json!({ "batch_size": 10, "hidden_dim": 24, "dropout": 0.3 }),
        ),
        (
            "vae-gan",
            json!({ "batch_size": 9, "hidden_dim": 20, "width": 0.1, "dropout": 0.3, "diff_augment": "translation" }),
        ),
        (
            "flow",
            json!({ "batch_size": 10, "width": 0.125, "lr_warmup": 0, "conditional": true }),
        ),
        (
            "fsq-made",
            json!({ "batch_size": 9, "hidden_dim": 12, "latent_dim": 3, "lr_warmup": 0, "conditional": true, "dropout": 0.2 }),
        ),
        (
            "latent-flow",
            json!({ "batch_size": 11, "hidden_dim": 12, "latent_dim": 3, "lr_warmup": 0, "conditional": true, "dropout": 0.2 }),
        ),
        (
            "transformer",
            json!({ "batch_size": 7, "hidden_dim": 8, "blocks": 1, "lr_warmup": 0, "conditional": true }),
        ),
    ] {
        let changes = sgd(changes);
        let mut alone = session_of(preset, &changes);
        let expected = train(&mut alone, 3);
        let expected_weights = weights(&save(&mut alone));
        for world in [2, 3] {
            let what = format!("{preset} {changes}, {world} replicas");
            let replicas = together(world, preset, &changes, 3);
            closely(&replicas[0].0, &expected, 1e-4, &what);
            for ((name, got), (_, expected)) in
                weights(&replicas[0].1).iter().zip(&expected_weights)
            {
                let largest = expected.iter().fold(1e-2, |a: f32, b| a.max(b.abs()));
                for (got, expected) in got.iter().zip(expected) {
                    let difference = (got - expected).abs() / largest;
                    assert!(
                        difference < 1e-4,
                        "{what}: {name} {got} instead of {expected}"
                    );
                }
            }
            for (rank, (metrics, bytes)) in replicas.iter().enumerate().skip(1) {
                assert!(*bytes == replicas[0].1, "{what}: weights of replica {rank}");
                assert_eq!(*metrics, replicas[0].0, "{what}");
            }
        }
    }
}

/// Batch normalisation takes the statistics of a share; all the same the replicas stay one model, with one set of running
/// statistics, and a second run gives the same bits.
#[test]
fn replicas_stay_alike_with_batch_normalisation_and_repeat() {
    let changes =
        json!({ "batch_size": 16, "latent_dim": 5, "width": 0.1, "critic_norm": "batch" });
    let fast = json!({ "batch_size": 16, "width": 0.2, "pretrain_d": 2 });
    for (preset, changes) in [("dcgan", &changes), ("gan", &changes), ("fast-gan", &fast)] {
        let replicas = together(2, preset, changes, 9);
        assert!(replicas[0].1 == replicas[1].1, "{preset}: other weights");
        let again = together(2, preset, changes, 9);
        assert!(
            again[0].1 == replicas[0].1,
            "{preset}: the second run differs"
        );
        assert_eq!(again[0].0, replicas[0].0);
        let losses = replicas[0].0.iter().flat_map(|m| m.losses.values());
        assert!(losses.into_iter().all(|loss| loss.is_finite()));
    }
}

/// A browser's helping threads hold no data set: each gets the images of its rows with every call. They make the same updates, to the
/// last bit, also where a call ends one epoch and begins the next, and where a recipe chooses and changes images.
#[test]
fn a_replica_that_holds_only_its_share_takes_the_same_steps() {
    const CALLS: [u64; 3] = [1, 4, 2];
    let recipe = json!({
        "batch_size": 50, "hidden_dim": 8, "latent_dim": 2, "data.digits": "1,7", "data.limit": 120, "data.mislabel": 0.3, "data.noise": 0.1,
    });
    for (preset, changes) in [
        ("cvae", recipe),
        ("vae", json!({ "batch_size": 16, "hidden_dim": 8 })),
    ] {
        let begun = || {
            let mut session = session_of(preset, &changes);
            train(&mut session, 1);
            session
        };
        // Another run looks ahead.
        let mut ahead = begun();
        let bytes = save(&mut ahead);
        let chosen = (ahead.look().0).and_then(|run| run.data().chosen().map(<[u32]>::to_vec));
        let shares = CALLS.map(|steps| {
            let (trainer, dataset) = ahead.trainer().unwrap();
            let share = trainer.share(dataset, steps, 1, 2).unwrap();
            train(&mut ahead, steps);
            share
        });
        let helper = || {
            let device = pollster::block_on(device::open(DeviceKind::Cpu)).unwrap();
            let mut session = Session::new(device, MnistDataset::mnist());
            session.replicate(&bytes, chosen.clone()).unwrap();
            session
        };
        let take = |mut session: Session, threads: Threads, few: bool| {
            let replica = Replica::new(threads.rank, 2, Rc::new(threads)).unwrap();
            for (steps, share) in CALLS.into_iter().zip(&shares) {
                if few {
                    session.dataset.train.hold(share.clone()).unwrap();
                }
                let (trainer, dataset) = session.trainer().unwrap();
                pollster::block_on(trainer.train_as(&replica, dataset, steps, |_| {})).unwrap();
            }
            weights(&save(&mut session))
        };
        let run = |few: bool| {
            let mut all = Threads::new(2);
            let (second, first) = (all.pop().unwrap(), all.pop().unwrap());
            thread::scope(|scope| {
                let second = scope.spawn(|| {
                    let session = if few { helper() } else { begun() };
                    take(session, second, few)
                });
                let first = take(begun(), first, false);
                [first, second.join().unwrap()]
            })
        };
        let (with_share, with_all) = (run(true), run(false));
        assert!(with_share[0] == with_share[1], "{preset}: other weights");
        assert!(with_share == with_all, "{preset}: not as with all images");

        // What is not in its share it does not have.
        let mut session = helper();
        session.dataset.train.hold(shares[0].clone()).unwrap();
        let (trainer, dataset) = session.trainer().unwrap();
        let error = pollster::block_on(trainer.train(dataset, 9, |_| {})).unwrap_err();
        assert_eq!(error.code, ErrorCode::NoData);
    }
}

#[test]
fn what_cannot_be_shared_is_refused_and_a_lost_replica_costs_nothing_else() {
    let threads = || Threads::new(2).swap_remove(1);
    let error = Replica::new(2, 2, Rc::new(threads())).unwrap_err();
    assert_eq!(error.code, ErrorCode::BadInput);

    let mut session = session_of("vae", &json!({ "batch_size": 1, "hidden_dim": 4 }));
    let replica = Replica::new(1, 2, Rc::new(threads())).unwrap();
    let (trainer, dataset) = session.trainer().unwrap();
    let error = pollster::block_on(trainer.train_as(&replica, dataset, 1, |_| {})).unwrap_err();
    assert_eq!(error.code, ErrorCode::BadInput);
    assert!(error.message.contains("2 replicas"), "{error}");

    // The other end has gone away with its ends of the channels.
    let mut session = session_of("vae", &json!({ "batch_size": 8, "hidden_dim": 4 }));
    train(&mut session, 2);
    let before = save(&mut session);
    let (trainer, dataset) = session.trainer().unwrap();
    let error = pollster::block_on(trainer.train_as(&replica, dataset, 1, |_| {})).unwrap_err();
    assert_eq!(error.code, ErrorCode::ReplicaLost);
    assert!(save(&mut session) == before);
}
