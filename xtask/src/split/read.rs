//! A module, read as far as splitting it needs.

use std::collections::HashMap;

use anyhow::{Result, bail, ensure};
use wasm_encoder::RawSection;
use wasmparser::{
    CompositeInnerType, ElementItems, ElementKind, Export, ExternalKind, FuncType, FunctionBody,
    Global, Import, MemoryType, Operator, Parser, Payload, Table, TypeRef,
};

use crate::prune::names_of;

/// What is in a module.
#[derive(Default)]
pub struct Read<'a> {
    pub types: Vec<FuncType>,
    pub imports: Vec<Import<'a>>,
    /// The type of each function, the imported ones first.
    pub functions: Vec<u32>,
    pub tables: Vec<Table<'a>>,
    pub memories: Vec<MemoryType>,
    pub globals: Vec<Global<'a>>,
    pub exports: Vec<Export<'a>>,
    pub start: Option<u32>,
    /// Table, first slot, functions.
    pub elements: Vec<(u32, u32, Vec<u32>)>,
    pub bodies: Vec<FunctionBody<'a>>,
    /// How many segments of data there are, and these, as the sections have it.
    pub data: [Option<RawSection<'a>>; 2],
    /// Of functions, where the module has them.
    pub names: HashMap<u32, &'a str>,
    /// What says which features a module uses.
    pub features: Option<&'a [u8]>,
}

impl<'a> Read<'a> {
    /// # Errors
    /// Where the module has something that a linked Rust program does not have, and that is not divided here.
    pub fn new(module: &'a [u8]) -> Result<Self> {
        let mut read = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            let payload = payload?;
            let section = payload.as_section();
            let is_data = matches!(payload, Payload::DataSection(_));
            match payload {
                Payload::TypeSection(types) => {
                    for group in types {
                        for kind in group?.into_types() {
                            let CompositeInnerType::Func(function) = kind.composite_type.inner
                            else {
                                bail!("a type is no function's");
                            };
                            read.types.push(function);
                        }
                    }
                }
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let import = import?;
                        let TypeRef::Func(kind) = import.ty else {
                            bail!("{} is imported and no function", import.name);
                        };
                        read.functions.push(kind);
                        read.imports.push(import);
                    }
                }
                Payload::FunctionSection(functions) => {
                    for function in functions {
                        read.functions.push(function?);
                    }
                }
                Payload::TableSection(tables) => {
                    for table in tables {
                        read.tables.push(table?);
                    }
                }
                Payload::MemorySection(memories) => {
                    for memory in memories {
                        read.memories.push(memory?);
                    }
                }
                Payload::GlobalSection(globals) => {
                    for global in globals {
                        read.globals.push(global?);
                    }
                }
                Payload::ExportSection(exports) => {
                    for export in exports {
                        read.exports.push(export?);
                    }
                }
                Payload::StartSection { func, .. } => read.start = Some(func),
                Payload::ElementSection(elements) => {
                    for element in elements {
                        let element = element?;
                        read.elements.push(slots(&element)?);
                    }
                }
                Payload::CodeSectionEntry(body) => read.bodies.push(body),
                Payload::CustomSection(section) if section.name() == "target_features" => {
                    read.features = Some(section.data());
                }
                Payload::CustomSection(section) => read.names.extend(names_of(&section)?),
                Payload::DataCountSection { .. } | Payload::DataSection(_) => {
                    if let Some((id, range)) = section {
                        let data = &module[range.start as usize..range.end as usize];
                        read.data[usize::from(is_data)] = Some(RawSection { id, data });
                    }
                }
                Payload::TagSection(_) => bail!("it has exceptions"),
                _ => {}
            }
        }
        ensure!(!read.bodies.is_empty(), "it has no code");
        Ok(read)
    }

    /// How many functions are imported: those of the module count from there.
    pub fn imported(&self) -> u32 {
        self.imports.len() as u32
    }

    /// How a function is called.
    pub fn type_of(&self, function: u32) -> &FuncType {
        &self.types[self.functions[function as usize] as usize]
    }

    /// The functions that a body calls.
    ///
    /// # Errors
    /// Where it does more with functions or data than call and read them.
    pub fn called_by(&self, body: &FunctionBody) -> Result<Vec<u32>> {
        let mut called = Vec::new();
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index } | Operator::ReturnCall { function_index } => {
                    called.push(function_index);
                }
                Operator::RefFunc { .. }
                | Operator::MemoryInit { .. }
                | Operator::DataDrop { .. }
                | Operator::TableInit { .. }
                | Operator::ElemDrop { .. } => bail!("a function names parts of its module"),
                _ => {}
            }
        }
        Ok(called)
    }

    /// The functions that the world outside knows.
    pub fn outside(&self) -> impl Iterator<Item = u32> {
        let exported = (self.exports.iter())
            .filter(|export| export.kind == ExternalKind::Func)
            .map(|export| export.index);
        exported.chain(self.start)
    }
}

/// The table, the first slot and the functions of a segment.
fn slots(element: &wasmparser::Element) -> Result<(u32, u32, Vec<u32>)> {
    let ElementKind::Active {
        table_index,
        offset_expr,
    } = &element.kind
    else {
        bail!("a list of functions is in no table");
    };
    let mut offset = offset_expr.get_operators_reader();
    let Operator::I32Const { value } = offset.read()? else {
        bail!("a list of functions begins where only the running module knows");
    };
    let ElementItems::Functions(functions) = element.items.clone() else {
        bail!("a list of functions is computed");
    };
    let functions = functions.into_iter().collect::<Result<_, _>>()?;
    Ok((table_index.unwrap_or(0), value as u32, functions))
}
