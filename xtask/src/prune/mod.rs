//! Empties functions that the linker keeps and the page never calls.
//!
//! burn decides at run time what a tensor is: every operation has a branch for quantized tensors, and every parameter one for
//! weights that are computed from others, so all that these branches reach stays in the bundles. None of our models has
//! either. Nor does anything read the compiler's intermediate language from text. Such functions become a trap, after which
//! wasm-opt removes what only they have called: a tenth of the CPU's bundle and a sixth of WebGPU's.
//!
//! That they are never called is what the end-to-end tests show, which run the bundles without them: `cargo xtask test
//! --report-emptied` has each throw an error with its name instead, so that a test says which one was called.
//!
//! The compiler may have merged functions whose bodies are equal, and a module keeps one name for each: under the name of one
//! that is never called there may be one that is. Against that, a function that is exported or starts the module is an error,
//! and small bodies, which are the ones that are equal by chance, stay. Whether a large one has another name too cannot be
//! seen in a linked module: only the tests that call it can tell.

mod locations;
mod name;
mod patterns;
mod report;

pub use locations::{ELSEWHERE, forget};
pub use name::{names_of, without_hashes};
pub use patterns::{Bundle, NEVER_CALLED};

use anyhow::{Result, bail, ensure};
use name::FunctionName;
use report::Report;
use std::collections::{BTreeMap, HashMap};
use wasm_encoder::{CodeSection, Function, Instruction, Module, RawSection, SectionId};
use wasmparser::{ExternalKind, Parser, Payload, TypeRef};

/// Bodies of fewer bytes stay as they are.
const SMALL: usize = 64;

/// What becomes of functions that are never called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emptied {
    /// A trap: what the site is built with.
    #[default]
    Trap,
    /// An error with the function's name: for tests.
    Report,
}

/// The module with these functions empty.
///
/// # Errors
/// When it is no WebAssembly module, or a pattern has no function in it: then burn has other names for them.
pub fn prune(module: &[u8], bundle: Bundle, emptied: Emptied) -> Result<Vec<u8>> {
    empty(module, &never_called(module, bundle)?, emptied)
}

/// The module with the functions of these indices empty.
fn empty(module: &[u8], functions: &BTreeMap<u32, String>, emptied: Emptied) -> Result<Vec<u8>> {
    let mut report = (emptied == Emptied::Report).then(|| Report::new(functions));
    let mut pruned = Module::new();
    let mut code = CodeSection::new();
    let mut imported = 0;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        if let Payload::CodeSectionEntry(body) = &payload {
            let index = imported + code.len();
            match &report {
                _ if !functions.contains_key(&index) => code.raw(body.as_bytes()),
                Some(report) => code.function(&report.body(index)?),
                None => code.function(&trap()),
            };
            continue;
        }
        let Some((id, range)) = payload.as_section() else {
            continue;
        };
        if id == SectionId::Code as u8 {
            continue;
        }
        if !code.is_empty() {
            pruned.section(&std::mem::take(&mut code));
        }
        if let Payload::ImportSection(imports) = &payload {
            imported = functions_of(imports)?;
            if let Some(report) = &mut report {
                report.imports(imports.clone())?;
            }
        }
        match (&mut report, &payload) {
            (Some(report), Payload::MemorySection(memories)) => {
                pruned.section(&report.memory(memories.clone())?);
            }
            (Some(report), Payload::DataCountSection { count, .. }) => {
                pruned.section(&report.data_count(*count));
            }
            (Some(report), Payload::DataSection(data)) => {
                pruned.section(&report.data(module, data.clone())?);
            }
            _ => {
                pruned.section(&RawSection {
                    id,
                    data: &module[range.start as usize..range.end as usize],
                });
            }
        }
    }
    if !code.is_empty() {
        pruned.section(&code);
    }
    Ok(pruned.finish())
}

fn trap() -> Function {
    let mut trap = Function::new([]);
    trap.instruction(&Instruction::Unreachable)
        .instruction(&Instruction::End);
    trap
}

/// How many functions are imported: those of the module count from there.
fn functions_of(imports: &wasmparser::ImportSectionReader) -> Result<u32> {
    let mut functions = 0;
    for import in imports.clone().into_imports() {
        functions += u32::from(matches!(import?.ty, TypeRef::Func(_)));
    }
    Ok(functions)
}

/// The functions to empty, by index, with their names.
fn never_called(module: &[u8], bundle: Bundle) -> Result<BTreeMap<u32, String>> {
    let mut names = HashMap::new();
    let mut sizes = HashMap::new();
    let mut outside = Vec::new();
    let mut imported = 0;
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => imported = functions_of(&imports)?,
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        outside.push(export.index);
                    }
                }
            }
            Payload::StartSection { func, .. } => outside.push(func),
            Payload::CodeSectionEntry(body) => {
                sizes.insert(imported + sizes.len() as u32, body.as_bytes().len());
            }
            Payload::CustomSection(section) => {
                let found = names_of(&section)?.into_iter();
                names.extend(found.map(|(index, name)| (index, FunctionName::new(name))));
            }
            _ => {}
        }
    }
    ensure!(!names.is_empty(), "the bundle's functions have no names");
    patterns::all_hit(bundle, names.values())?;
    names.retain(|index, name| {
        let named = patterns::of(bundle).any(|pattern| patterns::matches(pattern, name));
        named && sizes.get(index).is_some_and(|size| *size >= SMALL)
    });
    for index in outside {
        if let Some(name) = names.get(&index) {
            bail!(
                "{} is exported, or starts the bundle, so it is called",
                name.whole
            );
        }
    }
    Ok(names
        .into_iter()
        .map(|(index, name)| (index, name.whole))
        .collect())
}

#[cfg(test)]
mod tests;
