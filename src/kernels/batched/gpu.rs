//! Products of pairs of matrices on a GPU: one launch for all, a thread for each tile of four rows and four columns.

use super::{BatchedProduct, sizes};
use crate::kernels::dense::Transposed;
use crate::kernels::gpu::{self, Shader, buffer, contiguous, empty, in_rows, launch};
use burn_cubecl::CubeBackend;
use burn_cubecl::tensor::CubeTensor;
use std::fmt::Write;

/// Rows and columns of a thread's tile.
const TILE: usize = 4;
const WORKGROUP: usize = 64;

/// `[batch, m, k]` by `[batch, k, n]`, one of them perhaps transposed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Batched {
    batch: usize,
    m: usize,
    n: usize,
    k: usize,
    transposed: Transposed,
}

impl Batched {
    /// Tiles of one result, below and beside each other.
    fn tiles(&self) -> [usize; 2] {
        [self.m.div_ceil(TILE), self.n.div_ceil(TILE)]
    }
}

impl Shader for Batched {
    fn source(&self) -> String {
        let Self { batch, m, n, k, .. } = *self;
        let [down, across] = self.tiles();
        let threads = batch * down * across;
        let row = self.workgroups()[0] as usize * WORKGROUP;
        // From one row of the tile to the next, and from one term of the sum to the next.
        let (a_line, a_term) = match self.transposed {
            Transposed::First => (1, m),
            _ => (k, 1),
        };
        let (b_line, b_term) = match self.transposed {
            Transposed::Second => (k, 1),
            _ => (1, n),
        };
        let mut text = buffer(0, "a", "f32") + &buffer(1, "b", "f32") + &buffer(2, "y", "f32");
        let _ = write!(
            text,
            "@compute @workgroup_size({WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
  let i = id.y * {row}u + id.x;
  if i >= {threads}u {{ return; }}
  let pair = i / {}u;
  let row = i / {across}u % {down}u * {TILE}u;
  let column = i % {across}u * {TILE}u;
",
            down * across
        );
        for line in 0..TILE {
            // Lines beyond the last are computed as the last and not written.
            let _ = writeln!(
                text,
                "  let a{line} = pair * {}u + min(row + {line}u, {}u) * {a_line}u;
  let b{line} = pair * {}u + min(column + {line}u, {}u) * {b_line}u;
  var sum{line} = vec4<f32>();",
                m * k,
                m - 1,
                k * n,
                n - 1
            );
        }
        let _ = writeln!(text, "  for (var k = 0u; k < {k}u; k++) {{");
        let of_b: Vec<_> = (0..TILE)
            .map(|line| format!("b[b{line} + k * {b_term}u]"))
            .collect();
        let _ = writeln!(text, "    let right = vec4<f32>({});", of_b.join(", "));
        for line in 0..TILE {
            let _ = writeln!(text, "    sum{line} += a[a{line} + k * {a_term}u] * right;");
        }
        text += "  }\n";
        for (line, at) in (0..TILE).flat_map(|line| (0..TILE).map(move |at| (line, at))) {
            let _ = writeln!(
                text,
                "  if row + {line}u < {m}u && column + {at}u < {n}u {{ y[(pair * {m}u + row + {line}u) * {n}u + column + {at}u] = sum{line}[{at}]; }}"
            );
        }
        text += "}\n";
        text
    }

    fn workgroups(&self) -> [u32; 3] {
        let [down, across] = self.tiles();
        in_rows(self.batch * down * across, WORKGROUP)
    }
}

impl BatchedProduct for CubeBackend {
    fn batched_product(a: CubeTensor, b: CubeTensor, transposed: Transposed) -> CubeTensor {
        let (a, b) = (contiguous(a), contiguous(b));
        let [batch, m, n, k] = sizes(gpu::sizes(&a), gpu::sizes(&b), transposed);
        let y = empty(&a, [batch, m, n]);
        let shader = Batched {
            batch,
            m,
            n,
            k,
            transposed,
        };
        launch(shader, &[&a, &b, &y]);
        y
    }
}
