//! In which order an epoch goes through the training images.

use crate::random::{Purpose, shuffle, stream};

/// The order of one epoch: a permutation of the training images that follows from the seed.
#[derive(Clone, Debug)]
pub struct EpochOrder {
    epoch: usize,
    indices: Vec<u32>,
}

impl EpochOrder {
    /// The order of `epoch` (counted from 1) through `size` images, the first one part by part
    /// ([`DatasetSpec::part_ends`](super::DatasetSpec::part_ends)).
    pub fn new(seed: u64, epoch: usize, size: usize, part_ends: &[usize]) -> Self {
        let mut rng = stream(seed, Purpose::Order, epoch as u64);
        let mut indices: Vec<u32> = (0..size as u32).collect();
        if epoch == 1 {
            let mut start = 0;
            for end in part_ends.iter().map(|&end| end.min(size)).chain([size]) {
                shuffle(&mut rng, &mut indices[start..end]);
                start = end;
            }
        } else {
            shuffle(&mut rng, &mut indices);
        }
        Self { epoch, indices }
    }

    /// The epoch that this is the order of.
    pub fn epoch(&self) -> usize {
        self.epoch
    }

    /// The images of batch `batch` (counted from 0).
    pub fn batch(&self, batch: usize, batch_size: usize) -> &[u32] {
        &self.indices[batch * batch_size..(batch + 1) * batch_size]
    }
}

/// How many images, from the front, must be present for the first `position` images of an epoch's order through `size`.
pub fn images_needed(epoch: usize, position: usize, size: usize, part_ends: &[usize]) -> usize {
    if epoch > 1 {
        return size;
    }
    let end = part_ends.iter().find(|&&end| position <= end);
    end.copied().unwrap_or(size).min(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: &[usize] = &[4_096, 16_384];

    #[test]
    fn every_epoch_is_another_permutation() {
        let orders: Vec<_> = (1..4)
            .map(|epoch| EpochOrder::new(5, epoch, 20_000, PARTS).indices)
            .collect();
        for order in &orders {
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert!(sorted.into_iter().eq(0..20_000));
        }
        assert!(orders[0] != orders[1] && orders[1] != orders[2]);
        assert_ne!(orders[0], EpochOrder::new(6, 1, 20_000, PARTS).indices);
    }

    #[test]
    fn the_first_epoch_needs_only_what_it_says() {
        let size = 60_000;
        let order = EpochOrder::new(0, 1, size, PARTS);
        for position in [1, 4_000, 4_096, 4_097, 16_384, 16_385, 60_000] {
            let needed = images_needed(1, position, size, PARTS);
            let highest = *order.indices[..position].iter().max().unwrap() as usize;
            assert!(
                highest < needed,
                "{position} images reach {highest}, {needed} said to be needed"
            );
        }
        assert_eq!(images_needed(1, 32 * 128, size, PARTS), 4_096);
        assert_eq!(images_needed(2, 1, size, PARTS), size);
        assert_eq!(images_needed(1, 1, 100, PARTS), 100);
    }
}
