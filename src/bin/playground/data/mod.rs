//! MNIST's files on disk, and those of its relatives that are read like it.

mod find;
mod names;
mod own;
mod unpack;

use crate::output::{Result, note};
use find::{DataSet, entries};
use generative_playground::dataset::{MnistDataset, PIXELS, Split, idx};
use names::{Content, Which};
use own::OwnImages;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where the set-up puts MNIST, from the project's root.
const DEFAULT: &str = "data/mnist";

/// MNIST from a directory of IDX files, plain or gzipped, under their usual names. Without a directory, from the
/// project's own copy, which is fetched when it is not there yet. A directory that holds one file of images, and none under
/// those names, is images of one's own ([`MnistDataset::own`]).
pub fn load(directory: Option<&Path>) -> Result<MnistDataset> {
    let directory = match directory {
        Some(directory) => directory.to_path_buf(),
        None => project_copy()?,
    };
    let set = match DataSet::find(&directory) {
        Ok(set) => set,
        Err(error) => {
            let own = OwnImages::find(&entries(&directory));
            return own.map_or(Err(error), |own| own.load());
        }
    };
    let train = split(&set, Which::Train)?;
    let test = split(&set, Which::Test)?;
    Ok(MnistDataset::from_splits(train, test))
}

/// Whether data are read of files with this name.
pub fn is_named(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy());
    name.is_some_and(|name| names::parse(&name).is_some() || names::ending(&name).is_some())
}

fn project_copy() -> Result<PathBuf> {
    // Beside the manifest, wherever the command is started from; a moved binary falls back to the current directory.
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = if root.is_dir() { root } else { Path::new(".") };
    let directory = root.join(DEFAULT);
    let set = DataSet::find(&directory);
    if set.is_ok_and(|set| set.file(Which::Test, Content::Labels).is_ok()) {
        return Ok(directory);
    }
    note("MNIST is not there yet: fetching it with `cargo xtask data`.");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let fetched = Command::new(cargo)
        .args(["xtask", "data"])
        .current_dir(root)
        // What it prints there is not what this command was asked for.
        .stdout(Stdio::null())
        .status();
    match fetched {
        Ok(status) if status.success() => Ok(directory),
        _ => Err("MNIST could not be fetched. Run `cargo xtask data`, or name a directory of IDX files with --data.".into()),
    }
}

fn split(set: &DataSet, which: Which) -> Result<Split> {
    let (images, labels) = (
        set.file(which, Content::Images)?,
        set.file(which, Content::Labels)?,
    );
    let mut image_bytes = unpack::read(images)?;
    let in_file = |path: &Path, error| format!("{}: {error}", path.display());
    let label_bytes = idx::digits(unpack::read(labels)?).map_err(|error| in_file(labels, error))?;
    let pixels = idx::parse_images(&image_bytes).map_err(|error| in_file(images, error))?;
    let digits = idx::parse_labels(&label_bytes).map_err(|error| in_file(labels, error))?;
    if pixels.is_empty() {
        return Err(format!("{} holds no images.", images.display()).into());
    }
    if pixels.len() != digits.len() * PIXELS {
        return Err(format!(
            "{} has {} images and {} has {} labels: they do not belong together.",
            images.display(),
            pixels.len() / PIXELS,
            labels.display(),
            digits.len()
        )
        .into());
    }
    if set.is_transposed() {
        image_bytes = idx::write_images(&transposed(pixels));
    }
    let mut split = Split::new(digits.len());
    split
        .append(&image_bytes, &label_bytes)
        .map_err(|error| in_file(images, error))?;
    Ok(split)
}

/// Images `[n * 784]` with rows and columns exchanged.
fn transposed(pixels: &[u8]) -> Vec<u8> {
    let side = 28;
    let image = |image: &[u8]| -> Vec<u8> {
        (0..PIXELS)
            .map(|at| image[at % side * side + at / side])
            .collect()
    };
    pixels.chunks_exact(PIXELS).flat_map(image).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn directory(name: &str) -> PathBuf {
        let directory =
            std::env::temp_dir().join(format!("playground-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        directory
    }

    fn write(directory: &Path, name: &str, bytes: &[u8]) {
        std::fs::write(directory.join(name), bytes).unwrap();
    }

    fn idx(words: &[u32], length: usize) -> Vec<u8> {
        let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
        bytes.resize(bytes.len() + length, 3);
        bytes
    }

    #[test]
    fn plain_gzipped_and_dotted_names_are_read() {
        let directory = directory("good");
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(&idx(&[0x803, 2, 28, 28], 2 * 784)).unwrap();
        write(
            &directory,
            "train-images-idx3-ubyte.gz",
            &gzip.finish().unwrap(),
        );
        write(&directory, "train-labels.idx1-ubyte", &idx(&[0x801, 2], 2));
        write(
            &directory,
            "t10k-images-idx3-ubyte",
            &idx(&[0x803, 1, 28, 28], 784),
        );
        write(&directory, "t10k-labels-idx1-ubyte", &idx(&[0x801, 1], 1));
        let dataset = load(Some(&directory)).unwrap();
        assert_eq!(
            (
                dataset.train.len(),
                dataset.test.len(),
                dataset.train.label(1)
            ),
            (2, 1, 3)
        );
        std::fs::remove_dir_all(directory).unwrap();
    }

    #[test]
    fn what_is_missing_or_damaged_is_named() {
        let directory = directory("bad");
        assert!(
            load(Some(&directory))
                .unwrap_err()
                .to_string()
                .contains("train-images-idx3-ubyte")
        );
        write(
            &directory,
            "train-images-idx3-ubyte.gz",
            b"\x1f\x8bnot gzip",
        );
        write(&directory, "train-labels-idx1-ubyte", &idx(&[0x801, 2], 2));
        assert!(
            load(Some(&directory))
                .unwrap_err()
                .to_string()
                .contains("train-images-idx3-ubyte.gz")
        );
        write(
            &directory,
            "train-images-idx3-ubyte",
            &idx(&[0x803, 2, 28, 28], 784),
        );
        assert!(
            load(Some(&directory))
                .unwrap_err()
                .to_string()
                .contains("cut short")
        );
        std::fs::remove_dir_all(directory).unwrap();
    }
}
