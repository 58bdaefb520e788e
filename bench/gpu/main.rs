//! How fast the models train on a graphics card without a browser, and where a step's time goes:
//! `cargo run --release --features gpu --example gpu`.
//!
//! A step is gradients and update of every network, on batches of MNIST that are made within the time; losses are read every
//! eight steps, as always. The models are those of `cargo xtask bench`, without dropout and running mean as there, and the
//! presets of today.

mod card;
mod report;
mod watch;

use clap::Parser;
use generative_playground::dataset::{MnistDataset, Split, TrainingData, idx, unpack};
use generative_playground::device::{self, DeviceKind, OpenDevice};
use generative_playground::kernels::{width, work};
use generative_playground::training::{Settings, Trainer};
use pollster::block_on;
use report::{Peer, Report, Row};
use serde_json::{Map, Value, json};
use std::error::Error;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Steps whose launches are counted and timed one by one.
const LOOKED_AT: u64 = 16;

/// Times training on this machine's graphics card.
#[derive(Parser)]
struct Arguments {
    /// Presets to train, one after the other
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "vae,gan,dcgan,fast-gan,latent-flow,transformer"
    )]
    presets: Vec<String>,
    /// How often each takes its turn
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds a turn, about
    #[arg(long, default_value_t = 1.0)]
    seconds: f64,
    /// The folder with MNIST's four files
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/data/mnist"))]
    data: PathBuf,
    /// Threads to give the card at once, instead of what is measured for it
    #[arg(long)]
    threads: Option<usize>,
    /// A Python with JAX, to time the VAE's step in it too
    #[arg(long, value_name = "PYTHON")]
    jax: Option<String>,
    /// Where the result goes as Markdown
    #[arg(long)]
    out: Option<PathBuf>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let dataset = mnist(&arguments.data)?;
    let device = block_on(device::open(DeviceKind::Gpu))?;
    eprintln!("on {}", device.adapter);
    let card = card::measure(&device.device);
    let threads = match arguments.threads {
        Some(threads) => {
            width::want(threads);
            threads
        }
        None => block_on(width::measure(&device.device)),
    };
    eprintln!("{threads} threads at once");
    let mut rows = Vec::new();
    for preset in &arguments.presets {
        eprintln!("… {preset}");
        rows.push(row(preset, &dataset, &device, &arguments)?);
    }
    let peers = match &arguments.jax {
        Some(python) => jax(python)?,
        None => Vec::new(),
    };
    let report = Report {
        peers,
        adapter: device.adapter,
        threads,
        card,
        rows,
    };
    println!("{}", report.markdown());
    if let Some(path) = &arguments.out {
        fs::write(path, report.markdown())?;
    }
    Ok(())
}

/// Trains one preset: a first step, a turn to warm up, the turns, and a look at each launch.
fn row(
    preset: &str,
    dataset: &MnistDataset,
    device: &OpenDevice,
    arguments: &Arguments,
) -> Result<Row, Box<dyn Error>> {
    let settings = Settings::with(preset, &changes(preset))?;
    let batch = settings.batch_size;
    let data = TrainingData::new(dataset, settings.data.clone(), settings.seed)?;
    let mut trainer = Trainer::new(settings, data, &device.device)?;
    // `train` ends with the losses on this side, so the clock waits for the device.
    let mut train = |steps: u64| -> Result<f64, Box<dyn Error>> {
        let start = Instant::now();
        block_on(trainer.train(dataset, steps, |_| ()))?;
        Ok(start.elapsed().as_secs_f64())
    };
    let first = train(1)?;
    train(40)?;
    let per_step = train(40)? / 40.0;
    let steps = ((arguments.seconds / per_step / 8.0).ceil() as u64).max(1) * 8;
    train(steps)?;
    let mut times = Vec::new();
    for _ in 0..arguments.rounds {
        times.push(train(steps)? / steps as f64);
    }
    let before = work::operations();
    let launches = watch::count(|| train(LOOKED_AT))?;
    let operations = (work::operations() - before) as f64 / LOOKED_AT as f64;
    let kernels = watch::time(|| train(LOOKED_AT))?;
    Ok(Row {
        preset: preset.into(),
        batch,
        first,
        times,
        operations,
        launches: launches as f64 / LOOKED_AT as f64,
        kernels: kernels
            .into_iter()
            .map(|kernel| kernel.per(LOOKED_AT))
            .collect(),
    })
}

/// The VAE's step in JAX, with products as fast as the card does them and in full precision, as ours.
fn jax(python: &str) -> Result<Vec<Peer>, Box<dyn Error>> {
    let script = "bench/peers/native_jax.py";
    let time = |precision: &str| -> Result<Peer, Box<dyn Error>> {
        eprintln!("… JAX, {precision}");
        let output = Command::new(python)
            .args([script, "--rounds", "5"])
            .env("JAX_DEFAULT_MATMUL_PRECISION", precision)
            .stderr(Stdio::inherit())
            .output()?;
        let found: Value = serde_json::from_slice(&output.stdout).map_err(|error| {
            format!("{script} printed no JSON ({error}): start it from the project's root")
        })?;
        let times = found["stepMs"].as_array().into_iter().flatten();
        let best = times
            .filter_map(Value::as_f64)
            .fold(f64::INFINITY, f64::min);
        let label = found["label"].as_str().unwrap_or("JAX");
        Ok(Peer {
            label: format!("{label}, precision {precision}"),
            best,
        })
    };
    Ok(vec![time("default")?, time("highest")?])
}

/// As in `cargo xtask bench`, where the peers have neither dropout nor a running mean, and `dcgan` the batch of its article.
fn changes(preset: &str) -> Map<String, Value> {
    let changes = match preset {
        "gan" => json!({ "dropout": 0, "ema": 0, "batch_size": 128 }),
        "dcgan" => json!({ "dropout": 0, "ema": 0, "batch_size": 32 }),
        _ => json!({}),
    };
    changes.as_object().cloned().unwrap_or_default()
}

fn mnist(folder: &Path) -> Result<MnistDataset, Box<dyn Error>> {
    let read = |name: &str| -> Result<Vec<u8>, Box<dyn Error>> {
        let path = folder.join(name);
        let file = File::open(&path).map_err(|error| {
            format!(
                "{} cannot be read ({error}): `cargo xtask data` fetches MNIST.",
                path.display()
            )
        })?;
        Ok(unpack(BufReader::new(file))?)
    };
    let split = |prefix: &str| -> Result<Split, Box<dyn Error>> {
        let images = read(&format!("{prefix}-images-idx3-ubyte"))?;
        let labels = read(&format!("{prefix}-labels-idx1-ubyte"))?;
        let mut split = Split::new(idx::parse_labels(&labels)?.len());
        split.append(&images, &labels)?;
        Ok(split)
    };
    Ok(MnistDataset::from_splits(split("train")?, split("t10k")?))
}
