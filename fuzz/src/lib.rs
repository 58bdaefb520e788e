//! What the fuzz targets share: seeds made by code, and files put into the frame that their readers check first, so that what a fuzzer
//! changes reaches what lies behind it.

pub mod models;

use serde_json::Value;
use std::alloc::{GlobalAlloc, Layout, System};

/// Bytes that are allocated at once, at most. Who asks for more has believed a file that promises it.
const MOST_AT_ONCE: usize = 256 << 20;

struct Limited;

#[global_allocator]
static LIMITED: Limited = Limited;

impl Limited {
    fn check(size: usize) {
        if size > MOST_AT_ONCE {
            eprintln!("ERROR: {size} bytes were asked for at once");
            std::process::abort();
        }
    }
}

// SAFETY: all is handed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Limited {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::check(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        Self::check(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        Self::check(size);
        unsafe { System.realloc(old, layout, size) }
    }

    unsafe fn dealloc(&self, old: *mut u8, layout: Layout) {
        unsafe { System.dealloc(old, layout) }
    }
}

/// The most zeros that a file's frame is filled up with.
const MOST_DATA: usize = 1 << 20;

/// A target: `seeds` answers the inputs to begin with.
#[macro_export]
macro_rules! target {
    ($seeds:path, |$bytes:ident| $body:expr) => {
        libfuzzer_sys::fuzz_target!(init: $crate::write_seeds($seeds), |$bytes: &[u8]| {
            $body
        });
    };
}

/// Writes a target's seeds into the folder that the variable names, and ends; nothing without one.
pub fn write_seeds(seeds: fn() -> Vec<Vec<u8>>) {
    let Some(folder) = std::env::var_os("PLAYGROUND_FUZZ_SEEDS") else {
        return;
    };
    for (at, seed) in seeds().into_iter().enumerate() {
        let path = std::path::Path::new(&folder).join(format!("seed-{at:02}"));
        std::fs::write(path, seed).expect("the folder of seeds can be written to");
    }
    std::process::exit(0);
}

/// Texts as seeds.
pub fn texts(all: &[&str]) -> Vec<Vec<u8>> {
    all.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// A safetensors file: the length of its header, the header, and what bytes there are of the tensors, cut or filled up with zeros to what
/// the header promises.
pub fn safetensors(header: &str, data: &[u8]) -> Vec<u8> {
    let parsed: Value = serde_json::from_str(header).unwrap_or_default();
    let entries = parsed.as_object().into_iter().flatten();
    let ends = entries.filter_map(|(_, tensor)| tensor["data_offsets"][1].as_u64());
    let length = ends
        .max()
        .unwrap_or(data.len() as u64)
        .min(MOST_DATA as u64) as usize;
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend(header.as_bytes());
    let start = file.len();
    file.extend(&data[..data.len().min(length)]);
    file.resize(start + length, 0);
    file
}

/// Header and data of a safetensors file, which [`safetensors`] makes one of again.
pub fn parts(file: &[u8]) -> (String, Vec<u8>) {
    let (length, rest) = file.split_first_chunk().expect("it has a header");
    let (header, data) = rest.split_at(u64::from_le_bytes(*length) as usize);
    let header = std::str::from_utf8(header).expect("headers are text");
    (header.trim_end().into(), data.to_vec())
}

/// The text before the first line's end, and what follows it.
pub fn line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().position(|&byte| byte == b'\n')?;
    Some((std::str::from_utf8(&bytes[..end]).ok()?, &bytes[end + 1..]))
}

/// Lines `key=value` as pairs. What reads as JSON is that, all else text.
pub fn pairs(text: &str) -> serde_json::Map<String, Value> {
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    pairs
        .map(|(key, value)| {
            let plain = || Value::from(value);
            (
                key.to_string(),
                serde_json::from_str(value).unwrap_or_else(|_| plain()),
            )
        })
        .collect()
}
