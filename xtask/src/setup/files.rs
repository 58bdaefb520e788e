//! Files that are either whole or not there.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Write under a temporary name, then rename: a reader, and a run after an interrupted one, never sees half a file.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let parent = path.parent().context("a file's path has a parent")?;
    fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    let half_done = path.with_added_extension("tmp");
    fs::write(&half_done, bytes)
        .with_context(|| format!("cannot write {}", half_done.display()))?;
    fs::rename(&half_done, path).with_context(|| format!("cannot write {}", path.display()))
}

/// Copy as `write` writes.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    write(
        to,
        &fs::read(from).with_context(|| format!("cannot read {}", from.display()))?,
    )
}

/// The SHA-256 of the parts, one after the other, in hexadecimal.
pub fn sha256<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The files of a directory with this extension, in a fixed order; none where there is no such directory.
pub fn with_extension(dir: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let Ok(entries) = fs::read_dir(dir) else {
        return Ok(Vec::new());
    };
    let mut paths: Vec<_> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|found| found == extension));
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_agree_with_the_standard() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256([b"abc".as_slice()]), abc);
        assert_eq!(sha256([b"a".as_slice(), b"", b"bc"]), abc);
    }
}
