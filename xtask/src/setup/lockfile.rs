//! Reads a crate's version from `Cargo.lock`.

/// The version of a crate in the text of a `Cargo.lock`.
pub fn version<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let value = |line: &'a str, key: &str| {
        line.strip_prefix(key)?
            .trim()
            .strip_prefix("= \"")?
            .strip_suffix('"')
    };
    lock.split("[[package]]").find_map(|package| {
        let mut lines = package.lines();
        lines.find(|line| value(line, "name ") == Some(name))?;
        lines.find_map(|line| value(line, "version "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"version = 4

[[package]]
name = "wasm-bindgen-futures"
version = "0.4.80"
dependencies = [
 "wasm-bindgen",
]

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry+https://example.org"
"#;

    #[test]
    fn finds_the_version_of_exactly_this_crate() {
        assert_eq!(version(LOCK, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(version(LOCK, "wasm-bindgen-futures"), Some("0.4.80"));
        assert_eq!(version(LOCK, "wasm"), None);
        assert_eq!(version("", "wasm-bindgen"), None);
    }

    #[test]
    fn our_own_lock_file_has_wasm_bindgen() {
        let lock = std::fs::read_to_string(crate::paths::root().join("Cargo.lock")).unwrap();
        assert!(version(&lock, "wasm-bindgen").is_some());
    }
}
