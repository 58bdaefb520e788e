//! The two parts as modules.

use std::fmt;

use anyhow::Result;
use wasm_encoder::reencode::{Error, Reencode, RoundtripReencoder};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, CustomSection, ElementSection, Elements, EntityType,
    ExportKind, ExportSection, Function, FunctionSection, GlobalSection, GlobalType, ImportSection,
    Instruction, MemorySection, Module, StartSection, TableSection, TableType, TypeSection,
    ValType,
};
use wasmparser::FunctionBody;

use super::FIRST;
use super::plan::Plan;
use super::read::Read;

/// The part that a page waits for.
pub fn first(read: &Read, plan: &Plan) -> Result<Vec<u8>> {
    let numbers = plan.in_first(read.functions.len());
    let mut renumber = Renumber(&numbers);
    let mut module = Module::new();

    module.section(&types(read)?);

    let mut imports = ImportSection::new();
    for import in &read.imports {
        let kind = renumber.entity_type(import.ty)?;
        imports.import(import.module, import.name, kind);
    }
    module.section(&imports);

    // Beside those of the whole: one that has the rest loaded, which stubs call.
    let own = plan.kept[read.imports.len()..].iter();
    let mut functions = FunctionSection::new();
    for function in own.clone().chain(plan.stubs.keys()) {
        functions.function(read.functions[*function as usize]);
    }
    functions.function(ensuring_type(read));
    let ensure = (plan.kept.len() + plan.stubs.len()) as u32;
    module.section(&functions);

    let mut section = TableSection::new();
    for kind in tables(read, plan) {
        section.table(kind);
    }
    module.section(&section);
    let mut memories = MemorySection::new();
    for memory in &read.memories {
        memories.memory(renumber.memory_type(*memory)?);
    }
    module.section(&memories);

    let mut globals = GlobalSection::new();
    for global in &read.globals {
        renumber.parse_global(&mut globals, global.clone())?;
    }
    let is_there = read.globals.len() as u32;
    globals.global(FLAG, &ConstExpr::i32_const(0));
    module.section(&globals);

    let mut exports = ExportSection::new();
    for export in &read.exports {
        renumber.parse_export(&mut exports, *export)?;
    }
    for shared in shared(read, plan) {
        let number = match shared.kind {
            EntityType::Function(_) => number(&numbers, shared.number)?,
            _ => shared.number,
        };
        exports.export(&shared.name, export_kind(&shared.kind), number);
    }
    module.section(&exports);

    if let Some(start) = read.start {
        let function_index = number(&numbers, start)?;
        module.section(&StartSection { function_index });
    }

    let mut elements = ElementSection::new();
    for (table, slot, functions) in &read.elements {
        let functions: Vec<_> = (functions.iter())
            .map(|function| number(&numbers, *function))
            .collect::<Result<_, _>>()?;
        active(&mut elements, *table, *slot, functions);
    }
    module.section(&elements);

    let [count, data] = &read.data;
    if let Some(count) = count {
        module.section(count);
    }
    let mut code = CodeSection::new();
    for function in own {
        renumber.parse_function_body(&mut code, body(read, *function))?;
    }
    for (function, slot) in &plan.stubs {
        code.function(&stub(read, *function, *slot, ensure));
    }
    code.function(&ensuring(number(&numbers, plan.load)?, is_there));
    module.section(&code);
    if let Some(data) = data {
        module.section(data);
    }
    features(&mut module, read);
    Ok(module.finish())
}

/// What arrives behind it.
pub fn rest(read: &Read, plan: &Plan) -> Result<Vec<u8>> {
    let numbers = plan.in_rest(read.functions.len());
    let mut renumber = Renumber(&numbers);
    let mut module = Module::new();

    module.section(&types(read)?);

    let mut imports = ImportSection::new();
    for shared in shared(read, plan) {
        imports.import(FIRST, &shared.name, shared.kind);
    }
    module.section(&imports);

    let mut functions = FunctionSection::new();
    for function in &plan.moved {
        functions.function(read.functions[*function as usize]);
    }
    functions.function(start_type(read));
    module.section(&functions);
    let start = (plan.shared.len() + plan.moved.len()) as u32;
    module.section(&StartSection {
        function_index: start,
    });

    let mut elements = ElementSection::new();
    if let Some(slot) = plan.stubs.values().next() {
        let functions: Vec<_> = (plan.stubs.keys())
            .map(|function| number(&numbers, *function))
            .collect::<Result<_, _>>()?;
        active(&mut elements, 0, *slot, functions);
    }
    module.section(&elements);

    let mut code = CodeSection::new();
    for function in &plan.moved {
        renumber.parse_function_body(&mut code, body(read, *function))?;
    }
    let mut there = Function::new([]);
    there
        .instruction(&Instruction::I32Const(1))
        .instruction(&Instruction::GlobalSet(read.globals.len() as u32))
        .instruction(&Instruction::End);
    code.function(&there);
    module.section(&code);
    features(&mut module, read);
    Ok(module.finish())
}

/// Whether the rest is there: 0 or 1.
const FLAG: GlobalType = GlobalType {
    val_type: ValType::I32,
    mutable: true,
    shared: false,
};

/// What the rest imports from the first part.
struct Shared {
    name: String,
    kind: EntityType,
    /// In the whole.
    number: u32,
}

fn shared(read: &Read, plan: &Plan) -> Vec<Shared> {
    let mut same = RoundtripReencoder;
    let mut all = Vec::new();
    // Short names: there are hundreds.
    let mut add = |kind, number| {
        let name = format!("~{}", all.len());
        all.push(Shared { name, kind, number });
    };
    for number in &plan.shared {
        add(
            EntityType::Function(read.functions[*number as usize]),
            *number,
        );
    }
    for (number, kind) in (0..).zip(tables(read, plan)) {
        add(EntityType::Table(kind), number);
    }
    for (number, memory) in (0..).zip(&read.memories) {
        let kind = same.memory_type(*memory).expect("a type that was read");
        add(EntityType::Memory(kind), number);
    }
    for (number, global) in (0..).zip(&read.globals) {
        let kind = same.global_type(global.ty).expect("a type that was read");
        add(EntityType::Global(kind), number);
    }
    add(EntityType::Global(FLAG), read.globals.len() as u32);
    all
}

const fn export_kind(kind: &EntityType) -> ExportKind {
    match kind {
        EntityType::Table(_) => ExportKind::Table,
        EntityType::Memory(_) => ExportKind::Memory,
        EntityType::Global(_) => ExportKind::Global,
        _ => ExportKind::Func,
    }
}

/// All types, and behind them that of [`ensuring`] and that of a function that takes and answers nothing.
fn types(read: &Read) -> Result<TypeSection> {
    let mut same = RoundtripReencoder;
    let mut types = TypeSection::new();
    for kind in &read.types {
        types.ty().func_type(&same.func_type(kind.clone())?);
    }
    types.ty().function([ValType::I32], [ValType::I32]);
    types.ty().function([], []);
    Ok(types)
}

const fn ensuring_type(read: &Read) -> u32 {
    read.types.len() as u32
}

const fn start_type(read: &Read) -> u32 {
    ensuring_type(read) + 1
}

/// The tables, the first with a slot more for each stub.
fn tables(read: &Read, plan: &Plan) -> Vec<TableType> {
    let mut same = RoundtripReencoder;
    let mut tables: Vec<_> = (read.tables.iter())
        .map(|table| same.table_type(table.ty).expect("a type that was read"))
        .collect();
    let more = plan.stubs.len() as u64;
    tables[0].minimum += more;
    tables[0].maximum = tables[0].maximum.map(|most| most + more);
    tables
}

fn active(elements: &mut ElementSection, table: u32, slot: u32, functions: Vec<u32>) {
    elements.active(
        (table != 0).then_some(table),
        &ConstExpr::i32_const(slot as i32),
        Elements::Functions(functions.into()),
    );
}

/// Stands for a function of the rest: has it loaded, then calls what is in its slot with what it was given.
fn stub(read: &Read, function: u32, slot: u32, ensure: u32) -> Function {
    let mut stub = Function::new([]);
    for given in 0..read.type_of(function).params().len() as u32 {
        stub.instruction(&Instruction::LocalGet(given));
    }
    stub.instruction(&Instruction::I32Const(slot as i32))
        .instruction(&Instruction::Call(ensure))
        .instruction(&Instruction::CallIndirect {
            type_index: read.functions[function as usize],
            table_index: 0,
        })
        .instruction(&Instruction::End);
    stub
}

/// Has the rest loaded where it is not there, and answers the slot that it was given.
fn ensuring(load: u32, is_there: u32) -> Function {
    let mut ensuring = Function::new([]);
    ensuring
        .instruction(&Instruction::GlobalGet(is_there))
        .instruction(&Instruction::I32Eqz)
        .instruction(&Instruction::If(BlockType::Empty))
        .instruction(&Instruction::Call(load))
        .instruction(&Instruction::End)
        .instruction(&Instruction::LocalGet(0))
        .instruction(&Instruction::End);
    ensuring
}

fn body<'a>(read: &Read<'a>, function: u32) -> FunctionBody<'a> {
    read.bodies[function as usize - read.imports.len()].clone()
}

fn features(module: &mut Module, read: &Read) {
    if let Some(data) = read.features {
        module.section(&CustomSection {
            name: "target_features".into(),
            data: data.into(),
        });
    }
}

/// A function that a part calls and does not know.
#[derive(Debug)]
struct Unknown(u32);

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "function {} is called by a part that does not know it",
            self.0
        )
    }
}

impl std::error::Error for Unknown {}

fn number(numbers: &[Option<u32>], function: u32) -> Result<u32, Unknown> {
    numbers[function as usize].ok_or(Unknown(function))
}

/// Calls by the new numbers.
struct Renumber<'a>(&'a [Option<u32>]);

impl Reencode for Renumber<'_> {
    type Error = Unknown;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Unknown>> {
        number(self.0, function).map_err(Error::UserError)
    }
}
