//! The inner loop with fused multiply-add, for browsers that have relaxed SIMD.
//!
//! A browser refuses a whole module for one instruction that it does not know, so this loop is a module of its own, 700
//! bytes in `fused.wat`, which is put into the engine's memory and table of functions when the browser takes it.

use super::strip::{FUSED, Strip};
use js_sys::WebAssembly::{Instance, Module, Table};
use js_sys::{Function, Object, Reflect, Uint8Array};
use std::sync::atomic::Ordering;
use wasm_bindgen::{JsCast, JsValue, function_table, memory};

static MODULE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/fused.wasm"));

/// Holds a place in the table of functions.
unsafe extern "C" fn place(
    _: usize,
    _: usize,
    _: *const f32,
    _: *const f32,
    _: *mut f32,
    _: usize,
    _: u32,
) {
    unreachable!("the fused loop has taken this place");
}

/// Has products use fused multiply-add from now on if the browser can, and says whether it can. Sums are then rounded once
/// a term instead of twice: results differ from those without it in their last digits, as a native program's do.
pub fn fuse() -> bool {
    FUSED.load(Ordering::Relaxed) != 0 || instantiate().is_ok()
}

/// Has products use what every browser has again.
pub fn unfuse() {
    FUSED.store(0, Ordering::Relaxed);
}

fn instantiate() -> Result<(), JsValue> {
    let imports = Object::new();
    let engine = Object::new();
    Reflect::set(&engine, &"memory".into(), &memory())?;
    Reflect::set(&imports, &"engine".into(), &engine)?;
    // The one place where a browser without relaxed SIMD says no.
    let module = Module::new(&Uint8Array::from(MODULE))?;
    let instance = Instance::new(&module, &imports)?;
    let strip: Function = Reflect::get(&instance.exports(), &"strip".into())?.dyn_into()?;
    let place = place as Strip as usize;
    function_table()
        .unchecked_into::<Table>()
        .set(place as u32, &strip)?;
    FUSED.store(place, Ordering::Relaxed);
    Ok(())
}
