//! `cargo xtask serve`: set-up, release build, `trunk serve`.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Child;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::setup::{self, Tools, files};
use crate::{command, paths};

/// Serve the page on this machine until interrupted.
pub fn run(port: u16) -> Result<()> {
    // Before the set-up: nobody should wait for a build only to hear this.
    ensure!(
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok(),
        "port {port} is taken; choose another: cargo xtask serve --port {}",
        port.checked_add(1).unwrap_or(8080)
    );
    let tools = setup::page()?;
    let address = format!("http://127.0.0.1:{port}/");
    if !paths::target()
        .join("wasm32-unknown-unknown/small/playground_gpu.wasm")
        .exists()
    {
        on_the_cpu_first(&tools, port, &address)?;
    }
    eprintln!(
        "Building the page for {address} (after a change to the engine minutes, else seconds)"
    );
    thread::spawn(move || {
        while !answers(port) {
            thread::sleep(LOOK);
        }
        println!(
            "\n  The playground is ready: open {address}\n  (Ctrl-C ends it; a change to a source file rebuilds and reloads it)\n"
        );
    });
    command::run(tools.trunk().args(["serve", "--port", &port.to_string()]))
}

/// How long to wait until the next look at a server that comes up.
const LOOK: Duration = Duration::from_millis(300);

/// Trunk builds before it listens, and its own line is easily lost in the build's output.
fn answers(port: u16) -> bool {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
}

/// The first build compiles burn twice, for the CPU and for WebGPU, which takes twice as long: what trains on the CPU is served while
/// the rest is compiled.
fn on_the_cpu_first(tools: &Tools, port: u16, address: &str) -> Result<()> {
    eprintln!(
        "Building the page for {address}: first what trains on the CPU, then what trains on WebGPU (together about a quarter of an \
         hour on two cores; later builds take seconds)"
    );
    let page = write_page_for_the_cpu()?;
    let mut trunk = tools.trunk();
    trunk.arg("serve").arg(&page);
    let mut server = Server(
        trunk
            .args(["--port", &port.to_string()])
            .spawn()
            .context("cannot start trunk")?,
    );
    while !answers(port) {
        let ended = server.0.try_wait()?;
        ensure!(
            ended.is_none(),
            "trunk ended early; its own message stands above"
        );
        thread::sleep(LOOK);
    }
    println!(
        "\n  The playground trains on the CPU already: open {address}\n  (what trains on WebGPU is being compiled; then the page loads once more)\n"
    );
    command::run(tools.command("cargo").args([
        "build",
        "--bin=playground_gpu",
        "--features=bundle,gpu",
        "--profile=small",
        "--target=wasm32-unknown-unknown",
    ]))
}

/// A server that ends with whoever started it.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// index.html as Trunk reads it, without the bundle for WebGPU. It lies in a folder that is no part of the project, but in the checkout,
/// because Trunk's links are relative.
fn write_page_for_the_cpu() -> Result<PathBuf> {
    let html = fs::read_to_string(paths::root().join("index.html"))?;
    let page = paths::root().join("data/cpu-first/index.html");
    files::write(&page, for_the_cpu(&html, "../../").as_bytes())?;
    Ok(page)
}

/// The bundle for the CPU becomes the main one, and all links lead to the checkout.
fn for_the_cpu(html: &str, checkout: &str) -> String {
    let here = format!(r#"href="{checkout}"#);
    let lines = html.lines().filter(|line| !line.contains("playground_gpu"));
    let lines = lines.map(|line| match line.contains("<link data-trunk") {
        true if line.contains("playground_cpu") => {
            line.replace(r#"data-type="worker""#, &format!(r#"{here}Cargo.toml""#))
        }
        true => line.replace(r#"href=""#, &here),
        false => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_page_has_all_but_the_bundle_for_webgpu() {
        let html = fs::read_to_string(paths::root().join("index.html")).unwrap();
        let page = for_the_cpu(&html, "../../");
        let count = |page: &str| page.matches("<link data-trunk").count();
        assert_eq!(count(&page), count(&html) - 1);
        assert!(!page.contains("playground_gpu"));
        // Only one bundle may be the main one, and there must be one.
        let bundles = || page.lines().filter(|line| line.contains(r#"rel="rust""#));
        let mains: Vec<_> = bundles()
            .filter(|line| !line.contains(r#"data-type="worker""#))
            .collect();
        assert!(mains.len() == 1 && mains[0].contains("playground_cpu"));
        for link in page
            .lines()
            .filter(|line| line.contains("<link data-trunk"))
        {
            assert!(link.contains(r#"href="../../"#), "{link}");
        }
    }
}
