//! The way to the other workers that train the same model: a JavaScript function.

use crate::error::{Error, ErrorCode, Result};
use crate::training::{AllReduce, Lists};
use js_sys::{Array, Float32Array, Function, Promise};
use std::pin::Pin;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Hands over what this worker has and gets what the others have.
#[derive(Debug)]
pub struct Peers {
    /// Which of the workers this is, counted from 0.
    pub rank: usize,
    /// `(Float32Array[]) => Promise<Float32Array[][]>`: what every worker handed in, by rank; this one's own is left out. It
    /// must have copied what it is given when it returns: these are views of this engine's memory.
    pub exchange: Function,
}

impl AllReduce for Peers {
    fn sum<'a>(&'a self, lists: Lists) -> Pin<Box<dyn Future<Output = Result<Lists>> + 'a>> {
        Box::pin(async move {
            let views: Array = (lists.iter())
                // SAFETY: nothing is allocated on this side, so the memory stays where it is, until the call below has
                // copied the values.
                .map(|list| unsafe { Float32Array::view(list) })
                .collect();
            let promise = self.exchange.call1(&JsValue::NULL, &views).map_err(lost)?;
            let answer = JsFuture::from(Promise::resolve(&promise)).await;
            let all = Array::from(&answer.map_err(lost)?);
            (0u32..)
                .zip(lists)
                .map(|(at, own)| self.total(&all, at, own))
                .collect()
        })
    }
}

impl Peers {
    /// The sum of everybody's list number `at`, in the order of ranks: so it has the same bits everywhere.
    fn total(&self, all: &Array, at: u32, own: Vec<f32>) -> Result<Vec<f32>> {
        let length = own.len();
        let mut own = Some(own);
        let mut lists =
            all.iter()
                .enumerate()
                .map(|(rank, lists)| match own.take_if(|_| rank == self.rank) {
                    Some(own) => own,
                    None => Float32Array::from(Array::from(&lists).get(at)).to_vec(),
                });
        let mut total = lists.next().unwrap_or_default();
        let mut alike = total.len() == length;
        for list in lists {
            alike &= list.len() == length;
            total
                .iter_mut()
                .zip(list)
                .for_each(|(sum, value)| *sum += value);
        }
        if alike {
            return Ok(total);
        }
        Err(Error::new(
            ErrorCode::ReplicaLost,
            "The workers that share training do not hold the same model.",
        ))
    }
}

fn lost(error: JsValue) -> Error {
    let message = js_sys::Error::from(error).message();
    Error::new(
        ErrorCode::ReplicaLost,
        format!("Another worker stopped: {}", String::from(message)),
    )
}
