//! `cargo xtask serve`: set-up, release build, `trunk serve`.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use anyhow::{Result, ensure};

use crate::{command, setup};

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
    eprintln!(
        "Building the page for {address} (the first build compiles burn twice, about half an hour on two cores; later ones take seconds)"
    );
    announce(port, address);
    command::run(tools.trunk().args(["serve", "--port", &port.to_string()]))
}

/// Print the address when it answers: Trunk builds before it listens, and its own line is easily lost in the build's output.
fn announce(port: u16, address: String) {
    thread::spawn(move || {
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            thread::sleep(Duration::from_millis(300));
        }
        println!(
            "\n  The playground is ready: open {address}\n  (Ctrl-C ends it; a change to a source file rebuilds and reloads it)\n"
        );
    });
}
