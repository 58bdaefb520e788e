//! The four files of a data set in a folder, under the names that MNIST and its relatives have.

use crate::output::{Result, note};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Which images.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    Train,
    Test,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Content {
    Images,
    Labels,
}

/// The files of one data set.
#[derive(Debug)]
pub struct DataSet {
    folder: PathBuf,
    /// What stands before MNIST's names: nothing, `qmnist`, `emnist-digits`.
    prefix: String,
    files: BTreeMap<(Which, Content), PathBuf>,
}

/// EMNIST's parts that hold ten digits, the one of MNIST's size first. The others hold letters.
const EMNIST_DIGITS: [&str; 2] = ["emnist-mnist", "emnist-digits"];

/// What may follow `train-images` or `t10k-labels` in a name.
const ENDINGS: [&str; 5] = ["", "-idx", "-idx1-ubyte", "-idx3-ubyte", "-idx2-int"];

impl DataSet {
    /// The data set in a folder, or below it where torchvision puts it (`MNIST/raw`).
    ///
    /// # Errors
    /// When there is none, or more than one; it says which.
    pub fn find(folder: &Path) -> Result<Self> {
        let shown = folder.display();
        if !folder.is_dir() {
            return Err(format!(
                "--data {shown} is no folder. Name one that holds MNIST's four IDX files."
            )
            .into());
        }
        std::fs::read_dir(folder)
            .map_err(|error| format!("--data {shown} cannot be read: {error}."))?;
        let mut found = sets(folder);
        if found.is_empty() {
            let below = || folders(folder).into_iter();
            found = below()
                .chain(below().flat_map(|one| folders(&one)))
                .flat_map(|one| sets(&one))
                .collect();
            let first = found.first().map(|set| set.folder.clone());
            if found.iter().any(|set| Some(&set.folder) != first.as_ref()) {
                let names: Vec<_> = found
                    .iter()
                    .map(|set| set.folder.display().to_string())
                    .collect();
                return Err(format!(
                    "{shown} holds several data sets. Name one of them: {}.",
                    names.join(", ")
                )
                .into());
            }
        }
        one_of(found, folder)
    }

    /// The file with these contents.
    ///
    /// # Errors
    /// When there is none.
    pub fn file(&self, which: Which, content: Content) -> Result<&Path> {
        let found = self.files.get(&(which, content)).map(PathBuf::as_path);
        found.ok_or_else(|| {
            let folder = self.folder.display();
            format!(
                "{folder} has no {} (plain or .gz). Put all four IDX files there.",
                usual_name(&self.prefix, which, content)
            )
            .into()
        })
    }

    /// Whether rows and columns of its images are exchanged, as the makers of EMNIST left them.
    pub fn is_transposed(&self) -> bool {
        self.prefix.starts_with("emnist")
    }
}

fn usual_name(prefix: &str, which: Which, content: Content) -> String {
    let which = match (which, prefix) {
        (Which::Train, _) => "train",
        (Which::Test, "") => "t10k",
        (Which::Test, _) => "test",
    };
    let content = match (content, prefix) {
        (Content::Images, _) => "images-idx3-ubyte",
        (Content::Labels, "qmnist") => "labels-idx2-int",
        (Content::Labels, _) => "labels-idx1-ubyte",
    };
    let dash = if prefix.is_empty() { "" } else { "-" };
    format!("{prefix}{dash}{which}-{content}")
}

/// The one that can be read of those in a folder.
fn one_of(mut found: Vec<DataSet>, folder: &Path) -> Result<DataSet> {
    let shown = folder.display();
    let names: Vec<_> = found.iter().map(|set| set.prefix.clone()).collect();
    let usual = ["", EMNIST_DIGITS[0], EMNIST_DIGITS[1]];
    let at = match found.as_slice() {
        [] => None,
        [_] => Some(0),
        _ => usual
            .iter()
            .find_map(|usual| names.iter().position(|name| name == usual)),
    };
    let Some(at) = at else {
        return Err(match names.as_slice() {
            [] => format!("{shown} has no train-images-idx3-ubyte (plain or .gz). Put MNIST's four IDX files there."),
            _ => format!(
                "{shown} holds several data sets ({}). Leave one of them there.",
                names.join(", ")
            ),
        }
        .into());
    };
    let set = found.swap_remove(at);
    if set.is_transposed() && !EMNIST_DIGITS.contains(&set.prefix.as_str()) {
        return Err(format!(
            "{shown} holds EMNIST's letters ({}), and models here know ten classes, the digits. Put the files of \
             {} or {} there.",
            set.prefix, EMNIST_DIGITS[0], EMNIST_DIGITS[1]
        )
        .into());
    }
    if names.len() > 1 {
        let name = if set.prefix.is_empty() {
            "MNIST"
        } else {
            &set.prefix
        };
        note(format_args!(
            "{shown} holds several data sets; reading {name}."
        ));
    }
    Ok(set)
}

/// The data sets whose files lie in this folder, by prefix.
fn sets(folder: &Path) -> Vec<DataSet> {
    let mut sets: BTreeMap<String, BTreeMap<_, PathBuf>> = BTreeMap::new();
    for path in entries(folder).into_iter().filter(|path| path.is_file()) {
        if let Some((prefix, key)) = path
            .file_name()
            .and_then(|name| parse(&name.to_string_lossy()))
        {
            // In the order of names, so a plain file comes before its own archive.
            sets.entry(prefix).or_default().entry(key).or_insert(path);
        }
    }
    let whole = |(prefix, files)| DataSet {
        folder: folder.into(),
        prefix,
        files,
    };
    sets.into_iter().map(whole).collect()
}

/// What a name says: `train-images-idx3-ubyte`, `t10k-labels.idx1-ubyte.gz`, `emnist-digits-test-images-idx3-ubyte`, in
/// letters of any size.
pub fn parse(name: &str) -> Option<(String, (Which, Content))> {
    // What a Mac leaves beside each file on other disks (`._train-images-idx3-ubyte`).
    if name.starts_with('.') {
        return None;
    }
    let name = name.to_lowercase().replace(['.', '_'], "-");
    let name = name.strip_suffix("-gz").unwrap_or(&name);
    let parts = [
        ("train", Which::Train),
        ("t10k", Which::Test),
        ("test", Which::Test),
    ];
    let contents = [("images", Content::Images), ("labels", Content::Labels)];
    parts
        .iter()
        .flat_map(|part| contents.map(|content| (part, content)))
        .find_map(|(part, content)| {
            let (before, after) = name.split_once(&format!("{}-{}", part.0, content.0))?;
            let is_prefix = before.is_empty() || before.ends_with('-');
            let is_idx = ENDINGS.contains(&after);
            let prefix = before.trim_end_matches('-').to_string();
            (is_prefix && is_idx).then_some((prefix, (part.1, content.1)))
        })
}

/// A file's name as far as the ending of an IDX file, plain or gzipped; none where it has no such ending.
pub fn ending(name: &str) -> Option<&str> {
    if name.starts_with('.') {
        return None;
    }
    let name = name.strip_suffix(".gz").unwrap_or(name);
    let endings = ENDINGS.iter().filter(|ending| ending.len() > "-idx".len());
    endings
        .flat_map(|ending| [ending.to_string(), ending.replacen('-', ".", 1)])
        .find_map(|ending| name.strip_suffix(&*ending))
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    entries(folder)
        .into_iter()
        .filter(|path| path.is_dir())
        .collect()
}

/// What lies in a folder, by name; nothing where it cannot be read.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_whole_family_are_understood() {
        let table = [
            ("train-images-idx3-ubyte", "", Which::Train, Content::Images),
            (
                "t10k-labels.idx1-ubyte.gz",
                "",
                Which::Test,
                Content::Labels,
            ),
            (
                "TRAIN-LABELS-IDX1-UBYTE.GZ",
                "",
                Which::Train,
                Content::Labels,
            ),
            (
                "qmnist-test-labels-idx2-int.gz",
                "qmnist",
                Which::Test,
                Content::Labels,
            ),
            (
                "emnist-digits-test-images-idx3-ubyte",
                "emnist-digits",
                Which::Test,
                Content::Images,
            ),
        ];
        for (name, prefix, which, content) in table {
            assert_eq!(
                parse(name),
                Some((prefix.to_string(), (which, content))),
                "{name}"
            );
        }
        for name in [
            "qmnist-train-labels.tsv.gz",
            "train-images.png",
            "restrain-images",
            "emnist-digits-mapping.txt",
            "._train-images-idx3-ubyte",
            "train-images-idx3-ubyte.gz.part",
        ] {
            assert_eq!(parse(name), None, "{name}");
        }
        for prefix in ["", "qmnist", "emnist-mnist"] {
            for which in [Which::Train, Which::Test] {
                for content in [Content::Images, Content::Labels] {
                    let name = usual_name(prefix, which, content);
                    assert_eq!(
                        parse(&name),
                        Some((prefix.into(), (which, content))),
                        "{name}"
                    );
                }
            }
        }
    }
}
