//! Drawing and continuing images symbol by symbol.

use super::training::TransformerTraining;
use crate::error::Result;
use crate::maths::exp;
use crate::model::transformer::HEADS;
use crate::model::transformer::symbols::{PLACES, SYMBOLS, image_of, pixels_of, text_of};
use crate::model::transformer::symbolwise::Symbolwise;
use crate::random::{Purpose, stream, uniform_unit};
use crate::ranking::descending;
use crate::training::families::{Attention, Continuation, Continued};

/// Texts that are written at the same pace: the more, the more their keys and values need of memory.
const TOGETHER: usize = 64;

/// How likely the symbols are at a place.
#[derive(Clone, Copy, Debug)]
struct Choice {
    temperature: f64,
    top_p: f64,
}

impl Choice {
    /// Probabilities of the symbols by their logits, of those among which the choice is free; the others' are 0.
    fn probabilities(self, logits: &[f32], free: impl Fn(usize) -> bool) -> [f64; SYMBOLS] {
        let mut all = [0.0; SYMBOLS];
        let fitting = || (0..SYMBOLS).filter(|&symbol| free(symbol));
        let largest = fitting().fold(f32::NEG_INFINITY, |most, at| most.max(logits[at]));
        for symbol in fitting() {
            all[symbol] = exp(f64::from(logits[symbol] - largest) / self.temperature);
        }
        normalise(&mut all);
        if self.top_p < 1.0 {
            let mut sum = 0.0;
            for symbol in descending(&all) {
                if sum >= self.top_p {
                    all[symbol] = 0.0;
                }
                sum += all[symbol];
            }
            normalise(&mut all);
        }
        all
    }
}

fn normalise(all: &mut [f64; SYMBOLS]) {
    let sum: f64 = all.iter().sum();
    all.iter_mut().for_each(|probability| *probability /= sum);
}

/// The symbol whose share of 0 to 1 holds the number.
fn drawn(probabilities: &[f64; SYMBOLS], number: f32) -> u8 {
    let mut left = f64::from(number);
    let mut last = 0;
    for (symbol, &probability) in probabilities.iter().enumerate() {
        if probability > 0.0 {
            last = symbol;
            left -= probability;
            if left < 0.0 {
                break;
            }
        }
    }
    last as u8
}

impl TransformerTraining {
    /// Images for these digits. Those under the same seed begin with the same, however many they are.
    pub(super) async fn drawn(&self, seed: u64, labels: &[u8]) -> Result<Vec<f32>> {
        let choice = Choice {
            temperature: self.temperature,
            top_p: self.top_p,
        };
        let free = |_, _| true;
        let all = self.written(Purpose::Symbols, seed, labels, choice, &free);
        Ok(all.await?.images)
    }

    /// Images that agree with the known pixels.
    pub(super) async fn continued(&self, asked: Continuation) -> Result<Continued> {
        let choice = Choice {
            temperature: asked.temperature.unwrap_or(self.temperature),
            top_p: asked.top_p.unwrap_or(self.top_p),
        };
        let fits = |place, symbol: usize| {
            let bits = pixels_of(place).into_iter().enumerate();
            let mut known = bits.filter(|&(_, pixel)| asked.known[pixel]);
            known.all(|(bit, pixel)| (symbol >> bit & 1 == 1) == asked.white[pixel])
        };
        let (purpose, labels) = (Purpose::Continuation, &asked.labels);
        self.written(purpose, asked.seed, labels, choice, &fits)
            .await
    }

    /// How much the places of an image, black and white, look at each other.
    pub(super) async fn looks(&self, white: &[bool], label: u8) -> Result<Attention> {
        let model = Symbolwise::of(&self.learner.shown()).await?;
        let weights = model.attention(label, &text_of(white));
        Ok(Attention {
            layers: weights.len() / (HEADS * PLACES * PLACES),
            heads: HEADS,
            weights,
        })
    }

    /// Images for these digits, of symbols that fit at their places.
    async fn written(
        &self,
        purpose: Purpose,
        seed: u64,
        labels: &[u8],
        choice: Choice,
        fits: &dyn Fn(usize, usize) -> bool,
    ) -> Result<Continued> {
        let model = Symbolwise::of(&self.learner.shown()).await?;
        let mut rng = stream(seed, purpose, 0);
        let mut all = Continued::default();
        for labels in labels.chunks(TOGETHER) {
            let n = labels.len();
            let numbers = uniform_unit(&mut rng, n * PLACES);
            let mut probabilities = vec![0.0; n * PLACES * SYMBOLS];
            let texts = model.write(labels, &mut |place, logits| {
                let choose = |(text, logits): (usize, &[f32])| {
                    let found = choice.probabilities(logits, |symbol| fits(place, symbol));
                    let start = (text * PLACES + place) * SYMBOLS;
                    for (to, from) in probabilities[start..].iter_mut().zip(found) {
                        *to = from as f32;
                    }
                    drawn(&found, numbers[text * PLACES + place])
                };
                logits
                    .chunks_exact(SYMBOLS)
                    .enumerate()
                    .map(choose)
                    .collect()
            });
            all.images
                .extend(texts.chunks_exact(PLACES).flat_map(image_of));
            all.probabilities.append(&mut probabilities);
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_follow_temperature_and_top_p() {
        let mut logits = [-1e30f32; SYMBOLS];
        // 1/2, 1/4, 1/8 and 1/8.
        for (symbol, probability) in [(3, 0.5f32), (0, 0.25), (7, 0.125), (9, 0.125)] {
            logits[symbol] = probability.ln();
        }
        let of = |temperature, top_p, free: fn(usize) -> bool| {
            let all = Choice { temperature, top_p }.probabilities(&logits, free);
            [3, 0, 7, 9].map(|symbol| all[symbol])
        };
        let near = |found: [f64; 4], expected: [f64; 4]| {
            let error = found.iter().zip(expected).map(|(a, b)| (a - b).abs());
            assert!(
                error.fold(0.0, f64::max) < 1e-6,
                "{found:?}, not {expected:?}"
            );
        };
        near(of(1.0, 1.0, |_| true), [0.5, 0.25, 0.125, 0.125]);
        // Each to the power of 1 / temperature.
        let squares = 0.25 + 0.0625 + 2.0 / 64.0;
        near(
            of(0.5, 1.0, |_| true),
            [0.25, 0.0625, 1.0 / 64.0, 1.0 / 64.0].map(|x| x / squares),
        );
        near(of(1.0, 0.5, |_| true), [1.0, 0.0, 0.0, 0.0]);
        near(of(1.0, 0.51, |_| true), [2.0 / 3.0, 1.0 / 3.0, 0.0, 0.0]);
        near(of(1.0, 1.0, |symbol| symbol > 6), [0.0, 0.0, 0.5, 0.5]);
        near(of(1.0, 0.01, |symbol| symbol == 9), [0.0, 0.0, 0.0, 1.0]);
    }

    #[test]
    fn a_symbol_comes_as_often_as_it_is_likely_and_never_if_it_is_not() {
        let mut all = [0.0; SYMBOLS];
        (all[2], all[5]) = (0.25, 0.75);
        let symbols: Vec<u8> = (0..8).map(|i| drawn(&all, i as f32 / 8.0)).collect();
        assert_eq!(symbols, [2, 2, 5, 5, 5, 5, 5, 5]);
        // Where rounding leaves nothing of the sum.
        assert_eq!(drawn(&all, 1.0), 5);
    }
}
