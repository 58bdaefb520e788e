//! The way to the other workers that train the same model.

use crate::error::{Error, ErrorCode, Result};
use crate::training::{AllReduce, Lists};
use cpu_kernels::sums::add;
use js_sys::{Array, Float32Array, Promise};
use std::pin::Pin;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// The class of `www/engine/worker/exchange.js`.
    #[derive(Debug)]
    pub type Exchange;

    /// Copies a list for each of the other workers. What JavaScript sees is a view of this engine's memory, which lasts as
    /// long as this call: nothing on this side runs meanwhile, so nothing can move that memory. (An array of views would
    /// not do: putting one into it may allocate, and where memory grows, the views before it are empty.)
    #[wasm_bindgen(method, catch)]
    fn add(this: &Exchange, list: &[f32]) -> std::result::Result<(), JsValue>;

    /// Hands over the lists that were added. Resolves to `Float32Array[][]`: what every worker has handed over, by rank; this
    /// one's own is left out.
    #[wasm_bindgen(method, catch)]
    fn swap(this: &Exchange) -> std::result::Result<Promise, JsValue>;
}

/// Hands over what this worker has and gets what the others have.
#[derive(Debug)]
pub struct Peers {
    /// Which of the workers this is, counted from 0.
    pub rank: usize,
    /// The way to the others.
    pub exchange: Exchange,
}

impl AllReduce for Peers {
    fn sum<'a>(&'a self, lists: Lists) -> Pin<Box<dyn Future<Output = Result<Lists>> + 'a>> {
        Box::pin(async move {
            for list in &lists {
                self.exchange.add(list).map_err(lost)?;
            }
            let promise = self.exchange.swap().map_err(lost)?;
            let answer = JsFuture::from(promise).await;
            let all = Array::from(&answer.map_err(lost)?);
            (0u32..)
                .zip(lists)
                .map(|(at, own)| self.total(&all, at, own))
                .collect()
        })
    }
}

/// Values that are fetched at a time: they stay in a processor's cache until they are added.
const PIECE: usize = 1 << 14;

impl Peers {
    /// The sum of everybody's list number `at`, in the order of ranks: so it has the same bits everywhere.
    fn total(&self, all: &Array, at: u32, mut own: Vec<f32>) -> Result<Vec<f32>> {
        let lists: Vec<Float32Array> = (all.iter().enumerate())
            .filter(|(rank, _)| *rank != self.rank)
            .map(|(_, lists)| Float32Array::from(Array::from(&lists).get(at)))
            .collect();
        if lists.iter().any(|list| list.length() as usize != own.len()) {
            return Err(Error::new(
                ErrorCode::ReplicaLost,
                "The workers that share training do not hold the same model.",
            ));
        }
        let (before, after) = lists.split_at(self.rank.min(lists.len()));
        let (mut sums, mut values) = (vec![0.0; PIECE], vec![0.0; PIECE]);
        for (piece, own) in (0u32..).zip(own.chunks_mut(PIECE)) {
            let (start, n) = (piece * PIECE as u32, own.len());
            let fetch = |list: &Float32Array, values: &mut [f32]| {
                list.subarray(start, start + n as u32).copy_to(values);
            };
            let (sums, values) = (&mut sums[..n], &mut values[..n]);
            if let Some((first, rest)) = before.split_first() {
                fetch(first, sums);
                for list in rest {
                    fetch(list, values);
                    add(values, sums);
                }
                add(sums, own);
            }
            for list in after {
                fetch(list, values);
                add(values, own);
            }
        }
        Ok(own)
    }
}

fn lost(error: JsValue) -> Error {
    let message = js_sys::Error::from(error).message();
    Error::new(
        ErrorCode::ReplicaLost,
        format!("Another worker stopped: {}", String::from(message)),
    )
}
