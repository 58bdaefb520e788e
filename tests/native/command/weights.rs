//! Weights of other programs, and files that are not what they say.

use super::{Folder, error_line, errors, playground, text};
use burn::tensor::{Device, bf16, f16};
use generative_playground::checkpoint;
use generative_playground::dataset::{DatasetSpec, Recipe, TrainingData};
use generative_playground::training::{Settings, Trainer};
use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Tensors as another program writes them: name, type, shape, bytes.
type Tensors = Vec<(String, Dtype, Vec<usize>, Vec<u8>)>;

pub fn small(preset: &str, more: Value) -> Settings {
    let mut changes = Map::from_iter([("batch_size".into(), json!(4))]);
    changes.extend(more.as_object().unwrap().clone());
    Settings::with(preset, &changes).unwrap()
}

fn dcgan() -> Settings {
    small("dcgan", json!({"width": 0.05, "latent_dim": 3, "ema": 0.0}))
}

pub fn trainer(settings: Settings) -> Trainer {
    let data = TrainingData::recorded(DatasetSpec::own(100, 0), Recipe::default(), 100, 0).unwrap();
    Trainer::new(settings, data, &Device::flex()).unwrap()
}

pub fn exported(trainer: &Trainer) -> Vec<u8> {
    pollster::block_on(checkpoint::export(trainer, checkpoint::Precision::Single)).unwrap()
}

pub fn tensors(bytes: &[u8]) -> Tensors {
    let file = SafeTensors::deserialize(bytes).unwrap();
    let one = |(name, view): (&str, TensorView)| {
        (
            name.to_string(),
            view.dtype(),
            view.shape().to_vec(),
            view.data().to_vec(),
        )
    };
    file.iter().map(one).collect()
}

fn file(tensors: &Tensors) -> Vec<u8> {
    let views = tensors.iter().map(|(name, dtype, shape, bytes)| {
        (name, TensorView::new(*dtype, shape.clone(), bytes).unwrap())
    });
    safetensors::serialize(views, None).unwrap()
}

/// The values of a file of 32-bit numbers, by name.
fn values(bytes: &[u8]) -> HashMap<String, Vec<f32>> {
    let floats = |bytes: &[u8]| {
        bytes
            .as_chunks()
            .0
            .iter()
            .map(|&b| f32::from_le_bytes(b))
            .collect()
    };
    tensors(bytes)
        .into_iter()
        .map(|(name, _, _, bytes)| (name, floats(&bytes)))
        .collect()
}

fn as_type(tensors: &Tensors, dtype: Dtype) -> Tensors {
    let convert = |bytes: &[u8]| -> Vec<u8> {
        let floats = bytes.as_chunks().0.iter().map(|&b| f32::from_le_bytes(b));
        match dtype {
            Dtype::F64 => floats.flat_map(|x| f64::from(x).to_le_bytes()).collect(),
            Dtype::F16 => floats
                .flat_map(|x| f16::from_f32(x).to_le_bytes())
                .collect(),
            _ => floats
                .flat_map(|x| bf16::from_f32(x).to_le_bytes())
                .collect(),
        }
    };
    tensors
        .iter()
        .map(|(name, _, shape, bytes)| (name.clone(), dtype, shape.clone(), convert(bytes)))
        .collect()
}

#[test]
fn weights_of_other_programs_are_read() {
    let original = exported(&trainer(dcgan()));
    let plain = tensors(&original);
    let renamed = |change: &dyn Fn(&str) -> String| -> Tensors {
        plain
            .iter()
            .map(|(name, dtype, shape, bytes)| (change(name), *dtype, shape.clone(), bytes.clone()))
            .collect()
    };
    let mut counted = plain.clone();
    counted.push((
        "generator.1.num_batches_tracked".into(),
        Dtype::I64,
        vec![],
        7_i64.to_le_bytes().to_vec(),
    ));
    let table = [
        ("no metadata", plain.clone(), 0.0),
        ("F64", as_type(&plain, Dtype::F64), 0.0),
        ("F16", as_type(&plain, Dtype::F16), 1.0 / 2_048.0),
        ("BF16", as_type(&plain, Dtype::BF16), 1.0 / 256.0),
        ("counters", counted, 0.0),
        ("module.", renamed(&|name| format!("module.{name}")), 0.0),
        (
            "_orig_mod.",
            renamed(&|name| format!("_orig_mod.module.{name}")),
            0.0,
        ),
        (
            "each wrapped",
            renamed(&|name| name.replacen('.', ".module.", 1)),
            0.0,
        ),
    ];
    let expected = values(&original);
    for (what, tensors, rounding) in table {
        let bytes = file(&tensors);
        assert!(!checkpoint::has_settings(&bytes).unwrap(), "{what}");
        // Another seed, so that nothing of the fresh model can be taken for what was read.
        let assumed = Settings { seed: 5, ..dcgan() };
        let restored = checkpoint::restore_as(&bytes, Some(assumed), &Device::flex()).unwrap();
        assert_eq!(restored.step(), 0);
        let found = values(&exported(&restored));
        assert_eq!(found.len(), expected.len(), "{what}");
        for (name, expected) in &expected {
            for (a, b) in expected.iter().zip(&found[name]) {
                assert!(
                    (a - b).abs() <= a.abs() * rounding + if rounding > 0.0 { 3e-8 } else { 0.0 },
                    "{what}, {name}: {a} became {b}"
                );
            }
        }
    }
    for (what, tensors, says) in [
        ("integers", as_integers(&plain), "I32 values"),
        (
            "twice",
            [plain.clone(), renamed(&|name| format!("module.{name}"))].concat(),
            "twice",
        ),
    ] {
        let error =
            checkpoint::restore_as(&file(&tensors), Some(dcgan()), &Device::flex()).unwrap_err();
        assert!(
            error.message.contains(says),
            "{what}: {error} should say {says}"
        );
    }
}

fn as_integers(tensors: &Tensors) -> Tensors {
    tensors
        .iter()
        .map(|(name, _, shape, bytes)| (name.clone(), Dtype::I32, shape.clone(), bytes.clone()))
        .collect()
}

#[test]
fn options_stand_in_for_what_a_file_does_not_say() {
    let folder = Folder::new("foreign");
    let data = folder.data();
    let settings = small("vae", json!({"hidden_dim": 12}));
    let ours = exported(&trainer(settings));
    let (own, other) = (folder.path("own"), folder.path("other"));
    std::fs::write(&own, &ours).unwrap();
    std::fs::write(&other, file(&tensors(&ours))).unwrap();
    let evaluate = |more: &[&str]| {
        let arguments = [&["evaluate", "--data", text(&data), "--json"], more].concat();
        let output = playground(&arguments);
        assert_eq!(errors(&output), "");
        String::from_utf8(output.stdout).unwrap()
    };
    let named = ["--preset", "vae", "--set", "hidden_dim=12"];
    assert_eq!(
        evaluate(&[&["--weights", text(&other)], &named[..]].concat()),
        evaluate(&["--weights", text(&own)])
    );
    let grid = folder.path("grid.png");
    let sample = [
        &["sample", "--weights", text(&other), "--out", text(&grid)],
        &named[..],
    ]
    .concat();
    assert_eq!(errors(&playground(&sample)), "");
    assert!(grid.exists());

    // Trained on, it is a run of ours, which is not kept in its place.
    let before = std::fs::read(&other).unwrap();
    let train = ["train", "--resume", text(&other), "--data", text(&data)];
    let error = error_line(&[&train[..], &named, &["--steps", "3"]].concat());
    assert!(
        error.contains("name a file for the run with --save"),
        "{error}"
    );
    assert!(std::fs::read(&other).unwrap() == before);
    let run = folder.path("run");
    let resume = [
        "train",
        "--resume",
        text(&other),
        "--data",
        text(&data),
        "--steps",
        "3",
    ];
    let batches = [
        "--set",
        "batch_size=64",
        "--seed",
        "4",
        "--save",
        text(&run),
    ];
    assert_eq!(
        errors(&playground(&[&resume[..], &named, &batches].concat())),
        ""
    );
    evaluate(&["--weights", text(&run)]);

    let pickle = folder.path("model.pt");
    std::fs::write(&pickle, b"PK\x03\x04 archive/data.pkl and so on").unwrap();
    let empty = folder.path("empty");
    std::fs::write(&empty, b"").unwrap();
    let (own, other, pickle, empty) = (text(&own), text(&other), text(&pickle), text(&empty));
    let weights = |path, more: &[&'static str]| [&["evaluate", "--weights", path], more].concat();
    let table = [
        (weights(other, &[]), "--preset ID"),
        (weights(other, &["--set", "hidden_dim=12"]), "--preset ID"),
        (
            weights(other, &["--preset", "vae"]),
            "[12, 784]; this model's has [400, 784]",
        ),
        (weights(other, &["--preset", "vea"]), "The presets are: vae"),
        (
            weights(own, &["--preset", "vae"]),
            "has settings of its own",
        ),
        (
            weights(own, &["--set", "lr=1"]),
            "lr decides what is learnt",
        ),
        (
            weights(own, &["--set", "sample_steps=3"]),
            "sample_steps has no effect",
        ),
        (
            weights(own, &["--set", "sample_steps=300"]),
            "a whole number from 1 to 100",
        ),
        (weights(pickle, &[]), "st.save_file"),
        (weights(pickle, &["--preset", "vae"]), "torch.load"),
        (weights(empty, &[]), "is empty"),
        (weights(text(&folder.0), &[]), "cannot be read"),
        (
            vec!["train", "--resume", other, "--seed", "1"],
            "--preset ID",
        ),
        (
            vec!["train", "--resume", own, "--seed", "1"],
            "cannot be used with",
        ),
    ];
    for (arguments, says) in table {
        let error = error_line(&arguments);
        assert!(
            error.contains(says),
            "{arguments:?}: {error} should say {says}"
        );
    }
}
