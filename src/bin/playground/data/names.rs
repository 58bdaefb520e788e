//! What the files of MNIST and its relatives are called.

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

/// What may follow `train-images` or `t10k-labels` in a name.
const ENDINGS: [&str; 5] = ["", "-idx", "-idx1-ubyte", "-idx3-ubyte", "-idx2-int"];

/// What a file of a data set with this prefix is usually called.
pub fn usual_name(prefix: &str, which: Which, content: Content) -> String {
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
