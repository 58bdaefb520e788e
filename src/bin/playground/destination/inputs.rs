//! What a command reads, which it must not write over.

use super::Destination;
use crate::data;
use crate::output::Result;
use std::fs;
use std::path::Path;

/// Files that a command reads, by the options that name them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Inputs<'a> {
    /// Options with their files.
    pub files: &'a [(&'a str, &'a Path)],
    /// The folder of the data, where `--data` names one.
    pub data: Option<&'a Path>,
}

impl Inputs<'_> {
    /// Fails where the option `flag` would write over one of them.
    ///
    /// # Errors
    /// One line that names both options.
    pub fn are_apart_from(&self, flag: &str, destination: &Destination) -> Result<()> {
        let shown = destination.path().display();
        // Where there is no file yet, there is none to lose.
        let Ok(target) = fs::canonicalize(&destination.target) else {
            return Ok(());
        };
        if destination.stream {
            return Ok(());
        }
        let is_target = |path: &Path| fs::canonicalize(path).is_ok_and(|path| path == target);
        if let Some((input, _)) = self.files.iter().find(|(_, path)| is_target(path)) {
            return Err(
                format!("{flag} {shown} is the file that {input} reads: name another.").into(),
            );
        }
        let folder = self.data.and_then(|folder| fs::canonicalize(folder).ok());
        if folder.is_some_and(|folder| target.starts_with(folder)) && data::is_named(&target) {
            return Err(format!(
                "{flag} {shown} is one of the files that --data reads: name another."
            )
            .into());
        }
        Ok(())
    }
}
