//! Shrinks the bundles in `dist/`: what is never called goes, binaryen's wasm-opt does the
//! rest, and the places of panics in other packages are forgotten.
//!
//! Done here and not by Trunk: Trunk would repeat it on every rebuild of `serve`, where the download is local and size costs nothing.
//! The results are kept by the input's hash, so an unchanged bundle costs a copy.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::prune::{self, Bundle, Emptied};
use crate::setup::{Tools, files, npm};
use crate::{paths, split, step};

/// Which WebAssembly features the code uses, wasm-opt reads in the file itself.
const OPTIONS: [&str; 3] = ["-O2", "--reorder-functions", "--reorder-locals"];
/// Functions keep their names where a bundle is divided by them; its parts have none.
const NAMES: &str = "-g";

/// Replace every `.wasm` file in the directory by a smaller one that does the same. `emptied`: what becomes of functions that are
/// never called.
pub fn shrink(tools: &Tools, dist: &Path, emptied: Emptied) -> Result<()> {
    // Beside each other, so that a test of the list does not cost the next build minutes.
    let kept = paths::target().join(match emptied {
        Emptied::Trap => "wasm-opt",
        Emptied::Report => "wasm-opt-report",
    });
    fs::create_dir_all(&kept)?;
    let mut used = Vec::new();
    for bundle in files::with_extension(dist, "wasm")? {
        let file = bundle.file_name().unwrap_or_default().to_string_lossy();
        let which = Bundle::of(&file).with_context(|| format!("{file} is none of the bundles"))?;
        let bytes = fs::read(&bundle)?;
        let binaryen = npm::version_of("binaryen")?;
        let recipe = format!(
            "{binaryen} {OPTIONS:?} {:?} {emptied:?} {:?} {}",
            names(which),
            prune::NEVER_CALLED,
            prune::ELSEWHERE
        );
        let name = format!("{}.wasm", files::sha256([&bytes[..], recipe.as_bytes()]));
        let result = kept.join(&name);
        if !result.is_file() {
            let pruned = prune::prune(&bytes, which, emptied)
                .with_context(|| format!("cannot prune {}", bundle.display()))?;
            files::write(&bundle, &pruned)?;
            optimize(tools, which, &bundle, &result, bytes.len())?;
        }
        files::copy(&result, &bundle)?;
        used.push(name);
    }
    split::divide(tools, dist)?;
    // Only the newest results are of use.
    for old in files::with_extension(&kept, "wasm")? {
        if !used.iter().any(|name| old.ends_with(name)) {
            fs::remove_file(old)?;
        }
    }
    Ok(())
}

/// What wasm-opt is told beside [`OPTIONS`].
fn names(bundle: Bundle) -> Option<&'static str> {
    (bundle != Bundle::Yardsticks).then_some(NAMES)
}

fn optimize(
    tools: &Tools,
    which: Bundle,
    bundle: &Path,
    result: &Path,
    before: usize,
) -> Result<()> {
    let name = bundle
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let half_done = result.with_extension("tmp");
    let mut command = tools.node_tool("binaryen", "bin/wasm-opt");
    command.args(OPTIONS).args(names(which));
    command.arg(bundle).arg("-o").arg(&half_done);
    step::run(
        &format!("Shrinking {name}"),
        "seconds to a few minutes",
        &mut command,
    )?;
    let shrunk = fs::read(&half_done).context("cannot read wasm-opt's result")?;
    files::write(&half_done, &prune::forget(&shrunk)?)?;
    fs::rename(&half_done, result).context("cannot keep wasm-opt's result")?;
    let mib = |bytes: u64| bytes as f64 / f64::from(1 << 20);
    eprintln!(
        "  {name}: {:.1} MiB -> {:.1} MiB",
        mib(before as u64),
        mib(fs::metadata(result)?.len())
    );
    Ok(())
}
