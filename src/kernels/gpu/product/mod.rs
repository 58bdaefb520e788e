//! Matrix products. Each thread computes a tile of the result in its registers and reads four values at a time; no factor goes
//! through shared memory, whose barriers software adapters and small matrices pay dearly for.

mod text;
mod tiling;

use super::{Shader, contiguous, empty, launch, sizes, subgroups, together, work};
use crate::kernels::Activation;
use crate::kernels::dense::Transposed;
use burn_cubecl::tensor::CubeTensor;
use std::hash::{Hash, Hasher};
use tiling::Tiling;

/// `activation(a b + bias)` for sizes `[m, k]` and `[k, n]`, one of them perhaps transposed.
#[derive(Clone, Debug)]
pub struct Product {
    /// Rows of the result.
    pub m: usize,
    /// Columns of the result.
    pub n: usize,
    /// What is summed over.
    pub k: usize,
    /// How the factors lie in memory.
    pub transposed: Transposed,
    /// Whether a third buffer `[n]` is added to each row.
    pub bias: bool,
    /// Applied at the end.
    pub activation: Option<Activation>,
    /// How it is divided among threads.
    pub tiling: Tiling,
    /// Whether four threads side by side read the first factor together (`together.rs`).
    pub together: bool,
}

impl Product {
    /// What its text depends on, but for the activation. Unless the rows of the result are the columns of a transposed factor, it
    /// reads their number from the result's length: so a batch of another size needs no other kernel, which takes a tenth of a
    /// second to compile on some adapters.
    fn key(&self) -> (Option<usize>, usize, usize, Transposed, Tiling, [bool; 2]) {
        let m = (self.transposed == Transposed::First).then_some(self.m);
        (
            m,
            self.n,
            self.k,
            self.transposed,
            self.tiling,
            [self.bias, self.together],
        )
    }
}

impl PartialEq for Product {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key() && self.activation == other.activation
    }
}

impl Eq for Product {}

impl Hash for Product {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl Shader for Product {
    fn source(&self) -> String {
        if self.together {
            return together::source(self);
        }
        self.by_tiles()
    }

    fn workgroups(&self) -> [u32; 3] {
        let ([columns, rows], [width, height]) = if self.together {
            (together::GROUP, [together::COLUMNS, together::ROWS])
        } else {
            (self.tiling.group(), [self.tiling.tile; 2])
        };
        let groups = |size: usize, tile, threads| size.div_ceil(tile).div_ceil(threads) as u32;
        [
            groups(self.n, width, columns),
            groups(self.m, height, rows),
            1,
        ]
    }
}

/// `activation(a b + bias)`; matrices are `[rows, columns]`, the bias `[columns]`.
pub fn product(
    a: CubeTensor,
    b: CubeTensor,
    transposed: Transposed,
    bias: Option<CubeTensor>,
    activation: Option<Activation>,
) -> CubeTensor {
    let (a, b) = (contiguous(a), contiguous(b));
    let bias = bias.map(contiguous);
    let ([a0, a1], [b0, b1]) = (sizes(&a), sizes(&b));
    let ([m, k], n) = match transposed {
        Transposed::Neither => ([a0, a1], b1),
        Transposed::First => ([a1, a0], b1),
        Transposed::Second => ([a0, a1], b0),
    };
    work::product(m, n, k);
    let y = empty(&a, [m, n]);
    let mut shader = Product {
        m,
        n,
        k,
        transposed,
        bias: bias.is_some(),
        activation,
        tiling: Tiling::of(m, n, k),
        together: false,
    };
    shader.together = subgroups::four() && together::fits(&shader);
    let mut buffers = vec![&a, &b, &y];
    buffers.extend(&bias);
    launch(shader, &buffers);
    y
}
