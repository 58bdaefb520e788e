//! Which functions of the WebGPU bundle a visit calls, from what one calls of the CPU's.

use std::collections::HashMap;

use anyhow::{Result, ensure};

use super::read::Read;
use crate::prune::without_hashes;

/// Of each function of `gpu` that is not imported, whether a visit may call it.
///
/// Both bundles are made of the same program, so most functions have the same name in both, and a visit that trains on a GPU calls the
/// same of them, but for what computes. (No visit could be watched here: it takes a GPU, and a browser.) Nothing is known of functions
/// that the CPU's bundle has not, nor of what these call: they stay, whether they are called or not.
///
/// # Errors
/// Where a bundle's functions have no names.
pub fn called(gpu: &Read, cpu: &Read, called: &[bool]) -> Result<Vec<bool>> {
    ensure!(
        !gpu.names.is_empty() && !cpu.names.is_empty(),
        "functions have no names"
    );
    let mut known: HashMap<String, bool> = HashMap::new();
    for (function, &called) in (cpu.imported()..).zip(called) {
        // Bodies that are equal have one name for all, and names may be equal too.
        if let Some(name) = name(cpu, function) {
            *known.entry(name).or_default() |= called;
        }
    }
    let first = gpu.imported();
    let mut stays = vec![true; gpu.functions.len()];
    let mut unknown = Vec::new();
    for function in first..gpu.functions.len() as u32 {
        match name(gpu, function).and_then(|name| known.get(&name)) {
            Some(called) => stays[function as usize] = *called,
            None => unknown.push(function),
        }
    }
    while let Some(function) = unknown.pop() {
        let body = &gpu.bodies[(function - first) as usize];
        for callee in gpu.called_by(body)? {
            if !std::mem::replace(&mut stays[callee as usize], true) {
                unknown.push(callee);
            }
        }
    }
    Ok(stays.split_off(first as usize))
}

/// Without what differs between bundles. What tools have added has none.
fn name(read: &Read, function: u32) -> Option<String> {
    read.names.get(&function).map(|name| without_hashes(name))
}
