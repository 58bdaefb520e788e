//! Empties functions that the linker keeps and the page never calls.
//!
//! burn decides at run time what a tensor is: every operation has a branch for quantized tensors, and every parameter one for
//! weights that are computed from others, so all that these branches reach stays in the bundles. None of our models has
//! either. Nor does anything read the compiler's intermediate language from text. Such functions become a trap, after which
//! wasm-opt removes what only they have called: a tenth of the CPU's bundle and a sixth of WebGPU's.

use anyhow::{Context, Result, ensure};
use std::collections::HashSet;
use wasm_encoder::{CodeSection, Function, Instruction, Module, RawSection};
use wasmparser::{KnownCustom, Name, Parser, Payload};

/// Parts of functions' names. The end-to-end tests run the bundles without them.
///
/// What frees memory is kept: a value that is never made may be freed all the same, as the other half of an `enum`.
pub const NEVER_CALLED: &[&str] = &[
    // Quantized tensors.
    "::qtensor::QTensorOps",
    "burn_backend::quantization::",
    "burn_cubecl::kernel::quantization::",
    "cubecl_std::quant::",
    "cubek_quant::",
    // Weights that are computed from other parameters.
    "reparameterization_dyn::DynModuleMapper>::map_",
    "reparameterization_dyn::DynModuleVisitor>::visit_",
    // Values of other types as f32, where everything is f32.
    "TensorData>::try_cast_clone",
    "TensorData>::try_cast_inplace",
    // Text as intermediate language.
    "combine::parser::",
    "pliron::parsable::Parsable>::parse",
];

/// The module with these functions empty.
///
/// # Errors
/// When it is no WebAssembly module, or has none of the functions: then burn has other names for them.
pub fn prune(module: &[u8]) -> Result<Vec<u8>> {
    let doomed = doomed(module)?;
    ensure!(
        !doomed.is_empty(),
        "none of the functions that are never called is in the bundle: see xtask/src/prune.rs"
    );
    let mut pruned = Module::new();
    let mut code = CodeSection::new();
    let mut imported = 0;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        match &payload {
            Payload::ImportSection(imports) => {
                for import in imports.clone().into_imports() {
                    imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => {
                if doomed.contains(&(imported + code.len())) {
                    let mut trap = Function::new([]);
                    trap.instruction(&Instruction::Unreachable)
                        .instruction(&Instruction::End);
                    code.function(&trap);
                } else {
                    code.raw(body.as_bytes());
                }
                continue;
            }
            _ => {}
        }
        let Some((id, range)) = payload.as_section() else {
            continue;
        };
        if id == wasm_encoder::SectionId::Code as u8 {
            continue;
        }
        if !code.is_empty() {
            pruned.section(&code);
            code = CodeSection::new();
        }
        pruned.section(&RawSection {
            id,
            data: &module[range.start as usize..range.end as usize],
        });
    }
    if !code.is_empty() {
        pruned.section(&code);
    }
    Ok(pruned.finish())
}

/// The indices of the functions with such names.
fn doomed(module: &[u8]) -> Result<HashSet<u32>> {
    let mut doomed = HashSet::new();
    let mut names_at_all = false;
    for payload in Parser::new(0).parse_all(module) {
        let Payload::CustomSection(section) = payload? else {
            continue;
        };
        let KnownCustom::Name(names) = section.as_known() else {
            continue;
        };
        for part in names {
            let Name::Function(functions) = part? else {
                continue;
            };
            names_at_all = true;
            for function in functions {
                let function = function?;
                let named = |part: &&str| function.name.contains(*part);
                if NEVER_CALLED.iter().any(named) && !function.name.contains("drop_in_place") {
                    doomed.insert(function.index);
                }
            }
        }
    }
    names_at_all
        .then_some(doomed)
        .context("the bundle's functions have no names")
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{FunctionSection, NameMap, NameSection, TypeSection, ValType};

    /// Two functions `() -> i32`, each with a number of its own.
    fn module(names: Option<[&str; 2]>) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], [ValType::I32]);
        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        for number in [7, 8] {
            functions.function(0);
            let mut body = Function::new([]);
            body.instruction(&Instruction::I32Const(number))
                .instruction(&Instruction::End);
            code.function(&body);
        }
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&code);
        if let Some(names) = names {
            let (mut map, mut section) = (NameMap::new(), NameSection::new());
            for (index, name) in (0..).zip(names) {
                map.append(index, name);
            }
            section.functions(&map);
            module.section(&section);
        }
        module.finish()
    }

    #[test]
    fn only_functions_with_such_names_become_traps() {
        let before = module(Some(["a::f", "cubecl_std::quant::view::<T>::f"]));
        let after = prune(&before).unwrap();
        let bodies = |module: &[u8]| {
            let payloads = Parser::new(0).parse_all(module).map(Result::unwrap);
            let bodies = payloads.filter_map(|payload| match payload {
                Payload::CodeSectionEntry(body) => Some(body.as_bytes().to_vec()),
                _ => None,
            });
            bodies.collect::<Vec<_>>()
        };
        assert_eq!(
            bodies(&after),
            [bodies(&before)[0].clone(), vec![0, 0x00, 0x0b]]
        );
        assert_eq!(doomed(&after).unwrap(), HashSet::from([1]), "names stay");
    }

    #[test]
    fn a_bundle_in_which_nothing_is_found_is_an_error() {
        let found_nothing = prune(&module(Some(["a::f", "a::g"]))).unwrap_err();
        assert!(
            found_nothing.to_string().contains("prune.rs"),
            "{found_nothing}"
        );
        assert!(prune(&module(None)).is_err());
        assert!(prune(b"no module").is_err());
    }
}
