//! Event files for TensorBoard, read back by a reader of our own. `tests/fixtures/tensorboard/check.py` reads the same with
//! TensorBoard's.

use super::{Folder, SMALL, error_line, playground, text};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// CRC-32C bit by bit: Castagnoli's polynomial, reflected.
fn crc32c(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            (crc >> 1) ^ (0x82f6_3b78 * (crc & 1))
        })
    })
}

/// The records of a file, each checked against its two checksums.
fn records(mut bytes: &[u8]) -> Vec<&[u8]> {
    let word = |bytes: &[u8]| u32::from_le_bytes(bytes[..4].try_into().unwrap());
    let masked = |bytes: &[u8]| {
        let crc = crc32c(bytes);
        crc.rotate_right(15).wrapping_add(0xa282_ead8)
    };
    let mut records = Vec::new();
    while !bytes.is_empty() {
        let length = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
        assert_eq!(word(&bytes[8..]), masked(&bytes[..8]), "of a length");
        let data = &bytes[12..12 + length];
        assert_eq!(word(&bytes[12 + length..]), masked(data), "of the data");
        records.push(data);
        bytes = &bytes[16 + length..];
    }
    records
}

/// The fields of a protocol buffer by number: whole numbers as eight bytes, all else as it stands.
fn fields(mut bytes: &[u8]) -> Vec<(u64, Vec<u8>)> {
    fn varint(bytes: &mut &[u8]) -> u64 {
        let mut value = 0;
        for shift in (0..).step_by(7) {
            let byte = bytes[0];
            *bytes = &bytes[1..];
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        value
    }
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes);
        let length = match key & 7 {
            0 => {
                fields.push((key >> 3, varint(&mut bytes).to_le_bytes().into()));
                continue;
            }
            1 => 8,
            2 => varint(&mut bytes) as usize,
            5 => 4,
            other => panic!("wire type {other}"),
        };
        fields.push((key >> 3, bytes[..length].to_vec()));
        bytes = &bytes[length..];
    }
    fields
}

fn field(fields: &[(u64, Vec<u8>)], number: u64) -> Option<&[u8]> {
    let found = fields.iter().find(|(known, _)| *known == number);
    found.map(|(_, value)| value.as_slice())
}

/// What a file holds, by tag and step.
#[derive(Default)]
struct Events {
    scalars: BTreeMap<(String, u64), f32>,
    pictures: BTreeMap<(String, u64), Vec<u8>>,
}

fn read(folder: &Path) -> Events {
    let mut events = Events::default();
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(name.starts_with("events.out.tfevents."), "{name}");
        let bytes = fs::read(&file).unwrap();
        let records = records(&bytes);
        assert_eq!(field(&fields(records[0]), 3), Some(&b"brain.Event:2"[..]));
        for record in &records[1..] {
            let event = fields(record);
            let time = f64::from_le_bytes(field(&event, 1).unwrap().try_into().unwrap());
            assert!(time > 1.7e9, "seconds since 1970");
            let step = u64::from_le_bytes(field(&event, 2).unwrap().try_into().unwrap());
            for (number, value) in fields(field(&event, 5).unwrap()) {
                assert_eq!(number, 1);
                let value = fields(&value);
                let tag = String::from_utf8(field(&value, 1).unwrap().into()).unwrap();
                let known = match (field(&value, 2), field(&value, 4)) {
                    (Some(number), None) => {
                        let number = f32::from_le_bytes(number.try_into().unwrap());
                        events.scalars.insert((tag, step), number).is_some()
                    }
                    (None, Some(image)) => {
                        events.pictures.insert((tag, step), image.into()).is_some()
                    }
                    _ => panic!("{tag} is neither a number nor a picture"),
                };
                assert!(!known, "twice at step {step}");
            }
        }
    }
    events
}

#[test]
fn the_reader_knows_the_checksum() {
    // RFC 3720, appendix B.4.
    assert_eq!(crc32c(&[0; 32]), 0x8a91_36aa);
    assert_eq!(crc32c(b"123456789"), 0xe306_9283);
}

#[test]
fn a_training_leaves_its_losses_yardsticks_and_samples_as_events() {
    let folder = Folder::new("tensorboard");
    let (data, events) = (folder.data(), folder.path("events"));
    let (log, save) = (folder.path("log"), folder.path("run"));
    let options = ["--data", text(&data), "--log-every", "4"];
    let kept = ["--log", text(&log), "--save", text(&save)];
    let into = ["--tensorboard", text(&events), "--epochs"];
    let first = [&SMALL[..], &options, &kept, &into, &["1"]].concat();
    let output = playground(&first);
    assert!(output.status.success());
    // Another run does not mix its events with these.
    let other = [&SMALL[..], &options, &into, &["1"]].concat();
    assert!(error_line(&other).contains("holds the events of a run already"));
    let resume = ["train", "--resume", text(&save)];
    let log_too = ["--log", text(&log)];
    let output = playground(&[&resume[..], &options, &log_too, &into, &["2"]].concat());
    assert!(output.status.success());

    let found = read(&events);
    let log = fs::read_to_string(&log).unwrap();
    let (mut train, mut test) = (0, 0);
    for line in log.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let (of, step, losses) = match line["step"].as_u64() {
            Some(step) => ("train", step, &line["losses"]),
            None => ("test", 8 * line["epoch"].as_u64().unwrap(), &line["eval"]),
        };
        for (name, value) in losses.as_object().unwrap() {
            let at = (format!("{of}/{name}"), step);
            let value = value.as_f64().unwrap() as f32;
            assert_eq!(found.scalars.get(&at), Some(&value), "{at:?}");
        }
        *(if of == "train" { &mut train } else { &mut test }) += 1;
    }
    assert_eq!((train, test), (4, 2));
    for step in [8, 16] {
        let picture = &found.pictures[&("samples".to_string(), step)];
        let picture = fields(picture);
        let number = |at| u64::from_le_bytes(field(&picture, at).unwrap().try_into().unwrap());
        assert_eq!([1, 2, 3].map(number), [302, 302, 1]);
        let png = field(&picture, 4).unwrap();
        let png = image::load_from_memory(png).unwrap();
        assert_eq!((png.width(), png.height()), (302, 302));
        let score = &found.scalars[&("yardsticks/classifier_score".to_string(), step)];
        assert!((1.0..=10.0).contains(score));
        let real = &found.scalars[&("real/digit_shares_9".to_string(), step)];
        assert!((0.0..=1.0).contains(real));
    }
}

#[test]
fn an_experiment_has_a_folder_of_events_a_model() {
    let folder = Folder::new("tensorboard-experiment");
    let (data, events) = (folder.data(), folder.path("events"));
    let grid = "seeds = [1]\n[train]\npreset = \"vae\"\nsteps = 9\nset = { batch_size = 64, hidden_dim = 4 }\n[judge]\ncount = 20\n[[variant]]\nname = \"a\"\n[[variant]]\nname = \"b\"\nloop = { generations = 1, mode = \"replace\" }";
    let (file, out) = (folder.path("grid.toml"), folder.path("out"));
    fs::write(&file, grid).unwrap();
    let arguments = ["experiment", text(&file), "--data", text(&data)];
    let more = ["--out", text(&out), "--tensorboard", text(&events)];
    let output = playground(&[&arguments[..], &more].concat());
    assert!(output.status.success());
    let names = folder.names_in("events");
    assert_eq!(names.len(), 2, "{names:?}");
    assert_eq!(
        folder.names_in(&format!("events/{}", names[1])),
        ["generation-0", "generation-1"]
    );
    let results = fs::read_to_string(out.join("results.csv")).unwrap();
    let (head, row) = (
        results.lines().next().unwrap(),
        results.lines().nth(1).unwrap(),
    );
    let at = head
        .split(',')
        .position(|name| name == "test_loss")
        .unwrap();
    let loss: f64 = row.split(',').nth(at).unwrap().parse().unwrap();
    let found = read(&events.join(&names[0]));
    let test: Vec<_> = found
        .scalars
        .iter()
        .filter(|(at, _)| at.0 == "test/test_loss" || at.0 == "test/loss")
        .collect();
    // At the epoch's end and at the run's.
    assert_eq!(test.iter().map(|(at, _)| at.1).collect::<Vec<_>>(), [8, 9]);
    assert_eq!(*test[1].1, loss as f32);
}
