//! A file's bytes, unpacked where they are compressed.

use crate::output::Result;
use generative_playground::dataset::unpack;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// The bytes of an IDX file, plain or gzipped.
///
/// # Errors
/// One line that names the file.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    let shown = path.display();
    let file = File::open(path).map_err(|error| format!("{shown} cannot be read: {error}."))?;
    Ok(unpack(BufReader::new(file)).map_err(|error| format!("{shown}: {error}"))?)
}
