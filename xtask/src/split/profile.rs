//! A module that remembers which of its functions were called.

use std::convert::Infallible;

use anyhow::Result;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, GlobalSection, GlobalType, Module, ValType,
};
use wasmparser::{ExportSectionReader, FunctionBody, GlobalSectionReader, Parser};

use super::read::Read;

/// The exported global of a function: 1 once it has been called.
const CALLED: &str = "called ";

/// The module with an exported global for each of its functions, `"called 0"` for the first that is not imported.
pub fn watched(module: &[u8]) -> Result<Vec<u8>> {
    let read = Read::new(module)?;
    let mut watching = Watching {
        first: read.globals.len() as u32,
        count: read.bodies.len() as u32,
    };
    let mut watched = Module::new();
    watching.parse_core_module(&mut watched, Parser::new(0), module)?;
    Ok(watched.finish())
}

struct Watching {
    /// The number of the first function's global.
    first: u32,
    /// How many there are.
    count: u32,
}

impl Reencode for Watching {
    type Error = Infallible;

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: GlobalSectionReader,
    ) -> Result<(), Error> {
        utils::parse_global_section(self, globals, section)?;
        let kind = GlobalType {
            val_type: ValType::I32,
            mutable: true,
            shared: false,
        };
        for _ in 0..self.count {
            globals.global(kind, &ConstExpr::i32_const(0));
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: ExportSectionReader,
    ) -> Result<(), Error> {
        utils::parse_export_section(self, exports, section)?;
        for at in 0..self.count {
            exports.export(
                &format!("{CALLED}{at}"),
                ExportKind::Global,
                self.first + at,
            );
        }
        Ok(())
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody,
    ) -> Result<(), Error> {
        let mut function = self.new_function_with_parsed_locals(&body)?;
        function
            .instructions()
            .i32_const(1)
            .global_set(self.first + code.len());
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            function.instruction(&self.parse_instruction(&mut operators)?);
        }
        code.function(&function);
        Ok(())
    }
}
