//! Where a command writes to: looked at before the work begins, so that no work is lost to a mistyped path.
//!
//! A file appears whole or not at all: it is written beside its place and moved there, and nothing is left beside it after a
//! failure. Behind a symbolic link, the file that it points to is written. A pipe or a device is written to as it is. What the
//! command reads is no place to write to ([`Inputs`]).

mod inputs;
mod part;
#[cfg(test)]
mod tests;

pub use inputs::Inputs;

use crate::output::{Result, cannot_write};
use part::Part;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Symbolic links that are followed, one after the other, as on Linux.
const LINKS: usize = 40;

/// A place that can be written to, as far as can be told beforehand.
#[derive(Clone, Debug)]
pub struct Destination {
    /// As it was given: for messages.
    path: PathBuf,
    /// The file to write, behind all links.
    target: PathBuf,
    /// Whether it is a pipe or a device.
    stream: bool,
}

impl Destination {
    /// The place that the option `flag` names, tried out: a file can be made there.
    ///
    /// # Errors
    /// What is wrong with it, and what to do.
    pub fn check(flag: &str, path: &Path) -> Result<Self> {
        let shown = path.display();
        if path.as_os_str().is_empty() {
            return Err(format!("{flag} is empty: give the name of a file.").into());
        }
        let found = match fs::metadata(path) {
            Ok(found) => Some(found),
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                None
            }
            // A ring of links, a folder that may not be looked into.
            Err(error) => return Err(refused(flag, path, "it", &error).into()),
        };
        let slash = shown.to_string().ends_with(std::path::is_separator);
        if slash || found.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(format!("{flag} {shown} is a folder: name a file in it.").into());
        }
        let stream = found
            .as_ref()
            .is_some_and(|found| !found.is_file() || is_open_file(path));
        let target = if stream {
            path.into()
        } else {
            behind_links(path)
        };
        let destination = Self {
            path: path.into(),
            target,
            stream,
        };
        match found {
            // To open a pipe would wait for its reader.
            Some(found) if !is_pipe(&found) && stream => {
                let opened = destination.open_end();
                opened.map_err(|error| refused(flag, path, "it", &error))?;
            }
            found if !stream => destination.try_out(flag, found.is_some())?,
            _ => {}
        }
        Ok(destination)
    }

    /// [`check`](Self::check) where a path was given.
    ///
    /// # Errors
    /// Those of [`check`](Self::check).
    pub fn check_some(flag: &str, path: Option<&Path>) -> Result<Option<Self>> {
        path.map(|path| Self::check(flag, path)).transpose()
    }

    fn try_out(&self, flag: &str, exists: bool) -> Result<()> {
        let (shown, folder) = (self.path.display(), self.folder());
        if !folder.is_dir() {
            let folder = folder.display();
            return Err(match fs::exists(self.folder()) {
                Ok(true) => format!("{flag} {shown}: {folder} is no folder. Name a file in one."),
                _ => format!("{flag} {shown}: there is no folder {folder}. Make it first (mkdir -p {folder})."),
            }
            .into());
        }
        if exists {
            self.open_end()
                .map_err(|error| refused(flag, &self.path, "the file", &error))?;
        }
        let folder = format!("the folder {}", folder.display());
        Part::beside(&self.target)
            .and_then(Part::remove)
            .map_err(|error| refused(flag, &self.path, &folder, &error))?;
        Ok(())
    }

    /// As it was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is a pipe or a device, of which nothing can be read back.
    pub fn is_stream(&self) -> bool {
        self.stream
    }

    /// Whether both are the same file.
    pub fn is_same(&self, other: &Self) -> bool {
        let whole = |target: &Path| {
            let folder = target
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            let folder = fs::canonicalize(folder.unwrap_or(Path::new(".")));
            Some((folder.ok()?, target.file_name()?.to_owned()))
        };
        !self.stream && !other.stream && whole(&self.target) == whole(&other.target)
    }

    /// Writes all of it, or leaves what there was.
    ///
    /// # Errors
    /// One line that names the file; [`ReaderGone`](crate::output::ReaderGone) where it is a pipe that nobody reads.
    pub fn write(&self, bytes: &[u8]) -> Result<()> {
        let written = if self.stream {
            self.open_end().and_then(|mut file| file.write_all(bytes))
        } else {
            Part::beside(&self.target).and_then(|part| part.become_target(bytes))
        };
        written.map_err(|error| cannot_write(self.path.display(), &error))
    }

    /// Opens it to go on at its end, and makes it where there is none.
    ///
    /// # Errors
    /// Those of the system.
    pub fn append(&self) -> Result<File> {
        let mut options = OpenOptions::new();
        let file = options.append(true).create(!self.stream);
        file.open(&self.target)
            .map_err(|error| cannot_write(self.path.display(), &error))
    }

    fn open_end(&self) -> io::Result<File> {
        OpenOptions::new().append(true).open(&self.target)
    }

    fn folder(&self) -> &Path {
        let folder = self
            .target
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        folder.unwrap_or(Path::new("."))
    }
}

fn refused(flag: &str, path: &Path, what: &str, error: &io::Error) -> String {
    let shown = path.display();
    format!("{flag} {shown}: {what} cannot be written to ({error}). Choose another place.")
}

/// The file at the end of the links, whether it is there or not.
fn behind_links(path: &Path) -> PathBuf {
    let mut target = path.to_path_buf();
    for _ in 0..LINKS {
        let Ok(next) = fs::read_link(&target) else {
            break;
        };
        // A relative link starts from its own folder; joining an absolute one replaces it.
        target = target.parent().unwrap_or(Path::new("")).join(next);
    }
    target
}

#[cfg(unix)]
fn is_pipe(found: &fs::Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&found.file_type())
}

#[cfg(not(unix))]
fn is_pipe(_: &fs::Metadata) -> bool {
    true
}

/// Whether the path names what a process has open: moving another file into its place would take it from those that write
/// to it too.
fn is_open_file(path: &Path) -> bool {
    let roots = ["/dev/stdout", "/dev/stderr", "/dev/fd", "/proc"];
    cfg!(unix) && roots.iter().any(|root| path.starts_with(root))
}
