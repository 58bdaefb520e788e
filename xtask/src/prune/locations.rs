//! Forgets where in the source of other packages a panic happened.
//!
//! Every check that may fail has a `core::panic::Location`: its file's name, line and column, 16 bytes beside the name. Those of
//! burn and the standard library make up 2 % of a compressed bundle and name folders of the machine that built it; nobody who
//! reads of a crash in the page can do anything with them. Those of this project stay.

use anyhow::Result;
use std::collections::BTreeSet;
use wasmparser::{DataKind, Operator, Parser, Payload};

/// What a panic says instead of the file's name.
pub const ELSEWHERE: &str = "another package";

/// File names are no longer than this, and files and lines neither.
const LONGEST: usize = 300;
const MOST_LINES: u32 = 100_000;
const MOST_COLUMNS: u32 = 1_000;

/// The bytes of a `Location`: pointer, length, line, column.
const LOCATION: usize = 16;

/// A data segment: where it lies in memory and in the module.
struct Segment {
    address: usize,
    offset: usize,
    length: usize,
}

/// The module's memory at its start, from the address `start` on.
struct Memory {
    start: usize,
    bytes: Vec<u8>,
}

/// A place in the source, as the compiler left it in memory.
struct Location {
    /// Where its 16 bytes are.
    at: usize,
    /// Where its file's name is.
    name: (usize, usize),
}

/// The module with the places of other packages' panics all the same. Nothing moves.
///
/// # Errors
/// When it is no WebAssembly module.
pub fn forget(module: &[u8]) -> Result<Vec<u8>> {
    let segments = segments(module)?;
    let mut module = module.to_vec();
    let mut memory = Memory::new(&module, &segments);
    let (own, others): (Vec<_>, Vec<_>) = memory
        .locations()
        .into_iter()
        .partition(|location| !memory.is_elsewhere(location));
    // One name may end another.
    let kept: BTreeSet<usize> = own
        .iter()
        .flat_map(|location| location.name.0..location.name.0 + location.name.1)
        .collect();
    let Some(place) = others.iter().find(|location| {
        let (start, length) = location.name;
        length >= ELSEWHERE.len() && (start..start + length).all(|at| !kept.contains(&at))
    }) else {
        return Ok(module);
    };
    let start = place.name.0;
    for location in &others {
        let pointer = (memory.start + start) as u32;
        let fields = [pointer, ELSEWHERE.len() as u32, 0, 0];
        for (bytes, field) in memory.bytes[location.at..][..LOCATION]
            .chunks_exact_mut(4)
            .zip(fields)
        {
            bytes.copy_from_slice(&field.to_le_bytes());
        }
        for at in location.name.0..location.name.0 + location.name.1 {
            if !kept.contains(&at) {
                memory.bytes[at] = 0;
            }
        }
    }
    memory.bytes[start..][..ELSEWHERE.len()].copy_from_slice(ELSEWHERE.as_bytes());
    for segment in &segments {
        let bytes = &memory.bytes[segment.address - memory.start..][..segment.length];
        module[segment.offset..][..segment.length].copy_from_slice(bytes);
    }
    Ok(module)
}

/// The segments that lie in memory from the start.
fn segments(module: &[u8]) -> Result<Vec<Segment>> {
    let mut segments = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        let Payload::DataSection(data) = payload? else {
            continue;
        };
        for segment in data {
            let segment = segment?;
            let DataKind::Active { offset_expr, .. } = &segment.kind else {
                continue;
            };
            if let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? {
                segments.push(Segment {
                    address: value as u32 as usize,
                    offset: segment.range.end as usize - segment.data.len(),
                    length: segment.data.len(),
                });
            }
        }
    }
    Ok(segments)
}

impl Memory {
    fn new(module: &[u8], segments: &[Segment]) -> Self {
        let start = segments.iter().map(|segment| segment.address).min();
        let start = start.unwrap_or(0) & !3;
        let end = segments
            .iter()
            .map(|segment| segment.address + segment.length)
            .max();
        let mut bytes = vec![0; end.unwrap_or(start) - start];
        for segment in segments {
            bytes[segment.address - start..][..segment.length]
                .copy_from_slice(&module[segment.offset..][..segment.length]);
        }
        Self { start, bytes }
    }

    fn word(&self, at: usize) -> u32 {
        let bytes = self.bytes[at..at + 4].try_into().expect("four bytes");
        u32::from_le_bytes(bytes)
    }

    /// All places in the source: four words of which the first two are the name of a Rust file.
    fn locations(&self) -> Vec<Location> {
        let (mut found, mut at) = (Vec::new(), 0);
        while at + LOCATION <= self.bytes.len() {
            let [pointer, length, line, column] =
                std::array::from_fn(|word| self.word(at + 4 * word));
            let name = ((pointer as usize).wrapping_sub(self.start), length as usize);
            let numbered = (1..MOST_LINES).contains(&line) && (1..MOST_COLUMNS).contains(&column);
            if numbered && self.is_file_name(name) {
                found.push(Location { at, name });
                at += LOCATION;
            } else {
                at += 4;
            }
        }
        found
    }

    fn is_file_name(&self, (start, length): (usize, usize)) -> bool {
        let end = start.checked_add(length);
        let bytes = (length <= LONGEST)
            .then(|| self.bytes.get(start..end?))
            .flatten();
        bytes.is_some_and(|bytes| bytes.ends_with(b".rs") && bytes.is_ascii())
    }

    /// Whether a location is of a package that is compiled from elsewhere: cargo names files of the workspace from its root.
    fn is_elsewhere(&self, location: &Location) -> bool {
        let (start, length) = location.name;
        let name = &self.bytes[start..start + length];
        name[0] == b'/' || name[1] == b':'
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{ConstExpr, DataSection, MemorySection, MemoryType, Module};

    const START: u32 = 1024;

    /// A module whose memory holds these bytes from `START` on, in two segments.
    fn module(bytes: &[u8]) -> Vec<u8> {
        let (mut memory, mut data) = (MemorySection::new(), DataSection::new());
        memory.memory(MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        let half = bytes.len() / 2;
        data.active(
            0,
            &ConstExpr::i32_const(START as i32),
            bytes[..half].to_vec(),
        );
        data.active(
            0,
            &ConstExpr::i32_const((START as usize + half) as i32),
            bytes[half..].to_vec(),
        );
        let mut module = Module::new();
        module.section(&memory).section(&data);
        module.finish()
    }

    fn memory(module: &[u8]) -> Vec<u8> {
        Memory::new(module, &segments(module).unwrap()).bytes
    }

    #[test]
    fn places_of_other_packages_are_forgotten_and_nothing_else() {
        let names =
            "/root/.cargo/burn/src/own.rs!/rustc/core/slice.rs?C:\\cargo\\half.rs;src/own.rs ";
        let place = |name: &str, line: u32| {
            let at = names.find(name).unwrap() as u32;
            [START + at, name.len() as u32, line, 7]
        };
        // The text that a place of ours needs is the end of another's.
        let words = [
            place("/root/.cargo/burn/src/own.rs", 12),
            place("/rustc/core/slice.rs", 13),
            place("C:\\cargo\\half.rs", 14),
            place("src/own.rs", 15),
            // No place: line 0; a text that is no file's name.
            place("/rustc/core/slice.rs", 0),
            place("/rustc/core", 3),
        ];
        let mut bytes = names.as_bytes().to_vec();
        bytes.resize(names.len().next_multiple_of(4), b' ');
        let places = bytes.len();
        bytes.extend(words.iter().flatten().flat_map(|word| word.to_le_bytes()));
        let before = module(&bytes);
        let after = forget(&before).unwrap();
        assert_eq!(after.len(), before.len());
        let found = memory(&after);
        let text = |at: usize| {
            let word = |n: usize| {
                u32::from_le_bytes(found[places + 16 * at + 4 * n..][..4].try_into().unwrap())
            };
            let start = (word(0) - START) as usize;
            let name = &found[start..start + word(1) as usize];
            (String::from_utf8(name.to_vec()).unwrap(), word(2), word(3))
        };
        for at in 0..3 {
            assert_eq!(text(at), (ELSEWHERE.to_owned(), 0, 0), "{at}");
        }
        assert_eq!(text(3), ("src/own.rs".to_owned(), 15, 7));
        assert_eq!(found[places + 64..], bytes[places + 64..]);
        for (at, separator) in [('!', "!"), ('?', "?"), (';', ";")] {
            let at = names.find(at).unwrap();
            assert_eq!(&found[at..=at], separator.as_bytes());
        }
    }

    #[test]
    fn a_module_without_places_stays() {
        let plain = module(b"nothing but text, src/own.rs");
        assert_eq!(forget(&plain).unwrap(), plain);
        let empty = Module::new().finish();
        assert_eq!(forget(&empty).unwrap(), empty);
    }
}
