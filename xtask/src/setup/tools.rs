//! Trunk and wasm-bindgen's commands, in the versions that fit.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::lockfile;
use crate::{command, paths, step};

/// The newest Trunk that Rust 1.95 compiles.
const TRUNK: &str = "0.21.14";

/// What the set-up found or installed, ready to be called.
pub struct Tools {
    /// The compiler for wasm32 where it is not the user's own.
    pub rustc: Option<PathBuf>,
    /// What has to be on PATH.
    pub dirs: Vec<PathBuf>,
    wasm_bindgen: PathBuf,
}

impl Tools {
    /// A command that finds the tools and, for wasm32, the right compiler.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(paths::root())
            .env("PATH", command::path_with(&self.dirs));
        if let Some(rustc) = &self.rustc {
            command.env("RUSTC", rustc);
        }
        command
    }

    /// Trunk.
    pub fn trunk(&self) -> Command {
        let mut trunk = self.command("trunk");
        // Everybody else takes any value of NO_COLOR; Trunk stops at all but these two.
        if env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
            trunk.env("NO_COLOR", "true");
        }
        trunk
    }

    /// A script of an npm package.
    pub fn node_tool(&self, package: &str, script: &str) -> Command {
        let mut node = self.command("node");
        node.arg(
            paths::root()
                .join("node_modules")
                .join(package)
                .join(script),
        );
        node
    }

    /// What cargo runs wasm32 tests with.
    pub fn test_runner(&self) -> PathBuf {
        self.wasm_bindgen.join(format!(
            "wasm-bindgen-test-runner{}",
            env::consts::EXE_SUFFIX
        ))
    }
}

/// A crate whose commands we need in exactly one version.
struct Tool<'a> {
    package: &'a str,
    version: &'a str,
    commands: &'a [&'a str],
    arguments: &'a [&'a str],
    about: &'a str,
}

/// Find or install both.
pub fn ensure(rustc: Option<PathBuf>) -> Result<Tools> {
    let lock =
        fs::read_to_string(paths::root().join("Cargo.lock")).context("cannot read Cargo.lock")?;
    let wasm_bindgen_version =
        lockfile::version(&lock, "wasm-bindgen").context("Cargo.lock has no wasm-bindgen")?;
    let trunk = Tool {
        package: "trunk",
        version: TRUNK,
        commands: &["trunk"],
        // Without Trunk's default features: it need not download anything itself.
        arguments: &["--locked", "--no-default-features"],
        about: "once, about 4 minutes",
    };
    let wasm_bindgen = Tool {
        package: "wasm-bindgen-cli",
        version: wasm_bindgen_version,
        commands: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        // Not `--locked`: its lock file names a release that registries have withdrawn.
        arguments: &[],
        about: "once, about 3 minutes",
    };
    let shared_work = paths::cache().join("tools/target");
    let trunk = trunk.ensure(&shared_work)?;
    let wasm_bindgen = wasm_bindgen.ensure(&shared_work)?;
    if shared_work.exists() {
        fs::remove_dir_all(&shared_work)?;
    }
    Ok(Tools {
        rustc,
        dirs: vec![trunk, wasm_bindgen.clone()],
        wasm_bindgen,
    })
}

impl Tool<'_> {
    /// The directory that holds its commands: from PATH if they fit, else from the cache, else installed there.
    fn ensure(&self, work: &Path) -> Result<PathBuf> {
        let on_path =
            command::find(self.commands[0]).and_then(|path| path.parent().map(Path::to_path_buf));
        if let Some(dir) = on_path.filter(|dir| self.is_in(dir)) {
            return Ok(dir);
        }
        let root = paths::cache()
            .join("tools")
            .join(format!("{}-{}", self.package, self.version));
        let dir = root.join("bin");
        if !self.is_in(&dir) {
            self.install(&root, work)?;
        }
        Ok(dir)
    }

    fn is_in(&self, dir: &Path) -> bool {
        self.commands.iter().all(|name| {
            let path = dir.join(format!("{name}{}", env::consts::EXE_SUFFIX));
            // `trunk 0.21.14`, `wasm-bindgen 0.2.130 (abc)`
            command::output(path, &["--version"])
                .is_some_and(|text| text.split_whitespace().nth(1) == Some(self.version))
        })
    }

    /// Cargo moves the commands into place when all are built, and an interrupted build goes on where it was.
    fn install(&self, root: &Path, work: &Path) -> Result<()> {
        fs::create_dir_all(root).with_context(|| format!("cannot make {}", root.display()))?;
        let mut cargo = Command::new("cargo");
        cargo
            .current_dir(root)
            .args([
                "install",
                self.package,
                "--version",
                self.version,
                "--force",
                "--root",
            ])
            .arg(root)
            .args(self.arguments)
            .env("CARGO_TARGET_DIR", work)
            // These run for seconds at a time: compile them fast rather than well.
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        step::run(
            &format!("Installing {} {}", self.package, self.version),
            self.about,
            &mut cargo,
        )
    }
}
