//! `elastic:N`: strokes bent, as no affine change does.

use super::{Amount, Transform, TransformInfo, Warp};
use crate::maths::{exp, sin_cos};
use crate::random::normal;
use cpu_kernels::image::{SIDE, WAVES, waves};
use rand_chacha::ChaCha8Rng;
use std::f64::consts::PI;

/// Standard deviation, in pixels, of the Gaussian that smooths the displacements, Simard et al.'s.
const SMOOTHING: f64 = 4.0;

pub(super) const TRANSFORM: TransformInfo = TransformInfo {
    amount: Amount {
        name: "elastic",
        most: 5.0,
        whole: false,
    },
    make: |strength| {
        Box::new(Elastic {
            cosines: smoothed_cosines(strength),
        })
    },
};

/// Elastic distortion (Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural Networks Applied to Visual
/// Document Analysis", 2003): each pixel is displaced by white noise that a Gaussian has smoothed. The strength is the
/// displacement's standard deviation along each axis, in pixels, over the whole image; the paper's (4 and 34) is 1.4.
///
/// White noise is white in every orthonormal basis. In that of the cosines (DCT-II) a Gaussian, reflected at the edges,
/// multiplies each by a factor, so normal numbers are drawn for the [`WAVES`] slowest along each axis, and the others, which
/// it would weaken to under 1/500, are left out: a tenth of the work, with the same result as SciPy's
/// `gaussian_filter(noise, 4, mode="reflect")`.
#[derive(Debug)]
struct Elastic {
    cosines: [[f32; SIDE]; WAVES],
}

impl Transform for Elastic {
    fn draw(&self, warp: &mut Warp, rng: &mut ChaCha8Rng) {
        let mut field = || {
            let noise = normal(rng, WAVES * WAVES);
            let (amplitudes, _) = noise.as_chunks();
            waves(
                amplitudes.first_chunk().expect("of this size"),
                &self.cosines,
            )
        };
        warp.fields = Some(Box::new([field(), field()]));
    }
}

/// The slowest cosines of an orthonormal basis, each weakened as the Gaussian does, and scaled so that the field of normal
/// amplitudes has this standard deviation.
pub(super) fn smoothed_cosines(strength: f64) -> [[f32; SIDE]; WAVES] {
    let factor = |wave: usize| {
        let frequency = PI * wave as f64 / SIDE as f64;
        exp(-0.5 * (frequency * SMOOTHING) * (frequency * SMOOTHING))
    };
    // The mean variance of a pixel is the square of this, since each cosine's squares sum up to 1.
    let power: f64 = (0..WAVES)
        .map(|wave| factor(wave) * factor(wave))
        .sum::<f64>()
        / SIDE as f64;
    let scale = (strength / power).sqrt();
    std::array::from_fn(|wave| {
        let norm = if wave == 0 { 1.0 } else { 2.0 } / SIDE as f64;
        let height = scale * norm.sqrt() * factor(wave);
        std::array::from_fn(|at| {
            let half_turns = wave as f64 * (2 * at + 1) as f64 / (2 * SIDE) as f64;
            (height * sin_cos(half_turns / 2.0).1) as f32
        })
    })
}
