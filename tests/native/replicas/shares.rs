//! Replicas that hold only their share of the images, and those that are lost.

use super::{Threads, save, weights};
use crate::{session_of, train};
use generative_playground::dataset::MnistDataset;
use generative_playground::device::{self, DeviceKind};
use generative_playground::training::Replica;
use generative_playground::{ErrorCode, Session};
use serde_json::json;
use std::rc::Rc;
use std::thread;

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
