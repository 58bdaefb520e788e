//! Ctrl-C, and the signals by which a process is asked to end or told that its terminal has gone: the first lets the work be saved,
//! the second ends at once.

#[cfg(target_os = "linux")]
use signal_hook::consts::SIGHUP;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Whether a signal has come since [`watch`](Self::watch).
pub struct Interrupt(Arc<AtomicUsize>);

/// The command was asked to end, and has: what it kept, for the person who asked.
#[derive(Debug)]
pub struct Stopped {
    /// The signal's number.
    pub signal: u8,
    /// What was kept, and where.
    pub message: String,
}

impl Interrupt {
    /// Takes signals from here on.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn watch() -> io::Result<Self> {
        let (came, number) = (
            Arc::new(AtomicBool::new(false)),
            Arc::new(AtomicUsize::new(0)),
        );
        #[cfg(target_os = "linux")]
        let closed = (!is_ignored(SIGHUP)).then_some(SIGHUP);
        #[cfg(not(target_os = "linux"))]
        let closed = None;
        for signal in [SIGINT, SIGTERM].into_iter().chain(closed) {
            // In this order: the first signal finds the flag still down.
            flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&came))?;
            flag::register(signal, Arc::clone(&came))?;
            flag::register_usize(signal, Arc::clone(&number), signal as usize)?;
        }
        Ok(Self(number))
    }

    /// The signal that has come, if one has.
    pub fn signal(&self) -> Option<u8> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            signal => Some(signal as u8),
        }
    }
}

/// Whether the process was started with this signal ignored, as `nohup` starts it, to outlive its terminal (proc(5)).
#[cfg(target_os = "linux")]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    // Who cannot tell leaves it as it is.
    mask.is_none_or(|mask| mask >> (signal - 1) & 1 == 1)
}

impl Stopped {
    /// 128 and the signal's number, as shells have it: 130 after Ctrl-C.
    pub fn status(&self) -> u8 {
        128 + self.signal
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Stopped {}
