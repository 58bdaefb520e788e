//! The transformer one symbol after another, on weights that were read once: keys and values of earlier places are kept, so that
//! a place costs no more than its own layers and a look at those before it. As tensor operations, a symbol would be a hundred
//! small ones.

mod weights;

use super::symbols::{NOTHING, PLACES, SIDE, SYMBOLS};
use super::{HEADS, Transformer};
use crate::error::Result;
use crate::model::{Parameters, hash_of};
use cpu_kernels::attention::{Heads, look_back, weights_back};
use cpu_kernels::{activation, sums};
use weights::{Block, Dense, Norm, Tensors};

/// A model's weights in plain memory.
#[derive(Debug)]
pub struct Symbolwise {
    width: usize,
    /// Vectors of the symbols before a place and of those above it, `[2 * 17, width]`.
    symbols: Vec<f32>,
    /// Of the digits.
    digits: Option<Vec<f32>>,
    /// Of the places, `[196, width]`.
    places: Vec<f32>,
    blocks: Vec<Block>,
    norm: Norm,
    head: Dense,
    hash: u64,
}

/// Is told a block's number, with the first text's query at a place and its keys and values up to there.
type Look<'a> = &'a mut dyn FnMut(usize, &[f32], &[f32]);

impl Symbolwise {
    /// Reads a model's weights.
    ///
    /// # Errors
    /// `device-lost`.
    pub async fn of(model: &Transformer) -> Result<Self> {
        Self::read(model, false).await
    }

    /// The same with products whose results are the same to the last bit on every machine, and take longer: those of a text then do
    /// not depend on the others either.
    ///
    /// # Errors
    /// `device-lost`.
    pub async fn portable(model: &Transformer) -> Result<Self> {
        Self::read(model, true).await
    }

    async fn read(model: &Transformer, is_portable: bool) -> Result<Self> {
        let blocks = (model.transformer.layers().count() - 2) / 2;
        let tensors = model.pending().read().await?;
        let hash = hash_of(&tensors);
        let mut tensors = Tensors::new(tensors, is_portable);
        let symbols = tensors.next();
        let width = symbols.shape[1];
        // Files hold a value for each place and channel, channels first.
        let places = tensors.next().values;
        let by_place = (0..PLACES).flat_map(|at| places.iter().skip(at).step_by(PLACES));
        Ok(Self {
            width,
            symbols: symbols.values,
            places: by_place.copied().collect(),
            digits: model.label.is_some().then(|| tensors.next().values),
            blocks: (0..blocks).map(|_| tensors.block()).collect(),
            norm: tensors.norm(),
            head: tensors.dense(true),
            hash,
        })
    }

    /// By which its weights are known again.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// Whether it is told the digit.
    pub fn is_told(&self) -> bool {
        self.digits.is_some()
    }

    /// Writes a text for each digit, all at the same pace. `choose` is told the place and the logits of the symbols there, `[n *
    /// 16]`, and answers the symbols, which are those that later ones follow. Answers the texts, `[n * 196]`.
    pub fn write(
        &self,
        digits: &[u8],
        choose: &mut dyn FnMut(usize, &[f32]) -> Vec<u8>,
    ) -> Vec<u8> {
        self.walk(digits, choose, &mut |_, _, _| {})
    }

    /// How much each place of a text looks at those up to it, `[blocks * heads * 196 * 196]`: by block, head, place that looks and
    /// place that is looked at. A place's weights have the sum 1, and those of later ones are 0.
    pub fn attention(&self, digit: u8, text: &[u8]) -> Vec<f32> {
        let mut all = vec![0.0; self.blocks.len() * HEADS * PLACES * PLACES];
        let row = 2 * self.width;
        let mut look = |block: usize, query: &[f32], kept: &[f32]| {
            let places = kept.len() / row;
            for head in 0..HEADS {
                let start = ((block * HEADS + head) * PLACES + places - 1) * PLACES;
                let weights = &mut all[start..][..places];
                weights_back(query, kept, self.heads(), head, weights);
            }
        };
        self.walk(&[digit], &mut |place, _| vec![text[place]], &mut look);
        all
    }

    /// As [`write`](Self::write), showing what attends to what.
    fn walk(
        &self,
        digits: &[u8],
        choose: &mut dyn FnMut(usize, &[f32]) -> Vec<u8>,
        look: Look<'_>,
    ) -> Vec<u8> {
        let (n, width) = (digits.len(), self.width);
        let mut texts = vec![0; n * PLACES];
        // A row of keys and one of values for each text, block and place.
        let mut kept = vec![vec![0.0; n * PLACES * 2 * width]; self.blocks.len()];
        for place in 0..PLACES {
            let mut x = Vec::with_capacity(n * width);
            for (text, &digit) in texts.chunks_exact(PLACES).zip(digits) {
                let symbol = |back: usize| {
                    (place.checked_sub(back)).map_or(NOTHING, |place| usize::from(text[place]))
                };
                let start = x.len();
                x.extend_from_slice(row(&self.places, place, width));
                let x = &mut x[start..];
                sums::add(row(&self.symbols, symbol(1), width), x);
                let above = NOTHING + 1 + symbol(SIDE);
                sums::add(row(&self.symbols, above, width), x);
                if let Some(told) = &self.digits {
                    sums::add(row(told, digit.into(), width), x);
                }
            }
            for (at, (block, kept)) in self.blocks.iter().zip(&mut kept).enumerate() {
                let rows = block.into.of(&block.before_attention.of(&x));
                let seen = self.attend(&rows, place, kept);
                look(at, &rows[..width], &kept[..(place + 1) * 2 * width]);
                sums::add(&block.out.of(&seen), &mut x);
                let mut wide = block.wide.of(&block.before_wide.of(&x));
                activation::gelu(&mut wide);
                sums::add(&block.narrow.of(&wide), &mut x);
            }
            let logits = self.head.of(&self.norm.of(&x));
            let chosen = choose(place, &logits);
            for (text, symbol) in texts.chunks_exact_mut(PLACES).zip(chosen) {
                text[place] = symbol;
            }
        }
        debug_assert_eq!(self.head.outputs, SYMBOLS);
        texts
    }

    fn heads(&self) -> Heads {
        Heads {
            length: PLACES,
            heads: HEADS,
            depth: self.width / HEADS,
            causal: true,
        }
    }

    /// What a place of each text sees, `[n * width]`, from its query, key and value, `[n * 3 * width]`; the latter two are kept.
    fn attend(&self, rows: &[f32], place: usize, kept: &mut [f32]) -> Vec<f32> {
        let (width, shape) = (self.width, self.heads());
        let mut seen = vec![0.0; rows.len() / 3];
        let texts = rows
            .chunks_exact(3 * width)
            .zip(kept.chunks_exact_mut(PLACES * 2 * width));
        for ((rows, kept), seen) in texts.zip(seen.chunks_exact_mut(width)) {
            let (query, own) = rows.split_at(width);
            kept[place * 2 * width..][..2 * width].copy_from_slice(own);
            look_back(query, &kept[..(place + 1) * 2 * width], shape, seen);
        }
        seen
    }
}

fn row(rows: &[f32], at: usize, width: usize) -> &[f32] {
    &rows[at * width..][..width]
}
