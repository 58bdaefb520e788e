//! Files that describe a grid of runs.
#![no_main]

use generative_playground::dataset::DatasetSpec;
use generative_playground::experiment::{Experiment, Run};
use playground_fuzz::texts;

fn seeds() -> Vec<Vec<u8>> {
    texts(&[
        "seeds = [0, 1]\n[train]\npreset = \"vae\"\nepochs = 1\n[grid]\nlr = [0.001, 0.0003]\ndata.limit = [100, 1000]\n",
        "title = \"t\"\n[train]\npreset = [\"vae\", \"gan\"]\nsteps = 10\nset = { batch_size = 64 }\n[judge]\ncount = 100\nseed = 3\n",
        "[train]\npreset = \"vae\"\nsteps = 5\n[[variant]]\nname = \"a\"\nset = { data.mislabel = 0.3 }\n[[variant]]\nname = \"b\"\npreset = \"gan\"\nepochs = 2\n",
        "[train]\npreset = \"vae\"\nsteps = 5\n[loop]\ngenerations = 8\nmode = \"fresh\"\nfresh = 0.1\nsamples = 100\n",
    ])
}

playground_fuzz::target!(seeds, |bytes| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let Ok(experiment) = Experiment::parse(text) else {
        return;
    };
    let Ok(runs) = Run::all(&experiment) else {
        return;
    };
    for run in runs.iter().take(20) {
        let _ = (
            run.to_string(),
            run.models(),
            run.identity(DatasetSpec::mnist()),
        );
        for key in &run.changed {
            run.value(key);
        }
    }
});
