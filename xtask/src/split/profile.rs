//! A module that remembers which of its functions were called.

use std::ops::Range;

use anyhow::Result;
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, GlobalSection, GlobalType, Module,
    RawSection, SectionId, ValType,
};
use wasmparser::{Parser, Payload};

use super::read::Read;

/// The exported global of a function: 1 once it has been called.
const CALLED: &str = "called ";

/// The module with an exported global for each of its functions, `"called 0"` for the first that is not imported.
pub fn watched(module: &[u8]) -> Result<Vec<u8>> {
    let read = Read::new(module)?;
    let first = read.globals.len() as u32;
    let count = read.bodies.len() as u32;
    let mut watched = Module::new();
    let mut code = CodeSection::new();
    let mut same = RoundtripReencoder;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        if let Payload::CodeSectionEntry(body) = &payload {
            code.raw(&marking(body, first + code.len())?);
            continue;
        }
        let Some((id, range)) = payload.as_section() else {
            continue;
        };
        if id == SectionId::Code as u8 {
            continue;
        }
        if !code.is_empty() {
            watched.section(&std::mem::take(&mut code));
        }
        match payload {
            Payload::GlobalSection(globals) => {
                let mut section = GlobalSection::new();
                same.parse_global_section(&mut section, globals)?;
                for _ in 0..count {
                    let kind = GlobalType {
                        val_type: ValType::I32,
                        mutable: true,
                        shared: false,
                    };
                    section.global(kind, &ConstExpr::i32_const(0));
                }
                watched.section(&section);
            }
            Payload::ExportSection(exports) => {
                let mut section = ExportSection::new();
                same.parse_export_section(&mut section, exports)?;
                for at in 0..count {
                    section.export(&format!("{CALLED}{at}"), ExportKind::Global, first + at);
                }
                watched.section(&section);
            }
            _ => {
                let Range { start, end } = range;
                let data = &module[start as usize..end as usize];
                watched.section(&RawSection { id, data });
            }
        }
    }
    if !code.is_empty() {
        watched.section(&code);
    }
    Ok(watched.finish())
}

/// A body that sets this global first.
fn marking(body: &wasmparser::FunctionBody, global: u32) -> Result<Vec<u8>> {
    let bytes = body.as_bytes();
    let code = body.get_operators_reader()?.original_position() - body.range().start;
    let (locals, code) = bytes.split_at(code as usize);
    let mut marking = locals.to_vec();
    // i32.const 1, global.set
    marking.extend([0x41, 1, 0x24]);
    let mut rest = global;
    loop {
        let more = rest > 0x7f;
        marking.push((rest & 0x7f) as u8 | (u8::from(more) << 7));
        rest >>= 7;
        if !more {
            break;
        }
    }
    marking.extend(code);
    Ok(marking)
}
