//! The log of a run, of which what a resumed run goes on with is kept.
#![no_main]

use generative_playground::training::log_until;
use playground_fuzz::texts;

fn seeds() -> Vec<Vec<u8>> {
    texts(&[
        "{\"step\":1,\"epoch\":1,\"losses\":{\"loss\":540.5}}\n{\"step\":20,\"epoch\":1,\"losses\":{}}\n{\"epoch\":1,\"eval\":{\"loss\":1}}\n",
        "{\"step\":1,\"epoch\":1}\r\n{\"step\":2,\"epo",
        "[1]\nnull\n",
    ])
}

playground_fuzz::target!(seeds, |bytes| {
    let text = String::from_utf8_lossy(bytes);
    let Some(kept) = log_until(&text, 10, 1) else {
        return;
    };
    assert_eq!(log_until(&kept, 10, 1).as_ref(), Some(&kept));
});
