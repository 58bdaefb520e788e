//! Differentiable augmentation: the discriminator sees real images and fakes changed in the same ways, in its own updates and in the
//! generator's, which learns through the change. So the game is about images as they are, while the discriminator cannot learn a few
//! training images by heart (Zhao et al., "Differentiable Augmentation for Data-Efficient GAN Training", 2020). Were real images alone
//! changed (`data.augment`), the generator would learn to draw the changes.

use crate::dataset::PIXELS;
use crate::random::{Purpose, Shard, stream};
use crate::words::words;
use burn::tensor::{Int, Tensor, TensorData};
use cpu_kernels::image::SIDE;

/// The farthest that an image is moved along each axis, in pixels: an eighth of its side, rounded down, as the paper has it.
const FARTHEST: usize = SIDE / 8;
/// Side of the square that is cut out, in pixels: half of the image's, as the paper has it.
const HOLE: usize = SIDE / 2;
/// Numbers that decide how an image is changed: along and across, of the move and of the hole.
const NUMBERS: usize = 4;
/// A pixel without ink.
const BLANK: f32 = -1.0;

words! {
    /// How a discriminator's images are changed. The paper's changes of colour have no counterpart in grey digits.
    pub enum DiffAugment {
        /// Not at all.
        None = "none",
        /// Moved by up to three whole pixels along each axis.
        Translation = "translation",
        /// Moved, and a square of half the side cut out, which may reach over the edge.
        Cutout = "translation-cutout",
    }
}

impl DiffAugment {
    /// Images `[k * n, 784]`, -1 to 1, changed: `k` batches of these `n` rows, one below the other. Each value comes from one value of
    /// its image, or is a pixel without ink, so the gradient goes where the value came from.
    pub(super) fn apply(
        self,
        images: Tensor<2>,
        seed: u64,
        purpose: Purpose,
        step: u64,
        rows: Shard,
    ) -> Tensor<2> {
        if self == Self::None {
            return images;
        }
        let [all, _] = images.dims();
        let batches = all / rows.count();
        let mut rng = stream(seed, purpose, step);
        let numbers = rows.uniform_unit(&mut rng, batches * NUMBERS);
        let mut sources = Vec::with_capacity(all * PIXELS);
        for batch in 0..batches {
            for row in numbers.chunks_exact(batches * NUMBERS) {
                let [right, down, x, y] = std::array::from_fn(|at| row[batch * NUMBERS + at]);
                self.sources([right, down], [x, y], &mut sources);
            }
        }
        let device = images.device();
        let sources = Tensor::<2, Int>::from_data(TensorData::new(sources, [all, PIXELS]), &device);
        let blank = Tensor::full([all, 1], BLANK, &device);
        Tensor::cat(vec![images, blank], 1).gather(1, sources)
    }

    /// Where each pixel of a changed image comes from; 784 for a pixel without ink. The numbers are from 0 to 1.
    fn sources(self, shift: [f32; 2], hole: [f32; 2], sources: &mut Vec<i32>) {
        let side = SIDE as i32;
        let whole =
            |number: f32, most: usize| ((number * (most + 1) as f32) as i32).min(most as i32);
        let [right, down] = shift.map(|number| whole(number, 2 * FARTHEST) - FARTHEST as i32);
        // The centre is anywhere in the image.
        let [left, top] = hole.map(|number| whole(number, SIDE - 1) - (HOLE / 2) as i32);
        let cut = |at: i32, start: i32| (start..start + HOLE as i32).contains(&at);
        for y in 0..side {
            for x in 0..side {
                let (from_x, from_y) = (x - right, y - down);
                let outside = !(0..side).contains(&from_x) || !(0..side).contains(&from_y);
                let missing = self == Self::Cutout && cut(x, left) && cut(y, top);
                let blank = outside || missing;
                sources.push(if blank {
                    PIXELS as i32
                } else {
                    from_y * side + from_x
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::Device;

    const N: usize = 40;

    /// Images whose pixels all differ, and what becomes of them.
    fn changed(augment: DiffAugment, rows: Shard, batches: usize) -> (Vec<f32>, Vec<f32>) {
        let values: Vec<_> = (0..batches * rows.count() * PIXELS)
            .map(|at| 0.001 * (at % PIXELS) as f32)
            .collect();
        let shape = [batches * rows.count(), PIXELS];
        let images = Tensor::from_data(TensorData::new(values.clone(), shape), &Device::flex());
        let found = augment.apply(images, 3, Purpose::AugmentReal, 5, rows);
        (values, found.into_data().try_to_vec().unwrap())
    }

    #[test]
    fn an_image_is_moved_as_a_whole_and_a_square_of_it_is_cut_out() {
        let (before, after) = changed(DiffAugment::Translation, Shard::all(N), 1);
        let (_, holed) = changed(DiffAugment::Cutout, Shard::all(N), 1);
        let mut moves = Vec::new();
        let images = before.chunks(PIXELS).zip(after.chunks(PIXELS));
        for ((before, after), holed) in images.zip(holed.chunks(PIXELS)) {
            // The middle always stays in the image, and says how far it was moved.
            let middle = 14 * SIDE + 14;
            let from = before
                .iter()
                .position(|&value| value == after[middle])
                .unwrap();
            let (right, down) = (14 - (from % SIDE) as i32, 14 - (from / SIDE) as i32);
            moves.extend([right, down]);
            for (at, &value) in after.iter().enumerate() {
                let (x, y) = ((at % SIDE) as i32 - right, (at / SIDE) as i32 - down);
                let inside = (0..28).contains(&x) && (0..28).contains(&y);
                let wanted = if inside {
                    before[(y * 28 + x) as usize]
                } else {
                    BLANK
                };
                assert_eq!(value, wanted);
            }
            let cut: Vec<_> = (0..PIXELS).filter(|&at| holed[at] != after[at]).collect();
            let width = |along: fn(usize) -> usize| {
                let places = cut.iter().map(|&at| along(at));
                places.clone().max().unwrap() - places.min().unwrap() + 1
            };
            assert!(width(|at| at % SIDE) <= HOLE && width(|at| at / SIDE) <= HOLE);
            assert!(
                cut.iter().all(|&at| holed[at] == BLANK) && cut.len() >= 30,
                "{}",
                cut.len()
            );
        }
        moves.sort_unstable();
        moves.dedup();
        assert_eq!(moves, [-3, -2, -1, 0, 1, 2, 3]);
    }

    #[test]
    fn shards_change_their_rows_as_the_whole_batch_does() {
        let (_, whole) = changed(DiffAugment::Cutout, Shard::all(N), 2);
        let shard = Shard {
            start: 10,
            end: 25,
            of: N,
        };
        let (_, part) = changed(DiffAugment::Cutout, shard, 2);
        for batch in 0..2 {
            let rows =
                |of: &[f32], start: usize| of[start * PIXELS..(start + 15) * PIXELS].to_vec();
            assert_eq!(rows(&part, batch * 15), rows(&whole, batch * N + 10));
        }
    }

    #[test]
    fn the_gradient_goes_where_the_value_came_from() {
        let images = Tensor::<2>::zeros([N, PIXELS], &Device::flex().autodiff()).require_grad();
        let weights: Vec<_> = (0..N * PIXELS).map(|at| (at % 13) as f32).collect();
        let weights = TensorData::new(weights, [N, PIXELS]);
        let change = |images: Tensor<2>| {
            DiffAugment::Cutout.apply(images, 3, Purpose::AugmentReal, 5, Shard::all(N))
        };
        let weighed = |images: Tensor<2>| {
            let weights = Tensor::from_data(weights.clone(), &images.device());
            (change(images) * weights).sum()
        };
        let grads = weighed(images.clone()).backward();
        let gradient: Vec<f32> = images
            .grad(&grads)
            .unwrap()
            .into_data()
            .try_to_vec()
            .unwrap();
        // The change is linear: a pixel of 1 more adds its gradient to the sum, exactly.
        let base: f32 = weighed(images.clone().inner()).into_scalar();
        for at in (0..N * PIXELS).step_by(997) {
            let mut one = vec![0.0_f32; N * PIXELS];
            one[at] = 1.0;
            let one = Tensor::from_data(TensorData::new(one, [N, PIXELS]), &Device::flex());
            let more: f32 = weighed(one).into_scalar();
            assert_eq!(more - base, gradient[at], "{at}");
        }
    }
}
