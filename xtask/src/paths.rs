//! Where things lie: the checkout, the cache that all checkouts share, cargo's target directory.

use std::env;
use std::path::{Path, PathBuf};

/// The checkout's root.
///
/// Asked at run time first: checkouts may share one target directory, and then this program may have been compiled in another one.
pub fn root() -> PathBuf {
    let xtask = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask
        .parent()
        .map_or_else(|| xtask.clone(), Path::to_path_buf)
}

/// What is installed once for all checkouts: a directory of this user, outside the checkout, so that `git clean` keeps it.
pub fn cache() -> PathBuf {
    let home = || {
        env::var_os("HOME")
            .or_else(|| env::var_os("USERPROFILE"))
            .map_or_else(env::temp_dir, PathBuf::from)
    };
    let set = |name: &str| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let base = if cfg!(windows) {
        set("LOCALAPPDATA").unwrap_or_else(home)
    } else if cfg!(target_os = "macos") {
        home().join("Library/Caches")
    } else {
        set("XDG_CACHE_HOME").unwrap_or_else(|| home().join(".cache"))
    };
    base.join("generative-playground")
}

/// Cargo's target directory.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}
