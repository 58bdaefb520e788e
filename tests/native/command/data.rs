//! `--data`: the bytes decide what a file is, and names of MNIST's relatives are understood.

use super::{Folder, error_line, playground, text};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use std::path::Path;

/// What becomes of a file's name and bytes.
type Change<'a> = &'a dyn Fn(&str, Vec<u8>) -> (String, Vec<u8>);

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A data set in `to`, made from the small one by a function of each file's name and bytes.
fn remake(from: &Path, to: &Path, change: Change) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let (name, bytes) = change(name, std::fs::read(&path).unwrap());
        std::fs::write(to.join(name), bytes).unwrap();
    }
}

/// The last line of a short training: the same for the same images and labels.
fn result(data: &Path) -> String {
    let output = playground(&[
        "train",
        "--preset",
        "cvae",
        "--set",
        "hidden_dim=4",
        "--epochs",
        "1",
        "--data",
        text(data),
    ]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{}: {errors}", data.display());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn names_and_compression_change_nothing() {
    let folder = Folder::new("data-same");
    let data = folder.data();
    let expected = result(&data);
    let same = |name: &str, change: Change| {
        let to = folder.path(name);
        remake(&data, &to, change);
        assert_eq!(result(&to), expected, "{name}");
    };
    same("several-members", &|name, bytes| {
        let (first, rest) = bytes.split_at(bytes.len() / 3);
        (format!("{name}.gz"), [gzip(first), gzip(rest)].concat())
    });
    same("gzip-under-a-plain-name", &|name, bytes| {
        (name.into(), gzip(&bytes))
    });
    same("plain-under-gz", &|name, bytes| {
        (format!("{name}.gz"), bytes)
    });
    same("UPPER", &|name, bytes| {
        (format!("{name}.gz").to_uppercase(), gzip(&bytes))
    });
    same("torchvision/MNIST/raw", &|name, bytes| (name.into(), bytes));
    for above in ["torchvision", "torchvision/MNIST"] {
        assert_eq!(result(&folder.path(above)), expected, "{above}");
    }
    // QMNIST keeps eight numbers an image, of 32 bits, and calls the test images so.
    same("qmnist", &|name, bytes| {
        let name = name
            .replace("t10k", "test")
            .replace("labels-idx1-ubyte", "labels-idx2-int");
        if !name.contains("labels") {
            return (format!("qmnist-{name}.gz"), gzip(&bytes));
        }
        let count = u32::from_be_bytes(bytes[4..8].try_into().unwrap());
        let mut wide: Vec<u8> = [0x0c02, count, 8]
            .iter()
            .flat_map(|word: &u32| word.to_be_bytes())
            .collect();
        for &label in &bytes[8..] {
            let numbers = [u32::from(label), 7, 7, 7, 7, 7, 7, 70_000];
            wide.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
        }
        (format!("qmnist-{name}.gz"), gzip(&wide))
    });
    // EMNIST's images lie on their side.
    same("emnist", &|name, mut bytes| {
        if name.contains("images") {
            let turned: Vec<u8> = bytes[16..]
                .chunks_exact(784)
                .flat_map(|image| (0..784).map(|at| image[at % 28 * 28 + at / 28]))
                .collect();
            bytes.truncate(16);
            bytes.extend(turned);
        }
        (
            format!("emnist-digits-{}", name.replace("t10k", "test")),
            bytes,
        )
    });
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = Folder::new("data-bad");
    let data = folder.data();
    let labels = "train-labels-idx1-ubyte";
    let changed = |name: &str, file: &str, bytes: &[u8]| {
        let to = folder.path(name);
        remake(&data, &to, &|name, bytes| (name.into(), bytes));
        std::fs::write(to.join(file), bytes).unwrap();
        to
    };
    let images = "train-images-idx3-ubyte";
    let header =
        |words: &[u32]| -> Vec<u8> { words.iter().flat_map(|word| word.to_be_bytes()).collect() };
    let good = std::fs::read(data.join(images)).unwrap();
    let letters = folder.path("letters");
    remake(&data, &letters, &|name, bytes| {
        (
            format!("emnist-letters-{}", name.replace("t10k", "test")),
            bytes,
        )
    });
    let two = folder.path("two");
    for name in ["MNIST", "FashionMNIST"] {
        remake(&data, &two.join(name).join("raw"), &|name, bytes| {
            (name.into(), bytes)
        });
    }
    let table = [
        (
            changed("terabytes", images, &header(&[0x803, u32::MAX, 28, 28])),
            images,
            "at most",
        ),
        (
            changed(
                "overflow",
                images,
                &header(&[0x803, u32::MAX, u32::MAX, u32::MAX]),
            ),
            images,
            "more than any file",
        ),
        (
            changed("cut", images, &good[..good.len() - 1]),
            images,
            "cut short",
        ),
        (
            changed("cut-gzip", images, &gzip(&good)[..900]),
            images,
            "cannot be unpacked",
        ),
        (
            changed("page", images, b"<!doctype html>"),
            images,
            "web page",
        ),
        (
            changed(
                "swapped",
                images,
                &std::fs::read(data.join(labels)).unwrap(),
            ),
            images,
            "swapped",
        ),
        (
            changed(
                "another",
                labels,
                &[&header(&[0x801, 3])[..], &[1; 3]].concat(),
            ),
            labels,
            "do not belong together",
        ),
        (
            changed("none", images, &header(&[0x803, 0, 28, 28])),
            images,
            "no images",
        ),
        (
            changed(
                "letter",
                labels,
                &[&header(&[0x801, 512])[..], &[11; 512]].concat(),
            ),
            labels,
            "digits go from 0 to 9",
        ),
        (letters, "emnist-letters", "ten classes"),
        (two, "FashionMNIST/raw", "Name one of them"),
        (folder.path("nowhere"), "nowhere", "is no folder"),
    ];
    for (data, names, says) in table {
        let error = error_line(&[
            "train",
            "--preset",
            "vae",
            "--steps",
            "1",
            "--data",
            text(&data),
        ]);
        assert!(
            error.contains(names) && error.contains(says),
            "{error} should name {names} and say {says}"
        );
    }
    let error = error_line(&[
        "train",
        "--preset",
        "vae",
        "--data",
        text(&{
            std::fs::remove_file(data.join("t10k-labels-idx1-ubyte")).unwrap();
            data
        }),
    ]);
    assert!(error.contains("has no t10k-labels-idx1-ubyte"), "{error}");
}

/// Where the system keeps its own administrator out of nothing, there is nothing to see.
#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read_is_not_called_empty() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("closed-data");
    let data = folder.data();
    let allow = |mode| std::fs::set_permissions(&data, PermissionsExt::from_mode(mode)).unwrap();
    allow(0o000);
    if std::fs::read_dir(&data).is_err() {
        let error = error_line(&["train", "--preset", "vae", "--data", text(&data)]);
        assert!(error.contains("cannot be read"), "{error}");
    }
    allow(0o755);
}
