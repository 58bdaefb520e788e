//! Packed images. A byte that chooses the model; then one that chooses what the rest is: a file as it came, a forged one whose lengths and
//! hashes are right, or images that are packed and unpacked.
#![no_main]

use generative_playground::compress::file::{Header, write};
use generative_playground::compress::{Code, Unpacking, code_of, pack, unpack};
use generative_playground::dataset::PIXELS;
use generative_playground::dataset::idx::write_images;
use playground_fuzz::models::{fresh, settings, small};
use serde_json::json;
use std::cell::LazyCell;
use std::rc::Rc;

/// Images of a forged file, at most, and of those that are packed.
const MOST: usize = 20;

fn codes() -> [Rc<dyn Code>; 3] {
    let [vae, _, transformer] = small();
    let told = settings("cvae", json!({ "hidden_dim": 1, "latent_dim": 1 }));
    [vae, transformer, told]
        .map(|settings| pollster::block_on(code_of(&fresh(settings))).expect("these pack"))
}

thread_local! {
    static CODES: LazyCell<[Rc<dyn Code>; 3]> = const { LazyCell::new(codes) };
}

/// Images of two values, from bytes that are repeated.
fn images(bytes: &[u8]) -> Vec<u8> {
    let count = (bytes.len() / 8).clamp(1, 3);
    let bits = (0..count * PIXELS).map(|at| {
        bytes
            .get(at / 8 % bytes.len().max(1))
            .map_or(0, |byte| byte >> (at % 8) & 1)
    });
    write_images(&bits.map(|bit| 255 * bit).collect::<Vec<_>>())
}

fn packed(code: Rc<dyn Code>, idx: &[u8]) -> Vec<u8> {
    let told = if code.is_told() { idx.len() / PIXELS } else { 0 };
    pack(code, &vec![7; told], idx, &mut |_| {}).expect("they have two values")
}

fn seeds() -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for (at, code) in codes().into_iter().enumerate() {
        let images = images(&[1, 2, 4, 8, 16, 32, 64, 128]);
        let file = packed(code, &images);
        all.push([&[at as u8, 0], &file[..]].concat());
        all.push([&[at as u8, 1, 0, 255, 1], &file[36..file.len() - 8]].concat());
        all.push([&[at as u8, 2], &[3, 9, 27, 81, 243, 217, 139, 161][..]].concat());
    }
    all
}

playground_fuzz::target!(seeds, |bytes| {
    let [model, way, rest @ ..] = bytes else {
        return;
    };
    let code = CODES.with(|codes| codes[usize::from(*model) % codes.len()].clone());
    match (way % 3, rest) {
        (0, file) => {
            let _ = unpack(code, file, &mut |_| {});
        }
        (1, [black, white, images, stack @ ..]) => {
            let header = Header {
                method: code.method(),
                told: code.is_told(),
                levels: [*black, *white],
                images: usize::from(*images) % MOST,
                weights: code.hash(),
                content: 0,
            };
            let file = write(&header, stack);
            let Ok(mut unpacking) = Unpacking::new(code, &file) else {
                return;
            };
            while let Ok(false) = unpacking.advance() {}
            let _ = unpacking.idx();
        }
        (_, rest) => {
            let idx = images(rest);
            let file = packed(code.clone(), &idx);
            assert!(unpack(code, &file, &mut |_| {}) == Ok(idx));
        }
    }
});
