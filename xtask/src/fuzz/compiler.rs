//! This program in rustc's place (cargo's `RUSTC_WRAPPER`): it has rustc count which edges of our own code an input takes, as libFuzzer
//! wants it, and leaves the dependencies as they are. They are compiled already, for the tests; burn alone would take half an hour more, and
//! would drown in its branches those of a parser.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::paths;

/// Set where this program is called by cargo in rustc's place: the folder of what is counted.
const COUNTED: &str = "PLAYGROUND_FUZZ_COUNTED";

/// As cargo-fuzz has them.
const COUNTING: [&str; 6] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cllvm-args=-simplifycfg-branch-fold-threshold=0",
];

/// Cargo, to build the targets.
pub fn cargo() -> Result<Command> {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["build", "--release", "--bins", "--manifest-path"])
        .arg(paths::root().join("fuzz/Cargo.toml"))
        .env("CARGO_TARGET_DIR", paths::target())
        .env(
            "RUSTC_WRAPPER",
            env::current_exe().context("this program has no path")?,
        )
        .env(COUNTED, paths::root());
    Ok(cargo)
}

/// Compiles in rustc's place, if that is what this program was called for.
pub fn in_place() -> Option<ExitCode> {
    let root = env::var_os(COUNTED)?;
    let mut arguments = env::args_os().skip(1);
    let mut rustc = Command::new(arguments.next()?);
    let arguments: Vec<_> = arguments.collect();
    if is_counted(&arguments, Path::new(&root)) {
        rustc.args(COUNTING);
    }
    let status = rustc.args(arguments).status();
    let code = status.ok().and_then(|status| status.code());
    Some(ExitCode::from(code.map_or(1, |code| code as u8)))
}

/// Whether these are arguments for what runs in a target and is the project's own. Build scripts run while it is compiled, without libFuzzer.
fn is_counted(arguments: &[OsString], root: &Path) -> bool {
    let is_script = arguments.iter().any(|word| word == "build_script_build");
    let is_ours = arguments.iter().map(Path::new).any(|path| {
        // A package's own sources are named from its workspace's folder, which here is a part of the project.
        let is_source = path.extension().is_some_and(|ending| ending == "rs");
        is_source && (path.is_relative() || path.starts_with(root))
    });
    is_ours && !is_script
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_code_is_counted_and_no_build_script() {
        let counted = |words: &str| {
            let words: Vec<OsString> = words.split(' ').map(Into::into).collect();
            is_counted(&words, Path::new("/project"))
        };
        assert!(counted(
            "--crate-name idx fuzz_targets/idx.rs --edition=2024"
        ));
        assert!(counted("--crate-name idx /project/idx/src/lib.rs"));
        assert!(!counted("--crate-name burn /registry/burn/src/lib.rs"));
        assert!(!counted(
            "--crate-name build_script_build /project/cpu-kernels/build.rs"
        ));
    }
}
