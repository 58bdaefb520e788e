//! Arguments that cannot be used.

use super::{Folder, SMALL, error_line, errors, playground, text};

/// Each wrong number gets one line with its range.
#[test]
fn numbers_are_exact_or_refused() {
    let seeds = "must be a whole number from 0 to 9007199254740991";
    let amounts = "must be a whole number from 1 to ";
    let table = [
        ("--seed", "-1", seeds),
        ("--seed", "1e3", seeds),
        ("--seed", "9007199254740993", seeds),
        ("--set", "seed=9007199254740993", seeds),
        ("--steps", "0", amounts),
        ("--epochs", "-2", amounts),
        ("--log-every", "0.5", amounts),
        ("--sed", "1", "'--seed'"),
        ("--device", "tpu", "cpu, gpu"),
        ("--set", "lr", "key=value"),
    ];
    for (flag, value, says) in table {
        let error = error_line(&[&SMALL[..], &[flag, value]].concat());
        assert!(
            error.contains(says) && error.contains(flag),
            "{flag} {value}: {error} should say {says}"
        );
    }
    for (arguments, says) in [
        (
            vec!["sample", "--weights", "x", "--out", "y", "--seed", "-1"],
            seeds,
        ),
        (
            vec!["sample", "--weights", "x", "--out", "y", "--count", "0"],
            "from 1 to 10000",
        ),
        (
            vec!["sample", "--weights", "x", "--out", "y", "--label", "10"],
            "from 0 to 9",
        ),
        (
            vec!["judge", "--weights", "x", "--count", "1e3"],
            "from 1 to 50000",
        ),
        (
            vec!["classifier", "train", "--out", "y", "--epochs", "0"],
            "from 1 to 65535",
        ),
        (
            vec!["experiment", "x", "--out", "y", "--only", "-1"],
            "from 0 to 10000",
        ),
        (vec!["trian"], "'train'"),
    ] {
        let error = error_line(&arguments);
        assert!(
            error.contains(says),
            "{arguments:?}: {error} should say {says}"
        );
    }

    for kind in ["data.clean_share=0.1", "data.mislabel_kind=alike"] {
        let error = error_line(&[&SMALL[..], &["--set", kind]].concat());
        let (key, _) = kind.split_once('=').unwrap();
        assert!(error.contains(&format!("{key} has no effect")), "{error}");
    }

    let folder = Folder::new("seed");
    let (data, run) = (folder.data(), folder.path("run"));
    let largest = "9007199254740991";
    let train = [
        &SMALL[..],
        &[
            "--data",
            text(&data),
            "--steps",
            "1",
            "--save",
            text(&run),
            "--seed",
            largest,
        ],
    ]
    .concat();
    assert_eq!(errors(&playground(&train)), "");
    let saved = String::from_utf8_lossy(&std::fs::read(&run).unwrap()).into_owned();
    assert!(saved.contains(&format!(r#"\"seed\":{largest},"#)));
}

/// Every scene stands in the help as it is called, with each of its options.
#[test]
fn the_help_names_every_scene() {
    let help = playground(&["scene", "--help"]);
    let help = String::from_utf8(help.stdout).unwrap();
    let first: Vec<_> = help
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    for scene in generative_playground::scenes::SCENES {
        let info = scene.info();
        assert!(first.contains(&info.name), "{}", info.name);
        for option in info.options {
            let word = format!("{}={}", option.name, option.default);
            assert!(first.contains(&word.as_str()), "{}: {word}", info.name);
        }
        let count = format!("{} {} test images.", info.description, info.count);
        assert!(help.contains(&count), "{count}");
    }
}
