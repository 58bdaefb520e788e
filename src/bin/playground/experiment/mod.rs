//! `playground experiment`: a grid of recipes, presets, settings and seeds, trained and judged on all cores.

mod bench;
mod file;
mod generations;
mod images;
mod page;
mod plan;
mod progress;
mod record;
mod table;
mod values;
mod workers;

use crate::arguments::whole;
use crate::data;
use crate::destination::Destination;
use crate::interrupt::Stopped;
use crate::output::{Result, line, note};
use file::Experiment;
use plan::Run;
use progress::Progress;
use record::{Place, Record};
use serde_json::json;
use std::path::{Path, PathBuf};
use table::Tables;
use workers::{Ended, Task};

/// Below the folder of an experiment: the records of its runs.
const RUNS: &str = "runs";
/// In the folder of an experiment: what is made of the records.
const RESULTS: [&str; 3] = ["results.csv", "times.csv", "index.html"];

/// Arguments of `experiment`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The experiment (docs/experiments/README.md says how it is written).
    file: PathBuf,
    /// The folder of the results; runs that are finished there are not trained again.
    #[arg(long)]
    out: PathBuf,
    /// How many runs at a time, each on one core; as many as there are cores by default.
    #[arg(long, value_parser = whole::<usize>(1..=1_024), allow_negative_numbers = true)]
    jobs: Option<usize>,
    /// Also keep the last model of each run, as `train --save` does.
    #[arg(long)]
    weights: bool,
    /// Write losses, yardsticks and samples as event files for TensorBoard, into a folder a run below this one.
    #[arg(long, value_name = "DIR")]
    tensorboard: Option<PathBuf>,
    /// Train only the run of this index, and write its record but no results: for those who share runs out among machines.
    #[arg(long, value_name = "INDEX", conflicts_with = "list", value_parser = whole::<usize>(0..=plan::MOST_RUNS as u64), allow_negative_numbers = true)]
    only: Option<usize>,
    /// Train nothing: list the runs, one JSON object a line.
    #[arg(long)]
    list: bool,
    /// A folder of MNIST's four IDX files, plain or gzipped, or of one such file of your own images; the project's own copy by
    /// default.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: Arguments) -> Result<()> {
    let experiment = Experiment::read(&arguments.file)?;
    let runs = Run::all(&experiment)
        .map_err(|problem| format!("{}: {problem}", arguments.file.display()))?;
    let (out, only) = (arguments.out.as_path(), arguments.only);
    if let Some(index) = only.filter(|&index| index >= runs.len()) {
        let count = runs.len();
        return Err(format!("--only {index}: there are {count} runs, counted from 0.").into());
    }
    let dataset = data::load(arguments.data.as_deref())?;
    let spec = dataset.spec();
    let places: Vec<_> = runs.iter().map(|run| Place::of(run, &spec, out)).collect();
    let mut records: Vec<_> = places.iter().map(Place::read).collect();
    if arguments.list {
        return list(&runs, &places, &records);
    }
    check_folder(out)?;
    make_folder(&out.join(RUNS))?;
    let is_left = |at: &usize| records[*at].is_none() && only.is_none_or(|only| only == *at);
    let left: Vec<_> = (0..runs.len()).filter(is_left).collect();
    let known = records.iter().flatten().count();
    note(format_args!(
        "{} runs, {known} of them finished before{}",
        runs.len(),
        if only.is_some() {
            "; one is asked for"
        } else {
            ""
        }
    ));
    let models = left.iter().map(|&at| runs[at].models()).sum();
    let progress = Progress::new(models)?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = arguments.jobs.unwrap_or(cores);
    let title = experiment.title.as_deref();
    let results = |records: &[Option<Record>]| match only {
        Some(_) => Ok(()),
        None => write_results(out, title, &runs, &places, records),
    };
    // Before the first one: a folder that cannot be written to is told at once.
    results(&records)?;
    let task = |&at: &usize| Task {
        at,
        run: &runs[at],
        events: (arguments.tensorboard.as_ref()).map(|all| places[at].events(all)),
    };
    let tasks: Vec<_> = left.iter().map(task).collect();
    workers::work(&dataset, &tasks, jobs, &progress, |at, ended| {
        let run = &runs[at];
        let (found, pictures, saved) = match ended {
            Ended::Done(done) => {
                let saved = arguments.weights.then_some(done.saved);
                ((done.rows, None, done.seconds), done.pictures, saved)
            }
            Ended::Failed(error) => {
                let rows = (Vec::new(), Some(error), record::Seconds::default());
                (rows, Vec::new(), None)
            }
            Ended::Broken(problem) => return Err(problem.into()),
        };
        let place = &places[at];
        place.write(found, &pictures, saved.as_deref())?;
        // As a later command will read it.
        records[at] = place.read();
        let words = records[at].as_ref().map_or_else(String::new, summary);
        (progress.bar()).suspend(|| line(format_args!("{run}: {words}")))?;
        results(&records)
    })?;
    progress.bar().finish_and_clear();
    conclude(out, only, &records, &progress)
}

/// How it ended.
fn conclude(
    out: &Path,
    only: Option<usize>,
    records: &[Option<Record>],
    progress: &Progress,
) -> Result<()> {
    let (count, out) = (records.len(), out.display());
    let is_known = |at: usize| records[at].is_some();
    let finished = (0..count).filter(|&at| is_known(at)).count();
    let wanted = only.map_or(count, |_| 1);
    let done = only.map_or(finished, |only| usize::from(is_known(only)));
    if let (Some(signal), true) = (progress.signal(), done < wanted) {
        return Err(Box::new(Stopped {
            signal,
            message: format!(
                "Stopped: {finished} of {count} runs are finished and kept in {out}. The same command goes on with the others."
            ),
        }));
    }
    let is_asked = |at: &usize| only.is_none_or(|only| only == *at);
    let asked = (0..count)
        .filter(is_asked)
        .filter_map(|at| records[at].as_ref());
    let failed = asked.filter(|record| record.error.is_some()).count();
    if failed > 0 {
        return Err(format!(
            "{failed} of {wanted} runs failed: the records in {out}/runs say why. Change the experiment, or remove those records to try again."
        )
        .into());
    }
    match only {
        Some(_) => Ok(()),
        None => line(format_args!(
            "{finished} runs: {out}/results.csv, {out}/index.html"
        )),
    }
}

/// `test_loss 104.213, classifier_score 8.51, ... (81 s)`, of the last generation.
fn summary(record: &Record) -> String {
    if let Some(error) = &record.error {
        return error.clone();
    }
    let shown = [
        "test_loss",
        "classifier_score",
        "classifier_distance",
        "coverage",
        "label_accuracy",
    ];
    let values = record.rows.last().map(|row| row.values.as_slice());
    let values = values.unwrap_or_default().iter();
    let values = values.filter(|(name, _)| shown.contains(&name.as_str()));
    let words: Vec<_> = values
        .filter_map(|(name, value)| Some(format!("{name} {:.3}", (*value)?)))
        .collect();
    let seconds = record.seconds.train + record.seconds.judge;
    format!("{} ({seconds:.0} s)", words.join(", "))
}

fn list(runs: &[Run], places: &[Place], records: &[Option<Record>]) -> Result<()> {
    for (index, run) in runs.iter().enumerate() {
        let (settings, place) = (&run.settings, &places[index]);
        line(json!({
            "index": index, "name": run.name, "preset": settings.preset, "seed": settings.seed,
            "record": place.name(), "finished": records[index].is_some(),
        }))?;
    }
    Ok(())
}

/// `results.csv`, `times.csv` and `index.html` from what is finished.
fn write_results(
    out: &Path,
    title: Option<&str>,
    runs: &[Run],
    places: &[Place],
    records: &[Option<Record>],
) -> Result<()> {
    let all = (runs.iter().zip(places)).zip(records);
    let finished: Vec<_> = all
        .filter_map(|((run, place), record)| Some((run, place, record.as_ref()?)))
        .collect();
    let pairs: Vec<_> = finished
        .iter()
        .map(|&(run, _, record)| (run, record))
        .collect();
    let tables = Tables::of(&pairs);
    let page = page::page(title, &finished, runs.len())?;
    for (name, text) in RESULTS.iter().zip([tables.results, tables.times, page]) {
        Destination::check("--out", &out.join(name))?.write(text.as_bytes())?;
    }
    Ok(())
}

/// Fails where a page or a table lies there that no experiment has written, since it has left no records either.
fn check_folder(out: &Path) -> Result<()> {
    let foreign = RESULTS.iter().find(|name| out.join(name).exists());
    match foreign {
        Some(name) if !out.join(RUNS).is_dir() => Err(format!(
            "--out {} has {name} and no records of runs: an experiment would write over it. Name a folder of its own.",
            out.display()
        )
        .into()),
        _ => Ok(()),
    }
}

fn make_folder(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|error| {
        let folder = folder.display();
        format!("--out: the folder {folder} cannot be made: {error}. Choose another place.").into()
    })
}
