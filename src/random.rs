//! All randomness, from one seed.
//!
//! Every use has its own ChaCha8 stream, named by a [`Purpose`] and an index (a step, an epoch), so that a value
//! does not depend on what was drawn before it: a run continued from a checkpoint draws what the uninterrupted one
//! would have drawn, and looking at samples while training changes nothing. The generator and the arithmetic are
//! portable: the browser and the native command draw the same bits.

mod shard;

pub use shard::Shard;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// What random numbers are for.
#[derive(Clone, Copy, Debug)]
pub enum Purpose {
    /// Initial weights; the index counts the parameters.
    Weights = 1,
    /// The order of the training images; the index is the epoch.
    Order = 2,
    /// Noise of a training step; the index is the step.
    Noise = 3,
    /// Noise while evaluating; the index is the batch.
    Evaluation = 4,
    /// Latents to sample from; the index is always 0.
    Sample = 5,
    /// Dropout's masks; the index is the step, of an autoencoder or a critic.
    Dropout = 6,
    /// Points between real and fake images, for the gradient penalty; the index is the step.
    Interpolation = 7,
    /// Which pixels are white when grey images are binarised; the index is the step, or the batch of an evaluation.
    Binarise = 8,
    /// Dropout's masks in the discriminator while the generator learns through it; the index is the step.
    GeneratorDropout = 9,
    /// Latents that a hybrid's decoder draws from the prior; the index is the step.
    Prior = 10,
    /// Latents from which a likelihood is estimated; the index is the evaluation batch and the round.
    Importance = 11,
    /// Dropout's masks in a discriminator that looks at fakes apart from real images; the index is the step.
    FakeDropout = 12,
    /// What a generator draws in a training step beside its noise; the index is the step. (None has dropout yet.)
    Generator = 13,
    /// What a hybrid's autoencoder draws in a training step beside its noise, as `Generator`; the index is the step.
    Autoencoder = 74,
    /// Where the paths of a flow begin in a training step, or in an evaluation; the index is the step, or the batch.
    Flow = 14,
    /// At which times a flow is trained, or evaluated; the index as for the beginnings.
    FlowTime = 15,
    /// Which images' digits a flow, or a transformer, is not told; the index is the step.
    Untold = 16,
    /// How real images are changed before a discriminator sees them; the index is the step.
    AugmentReal = 17,
    /// How fakes are changed before a discriminator learns from them; the index is the step.
    AugmentFake = 18,
    /// How fakes are changed before a generator learns from what a discriminator says of them; the index is the step.
    AugmentLearnt = 19,
    /// How far a classifier's training images are shifted; the index is the step.
    Shift = 20,
    /// Seeds of the samples that are judged; the index is the batch.
    Judge = 21,
    /// Which symbols come when an image is drawn symbol by symbol; the index is always 0.
    Symbols = 25,
    /// The same when an image is continued; the index is always 0.
    Continuation = 26,
    /// In which fold an image is when labels are doubted; the index is always 0.
    Folds = 22,
    /// The first weights of the small classifier that doubts labels; the index is the model.
    LabelClassifier = 23,
    /// In which order it sees images; the index is the model and the epoch.
    LabelClassifierOrder = 24,
    /// Which training images are told as another digit, and as which; the index is the image.
    Mislabel = 30,
    /// Which training images are black on white; the index is the image.
    Invert = 31,
    /// Noise on a training image's pixels; the index is the image.
    DataNoise = 32,
    /// How a training image is changed as it is drawn; the index is the epoch and the place in it.
    Augment = 33,
    /// Which training images of a rare digit are kept; the index is the image.
    Rare = 34,
    /// Which training images are copies of others, and of which; the index is the image.
    Duplicates = 35,
    /// Where the black square is in a training image; the index is the image.
    Occlude = 36,
    /// Which training images are repeated, and where; the index tells the two apart.
    Rebalance = 37,
    /// Which levels a prior over rounded latents draws; the index is always 0.
    Level = 38,
    /// The order that images of one's own are put into; the index is always 0.
    OwnImages = 45,
    /// Where descent on a latent begins, in a scene; the index is the image.
    SceneStart = 50,
    /// Noise on an image, or on what is measured of it, in a scene; the index is the image.
    SceneNoise = 51,
    /// What is measured of images in a scene; the index is the number of measurements.
    SceneMatrix = 52,
    /// Noise on training images, by which a scene's plain methods are tuned; the index is the image.
    SceneTuning = 53,
    /// Seeds of what a model that draws piece by piece draws of an image in a scene, and which of it are answers; the index is the image.
    SceneDraw = 54,
    /// Bits below those of a packed file, from which its first latents are taken; the index is always 0.
    PackedBits = 70,
    /// Which pixels of an image are white that is packed in a scene; the index is the image.
    ScenePacked = 71,
    /// Seeds of the small classifiers that a scene trains; the index is the classifier.
    SceneClassifier = 75,
    /// How far a scene shifts training images; the index is the classifier and the image.
    SceneShift = 76,
    /// Seeds of a generation of a self-consuming loop, and of its samples; the index is the generation.
    Generation = 60,
    /// Which images such a generation learns from, and in which order; the index is the generation.
    GenerationData = 61,
}

/// The generator for one purpose and index under a seed.
pub fn stream(seed: u64, purpose: Purpose, index: u64) -> ChaCha8Rng {
    #[cfg(test)]
    used::note(seed, purpose, index);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(((purpose as u64) << 56) | index);
    rng
}

/// Which streams a test has drawn from: one stream is for one thing.
#[cfg(test)]
pub(crate) mod used {
    use super::Purpose;
    use std::cell::RefCell;

    thread_local! {
        static USED: RefCell<Vec<(u64, u8, u64)>> = const { RefCell::new(Vec::new()) };
    }

    pub(super) fn note(seed: u64, purpose: Purpose, index: u64) {
        USED.with_borrow_mut(|used| used.push((seed, purpose as u8, index)));
    }

    /// Streams that were begun more than once on this thread since the last call.
    pub(crate) fn take_repeated() -> Vec<(u64, u8, u64)> {
        let mut used = USED.with_borrow_mut(std::mem::take);
        used.sort_unstable();
        let mut repeated: Vec<_> = used
            .windows(2)
            .filter(|pair| pair[0] == pair[1])
            .map(|pair| pair[0])
            .collect();
        repeated.dedup();
        repeated
    }
}

/// `n` standard normal values.
pub fn normal(rng: &mut ChaCha8Rng, n: usize) -> Vec<f32> {
    (0..n).map(|_| rng.sample(StandardNormal)).collect()
}

/// `n` values, uniform in `-bound..bound`.
pub fn uniform(rng: &mut ChaCha8Rng, n: usize, bound: f32) -> Vec<f32> {
    (0..n).map(|_| rng.random_range(-bound..bound)).collect()
}

/// `n` values, uniform in `0..1`.
pub fn uniform_unit(rng: &mut ChaCha8Rng, n: usize) -> Vec<f32> {
    (0..n).map(|_| rng.random()).collect()
}

/// Shuffles in place (Fisher and Yates), drawing 32-bit numbers so that wasm32 and 64-bit machines agree.
pub fn shuffle(rng: &mut ChaCha8Rng, items: &mut [u32]) {
    for i in (1..items.len()).rev() {
        items.swap(i, rng.random_range(0..=i as u32) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_differ_by_purpose_index_and_seed_and_repeat() {
        let draw = |seed, purpose, index| normal(&mut stream(seed, purpose, index), 4);
        let base = draw(0, Purpose::Noise, 7);
        assert_eq!(base, draw(0, Purpose::Noise, 7));
        assert_ne!(base, draw(1, Purpose::Noise, 7));
        assert_ne!(base, draw(0, Purpose::Sample, 7));
        assert_ne!(base, draw(0, Purpose::Noise, 8));
    }

    #[test]
    fn normal_values_have_mean_zero_and_variance_one() {
        let n = 200_000;
        let values = normal(&mut stream(3, Purpose::Noise, 0), n);
        let mean = values.iter().map(|&v| f64::from(v)).sum::<f64>() / n as f64;
        let variance = values
            .iter()
            .map(|&v| (f64::from(v) - mean).powi(2))
            .sum::<f64>()
            / n as f64;
        // Five standard errors: 1/sqrt(n) for the mean, sqrt(2/n) for the variance.
        assert!(mean.abs() < 5.0 / (n as f64).sqrt(), "mean {mean}");
        assert!(
            (variance - 1.0).abs() < 5.0 * (2.0 / n as f64).sqrt(),
            "variance {variance}"
        );
    }

    #[test]
    fn shuffle_is_a_permutation_and_close_to_uniform() {
        let mut first = [0u32; 5];
        for index in 0..10_000 {
            let mut items = [0, 1, 2, 3, 4];
            shuffle(&mut stream(0, Purpose::Order, index), &mut items);
            first[items[0] as usize] += 1;
            items.sort_unstable();
            assert_eq!(items, [0, 1, 2, 3, 4]);
        }
        // 2,000 expected each, standard deviation 40.
        assert!(
            first.iter().all(|count| (1_800..2_200).contains(count)),
            "{first:?}"
        );
    }
}
