//! What is divided, what is refused, and that both parts together do what the whole did.

use super::*;
use std::process::Command;
use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection,
    Function, FunctionSection, GlobalSection, GlobalType, ImportSection, Instruction,
    MemorySection, MemoryType, Module, NameMap, NameSection, RefType, Section, TableSection,
    TableType, TypeSection, ValType,
};

/// `(a, b) -> a op b`, or what a body of calls makes of both.
fn binary(body: &[Instruction]) -> Function {
    let mut function = Function::new([]);
    for instruction in body {
        function.instruction(instruction);
    }
    function.instruction(&Instruction::End);
    function
}

/// Two imports (`note: (i32, i32) -> i32`, and what brings the rest) and four functions of that type:
/// 2 `sum` calls 3; 3 `twice` notes and calls 4, and counts in a global; 4 `difference`; 5 `product`, which only the table has.
/// Exported: `sum`, `twice`, `by_table`, which calls whatever the slot in its first argument holds with (6, second).
fn module(load: &str) -> Vec<u8> {
    let (mut types, mut imports, mut functions) = (
        TypeSection::new(),
        ImportSection::new(),
        FunctionSection::new(),
    );
    types
        .ty()
        .function([ValType::I32, ValType::I32], [ValType::I32]);
    types.ty().function([], []);
    imports.import("host", "note", EntityType::Function(0));
    imports.import("host", load, EntityType::Function(1));
    for _ in 0..5 {
        functions.function(0);
    }
    let (mut tables, mut memories, mut globals) = (
        TableSection::new(),
        MemorySection::new(),
        GlobalSection::new(),
    );
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        minimum: 3,
        maximum: Some(3),
        table64: false,
        shared: false,
    });
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let counter = GlobalType {
        val_type: ValType::I32,
        mutable: true,
        shared: false,
    };
    globals.global(counter, &ConstExpr::i32_const(0));
    let mut exports = ExportSection::new();
    for (name, index) in [("sum", 2), ("twice", 3), ("by_table", 6)] {
        exports.export(name, ExportKind::Func, index);
    }
    exports.export("count", ExportKind::Global, 0);
    let mut elements = ElementSection::new();
    let listed = Elements::Functions(vec![4, 5].into());
    elements.active(None, &ConstExpr::i32_const(1), listed);
    let (a, b) = (Instruction::LocalGet(0), Instruction::LocalGet(1));
    let mut code = CodeSection::new();
    // sum: twice(a, b) + a
    code.function(&binary(&[
        a.clone(),
        b.clone(),
        Instruction::Call(3),
        a.clone(),
        Instruction::I32Add,
    ]));
    // twice: note(a, b), then 2 * difference(a, b); counts
    code.function(&binary(&[
        a.clone(),
        b.clone(),
        Instruction::Call(0),
        Instruction::Drop,
        Instruction::GlobalGet(0),
        Instruction::I32Const(1),
        Instruction::I32Add,
        Instruction::GlobalSet(0),
        a.clone(),
        b.clone(),
        Instruction::Call(4),
        Instruction::I32Const(2),
        Instruction::I32Mul,
    ]));
    code.function(&binary(&[a.clone(), b.clone(), Instruction::I32Sub]));
    code.function(&binary(&[a.clone(), b.clone(), Instruction::I32Mul]));
    code.function(&binary(&[
        Instruction::I32Const(6),
        b,
        a,
        Instruction::CallIndirect {
            type_index: 0,
            table_index: 0,
        },
    ]));
    let mut module = Module::new();
    module
        .section(&types)
        .section(&imports)
        .section(&functions)
        .section(&tables)
        .section(&memories)
        .section(&globals)
        .section(&exports)
        .section(&elements)
        .section(&code);
    module.finish()
}

/// What the module answers, whole or divided: results, the numbers it noted, its global, and how often the rest was asked for.
fn answers(name: &str, first: &[u8], rest: Option<&[u8]>) -> String {
    let folder =
        std::env::temp_dir().join(format!("playground-split-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("first.wasm"), first).unwrap();
    std::fs::write(folder.join("rest.wasm"), rest.unwrap_or_default()).unwrap();
    let script = r#"
        const { readFileSync } = require('node:fs');
        const compiled = (name) => new WebAssembly.Module(readFileSync(`${process.argv[1]}/${name}.wasm`));
        const noted = [];
        let asked = 0;
        const host = {
            note: (a, b) => { noted.push(a, b); return 0; },
            __wbg_loadRest_1a2b: () => { asked += 1; new WebAssembly.Instance(compiled('rest'), { first: exports }); },
        };
        const { exports } = new WebAssembly.Instance(compiled('first'), { host });
        const { sum, twice, by_table, count } = exports;
        const results = [by_table(1, 4), sum(7, 5), by_table(2, 4), twice(1, 9), sum(-3, 8)];
        console.log(JSON.stringify({ results, noted, count: count.value, asked }));
    "#;
    let output = Command::new("node")
        .args(["-e", script])
        .arg(&folder)
        .output()
        .expect("Node runs");
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap().trim().into()
}

fn divided(module: &[u8], called: &[bool]) -> Result<Parts> {
    split(&Read::new(module)?, called)
}

const LOAD_REST: &str = "__wbg_loadRest_1a2b";

fn expected(asked: u32) -> String {
    // 6 - 4; 2 * (7 - 5) + 7; 6 * 4; 2 * (1 - 9); 2 * (-3 - 8) + -3
    format!(
        "{{\"results\":[2,11,24,-16,-25],\"noted\":[7,5,1,9,-3,8],\"count\":3,\"asked\":{asked}}}"
    )
}

#[test]
fn both_parts_do_what_the_whole_does_wherever_it_is_divided() {
    let whole = module(LOAD_REST);
    assert_eq!(answers("whole", &whole, None), expected(0));
    // Every choice of the five functions.
    for choice in 0..32_u32 {
        let called: Vec<_> = (0..5).map(|at| choice >> at & 1 == 1).collect();
        let Parts { first, rest } = divided(&whole, &called).unwrap();
        let asked = u32::from(choice != 31);
        assert_eq!(
            answers(&format!("{choice}"), &first, Some(&rest)),
            expected(asked),
            "{called:?}"
        );
    }
}

#[test]
fn a_watched_module_says_what_was_called() {
    let watched = watched(&module(LOAD_REST)).unwrap();
    let folder = std::env::temp_dir().join(format!("playground-watched-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("watched.wasm");
    std::fs::write(&file, watched).unwrap();
    let script = r#"
        const { readFileSync } = require('node:fs');
        const host = { note: () => 0, __wbg_loadRest_1a2b: () => {} };
        const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(process.argv[1])), { host });
        exports.twice(1, 2);
        exports.by_table(1, 2);
        console.log([0, 1, 2, 3, 4].map((at) => exports[`called ${at}`].value).join(''));
    "#;
    let output = Command::new("node")
        .args(["-e", script])
        .arg(&file)
        .output()
        .unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "01101");
}

#[test]
fn what_cannot_ask_for_the_rest_is_not_divided() {
    let error = divided(&module("other"), &[true; 5]).err().unwrap();
    assert!(error.to_string().contains("loadRest"), "{error}");
    let error = divided(&module(LOAD_REST), &[true; 4]).err().unwrap();
    assert!(error.to_string().contains("another module"), "{error}");
    assert!(divided(b"no module", &[]).is_err());
}

/// With names for its functions, but the imported ones.
fn named(module: Vec<u8>, names: &[String]) -> Vec<u8> {
    let mut functions = NameMap::new();
    for (function, name) in (2..).zip(names) {
        functions.append(function, name);
    }
    let mut section = NameSection::new();
    section.functions(&functions);
    let mut named = module;
    section.append_to(&mut named);
    named
}

#[test]
fn another_bundle_has_what_is_called_by_name_and_all_that_is_not_known() {
    let module = module(LOAD_REST);
    // Of these, `difference` and `product` are in the table, and `sum` calls `twice`, which calls `difference`.
    let own = ["sum", "twice", "difference", "product", "by_table"]
        .map(|name| format!("yardsticks[1]::{name}"));
    let cpu = named(module.clone(), &own);
    let cpu = Read::new(&cpu).unwrap();
    let called = [true, false, false, false, true];
    let alike = |names: &[String]| {
        let gpu = named(module.clone(), names);
        alike::called(&Read::new(&gpu).unwrap(), &cpu, &called).unwrap()
    };
    let other = own.clone().map(|name| name.replace("[1]", "[2]"));
    assert_eq!(alike(&other), called);
    // One of these names was called, whichever function that was.
    let mut twins = other.clone();
    twins[3] = twins[0].clone();
    assert_eq!(alike(&twins), [true, false, false, true, true]);
    // What only this bundle has may call anything, and so may that.
    let mut launching = other.clone();
    launching[0] = "wgpu[2]::launch".into();
    assert_eq!(alike(&launching), [true, true, true, false, true]);
    assert_eq!(alike(&other[..4]), called);
    let nameless = Read::new(&module).unwrap();
    let error = alike::called(&nameless, &cpu, &called).unwrap_err();
    assert!(error.to_string().contains("no names"), "{error}");
}

#[test]
fn of_libraries_another_bundle_leaves_what_it_has_no_use_for() {
    let module = module(LOAD_REST);
    let names = ["sum", "twice", "difference", "product", "by_table"]
        .map(|name| format!("core[1]::{name}"));
    let bundle = named(module.clone(), &names);
    let read = Read::new(&bundle).unwrap();
    let alike = |called: [bool; 5]| alike::called(&read, &read, &called).unwrap();
    // What is in the table is anybody's.
    assert_eq!(alike([false; 5]), [false, false, true, true, false]);
    // What is called may take another way there.
    assert_eq!(
        alike([true, false, false, false, false]),
        [true, true, true, true, false]
    );
}
