//! The libraries of the page, as plain modules under `www/vendor/`.
//!
//! Copied from the npm packages rather than bundled: the page then runs as it is written, without a bundler.

use std::fs;

use anyhow::{Context, Result};

use super::files;
use crate::paths;

const FILES: [(&str, &str); 7] = [
    ("uplot/dist/uPlot.esm.js", "uplot.js"),
    ("uplot/dist/uPlot.min.css", "uplot.css"),
    ("comlink/dist/esm/comlink.mjs", "comlink.js"),
    ("gifenc/dist/gifenc.esm.js", "gifenc.js"),
    ("fflate/esm/browser.js", "fflate.js"),
    ("umap-js/lib/umap-js.min.js", "umap.js"),
    (
        "@preact/signals-core/dist/signals-core.mjs",
        "signals-core.js",
    ),
];

/// Copy what is missing or differs; an untouched file does not wake `trunk serve`.
pub fn ensure() -> Result<()> {
    for (from, to) in FILES {
        let from = paths::root().join("node_modules").join(from);
        let to = paths::root().join("www/vendor").join(to);
        let text =
            fs::read_to_string(&from).with_context(|| format!("cannot read {}", from.display()))?;
        let text = as_module(&without_source_map(&text));
        if fs::read_to_string(&to).ok().as_deref() != Some(&text) {
            files::write(&to, text.as_bytes())?;
        }
    }
    Ok(())
}

/// The maps are not served, and a browser's developer tools would complain about each.
fn without_source_map(text: &str) -> String {
    text.lines()
        .map(|line| match line.find("//# sourceMappingURL=") {
            Some(at) => &line[..at],
            None => line,
        })
        .filter(|line| !line.is_empty())
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// A package that comes for Node and for script elements only (UMD) finds the `module` of Node here, and what it leaves there is
/// exported: `UMAP` is the only one.
fn as_module(text: &str) -> String {
    if !text.starts_with("!function") {
        return text.to_owned();
    }
    format!(
        "const module = {{ exports: {{}} }};\nconst {{ exports }} = module;\n{text}export const {{ UMAP }} = module.exports;\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_for_node_becomes_a_module() {
        assert_eq!(as_module("export { a };\n"), "export { a };\n");
        let made = as_module("!function(t,e){module.exports=e()}(this,f);\n");
        assert!(made.starts_with("const module = "));
        assert!(made.ends_with("\nexport const { UMAP } = module.exports;\n"));
    }

    #[test]
    fn only_the_source_map_goes() {
        assert_eq!(
            without_source_map(
                "a;\n//# sourceMappingURL=a.js.map\nb;//# sourceMappingURL=b.js.map"
            ),
            "a;\nb;\n"
        );
    }
}
