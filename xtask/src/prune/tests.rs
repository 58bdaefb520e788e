//! What is emptied, what is refused, and what an emptied function says.

use super::*;
use wasm_encoder::{
    ConstExpr, DataCountSection, DataSection, EntityType, ExportKind, ExportSection,
    FunctionSection, ImportSection, MemorySection, MemoryType, NameMap, NameSection, TypeSection,
    ValType,
};

/// A module as wasm-bindgen makes them: an import that throws, a page of memory with data, and functions `() -> i32` of these
/// names, each with a number of its own and `size` bytes long.
fn module(names: &[String], size: usize, exported: Option<u32>) -> Vec<u8> {
    let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
    types.ty().function([], [ValType::I32]);
    types.ty().function([ValType::I32, ValType::I32], []);
    imports.import(
        "wbg",
        "__wbg___wbindgen_throw_6ddd",
        EntityType::Function(1),
    );
    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    for number in 0..names.len() {
        functions.function(0);
        let mut body = Function::new([]);
        body.instructions().i32_const(number as i32 % 60);
        while body.byte_len() + 1 < size {
            body.instruction(&Instruction::Nop);
        }
        body.instructions().end();
        code.function(&body);
    }
    let (mut memory, mut exports, mut data) = (
        MemorySection::new(),
        ExportSection::new(),
        DataSection::new(),
    );
    memory.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    if let Some(index) = exported {
        exports.export("f", ExportKind::Func, index);
    }
    data.active(0, &ConstExpr::i32_const(8), *b"data");
    let (mut map, mut name_section) = (NameMap::new(), NameSection::new());
    for (index, name) in (1..).zip(names) {
        map.append(index, name);
    }
    name_section.functions(&map);
    let mut module = Module::new();
    module
        .section(&types)
        .section(&imports)
        .section(&functions)
        .section(&memory)
        .section(&exports)
        .section(&DataCountSection { count: 1 })
        .section(&code)
        .section(&data);
    if !names.is_empty() {
        module.section(&name_section);
    }
    module.finish()
}

/// A function that is called, and one for each pattern of a bundle.
fn names(bundle: Bundle) -> Vec<String> {
    let never = patterns::of(bundle).map(|pattern| match pattern.of {
        Some(of) => format!("{}f::<{of}>", pattern.part),
        None => format!("<T as a{}>::f", pattern.part),
    });
    ["a::f".to_owned()].into_iter().chain(never).collect()
}

fn bodies(module: &[u8]) -> Vec<Vec<u8>> {
    let payloads = Parser::new(0).parse_all(module).map(Result::unwrap);
    let bodies = payloads.filter_map(|payload| match payload {
        Payload::CodeSectionEntry(body) => Some(body.as_bytes().to_vec()),
        _ => None,
    });
    bodies.collect()
}

#[test]
fn only_functions_with_such_names_become_traps() {
    for bundle in [Bundle::Cpu, Bundle::Gpu] {
        let names = names(bundle);
        let before = module(&names, 100, None);
        let after = prune(&before, bundle, Emptied::Trap).unwrap();
        let (live, emptied) = (bodies(&after)[0].clone(), &bodies(&after)[1..]);
        assert_eq!(live, bodies(&before)[0]);
        assert!(emptied.iter().all(|body| body == &[0, 0x00, 0x0b]));
        let found = never_called(&before, bundle).unwrap();
        assert_eq!(found.into_values().collect::<Vec<_>>(), names[1..]);
    }
}

#[test]
fn small_bodies_and_what_frees_memory_stay() {
    let names = names(Bundle::Cpu);
    let small = module(&names, SMALL - 1, None);
    assert_eq!(
        bodies(&prune(&small, Bundle::Cpu, Emptied::Trap).unwrap()),
        bodies(&small)
    );
    let mut freeing = names;
    freeing.push("drop_in_place<[cubek_quant::T]>burn_backend::quantization::".into());
    let found = never_called(&module(&freeing, 100, None), Bundle::Cpu).unwrap();
    assert_eq!(found.len(), freeing.len() - 2);
}

#[test]
fn each_pattern_has_to_hit_in_its_bundles() {
    for bundle in [Bundle::Cpu, Bundle::Gpu] {
        for (index, pattern) in (1..).zip(patterns::of(bundle)) {
            let mut names = names(bundle);
            names[index] = "renamed".into();
            let error = prune(&module(&names, 100, None), bundle, Emptied::Trap).unwrap_err();
            let error = error.to_string();
            assert!(
                error.contains(pattern.part) && error.contains("patterns.rs"),
                "{error}"
            );
        }
    }
}

#[test]
fn what_the_outside_calls_is_no_such_function() {
    let names = names(Bundle::Cpu);
    let live = module(&names, 100, Some(1));
    assert!(prune(&live, Bundle::Cpu, Emptied::Trap).is_ok());
    let error = prune(&module(&names, 100, Some(2)), Bundle::Cpu, Emptied::Trap).unwrap_err();
    assert!(error.to_string().contains("exported"), "{error}");
}

#[test]
fn what_is_no_bundle_is_an_error() {
    for bytes in [module(&[], 100, None), b"no module".to_vec()] {
        assert!(prune(&bytes, Bundle::Cpu, Emptied::Trap).is_err());
    }
    assert_eq!(Bundle::of("playground_gpu_bg.wasm"), Some(Bundle::Gpu));
    assert_eq!(Bundle::of("other.wasm"), None);
}

#[test]
fn a_function_that_reports_says_its_own_name() {
    let names = names(Bundle::Cpu);
    let before = module(&names, 100, None);
    let after = prune(&before, Bundle::Cpu, Emptied::Report).unwrap();
    let mut memory = Vec::new();
    for payload in Parser::new(0).parse_all(&after) {
        match payload.unwrap() {
            Payload::MemorySection(memories) => {
                let size = memories.into_iter().next().unwrap().unwrap().initial;
                memory = vec![0; size as usize * 65536];
            }
            Payload::DataCountSection { count, .. } => assert_eq!(count, 2),
            Payload::DataSection(segments) => {
                for segment in segments {
                    let segment = segment.unwrap();
                    let wasmparser::DataKind::Active { offset_expr, .. } = segment.kind else {
                        panic!("both are active");
                    };
                    let offset = offset_expr.get_operators_reader().read().unwrap();
                    let wasmparser::Operator::I32Const { value } = offset else {
                        panic!("a constant");
                    };
                    memory[value as usize..][..segment.data.len()].copy_from_slice(segment.data);
                }
            }
            _ => {}
        }
    }
    assert_eq!(memory.len(), 2 * 65536, "a page more");
    assert_eq!(&memory[8..12], b"data");
    assert_eq!(bodies(&after)[0], bodies(&before)[0]);
    for (body, name) in bodies(&after)[1..].iter().zip(&names[1..]) {
        let body = wasmparser::FunctionBody::new(wasmparser::BinaryReader::new(body, 0));
        let mut operators = body.get_operators_reader().unwrap();
        let mut constant = || match operators.read().unwrap() {
            wasmparser::Operator::I32Const { value } => value as usize,
            other => panic!("{other:?} is no constant"),
        };
        let (start, length) = (constant(), constant());
        let call = operators.read().unwrap();
        assert!(matches!(
            call,
            wasmparser::Operator::Call { function_index: 0 }
        ));
        assert!(matches!(
            operators.read().unwrap(),
            wasmparser::Operator::Unreachable
        ));
        let said = std::str::from_utf8(&memory[start..][..length]).unwrap();
        assert!(said.contains(&format!("called: {name} (")), "{said}");
    }
}
