//! A folder with one file of images and, maybe, one of their labels: as the page's room Data writes them.

use super::names::ending;
use super::unpack;
use crate::output::Result;
use generative_playground::dataset::{MnistDataset, idx};
use std::path::{Path, PathBuf};

/// Images of one's own.
#[derive(Debug, PartialEq, Eq)]
pub struct OwnImages {
    name: String,
    images: PathBuf,
    labels: Option<PathBuf>,
}

impl OwnImages {
    /// Those in a folder that has one file of images, `NAME-images-idx3-ubyte` (plain or .gz), and the labels beside it. None where
    /// there are no such files, or several.
    pub fn find(files: &[PathBuf]) -> Option<Self> {
        let named = |what: &str| {
            let of = move |path: &PathBuf| Some((prefix(path, what)?, path.clone()));
            // A plain file comes before its own archive.
            let mut all: Vec<_> = files.iter().filter_map(of).collect();
            all.dedup_by(|later, earlier| later.0 == earlier.0);
            all
        };
        let [(name, images)] = &named("images")[..] else {
            return None;
        };
        let labels = named("labels").into_iter().find(|(of, _)| of == name);
        Some(Self {
            name: name.clone(),
            images: images.clone(),
            labels: labels.map(|(_, path)| path),
        })
    }

    /// The data set that the page makes of them.
    ///
    /// # Errors
    /// One line that names the file.
    pub fn load(&self) -> Result<MnistDataset> {
        let in_file = |path: &Path, error| format!("{}: {error}", path.display());
        let image_bytes = unpack::read(&self.images)?;
        let images =
            idx::parse_images(&image_bytes).map_err(|error| in_file(&self.images, error))?;
        let label_bytes = self.labels.as_deref().map(unpack::read).transpose()?;
        let labels = match (&label_bytes, &self.labels) {
            (Some(bytes), Some(path)) => {
                Some(idx::parse_labels(bytes).map_err(|error| in_file(path, error))?)
            }
            _ => None,
        };
        let own = MnistDataset::own(&self.name, images, labels);
        Ok(own.map_err(|error| in_file(&self.images, error))?)
    }
}

/// What stands before `images` or `labels` in a file's name.
fn prefix(path: &Path, what: &str) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let stem = ending(&name)?;
    let before = stem.strip_suffix(what)?;
    Some(before.trim_end_matches(['-', '_', '.']).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_of_images_is_found_with_its_labels_and_no_others() {
        let find = |names: &[&str]| {
            let files: Vec<_> = names.iter().map(PathBuf::from).collect();
            let own = OwnImages::find(&files)?;
            Some((own.name, own.labels.map(|path| path.display().to_string())))
        };
        let runes = "Runes-images-idx3-ubyte";
        assert_eq!(find(&[runes]), Some(("Runes".into(), None)));
        let labels = "Runes-labels-idx1-ubyte.gz";
        assert_eq!(
            find(&[runes, labels, "other-labels-idx1-ubyte", "notes.txt"]),
            Some(("Runes".into(), Some(labels.into())))
        );
        assert_eq!(
            find(&["images.idx3-ubyte.gz", "labels.idx1-ubyte.gz"]),
            Some(("".into(), Some("labels.idx1-ubyte.gz".into())))
        );
        assert_eq!(
            find(&[runes, "Runes-images-idx3-ubyte.gz"]),
            Some(("Runes".into(), None))
        );
        assert_eq!(find(&[runes, "more-images-idx3-ubyte"]), None);
        assert_eq!(find(&["images.png", labels, "._a-images-idx3-ubyte"]), None);
    }
}
