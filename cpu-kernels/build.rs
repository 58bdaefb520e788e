//! Assembles the matrix product's inner loop with fused multiply-add, see `src/product/wasm/fused.rs`.

use std::path::Path;
use std::{env, fs};

fn main() {
    const SOURCE: &str = "src/product/wasm/fused.wat";
    println!("cargo::rerun-if-changed={SOURCE}");
    let module = wat::parse_file(SOURCE).unwrap_or_else(|error| panic!("{error}"));
    let out = env::var("OUT_DIR").expect("cargo tells a build script where to write");
    fs::write(Path::new(&out).join("fused.wasm"), module)
        .expect("the target directory takes files");
}
