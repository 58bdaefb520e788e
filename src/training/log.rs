//! What a command that goes on with a run keeps of the log that is there.

use serde_json::Value;

/// The lines of a run's log, one JSON object a line, up to this step and this epoch; none where it is no log of a run. Its last line may
/// have been cut off while it was written.
pub fn log_until(text: &str, step: u64, epochs: u64) -> Option<String> {
    let mut kept = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let value: Value = serde_json::from_str(line).unwrap_or_default();
        let at = |key: &str| value[key].as_u64();
        match (at("step"), at("epoch")) {
            (Some(at), _) if at <= step => kept.extend([line, "\n"]),
            (None, Some(at)) if at <= epochs => kept.extend([line, "\n"]),
            (None, None) if lines.peek().is_some() || !line.starts_with('{') => return None,
            // Later than the run, or the last line of one that was cut off while it wrote.
            _ => {}
        }
    }
    Some(kept)
}
