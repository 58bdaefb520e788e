//! A file on its way: written beside its place, and moved there when it is whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The new file beside a target. Nobody else writes it while it is open: another command with the same target waits.
pub struct Part<'a> {
    target: &'a Path,
    path: PathBuf,
    file: File,
}

impl<'a> Part<'a> {
    /// Makes it, empty. One that a killed process left is in nobody's use.
    ///
    /// # Errors
    /// Those of the system.
    pub fn beside(target: &'a Path) -> io::Result<Self> {
        let path = target.with_added_extension("part");
        loop {
            // A link would be written through, and a pipe waits for its reader.
            if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_file()) {
                fs::remove_file(&path)?;
            }
            let mut options = OpenOptions::new();
            let file = options.write(true).create(true).truncate(false);
            let file = file.open(&path)?;
            // Some file systems know no locks; there it goes on without.
            let locked = file.lock();
            if locked.is_err_and(|error| error.kind() == ErrorKind::Interrupted) {
                continue;
            }
            // Who had it before has moved it into place, or taken it away.
            if is_at(&file, &path)? {
                file.set_len(0)?;
                return Ok(Self { target, path, file });
            }
        }
    }

    /// Takes it away again.
    ///
    /// # Errors
    /// Those of the system.
    pub fn remove(self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }

    /// Writes all of it and moves it into place, or leaves what there was.
    ///
    /// # Errors
    /// Those of the system.
    pub fn become_target(mut self, bytes: &[u8]) -> io::Result<()> {
        let written = self.fill(bytes);
        if written.is_err() {
            let _ = self.remove();
        }
        written
    }

    fn fill(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        // Some disks say only here that they are full.
        self.file.sync_all()?;
        if let Ok(before) = fs::metadata(self.target) {
            fs::set_permissions(&self.path, before.permissions())?;
        }
        fs::rename(&self.path, self.target)
    }
}

/// Whether the open file is the one of this name.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let open = file.metadata()?;
    let named = fs::symlink_metadata(path);
    Ok(named.is_ok_and(|named| (named.dev(), named.ino()) == (open.dev(), open.ino())))
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> io::Result<bool> {
    Ok(true)
}
