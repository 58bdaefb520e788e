//! Where the pixels of an image come from.

use cpu_kernels::image::{Field, SIDE, Sources, resample};

/// From the middle of an image to the middle of its first pixel.
const MIDDLE: f64 = (SIDE as f64 - 1.0) / 2.0;

/// An affine change of coordinates (x to the right, y down, in pixels from the middle of the image), which tells of each place
/// of the changed image where it comes from, and what each is moved by beside that.
#[derive(Clone, Debug)]
pub struct Warp {
    /// Row by row.
    matrix: [[f64; 2]; 2],
    offset: [f64; 2],
    /// Along x and along y.
    pub(super) fields: Option<Box<[Field; 2]>>,
}

/// Changes nothing.
impl Default for Warp {
    fn default() -> Self {
        Self {
            matrix: [[1.0, 0.0], [0.0, 1.0]],
            offset: [0.0; 2],
            fields: None,
        }
    }
}

impl Warp {
    /// Adds a change after those that are there: what is at `place` then was at `matrix * place + offset`.
    pub(super) fn then(&mut self, matrix: [[f64; 2]; 2], offset: [f64; 2]) {
        let [[a, b], [c, d]] = matrix;
        let of = |[x, y]: [f64; 2]| self.matrix.map(|[along, down]| along * x + down * y);
        let ([a, c], [b, d]) = (of([a, c]), of([b, d]));
        let moved = of(offset);
        self.matrix = [[a, b], [c, d]];
        self.offset = [self.offset[0] + moved[0], self.offset[1] + moved[1]];
    }

    /// Changes an image, `[784]`, 0 to 1, with bilinear interpolation. What comes in is black.
    pub fn apply(&self, image: &mut [f32]) {
        let [[a, b], [c, d]] = self.matrix;
        let start = |[along, down]: [f64; 2], offset| MIDDLE + offset - MIDDLE * (along + down);
        let sources = Sources {
            start: [start([a, b], self.offset[0]), start([c, d], self.offset[1])],
            along: [a, c],
            down: [b, d],
            fields: self.fields.as_deref(),
        };
        resample(image, &sources);
    }
}
