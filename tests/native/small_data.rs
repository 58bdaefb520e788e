//! The command on data of one's own, fewer than MNIST's: it uses what there is and says so.

use super::own_data;
use super::resumed_data::{session_on, write_data};
use serde_json::{Value, json};
use std::process::Command;

/// The answer of a command on 2,000 training and 300 test images and a model trained on them, and its lines on stderr.
fn ask(name: &str, settings: Value, arguments: &str) -> (Value, String) {
    let directory =
        std::env::temp_dir().join(format!("playground-small-{name}-{}", std::process::id()));
    let data = directory.join("data");
    write_data(&data, &own_data((0, 2_000), (0, 300)));
    let mut session = session_on(own_data((0, 2_000), (0, 300)), settings);
    let weights = directory.join("weights");
    std::fs::write(&weights, pollster::block_on(session.save()).unwrap()).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_playground"))
        .args(arguments.split(' '))
        .args(["--json", "--data", data.to_str().unwrap()])
        .args(["--weights", weights.to_str().unwrap()])
        .output()
        .unwrap();
    std::fs::remove_dir_all(directory).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    (serde_json::from_slice(&output.stdout).unwrap(), errors)
}

#[test]
fn parzen_windows_divide_the_images_there_are() {
    let (found, errors) = ask("parzen", json!({}), "judge --parzen --count 500");
    for judged in [&found, &found["real"]] {
        assert!(
            judged["parzen_log_likelihood"]
                .as_f64()
                .unwrap()
                .is_finite()
        );
        assert!(judged["parzen_sigma"].as_f64().unwrap() >= 0.1);
    }
    assert!(
        found["real"]["parzen_log_likelihood"].as_f64() > found["parzen_log_likelihood"].as_f64()
    );
    assert!(
        errors.contains("500 samples stand beside 150 real images"),
        "{errors}"
    );
    let lines: Vec<_> = errors
        .lines()
        .filter(|line| line.contains("Parzen"))
        .collect();
    assert_eq!(lines.len(), 1, "{errors}");
    for says in ["1667 are kernels", "333 choose sigma", "300 test images"] {
        assert!(lines[0].contains(says), "{errors}");
    }
}

#[test]
fn a_likelihood_is_that_of_the_images_there_are() {
    let settings = json!({ "binarise": true });
    let (found, errors) = ask("likelihood", settings, "likelihood --samples 5");
    assert_eq!(found["images"], 300);
    assert!(found["log_likelihood"].as_f64().unwrap() < 0.0);
    assert!(
        errors.contains("300 test images: there are no more"),
        "{errors}"
    );
    let settings = json!({ "binarise": true });
    let (found, errors) = ask("few", settings, "likelihood --samples 5 --count 7");
    assert_eq!(found["images"], 7);
    assert!(!errors.contains("no more"), "{errors}");
}
