//! A file's bytes, unpacked where they are compressed: the bytes say so, not the name.

use crate::output::Result;
use flate2::bufread::MultiGzDecoder;
use idx::Header;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// The most that is read of one file: 1.3 million images, more than any relative of MNIST has.
const MOST: u64 = 1 << 30;

/// The bytes of an IDX file, plain or gzipped in one member or several, and no more of them than its header promises: a
/// damaged header, or a file made to fill memory, is refused before it can.
///
/// # Errors
/// One line that names the file.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    let shown = path.display();
    let file = File::open(path).map_err(|error| format!("{shown} cannot be read: {error}."))?;
    let mut file = BufReader::new(file);
    let start = file
        .fill_buf()
        .map_err(|error| format!("{shown} cannot be read: {error}."))?;
    if start.starts_with(&[0x1f, 0x8b]) {
        as_promised(path, "unpacked", MultiGzDecoder::new(file))
    } else {
        as_promised(path, "read", file)
    }
}

fn as_promised(path: &Path, verb: &str, mut reader: impl Read) -> Result<Vec<u8>> {
    let shown = path.display();
    let failed = |error| format!("{shown} cannot be {verb}: {error}. Fetch it again.");
    let mut bytes = Vec::new();
    reader
        .by_ref()
        .take(Header::MOST as u64)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    let header = Header::read(&bytes).map_err(|error| format!("{shown}: {error}"))?;
    let whole = header.promised.saturating_add(header.length() as u64);
    if whole > MOST {
        return Err(format!(
            "{shown}: its header promises {} bytes, and at most {MOST} are read. Fetch it again, or take fewer images.",
            header.promised
        )
        .into());
    }
    // One more, to see that nothing follows.
    let rest = (whole + 1).saturating_sub(bytes.len() as u64);
    reader.take(rest).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > whole {
        return Err(format!(
            "{shown}: The file is too long: more follows than the {} bytes that its header promises. Fetch it again.",
            header.promised
        )
        .into());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use idx::{Kind, write};
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// What is read of a file that holds these bytes, under a name that says nothing true.
    fn through_a_file(name: &str, bytes: &[u8]) -> Result<Vec<u8>> {
        let path = std::env::temp_dir().join(format!(
            "playground-unpack-{name}-{}.gz",
            std::process::id()
        ));
        std::fs::write(&path, bytes).unwrap();
        let read = read(&path);
        std::fs::remove_file(&path).unwrap();
        read
    }

    #[test]
    fn the_bytes_decide_whether_a_file_is_unpacked() {
        let plain = write(Kind::U8, &[3, 28, 28], &[9; 3 * 784]);
        let members = [
            gzip(&plain[..5]),
            gzip(&plain[5..1_000]),
            gzip(&plain[1_000..]),
        ]
        .concat();
        for (name, bytes) in [
            ("plain", plain.clone()),
            ("gzip", gzip(&plain)),
            ("members", members),
        ] {
            assert!(through_a_file(name, &bytes).unwrap() == plain, "{name}");
        }
    }

    #[test]
    fn no_more_is_unpacked_than_a_header_promises() {
        let huge = write(Kind::U8, &[u32::MAX, 28, 28], &[0; 100]);
        let bomb = write(Kind::U8, &[1, 28, 28], &vec![0; 64 << 20]);
        let table = [
            ("terabytes", huge.clone(), "at most 1073741824"),
            ("terabytes, packed", gzip(&huge), "at most 1073741824"),
            ("bomb", gzip(&bomb), "too long"),
            ("cut", gzip(&bomb)[..20].to_vec(), "cannot be unpacked"),
            ("page", b"<html>404</html>".to_vec(), "web page"),
            ("empty", Vec::new(), "ends within its header"),
        ];
        for (name, bytes, says) in table {
            let error = through_a_file(name, &bytes).unwrap_err().to_string();
            assert!(
                error.contains(says) && error.contains(name),
                "{name}: {error}"
            );
        }
    }
}
