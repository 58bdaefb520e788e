//! Which functions of the WebGPU bundle a visit calls, from what one calls of the CPU's.

use std::collections::HashMap;

use anyhow::{Result, ensure};

use super::read::Read;
use crate::prune::without_hashes;

/// The program's own crates, by their names: others are libraries.
const OWN: [&str; 2] = ["generative_playground::", "yardsticks::"];

/// What the CPU's bundle says of a function of the same name.
#[derive(Clone, Copy, PartialEq)]
enum There {
    /// There is none.
    Unknown,
    Called,
    /// The program's own, and not called.
    Left,
    /// A library's, and not called.
    Spare,
}

/// Of each function of `gpu` that is not imported, whether a visit may call it.
///
/// Both bundles are made of the same program, so most functions have the same name in both, and a visit that trains on a GPU calls the
/// same of them, but for what computes. (No visit could be watched here: it takes a GPU, and a browser.) What stays out is what the
/// program itself does not call on the CPU, and what libraries do for that alone. A library's function stays where anything that stays
/// calls it, or may do so through the table, and so does whatever a function calls of which nothing is known.
///
/// # Errors
/// Where functions have no names.
pub fn called(gpu: &Read, cpu: &Read, called: &[bool]) -> Result<Vec<bool>> {
    ensure!(
        !gpu.names.is_empty() && !cpu.names.is_empty(),
        "functions have no names"
    );
    let there = there(gpu, cpu, called);
    let first = gpu.imported();
    let at = |function: u32| function.checked_sub(first).map(|at| at as usize);
    let in_table = gpu.elements.iter().flat_map(|(.., functions)| functions);
    let mut open: Vec<usize> = in_table
        .filter_map(|function| at(*function))
        .filter(|at| there[*at] == There::Spare)
        .collect();
    open.extend((0..there.len()).filter(|at| matches!(there[*at], There::Unknown | There::Called)));
    let mut stays = vec![false; there.len()];
    while let Some(caller) = open.pop() {
        if std::mem::replace(&mut stays[caller], true) {
            continue;
        }
        let callees = gpu.called_by(&gpu.bodies[caller])?.into_iter();
        // Of what a function calls on a GPU, one that was not called on the CPU says nothing.
        let known = matches!(there[caller], There::Called | There::Spare);
        open.extend(
            callees
                .filter_map(at)
                .filter(|callee| !(known && there[*callee] == There::Left)),
        );
    }
    Ok(stays)
}

/// Of each function of `gpu` that is not imported, what is known.
fn there(gpu: &Read, cpu: &Read, called: &[bool]) -> Vec<There> {
    let mut known: HashMap<String, bool> = HashMap::new();
    for (function, &called) in (cpu.imported()..).zip(called) {
        // Bodies that are equal have one name for all, and names may be equal too.
        if let Some(name) = name(cpu, function) {
            *known.entry(name).or_default() |= called;
        }
    }
    let functions = gpu.imported()..gpu.functions.len() as u32;
    functions
        .map(|function| {
            let Some(name) = name(gpu, function) else {
                return There::Unknown;
            };
            match known.get(&name) {
                None => There::Unknown,
                Some(true) => There::Called,
                Some(false) if OWN.iter().any(|own| name.contains(own)) => There::Left,
                Some(false) => There::Spare,
            }
        })
        .collect()
}

/// Without what differs between bundles. What tools have added has none.
fn name(read: &Read, function: u32) -> Option<String> {
    let name = read.names.get(&function)?;
    Some(without_hashes(name))
}
