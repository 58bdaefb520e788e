//! Weights of other programs: safetensors of every float type, with the prefixes that PyTorch's wrappers leave. A byte that chooses the model,
//! a header, a line's end, and what there is of the tensors.
#![no_main]

use generative_playground::checkpoint::{Precision, export, has_settings, restore, restore_as};
use generative_playground::training::Settings;
use playground_fuzz::models::{fresh, processor, small};
use playground_fuzz::{line, parts, safetensors};
use std::cell::LazyCell;

thread_local! {
    static MODELS: LazyCell<[Settings; 3]> = const { LazyCell::new(small) };
}

fn seeds() -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for (at, settings) in small().into_iter().enumerate() {
        let trainer = fresh(settings);
        for precision in [Precision::Single, Precision::Half] {
            let file = pollster::block_on(export(&trainer, precision)).expect("it is a model's");
            let (header, data) = parts(&file);
            let of_bf16 = header.replace("\"F16\"", "\"BF16\"");
            for header in [
                &header,
                &of_bf16,
                &header.replace("\"decoder", "\"module.decoder"),
            ] {
                let start = [&[at as u8], header.as_bytes(), b"\n"].concat();
                all.push([&start[..], &data].concat());
            }
        }
    }
    all.sort();
    all.dedup();
    all
}

playground_fuzz::target!(seeds, |bytes| {
    let Some((&model, rest)) = bytes.split_first() else {
        return;
    };
    let settings = MODELS.with(|models| models[usize::from(model) % models.len()].clone());
    let device = processor().device;
    let restored = |file: &[u8]| {
        let _ = has_settings(file);
        restore_as(file, Some(settings.clone()), &device)
    };
    let _ = restored(rest);
    let Some((header, data)) = line(rest) else {
        return;
    };
    let Ok(trainer) = restored(&safetensors(header, data)) else {
        return;
    };
    let written = pollster::block_on(export(&trainer, Precision::Single)).expect("they were read");
    let again = restore(&written, &device).expect("what was written is read");
    assert_eq!(
        pollster::block_on(export(&again, Precision::Single)),
        Ok(written)
    );
});
