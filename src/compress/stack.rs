//! Asymmetric numeral systems: a number that symbols are put onto and taken off again, the last one first, each for minus the
//! logarithm of its probability (Duda, "Asymmetric Numeral Systems", 2009 and 2013; this is the variant "rANS", with a state of 64
//! bits that gives and takes words of 32).

use crate::random::{Purpose, stream};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// The state is never below this, so that it has 32 bits to give whenever it must.
const LOWEST: u64 = 1 << 32;

/// A part of all probability, in units of a power of two: from `start` on, `size` of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The first unit.
    pub start: u32,
    /// How many; one at least, and fewer than there are.
    pub size: u32,
}

/// What has been put onto it.
#[derive(Debug)]
pub struct Stack {
    state: u64,
    words: Vec<u32>,
    below: Below,
}

/// What is taken when nothing is left.
#[derive(Debug)]
enum Below {
    /// Zeros, and it is noted that there was nothing.
    Nothing { missed: bool },
    /// Random words, the same each time, which the state begins with too.
    Random(Box<ChaCha8Rng>),
}

impl Stack {
    /// An empty one.
    pub fn empty() -> Self {
        Self {
            state: LOWEST,
            words: Vec::new(),
            below: Below::Nothing { missed: false },
        }
    }

    /// One of which things can be taken before any are put onto it: random bits, which [`is_random`](Self::is_random) knows again.
    pub fn on_random_bits() -> Self {
        let mut rng = stream(0, Purpose::PackedBits, 0);
        Self {
            state: LOWEST | u64::from(rng.random::<u32>()),
            words: Vec::new(),
            below: Below::Random(Box::new(rng)),
        }
    }

    /// The one that [`bytes`](Self::bytes) were of; `None` if they are of none.
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let (state, words) = bytes.split_first_chunk()?;
        let (words, rest) = words.as_chunks();
        let state = u64::from_le_bytes(*state);
        (state >= LOWEST && rest.is_empty()).then(|| Self {
            state,
            words: words.iter().map(|word| u32::from_le_bytes(*word)).collect(),
            below: Below::Nothing { missed: false },
        })
    }

    /// All of it: the state, then the words from the lowest up, little-endian.
    pub fn bytes(&self) -> Vec<u8> {
        let words = self.words.iter().flat_map(|word| word.to_le_bytes());
        self.state.to_le_bytes().into_iter().chain(words).collect()
    }

    /// Puts a symbol onto it that has this share of `2^bits` units, `bits` at most 32.
    pub fn push(&mut self, Share { start, size }: Share, bits: u32) {
        debug_assert!(size > 0 && u64::from(start) + u64::from(size) <= 1 << bits);
        let (start, size) = (u64::from(start), u64::from(size));
        if self.state >> (64 - bits) >= size {
            self.words.push(self.state as u32);
            self.state >>= 32;
        }
        self.state = ((self.state / size) << bits) + self.state % size + start;
    }

    /// Takes the symbol off it in whose share of `2^bits` units a unit lies, as `find` says.
    pub fn pop<T>(&mut self, bits: u32, find: impl FnOnce(u32) -> (T, Share)) -> T {
        let unit = self.state & ((1 << bits) - 1);
        let (symbol, Share { start, size }) = find(unit as u32);
        self.state = u64::from(size) * (self.state >> bits) + unit - u64::from(start);
        if self.state < LOWEST {
            let word = self.words.pop().unwrap_or_else(|| self.below.word());
            self.state = self.state << 32 | u64::from(word);
        }
        symbol
    }

    /// Random bits that have been taken from below everything.
    pub fn random_bits(&self) -> u64 {
        match &self.below {
            Below::Nothing { .. } => 0,
            Below::Random(rng) => 32 * rng.get_word_pos() as u64,
        }
    }

    /// Whether more was taken off it than there was.
    pub fn missed(&self) -> bool {
        matches!(self.below, Below::Nothing { missed: true })
    }

    /// Whether all that is left is what an empty one begins with.
    pub fn is_empty(&self) -> bool {
        self.state == LOWEST && self.words.is_empty()
    }

    /// Whether all that is left is what one [on random bits](Self::on_random_bits) begins with.
    pub fn is_random(&self) -> bool {
        let mut fresh = Self::on_random_bits();
        let same = |word: &u32| *word == fresh.below.word();
        // The first that was taken is the highest.
        self.words.iter().rev().all(same) && self.state == fresh.state
    }
}

impl Below {
    fn word(&mut self) -> u32 {
        match self {
            Self::Nothing { missed } => {
                *missed = true;
                0
            }
            Self::Random(rng) => rng.random(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Symbols with their number of units, all together `2^bits`.
    struct Table {
        bits: u32,
        sizes: Vec<u32>,
    }

    impl Table {
        fn random(rng: &mut ChaCha8Rng) -> Self {
            let bits = rng.random_range(1..=28u32);
            let mut left = 1u32 << bits;
            let mut sizes = Vec::new();
            while left > 1 && sizes.len() < 40 {
                // Halves as often as single units.
                let most = (left - 1) >> rng.random_range(0..bits);
                let size = rng.random_range(1..=most.max(1));
                sizes.push(size);
                left -= size;
            }
            sizes.push(left);
            Self { bits, sizes }
        }

        fn share(&self, symbol: usize) -> Share {
            Share {
                start: self.sizes[..symbol].iter().sum(),
                size: self.sizes[symbol],
            }
        }

        fn at(&self, unit: u32) -> (usize, Share) {
            let symbols = 0..self.sizes.len();
            let mut all = symbols.map(|symbol| (symbol, self.share(symbol)));
            all.find(|(_, share)| unit - share.start < share.size)
                .unwrap()
        }

        /// A symbol by its probability.
        fn draw(&self, rng: &mut ChaCha8Rng) -> usize {
            self.at(rng.random_range(0..1u32 << self.bits)).0
        }

        fn cost(&self, symbol: usize) -> f64 {
            f64::from(self.bits) - f64::from(self.sizes[symbol]).log2()
        }
    }

    #[test]
    fn what_is_put_onto_it_comes_off_in_reverse_whatever_the_shares() {
        let mut rng = stream(5, Purpose::Noise, 0);
        for round in 0..200 {
            let mut stack = Stack::on_random_bits();
            let mut put = Vec::new();
            for _ in 0..rng.random_range(0..300u32) {
                let table = Table::random(&mut rng);
                // Taken in between, as bits back does.
                if rng.random_range(0..4u32) == 0 {
                    let taken = stack.pop(table.bits, |unit| table.at(unit));
                    put.push((table, taken, false));
                } else {
                    let symbol = rng.random_range(0..table.sizes.len() as u32) as usize;
                    stack.push(table.share(symbol), table.bits);
                    put.push((table, symbol, true));
                }
            }
            let mut stack = Stack::of_bytes(&stack.bytes()).unwrap();
            for (table, symbol, was_put) in put.iter().rev() {
                if *was_put {
                    assert_eq!(stack.pop(table.bits, |unit| table.at(unit)), *symbol);
                } else {
                    stack.push(table.share(*symbol), table.bits);
                }
            }
            assert!(stack.is_random() && !stack.missed(), "round {round}");
        }
    }

    #[test]
    fn a_long_text_is_as_long_as_its_entropy() {
        let mut rng = stream(6, Purpose::Noise, 0);
        for round in 0..20 {
            let table = Table::random(&mut rng);
            let text: Vec<usize> = (0..20_000).map(|_| table.draw(&mut rng)).collect();
            let entropy: f64 = text.iter().map(|&symbol| table.cost(symbol)).sum();
            let mut stack = Stack::empty();
            for &symbol in &text {
                stack.push(table.share(symbol), table.bits);
            }
            let bits = 8.0 * stack.bytes().len() as f64 - 64.0;
            assert!(
                (bits - entropy).abs() < 0.01 * entropy + 32.0,
                "{round}: {bits}, not {entropy}"
            );
            for &symbol in text.iter().rev() {
                assert_eq!(stack.pop(table.bits, |unit| table.at(unit)), symbol);
            }
            assert!(stack.is_empty());
        }
    }

    #[test]
    fn more_than_there_is_cannot_be_taken_unnoticed() {
        let mut stack = Stack::empty();
        let share = Share { start: 0, size: 1 };
        for _ in 0..40 {
            stack.push(share, 1);
        }
        for _ in 0..40 {
            stack.pop(1, |_| ((), share));
        }
        assert!(stack.is_empty() && !stack.missed());
        for _ in 0..40 {
            stack.pop(1, |_| ((), share));
        }
        assert!(stack.missed());
        assert!(Stack::of_bytes(&[0; 12]).is_none() && Stack::of_bytes(&[1; 13]).is_none());
        assert!(Stack::of_bytes(&[]).is_none() && Stack::of_bytes(&[1; 12]).is_some());
    }
}
