//! Debian's packages, where they help and we may install them.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::{command, step};

/// Whether packages can be installed without asking anybody: Debian or a relative of it, as root.
pub fn can_install() -> bool {
    Path::new("/etc/debian_version").is_file()
        && command::find("apt-get").is_some()
        && command::output("id", &["-u"]).as_deref() == Some("0")
}

/// Install packages; apt does nothing for those that are there, and repairs what an interrupted run left.
pub fn install(what: &str, about: &str, packages: &[&str]) -> Result<()> {
    let known = |package: &&str| {
        command::output("apt-cache", &["show", package]).is_some_and(|text| !text.is_empty())
    };
    if !packages.iter().all(known) {
        step::run(
            "Reading Debian's list of packages",
            "seconds",
            apt().arg("update"),
        )?;
    }
    step::run(
        what,
        about,
        apt()
            .args(["install", "--yes", "--no-install-recommends"])
            .args(packages),
    )
}

fn apt() -> Command {
    let mut apt = Command::new("apt-get");
    // Wait for another apt instead of failing beside it.
    apt.args(["-o", "DPkg::Lock::Timeout=300"])
        .env("DEBIAN_FRONTEND", "noninteractive");
    apt
}
