//! Chromium and its driver, for the tests and the benchmark only.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};

use super::debian;
use crate::command;

const BROWSERS: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];
const PLACES: [&str; 4] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
];
const DRIVER_PLACES: [&str; 2] = [
    "/usr/lib/chromium/chromedriver",
    "/usr/lib/chromium-browser/chromedriver",
];

/// A browser that tests can drive.
pub struct Chromium {
    /// The browser itself, for Playwright.
    pub browser: PathBuf,
    /// Its WebDriver, for wasm-bindgen-test.
    pub driver: PathBuf,
}

/// Find both, or install them where that needs nobody's leave.
pub fn ensure() -> Result<Chromium> {
    if (browser().is_none() || driver().is_none()) && debian::can_install() {
        debian::install(
            "Installing Chromium for the tests",
            "about a minute",
            &["chromium", "chromium-driver"],
        )?;
    }
    let (Some(browser), Some(driver)) = (browser(), driver()) else {
        bail!(
            "Chromium or chromedriver is missing; install both (Debian: apt-get install chromium chromium-driver) or name them in CHROME_PATH and CHROMEDRIVER"
        );
    };
    // On Windows a browser does not answer `--version`; then the driver itself will complain.
    if let (Some(of_browser), Some(of_driver)) = (major(&browser), major(&driver)) {
        ensure!(
            of_browser == of_driver,
            "Chromium {of_browser} does not fit chromedriver {of_driver}; install the same version of both"
        );
    }
    Ok(Chromium { browser, driver })
}

fn browser() -> Option<PathBuf> {
    named("CHROME_PATH")
        .or_else(|| BROWSERS.into_iter().find_map(command::find))
        .or_else(|| first(&PLACES))
}

fn driver() -> Option<PathBuf> {
    named("CHROMEDRIVER")
        .or_else(|| command::find("chromedriver"))
        .or_else(|| first(&DRIVER_PLACES))
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .map(PathBuf::from)
        .filter(|path| path.is_file())
}

fn first(places: &[&str]) -> Option<PathBuf> {
    places.iter().map(PathBuf::from).find(|path| path.is_file())
}

fn major(program: &Path) -> Option<u32> {
    read_major(&command::output(program, &["--version"])?)
}

/// `Chromium 156.0.8078.79 built on Debian`, `ChromeDriver 156.0.8078.79 (abc)` -> 156
fn read_major(text: &str) -> Option<u32> {
    text.split_whitespace()
        .find_map(|word| word.split_once('.')?.0.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_browsers_are_read() {
        assert_eq!(
            read_major("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)"),
            Some(156)
        );
        assert_eq!(
            read_major("ChromeDriver 155.0.1.2 (abc-refs/branch-heads/155@{#1})"),
            Some(155)
        );
        assert_eq!(read_major("Google Chrome"), None);
    }
}
