//! Files that the command reads whole. What has no end (a device), or cannot be what it is taken for, is not read until memory is full.

use crate::output::Result;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The most that a header of a safetensors file holds, as the format's own library has it.
const MOST_HEADER: u64 = 100_000_000;

/// The bytes of a file, `most` of them at most.
///
/// # Errors
/// One line that names the file.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>> {
    let shown = path.display();
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes));
    read.map_err(|error| format!("{shown} cannot be read: {error}."))?;
    if bytes.len() as u64 > most {
        return Err(format!(
            "{shown} holds more than the {most} bytes that are read of it at most. Name another file, or a part of it."
        )
        .into());
    }
    Ok(bytes)
}

/// The bytes of a safetensors file; of what has no header of one, its first bytes alone, for whoever looks at them to refuse.
///
/// # Errors
/// One line that names the file.
pub fn read_weights(path: &Path) -> Result<Vec<u8>> {
    let read = || {
        let mut file = File::open(path)?;
        let mut bytes = Vec::new();
        file.by_ref().take(8).read_to_end(&mut bytes)?;
        let header = <[u8; 8]>::try_from(&bytes[..]).map_or(0, u64::from_le_bytes);
        if (1..=MOST_HEADER).contains(&header) {
            file.read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    };
    read().map_err(|error: std::io::Error| {
        format!("{} cannot be read: {error}.", path.display()).into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_has_no_end_is_not_read_to_it() {
        let zero = Path::new("/dev/zero");
        let error = read(zero, 1_000).unwrap_err().to_string();
        assert!(
            error.contains("/dev/zero holds more than the 1000 bytes"),
            "{error}"
        );
        assert_eq!(read_weights(zero).unwrap(), [0; 8]);
        assert!(read_weights(Path::new("/dev/null")).unwrap().is_empty());
    }

    #[test]
    fn a_file_is_read_whole() {
        let path = std::env::temp_dir().join(format!("playground-input-{}", std::process::id()));
        let weights = [&3_u64.to_le_bytes()[..], b"{ }", &[7; 1_000]].concat();
        std::fs::write(&path, &weights).unwrap();
        assert!(read(&path, weights.len() as u64).unwrap() == weights);
        assert!(read_weights(&path).unwrap() == weights);
        assert!(read(&path, weights.len() as u64 - 1).is_err());
        std::fs::remove_file(path).unwrap();
    }
}
