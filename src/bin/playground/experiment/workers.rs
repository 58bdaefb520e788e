//! Runs on several cores at a time.

use super::bench::{Bench, Done, Failure};
use super::progress::Progress;
use crate::output::Result;
use generative_playground::dataset::MnistDataset;
use generative_playground::experiment::Run;
use rayon::ThreadPoolBuilder;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// How a run ended.
pub enum Ended {
    /// It is trained and judged.
    Done(Box<Done>),
    /// It cannot be: why.
    Failed(String),
    /// Nothing is known of it, since something went wrong around it: what.
    Broken(String),
}

/// A run and what it needs to know beside it.
#[derive(Clone, Debug)]
pub struct Task<'a> {
    /// Its place among all runs.
    pub at: usize,
    /// The run.
    pub run: &'a Run,
    /// Where its events go, if they are wanted.
    pub events: Option<PathBuf>,
}

/// Works through these runs, so many at a time and each on one core, and hands over on this thread what has ended. Ends early when the progress is stopped, or with the first error of `finish`.
///
/// # Errors
/// Those of `finish`.
pub fn work(
    dataset: &MnistDataset,
    tasks: &[Task],
    jobs: usize,
    progress: &Progress,
    mut finish: impl FnMut(usize, Ended) -> Result<()>,
) -> Result<()> {
    let next = AtomicUsize::new(0);
    let (sender, ended) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..jobs.min(tasks.len()) {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                let next = || tasks.get(next.fetch_add(1, Ordering::Relaxed));
                one_core(dataset, progress, next, &sender);
            });
        }
        drop(sender);
        for (at, ended) in ended {
            if let Err(error) = finish(at, ended) {
                progress.stop();
                return Err(error);
            }
        }
        Ok(())
    })
}

/// Takes runs until there are no more.
fn one_core<'a>(
    dataset: &MnistDataset,
    progress: &Progress,
    next: impl Fn() -> Option<&'a Task<'a>>,
    sender: &mpsc::Sender<(usize, Ended)>,
) {
    // Matrix products and sums use as many threads as their pool has. With a pool of this thread alone, results do not depend on
    // how many cores there are.
    let pool = ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    let _pool = pool.build().expect("a pool without threads of its own");
    let mut bench = match Bench::new(dataset) {
        Ok(bench) => bench,
        Err(error) => {
            if let Some(task) = next() {
                let _ = sender.send((task.at, Ended::Broken(error.message)));
            }
            return;
        }
    };
    while !progress.is_stopped() {
        let Some(task) = next() else {
            return;
        };
        let ended = match bench.run(task.run, progress, task.events.as_deref()) {
            Ok(Some(done)) => Ended::Done(Box::new(done)),
            Ok(None) => return,
            Err(Failure::OfRun(error)) => Ended::Failed(error.message),
            Err(Failure::Outside(problem)) => Ended::Broken(problem),
        };
        // The receiver is gone when a run could not be kept: all stop then.
        if sender.send((task.at, ended)).is_err() {
            return;
        }
    }
}
