//! `playground schema`: writes the page's module of settings, presets and error codes.

use crate::output::Result;
use generative_playground::schema;
use std::path::Path;

/// Runs the command.
pub fn run() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (path, text) in [
        (schema::MODULE, schema::module()),
        (schema::TYPES, schema::types()),
    ] {
        let path = root.join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&path, text)
            .map_err(|error| format!("{} cannot be written: {error}.", path.display()))?;
    }
    Ok(())
}
