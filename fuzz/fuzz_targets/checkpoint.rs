//! Saved runs: a line of what the playground writes of a run, a line of the tensors' header, and what there is of the tensors. A run that is
//! accepted is saved with the same weights again, and trains a step.
#![no_main]

use generative_playground::checkpoint::{METADATA_KEY, restore, save};
use generative_playground::dataset::MnistDataset;
use generative_playground::training::Trainer;
use playground_fuzz::models::{dataset, fresh, processor, small};
use playground_fuzz::{line, parts, safetensors};
use serde_json::{Value, json};
use std::sync::LazyLock;

static DATA: LazyLock<MnistDataset> = LazyLock::new(dataset);

/// Images that go through a model in a step, at most.
const MOST_WORK: usize = 16;

fn step(trainer: &mut Trainer) {
    let _ = pollster::block_on(trainer.train(&DATA, 1, |_| {}));
}

fn seeds() -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for settings in small() {
        for steps in 0..2 {
            let mut trainer = fresh(settings.clone());
            (0..steps).for_each(|_| step(&mut trainer));
            let file = pollster::block_on(save(&trainer)).expect("it is a model's");
            let (header, data) = parts(&file);
            let mut header: Value = serde_json::from_str(&header).expect("it was written as JSON");
            let tensors = header.as_object_mut().expect("a header is an object");
            let metadata = tensors
                .remove("__metadata__")
                .expect("it says what it holds");
            let mut run: Value =
                serde_json::from_str(metadata[METADATA_KEY].as_str().expect("it is text"))
                    .expect("it was written as JSON");
            // With it every change of the settings would be found by their hash.
            run.as_object_mut()
                .expect("it is an object")
                .remove("settings_hash");
            all.push([format!("{run}\n{header}\n").as_bytes(), &data].concat());
        }
    }
    all
}

/// The header of a file that says this of its run.
fn header(run: &str, tensors: &str) -> String {
    let metadata = json!({ METADATA_KEY: run });
    match tensors.trim_start_matches('{') {
        "}" | "" => format!("{{\"__metadata__\":{metadata}}}"),
        rest => format!("{{\"__metadata__\":{metadata},{rest}"),
    }
}

playground_fuzz::target!(seeds, |bytes| {
    let device = processor().device;
    let _ = restore(bytes, &device);
    let Some((run, rest)) = line(bytes) else {
        return;
    };
    let Some((tensors, data)) = line(rest) else {
        return;
    };
    let Ok(mut trainer) = restore(&safetensors(&header(run, tensors), data), &device) else {
        return;
    };
    let _ = (
        trainer.epoch(),
        trainer.steps_per_epoch(),
        trainer.images_needed(1),
    );
    let written = pollster::block_on(save(&trainer)).expect("it was read");
    let again = restore(&written, &device).expect("what was written is read");
    let rewritten = pollster::block_on(save(&again)).expect("it was read");
    // Of decimal numbers in the settings the last digit may differ.
    assert!(parts(&rewritten).1 == parts(&written).1);
    // What takes long by the settings is nothing that a file's reader could help.
    let settings = trainer.settings();
    let work = settings.batch_size * settings.importance_samples * settings.num_critic as usize;
    if work <= MOST_WORK
        && !settings.data.doubts_labels()
        && trainer.go_on_with(&DATA, true).is_ok()
    {
        step(&mut trainer);
    }
});
