//! Who goes where, and under which number.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};

use super::LOAD;
use super::read::Read;

/// Where each function of a module is found in its two parts.
pub struct Plan {
    /// Imported functions and those of the first part, in the order of the whole.
    pub kept: Vec<u32>,
    /// Functions of the rest that the first part calls, exports or has in its table, and a slot for each behind those that there
    /// are. (What is in a slot of the whole stays there: programs put functions of their own into some.)
    pub stubs: BTreeMap<u32, u32>,
    /// Functions of the rest.
    pub moved: Vec<u32>,
    /// Functions of the first part, or imported by it, that the rest calls.
    pub shared: Vec<u32>,
    /// The imported function that brings the rest.
    pub load: u32,
}

impl Plan {
    pub fn new(read: &Read, called: &[bool]) -> Result<Self> {
        ensure!(
            called.len() == read.bodies.len(),
            "another module was watched"
        );
        let load = (read.imports.iter())
            .position(|import| import.name.contains(LOAD))
            .with_context(|| format!("nothing in it is called {LOAD}"))?;
        let imported = read.imported();
        let stays = |function: u32| function < imported || called[(function - imported) as usize];
        let all = 0..read.functions.len() as u32;
        let (kept, moved): (Vec<_>, Vec<_>) = all.partition(|function| stays(*function));

        let mut reached: BTreeSet<u32> = read.outside().collect();
        reached.extend(read.elements.iter().flat_map(|(.., functions)| functions));
        let mut shared = BTreeSet::new();
        for (function, body) in (imported..).zip(&read.bodies) {
            let called = read.called_by(body)?;
            match stays(function) {
                true => reached.extend(called),
                false => shared.extend(called.into_iter().filter(|function| stays(*function))),
            }
        }
        let table = read.tables.first().context("it has no table")?;
        let first_free = u32::try_from(table.ty.initial)?;
        let stubs: BTreeMap<_, _> = (reached.into_iter())
            .filter(|function| !stays(*function))
            .zip(first_free..)
            .collect();
        Ok(Self {
            kept,
            stubs,
            moved,
            shared: shared.into_iter().collect(),
            load: load as u32,
        })
    }

    /// The numbers of all functions in the first part: of those of the rest, the number of what stands for them there.
    pub fn in_first(&self, functions: usize) -> Vec<Option<u32>> {
        let mut numbers = vec![None; functions];
        for (number, function) in (0..).zip(self.kept.iter().chain(self.stubs.keys())) {
            numbers[*function as usize] = Some(number);
        }
        numbers
    }

    /// The numbers of all functions in the rest that it has or calls.
    pub fn in_rest(&self, functions: usize) -> Vec<Option<u32>> {
        let mut numbers = vec![None; functions];
        for (number, function) in (0..).zip(self.shared.iter().chain(&self.moved)) {
            numbers[*function as usize] = Some(number);
        }
        numbers
    }
}
