//! Self-consuming loops: what a generation learns from.
//!
//! Alemohammad et al., "Self-Consuming Generative Models Go MAD" (2023), and Shumailov et al., "AI models collapse when trained on
//! recursively generated data" (2024): a model that learns from nothing but samples of the one before it loses what is rare,
//! then everything. Gerstgrasser et al., "Is Model Collapse Inevitable?" (2024): not if real and earlier images are kept.

use super::images::Images;
use generative_playground::Result;
use generative_playground::dataset::{MnistDataset, PIXELS, Split};
use generative_playground::experiment::{Loop, Mode};
use generative_playground::random::{Purpose, shuffle, stream};
use rand::RngExt;

/// A loop between two generations.
#[derive(Debug)]
pub struct Generations {
    form: Loop,
    seed: u64,
    real: Images,
    /// Of all generations so far, where they accumulate.
    samples: Images,
}

impl Generations {
    /// A loop under a run's seed; the first generation learnt from these places of the training images.
    pub fn new(form: Loop, seed: u64, dataset: &MnistDataset, chosen: &[u32]) -> Self {
        Self {
            form,
            seed,
            real: Images::of(&dataset.train, chosen),
            samples: Images::default(),
        }
    }

    /// How many images a generation draws for the next.
    pub fn samples(&self) -> usize {
        (self.form.samples).map_or(self.real.len(), |samples| samples as usize)
    }

    /// The seed of a generation's model, and of the samples that it draws for the next.
    pub fn seeds(&self, generation: u64) -> (u64, u64) {
        let mut rng = stream(self.seed, Purpose::Generation, generation);
        // Settings are kept as JavaScript's numbers: 53 bits.
        let mut draw = || rng.random::<u64>() >> 11;
        let drawn = (draw(), draw());
        match generation {
            0 => (self.seed, drawn.1),
            _ => drawn,
        }
    }

    /// What generation `generation` (counted from 1) learns from, after the one before it has drawn these samples, `[n * 784]`, 0 to
    /// 1. Samples that were asked for by no digit are told as 0, which a model that is not conditional never reads.
    ///
    /// # Errors
    /// None with pixels as models draw them.
    pub fn next(
        &mut self,
        generation: u64,
        samples: &[f32],
        labels: Option<&[u8]>,
        test: &Split,
    ) -> Result<MnistDataset> {
        let mut drawn = Images {
            pixels: samples.iter().map(|&pixel| byte(pixel)).collect(),
            labels: vec![0; samples.len() / PIXELS],
        };
        if let Some(labels) = labels {
            drawn.labels.copy_from_slice(labels);
        }
        let mut rng = stream(self.seed, Purpose::GenerationData, generation);
        let mut choose = |of: usize, count: usize| {
            let mut places: Vec<u32> = (0..of as u32).collect();
            shuffle(&mut rng, &mut places);
            places.truncate(count);
            places
        };
        let all = match self.form.mode {
            Mode::Replace => drawn,
            Mode::Accumulate => {
                self.samples.append(drawn);
                let mut all = self.real.clone();
                all.append(self.samples.clone());
                all
            }
            Mode::Fresh => {
                let share = self.form.fresh.unwrap_or_default();
                let count = (share * drawn.len() as f64).round() as usize;
                let count = count.min(self.real.len());
                let mut all = self.real.at(&choose(self.real.len(), count));
                let kept = choose(drawn.len(), drawn.len() - count);
                all.append(drawn.at(&kept));
                all
            }
        };
        // The first epoch goes through the images part by part, so real and drawn ones are mixed.
        let all = all.at(&choose(all.len(), all.len()));
        Ok(MnistDataset::from_splits(all.split()?, test.clone()))
    }
}

fn byte(pixel: f32) -> u8 {
    (pixel.clamp(0.0, 1.0) * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Training images that are all 1, 2, 3 and so on; no test images.
    fn dataset(count: usize) -> MnistDataset {
        let pixels: Vec<u8> = (0..count * PIXELS)
            .map(|at| (at / PIXELS) as u8 + 1)
            .collect();
        let labels = vec![7; count];
        let train = Images { pixels, labels }.split().unwrap();
        MnistDataset::from_splits(train, Split::new(0))
    }

    fn generations(mode: Mode, fresh: Option<f64>) -> Generations {
        let form = Loop {
            generations: 3,
            mode,
            samples: None,
            fresh,
        };
        Generations::new(form, 5, &dataset(20), &[0, 2, 4, 6, 8, 10])
    }

    /// The grey values that a generation learns from, sorted.
    fn greys(loop_: &mut Generations, generation: u64, sample: f32) -> Vec<u8> {
        let samples = vec![sample; 6 * PIXELS];
        let test = Split::new(0);
        let next = loop_.next(generation, &samples, None, &test).unwrap();
        let mut greys: Vec<_> = (0..next.train.len())
            .map(|at| next.train.image(at)[0])
            .collect();
        greys.sort_unstable();
        greys
    }

    #[test]
    fn a_generation_learns_from_what_its_mode_says() {
        let mut replace = generations(Mode::Replace, None);
        assert_eq!(replace.samples(), 6);
        assert_eq!(greys(&mut replace, 1, 1.0), [255; 6]);
        assert_eq!(greys(&mut replace, 2, 0.5), [128; 6]);

        let mut accumulate = generations(Mode::Accumulate, None);
        let real = [1, 3, 5, 7, 9, 11];
        let first = greys(&mut accumulate, 1, 1.0);
        assert_eq!(first, [&real[..], &[255; 6]].concat());
        let second = greys(&mut accumulate, 2, 0.5);
        assert_eq!(second, [&real[..], &[128; 6], &[255; 6]].concat());

        let mut fresh = generations(Mode::Fresh, Some(0.5));
        let chosen = |greys: Vec<u8>| {
            let (chosen, drawn) = greys.split_at(3);
            assert!(chosen.iter().all(|grey| real.contains(grey)));
            assert_eq!(drawn, [255; 3]);
            chosen.to_vec()
        };
        let two = [1, 2].map(|generation| chosen(greys(&mut fresh, generation, 1.0)));
        assert_ne!(two[0], two[1], "real images are chosen anew");
    }

    #[test]
    fn the_first_generation_is_the_run_without_a_loop() {
        let generations = generations(Mode::Replace, None);
        assert_eq!(generations.seeds(0).0, 5);
        let mut all: Vec<_> = (0..9)
            .flat_map(|at| {
                let (model, samples) = generations.seeds(at);
                [model, samples]
            })
            .collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 18);
    }
}
