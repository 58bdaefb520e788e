//! Some images of a split, by their places in it: what one of several threads needs for its next steps, in place of all.

use super::{PIXELS, Split};
use crate::error::{Error, ErrorCode, Result};

/// Images of a split and their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Ascending, each once.
    pub indices: Vec<u32>,
    /// `[indices * 784]`, 0 to 255.
    pub images: Vec<u8>,
    /// `[indices]`.
    pub labels: Vec<u8>,
}

impl Split {
    /// The images at these places, which may come in any order and more than once.
    ///
    /// # Errors
    /// `no-data` when one of them is not there.
    pub fn share(&self, mut indices: Vec<u32>) -> Result<Share> {
        indices.sort_unstable();
        indices.dedup();
        let mut share = Share::default();
        share.images.reserve_exact(indices.len() * PIXELS);
        for &index in &indices {
            let index = index as usize;
            self.require_image(index)?;
            share.images.extend(self.image(index));
            share.labels.push(self.label(index));
        }
        share.indices = indices;
        Ok(share)
    }
}

impl Share {
    /// Whether there are as many images and labels as places, and these ascend.
    ///
    /// # Errors
    /// `bad-input`.
    pub(super) fn check(&self) -> Result<()> {
        let Self {
            indices,
            images,
            labels,
        } = self;
        let whole = images.len() == indices.len() * PIXELS && labels.len() == indices.len();
        if whole && indices.is_sorted_by(|a, b| a < b) {
            return Ok(());
        }
        Err(Error::new(
            ErrorCode::BadInput,
            "The places, images and labels of a share do not belong together.",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::idx;

    fn split() -> Split {
        let pixels: Vec<u8> = (0..6 * PIXELS).map(|at| (at / PIXELS) as u8).collect();
        let mut split = Split::new(6);
        let files = (
            idx::write_images(&pixels),
            idx::write_labels(&[9, 8, 7, 6, 5, 4]),
        );
        split.append(&files.0, &files.1).unwrap();
        split
    }

    #[test]
    fn what_holds_a_share_has_its_images_where_they_were() {
        let share = split().share(vec![4, 1, 4, 2]).unwrap();
        assert_eq!(share.indices, [1, 2, 4]);
        let mut few = Split::new(6);
        few.hold(share).unwrap();
        for index in [1, 2, 4] {
            assert_eq!(few.image(index), split().image(index));
            assert_eq!(few.label(index), split().label(index));
        }
        for missing in [0, 3, 5] {
            let error = few.require_image(missing).unwrap_err();
            assert_eq!(error.code, ErrorCode::NoData);
            assert!(few.share(vec![missing as u32]).is_err());
        }
        // All images there will be are still not there.
        assert_eq!(few.require(1).unwrap_err().code, ErrorCode::NoData);
        few.hold(split().share(vec![0]).unwrap()).unwrap();
        assert_eq!(few.image(0), split().image(0));
        assert!(few.require_image(1).is_err());
    }

    #[test]
    fn a_damaged_share_is_refused() {
        let share = split().share(vec![0, 5]).unwrap();
        let damaged = [
            Share {
                labels: vec![1],
                ..share.clone()
            },
            Share {
                images: vec![0; PIXELS],
                ..share.clone()
            },
            Share {
                indices: vec![5, 0],
                ..share
            },
        ];
        for share in damaged {
            let error = Split::new(6).hold(share).unwrap_err();
            assert_eq!(error.code, ErrorCode::BadInput);
        }
        assert_eq!(split().share(vec![6]).unwrap_err().code, ErrorCode::NoData);
    }
}
