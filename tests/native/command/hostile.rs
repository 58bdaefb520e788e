//! Files that ask for more than anybody has: refused before any memory is taken, and within a moment.

use super::edited::changed;
use super::weights::{small, trainer};
use burn::tensor::Device;
use generative_playground::experiment::{Experiment, MOST_RUNS, Run};
use generative_playground::{ErrorCode, checkpoint};
use serde_json::{Value, json};

/// A saved run that says something else of itself, without the hash by which changes of its settings are known.
fn forged(change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let settings = small("transformer", json!({ "hidden_dim": 4, "blocks": 1 }));
    let saved = pollster::block_on(checkpoint::save(&trainer(settings))).unwrap();
    changed(&saved, |run| {
        run.as_object_mut().unwrap().remove("settings_hash");
        change(run);
    })
}

#[test]
fn a_saved_run_whose_settings_describe_gigabytes_is_refused_before_they_are_taken() {
    let device = Device::flex();
    assert!(checkpoint::restore(&forged(|_| {}), &device).is_ok());
    // Four thousand million values, 19 GB.
    let bytes = forged(|run| {
        run["settings"]["hidden_dim"] = 4_096.into();
        run["settings"]["blocks"] = 24.into();
    });
    let error = checkpoint::restore(&bytes, &device).unwrap_err();
    assert_eq!(error.code, ErrorCode::BadFile);
    let says = "values, and the model that its settings describe has 4";
    assert!(error.message.contains(says), "{error}");
}

#[test]
fn a_saved_run_of_more_steps_than_can_be_counted_is_refused() {
    for key in ["step", "updates"] {
        let bytes = forged(|run| {
            run[key] = match key {
                "step" => u64::MAX.into(),
                _ => json!({ "network": u64::MAX }),
            };
        });
        let error = checkpoint::restore(&bytes, &Device::flex()).unwrap_err();
        assert_eq!(error.code, ErrorCode::BadFile);
        assert!(
            error.message.contains("18446744073709551615 steps"),
            "{error}"
        );
    }
}

#[test]
fn an_experiment_of_more_runs_than_memory_holds_is_refused() {
    let train = "[train]\npreset = \"vae\"\nsteps = 1\n";
    let grid = |keys: &[&str]| {
        let list = "[0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]";
        let lines: String = keys.iter().map(|key| format!("{key} = {list}\n")).collect();
        format!("{train}[grid]\n{lines}")
    };
    let problem = |text: &str| {
        let read = Experiment::parse(text);
        let error = read.and_then(|experiment| Run::all(&experiment));
        let error = error.map(|runs| runs.len()).unwrap_err();
        assert_eq!(error.code, ErrorCode::BadFile);
        error.message
    };
    let some = Experiment::parse(&grid(&["lr", "dropout"])).unwrap();
    assert_eq!(Run::all(&some).unwrap().len(), 100);
    let keys: Vec<String> = (0..20).map(|at| format!("a{at}")).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    assert!(problem(&grid(&keys)).contains("more than 10000 runs"));
    let many: Vec<String> = (0..1_000).map(|at| format!("a{at} = [1]")).collect();
    let many = format!("{train}[grid]\n{}\n", many.join("\n"));
    assert!(problem(&many).contains("grid has 1000 keys"));
    let seeds: Vec<String> = (0..=MOST_RUNS).map(|seed| seed.to_string()).collect();
    let seeds = format!("seeds = [{}]\n{train}", seeds.join(","));
    assert!(problem(&seeds).contains("seeds has 10001 entries"));
    // Each is little, and all together are not.
    let seeds: Vec<String> = (0..200).map(|seed| seed.to_string()).collect();
    let together = format!(
        "seeds = [{}]\n{}",
        seeds.join(","),
        grid(&["lr", "dropout"])
    );
    assert!(problem(&together).contains("more than 10000 runs"));
}
