//! The log of a run, of which what a resumed run goes on with is kept.
#![no_main]

use generative_playground::training::log_until;
use playground_fuzz::texts;
use serde_json::Value;

fn seeds() -> Vec<Vec<u8>> {
    texts(&[
        "{\"step\":1,\"epoch\":1,\"losses\":{\"loss\":540.5}}\n{\"step\":20,\"epoch\":1,\"losses\":{}}\n{\"epoch\":1,\"eval\":{\"loss\":1}}\n",
        "{\"step\":1,\"epoch\":1}\r\n{\"step\":2,\"epo",
        "[1]\nnull\n",
    ])
}

playground_fuzz::target!(seeds, |bytes| {
    let text = String::from_utf8_lossy(bytes);
    let kept = log_until(&text, 10, 1).unwrap_or_default();
    for line in kept.lines() {
        let line: Value = serde_json::from_str(line).expect("what is kept is JSON");
        let at = |key: &str, most: u64| line[key].as_u64().is_some_and(|at| at <= most);
        assert!(at("step", 10) || at("epoch", 1), "{line}");
    }
});
