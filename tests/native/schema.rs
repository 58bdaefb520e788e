//! The page's module of settings, presets and error codes is what the engine's tables say.

use generative_playground::schema;
use std::path::Path;

#[test]
fn the_pages_schema_is_not_stale() {
    for (path, text) in [
        (schema::MODULE, schema::module()),
        (schema::TYPES, schema::types()),
    ] {
        let found = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path));
        // Families of other crates, which other tests register, are none of the page's.
        assert!(
            found.is_ok_and(|found| found == text),
            "{path} is stale: run `cargo xtask schema`"
        );
    }
}
