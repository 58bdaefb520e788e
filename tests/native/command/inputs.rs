//! What the command reads: it is not written over, not read without end, and used as far as it goes where there is little of it.

use super::weights::{small, trainer};
use super::{Folder, error_line, errors, playground, text};
use generative_playground::checkpoint;
use generative_playground::dataset::idx::write_images;
use serde_json::json;
use std::fs;
use std::path::PathBuf;

/// Weights of a small model, untrained.
pub(super) fn saved(folder: &Folder) -> PathBuf {
    let settings = small("vae", json!({ "hidden_dim": 8, "latent_dim": 2 }));
    let bytes = pollster::block_on(checkpoint::save(&trainer(settings))).unwrap();
    fs::write(folder.path("weights"), bytes).unwrap();
    folder.path("weights")
}

/// A folder with so many images of one's own, of which a tenth are test images.
pub(super) fn own(folder: &Folder, count: usize) -> PathBuf {
    let pixels: Vec<u8> = (0..count * 784).map(|at| (at * 31 % 251) as u8).collect();
    let own = folder.path("own");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("mine-images-idx3-ubyte"), write_images(&pixels)).unwrap();
    own
}

#[test]
fn nothing_that_is_read_is_written_over() {
    let folder = Folder::new("written-over");
    let (data, weights) = (folder.data(), saved(&folder));
    let images = data.join("t10k-images-idx3-ubyte");
    let (data, weights, images) = (text(&data), text(&weights), text(&images));
    let (kept, other) = (folder.path("kept"), folder.path("other"));
    let (kept, other) = (text(&kept), text(&other));
    fs::copy(weights, kept).unwrap();
    let before = [weights, images].map(|path| fs::read(path).unwrap());
    let model = ["--weights", weights];
    let table: [(&[&str], &[&str], &str); 11] = [
        (&["sample"], &["--out", weights], "--weights"),
        (&["scene", "repair"], &["--out", weights], "--weights"),
        (
            &["scene", "repair", "--data", data],
            &["--out", images],
            "--data",
        ),
        (&["compress", "--in", images], &["--out", images], "--in"),
        (
            &["compress", "--in", images],
            &["--out", weights],
            "--weights",
        ),
        (&["decompress", "--in", images], &["--out", images], "--in"),
        (
            &["scores", "--data", data],
            &["--csv", weights],
            "--weights",
        ),
        (&["scores", "--data", data], &["--csv", images], "--data"),
        (
            &["train", "--resume", weights, "--save", other],
            &["--export", weights],
            "--resume",
        ),
        (
            &["train", "--preset", "vae", "--data", data],
            &["--save", images],
            "--data",
        ),
        (
            &["classifier", "train", "--data", data],
            &["--out", images],
            "--data",
        ),
    ];
    for (arguments, place, says) in table {
        let has_weights = ["train", "classifier"].contains(&arguments[0]);
        let model = if has_weights { &[][..] } else { &model[..] };
        let error = error_line(&[arguments, model, place].concat());
        assert!(
            error.contains(&format!("{} {}", place[0], place[1])) && error.contains(says),
            "{arguments:?}: {error} should name {says}"
        );
    }
    for (path, before) in [weights, images].iter().zip(before) {
        assert!(fs::read(path).unwrap() == before, "{path}");
    }
    // But for a run that goes on, which is kept where it was.
    let output = playground(&[
        "train",
        "--resume",
        kept,
        "--save",
        kept,
        "--data",
        data,
        "--steps",
        "1",
        "--other-data",
    ]);
    assert!(output.status.success(), "{}", errors(&output));
}

#[cfg(unix)]
#[test]
fn what_has_no_end_is_refused() {
    let folder = Folder::new("endless");
    let (weights, out) = (saved(&folder), folder.path("out"));
    let (weights, out) = (text(&weights), text(&out));
    let table: [(&[&str], &str); 5] = [
        (
            &["evaluate", "--weights", "/dev/zero"],
            "no whole safetensors",
        ),
        (&["train", "--resume", "/dev/zero"], "no whole safetensors"),
        (
            &["classifier", "evaluate", "--weights", "/dev/zero"],
            "no whole safetensors",
        ),
        (
            &[
                "compress",
                "--weights",
                weights,
                "--in",
                "/dev/zero",
                "--out",
                out,
            ],
            "holds more than",
        ),
        (
            &["experiment", "/dev/zero", "--out", out],
            "holds more than",
        ),
    ];
    for (arguments, says) in table {
        let error = error_line(arguments);
        assert!(
            error.contains("/dev/zero") && error.contains(says),
            "{arguments:?}: {error} should say {says}"
        );
    }
}

#[test]
fn what_is_too_little_is_said() {
    let folder = Folder::new("too-few");
    let (weights, data) = (saved(&folder), own(&folder, 2));
    let (weights, data) = (text(&weights), text(&data));
    let error = error_line(&[
        "judge",
        "--weights",
        weights,
        "--data",
        data,
        "--count",
        "9",
    ]);
    assert!(error.contains("Two test images are needed"), "{error}");
    let error = error_line(&["scores", "--score", "reconstruction", "--data", data]);
    assert!(error.contains("give --weights FILE"), "{error}");

    let (empty, packed) = (folder.path("empty"), folder.path("packed"));
    fs::write(&empty, write_images(&[])).unwrap();
    let output = playground(&[
        "compress",
        "--weights",
        weights,
        "--in",
        text(&empty),
        "--out",
        text(&packed),
    ]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.ends_with("bytes, of no images\n"), "{said}");
}

/// As many numbers are learnt as the file holds.
#[test]
fn the_classifier_says_how_large_it_is() {
    let folder = Folder::new("classifier-size");
    let (data, out) = (folder.data(), folder.path("classifier"));
    let output = playground(&[
        "classifier",
        "train",
        "--epochs",
        "1",
        "--data",
        text(&data),
        "--out",
        text(&out),
    ]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let bytes = fs::read(&out).unwrap();
    let file = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    let numbers = file
        .tensors()
        .into_iter()
        .map(|(_, one)| one.shape().iter().product::<usize>());
    let numbers: usize = numbers.sum();
    assert!(
        said.starts_with(&format!("classifier: {numbers} parameters")),
        "{said} should say {numbers}"
    );
}
