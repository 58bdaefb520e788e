//! The project's commands: `cargo xtask serve | build | test | reproduce | fuzz | pretrained | screenshots | thumbnails | bench | schema | data | env`.
//!
//! Every command does the set-up it needs by itself (`setup/`), so a fresh clone needs nothing but Rust and Node.
//! Nothing here knows burn or the main crate: this program has to compile in seconds on a bare machine.
#![warn(missing_docs)]

mod bench;
mod build;
mod command;
mod count;
mod env;
mod fuzz;
mod native;
mod paths;
mod pretrained;
mod prune;
mod reproduce;
mod screenshots;
mod serve;
mod setup;
mod split;
mod step;
mod test;
mod wasm_opt;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use prune::Emptied;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Set up, serve, build, test and time the playground",
    version
)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the page, serve it on this machine and rebuild it on every change
    Serve {
        /// The port on 127.0.0.1
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Build the static site into dist/, ready for any static host
    Build {
        /// The address under which the site will be served; the default works under every address
        #[arg(long, value_name = "PATH")]
        public_url: Option<String>,
    },
    /// Run every test: native, WebAssembly in headless Chromium, end to end in a real browser
    Test {
        /// Run only these stages
        #[arg(long, value_enum, value_delimiter = ',')]
        only: Vec<test::Stage>,
        /// Build the bundles so that each function that was emptied because no page calls it (xtask/src/prune/) throws an
        /// error with its name instead of trapping; what is left in dist/ is not for publishing
        #[arg(long)]
        report_emptied: bool,
    },
    /// Time the models, in the browser and native
    Bench(bench::Options),
    /// Train natively what others have published numbers for, and print ours beside theirs
    Reproduce(reproduce::Options),
    /// Give whatever reads bytes from outside bytes that a fuzzer makes up (10 minutes a target)
    Fuzz(fuzz::Options),
    /// Train the networks that the page shows from the start: assets/pretrained/ (10 minutes)
    Pretrained,
    /// Photograph every part of the page, trained, in both themes and languages
    Screenshots,
    /// Train models in the browser for a minute each, and keep what they draw then for the gallery: assets/after-a-minute/ (15 minutes)
    Thumbnails {
        /// Presets; all without any
        presets: Vec<String>,
    },
    /// Write what the page knows of settings and presets from the engine's tables: www/engine/schema.js and its types
    Schema,
    /// Prepare MNIST: data/mnist/ for native use, data/web/ for the page
    Data,
    /// Print the shell settings with which `trunk` and `cargo --target wasm32-unknown-unknown` work directly
    Env,
}

fn main() -> ExitCode {
    if let Some(compiled) = fuzz::in_place() {
        return compiled;
    }
    let result = match Arguments::parse().task {
        Task::Serve { port } => serve::run(port),
        Task::Build { public_url } => build::run(public_url.as_deref()),
        Task::Test {
            only,
            report_emptied: false,
        } => test::run(&only, Emptied::Trap),
        Task::Test {
            only,
            report_emptied: true,
        } => test::run(&only, Emptied::Report),
        Task::Bench(options) => bench::run(&options),
        Task::Reproduce(options) => reproduce::run(&options),
        Task::Fuzz(options) => fuzz::run(&options),
        Task::Pretrained => pretrained::run(),
        Task::Screenshots => screenshots::run(),
        Task::Thumbnails { presets } => screenshots::thumbnails(&presets),
        Task::Schema => native::schema(),
        Task::Data => setup::data(),
        Task::Env => env::run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
