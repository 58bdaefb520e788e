//! `playground schema`: writes the page's module of settings, presets and error codes.

use crate::open::write_whole;
use generative_playground::schema;
use std::path::Path;

/// Runs the command.
pub fn run() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (path, text) in [
        (schema::MODULE, schema::module()),
        (schema::TYPES, schema::types()),
    ] {
        let path = root.join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        write_whole(&path, text.as_bytes())?;
    }
    Ok(())
}
