//! Everything that the command prints, and what becomes of it where nobody reads on. `println!` would panic there, so the
//! command's root forbids it.

use std::error::Error;
use std::fmt::{self, Display};
use std::io::{self, ErrorKind, Write};

/// What a command returns: any failure is one line.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The reader of a pipe has gone, as `head` does when it has its lines. No mistake of anybody's: the command ends without a
/// word.
#[derive(Debug)]
pub struct ReaderGone;

impl Display for ReaderGone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the reader of the output has gone")
    }
}

impl Error for ReaderGone {}

/// A line of results, on stdout.
///
/// # Errors
/// [`ReaderGone`], or why the line cannot be written (a full disk).
pub fn line(text: impl Display) -> Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{text}")
        .and_then(|()| stdout.flush())
        .map_err(|error| cannot_write("The output", &error))
}

/// A line about the work, on stderr. Results do not depend on it, so neither does the command where nobody reads it.
pub fn note(text: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// The failure to write `what`, or [`ReaderGone`].
pub fn cannot_write(what: impl Display, error: &io::Error) -> Box<dyn Error> {
    match error.kind() {
        ErrorKind::BrokenPipe => Box::new(ReaderGone),
        _ => format!("{what} cannot be written: {error}.").into(),
    }
}

/// Ends as any command does whose reader has gone: by SIGPIPE, which Rust's runtime ignores until here.
pub fn end_quietly() -> std::process::ExitCode {
    #[cfg(unix)]
    let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGPIPE);
    std::process::ExitCode::SUCCESS
}
