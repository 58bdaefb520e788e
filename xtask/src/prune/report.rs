//! Functions that say their names when they are called: for tests of the list of those that never are.

use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use wasm_encoder::{ConstExpr, DataCountSection, DataSection, Function, MemorySection, MemoryType};
use wasmparser::{DataSectionReader, ImportSectionReader, MemorySectionReader, TypeRef};

const PAGE: u64 = 1 << 16;

/// What an emptied function does when it is called: it throws an `Error` with its name, by the import with which wasm-bindgen
/// throws errors. The names lie behind the memory that the module asks for, where neither its data nor its allocator,
/// which asks for more, looks.
pub struct Report {
    /// The import `(pointer, length)` that throws.
    throw: Option<u32>,
    /// Pages of memory before the names.
    pages: u64,
    names: Vec<u8>,
    /// Where each function's name lies in `names`.
    places: BTreeMap<u32, (usize, usize)>,
}

impl Report {
    /// Of these functions, by index.
    pub fn new(functions: &BTreeMap<u32, String>) -> Self {
        let mut names = Vec::new();
        let place = |(&index, name): (&u32, &String)| {
            let start = names.len();
            names.extend_from_slice(
                format!("an emptied function was called: {name} (xtask/src/prune/)").as_bytes(),
            );
            (index, (start, names.len() - start))
        };
        Self {
            places: functions.iter().map(place).collect(),
            throw: None,
            pages: 0,
            names,
        }
    }

    /// Looks for the import that throws.
    pub fn imports(&mut self, imports: ImportSectionReader) -> Result<()> {
        let functions = imports.into_imports().filter_map(|import| match import {
            Ok(import) => matches!(import.ty, TypeRef::Func(_)).then_some(Ok(import)),
            Err(error) => Some(Err(error)),
        });
        for (index, import) in (0..).zip(functions) {
            if import?.name.contains("__wbindgen_throw") {
                self.throw = Some(index);
            }
        }
        Ok(())
    }

    /// More memory.
    pub fn memory(&mut self, memories: MemorySectionReader) -> Result<MemorySection> {
        let mut section = MemorySection::new();
        for memory in memories {
            let memory = memory?;
            ensure!(section.is_empty(), "a bundle has one memory");
            self.pages = memory.initial;
            let more = (self.names.len() as u64).div_ceil(PAGE);
            section.memory(MemoryType {
                minimum: memory.initial + more,
                maximum: memory
                    .maximum
                    .map(|maximum| maximum.max(memory.initial + more)),
                memory64: memory.memory64,
                shared: memory.shared,
                page_size_log2: memory.page_size_log2,
            });
        }
        Ok(section)
    }

    /// One segment more.
    pub fn data_count(&self, count: u32) -> DataCountSection {
        DataCountSection { count: count + 1 }
    }

    /// The names, after the module's own data.
    pub fn data(&self, module: &[u8], data: DataSectionReader) -> Result<DataSection> {
        let mut section = DataSection::new();
        for segment in data {
            let range = segment?.range;
            section.raw(&module[range.start as usize..range.end as usize]);
        }
        let start = ConstExpr::i32_const((self.pages * PAGE) as i32);
        section.active(0, &start, self.names.iter().copied());
        Ok(section)
    }

    /// The body of an emptied function.
    pub fn body(&self, index: u32) -> Result<Function> {
        let throw = self
            .throw
            .context("the bundle does not import what throws wasm-bindgen's errors")?;
        let &(start, length) = self.places.get(&index).context("it is emptied")?;
        ensure!(self.pages > 0, "the bundle has no memory of its own");
        let mut body = Function::new([]);
        body.instructions()
            .i32_const((self.pages * PAGE) as i32 + start as i32)
            .i32_const(length as i32)
            .call(throw)
            .unreachable()
            .end();
        Ok(body)
    }
}
