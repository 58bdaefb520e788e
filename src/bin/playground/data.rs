//! MNIST's files on disk.

use flate2::read::GzDecoder;
use generative_playground::dataset::{MnistDataset, Split, idx};
use std::error::Error;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the set-up puts MNIST, from the project's root.
const DEFAULT: &str = "data/mnist";

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// MNIST from a directory of IDX files, plain or gzipped, under their usual names. Without a directory, from the
/// project's own copy, which is fetched when it is not there yet.
pub fn load(directory: Option<&Path>) -> Result<MnistDataset> {
    let directory = match directory {
        Some(directory) => directory.to_path_buf(),
        None => project_copy()?,
    };
    let train = split(&directory, "train")?;
    let test = split(&directory, "t10k")?;
    Ok(MnistDataset::from_splits(train, test))
}

fn project_copy() -> Result<PathBuf> {
    // Beside the manifest, wherever the command is started from; a moved binary falls back to the current directory.
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = if root.is_dir() { root } else { Path::new(".") };
    let directory = root.join(DEFAULT);
    if find(&directory, "t10k-labels", "idx1-ubyte").is_ok() {
        return Ok(directory);
    }
    eprintln!("MNIST is not there yet: fetching it with `cargo xtask data`.");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let fetched = Command::new(cargo)
        .args(["xtask", "data"])
        .current_dir(root)
        .status();
    match fetched {
        Ok(status) if status.success() => Ok(directory),
        _ => Err("MNIST could not be fetched. Run `cargo xtask data`, or name a directory of IDX files with --data.".into()),
    }
}

fn split(directory: &Path, name: &str) -> Result<Split> {
    let images = read(&find(directory, &format!("{name}-images"), "idx3-ubyte")?)?;
    let labels = read(&find(directory, &format!("{name}-labels"), "idx1-ubyte")?)?;
    let count = idx::parse_labels(&labels)
        .map_err(|error| format!("{}: {error}", directory.display()))?
        .len();
    let mut split = Split::new(count);
    split
        .append(&images, &labels)
        .map_err(|error| format!("{}: {error}", directory.display()))?;
    Ok(split)
}

/// The file of this name: MNIST's files are found as `train-images-idx3-ubyte` and `train-images.idx3-ubyte`.
fn find(directory: &Path, stem: &str, kind: &str) -> Result<PathBuf> {
    let names = [format!("{stem}-{kind}"), format!("{stem}.{kind}")];
    let paths = names
        .iter()
        .flat_map(|name| [directory.join(name), directory.join(format!("{name}.gz"))]);
    paths
        .into_iter()
        .find(|path| path.is_file())
        .ok_or_else(|| {
            format!(
                "{} has no {} (plain or .gz). Put MNIST's four IDX files there.",
                directory.display(),
                names[0]
            )
            .into()
        })
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let complain = |error: std::io::Error| format!("{} cannot be read: {error}.", path.display());
    let bytes = std::fs::read(path).map_err(complain)?;
    if path.extension().is_none_or(|extension| extension != "gz") {
        return Ok(bytes);
    }
    let mut plain = Vec::new();
    GzDecoder::new(bytes.as_slice())
        .read_to_end(&mut plain)
        .map_err(complain)?;
    Ok(plain)
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
