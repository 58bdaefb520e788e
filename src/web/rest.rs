//! What a bundle leaves out at first.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The page's: makes the functions callable that the bundle does not have, before it answers.
    #[wasm_bindgen(js_name = loadRest)]
    fn load_rest();
}

/// Has the page bring the functions that the bundle does not have. A bundle of which functions were split off
/// (`xtask/src/split`) does so by itself when one of them is called; others have all, and never ask.
#[wasm_bindgen(js_name = askForRest)]
pub fn ask_for_rest() {
    load_rest();
}
