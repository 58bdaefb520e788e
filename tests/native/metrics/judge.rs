//! `playground judge`.

use crate::{mnist_directory, session, train};
use generative_playground::model::CLASSES;
use generative_playground::training::Settings;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

fn playground(arguments: &[&str]) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_playground"))
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (
        output.status.success(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn judge_prints_one_object_that_follows_from_the_seed() {
    let path = std::env::temp_dir().join(format!("playground-judge-{}", std::process::id()));
    let changes = json!({ "hidden_dim": 16, "latent_dim": 2 });
    let settings = Settings::with("cvae", changes.as_object().unwrap()).unwrap();
    let mut session = session(json!({}));
    session.load(settings).unwrap();
    train(&mut session, 30);
    std::fs::write(&path, pollster::block_on(session.save()).unwrap()).unwrap();
    let judge = |seed: &str| {
        let data = mnist_directory();
        let (worked, out, errors) = playground(&[
            "judge",
            "--weights",
            text(&path),
            "--count",
            "730",
            "--seed",
            seed,
            "--json",
            "--data",
            text(&data),
        ]);
        assert!(worked, "{errors}");
        out
    };
    let first = judge("1");
    let report: Value = serde_json::from_str(&first).unwrap();
    for judged in [&report, &report["real"]] {
        let number = |key: &str| judged[key].as_f64().unwrap();
        assert!(
            (1.0..=10.0).contains(&number("classifier_score")),
            "{report}"
        );
        assert!((0.1..=1.0).contains(&number("confidence")), "{report}");
        assert!((0.0..=1.0).contains(&number("label_accuracy")), "{report}");
        for share in ["precision", "recall", "coverage"] {
            assert!((0.0..=1.0).contains(&number(share)), "{share}: {report}");
        }
        for positive in [
            "classifier_distance",
            "classifier_distance_floor",
            "density",
            "diversity",
            "nearest_distance",
        ] {
            assert!(number(positive) > 0.0, "{positive}: {report}");
        }
        assert_eq!(judged["digit_shares"].as_array().unwrap().len(), CLASSES);
        let confusion = judged["confusion"].as_array().unwrap();
        let counts = confusion.iter().flat_map(|row| row.as_array().unwrap());
        let sum: f64 = counts.map(|count| count.as_f64().unwrap()).sum();
        assert_eq!((confusion.len(), sum), (CLASSES, 730.0));
        assert!(judged.get("parzen_sigma").is_none());
    }
    assert_eq!(
        (&report["count"], &report["real_count"]),
        (&json!(730), &json!(730))
    );
    assert!(report["real"]["label_accuracy"].as_f64().unwrap() > 0.97);
    let (distance, floor) = ("classifier_distance", "classifier_distance_floor");
    assert!(report[distance].as_f64() > report[floor].as_f64());
    assert_eq!(report["real"][distance], report[floor]);
    assert_eq!(first, judge("1"));
    assert_ne!(first, judge("2"));
    std::fs::remove_file(path).unwrap();
}
