//! The likelihood on a GPU: a thread for each part of a row, then the parts' sums.

use super::{Bernoulli, BernoulliOps};
use crate::kernels::gpu::by_column::column_sums;
use crate::kernels::gpu::{Shader, buffer, contiguous, empty, in_rows, launch, sizes};
use burn_cubecl::CubeBackend;
use burn_cubecl::tensor::CubeTensor;

const WORKGROUP: usize = 64;
/// Pixels of a row that one thread adds up.
const PART: usize = 56;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct NllAndSlope {
    rows: usize,
    n: usize,
}

impl Shader for NllAndSlope {
    fn source(&self) -> String {
        let Self { rows, n } = *self;
        let threads = rows * n.div_ceil(PART);
        let row = self.workgroups()[0] as usize * WORKGROUP;
        let mut text = String::new();
        for (i, name) in ["logits", "targets", "parts", "slopes"].iter().enumerate() {
            text += &buffer(i, name, "f32");
        }
        // max(l, 0) - l t + log(1 + exp(-|l|)) is -t log s(l) - (1 - t) log(1 - s(l)) without overflow.
        text + &format!(
            "@compute @workgroup_size({WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
  let i = id.y * {row}u + id.x;
  if i >= {threads}u {{ return; }}
  let first = i / {rows}u * {PART}u;
  let end = min(first + {PART}u, {n}u);
  let start = i % {rows}u * {n}u;
  var sum = 0.0;
  for (var at = start + first; at < start + end; at++) {{
    let l = logits[at];
    let t = targets[at];
    let e = exp(-abs(l));
    sum += max(l, 0.0) - l * t + log(1.0 + e);
    slopes[at] = select(1.0, e, l < 0.0) / (1.0 + e) - t;
  }}
  parts[i] = sum;
}}
"
        )
    }

    fn workgroups(&self) -> [u32; 3] {
        in_rows(self.rows * self.n.div_ceil(PART), WORKGROUP)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct ScaledRows {
    rows: usize,
    n: usize,
}

impl Shader for ScaledRows {
    fn source(&self) -> String {
        let Self { rows, n } = *self;
        let row = self.workgroups()[0] as usize * WORKGROUP;
        buffer(0, "values", "f32")
            + &buffer(1, "factors", "f32")
            + &buffer(2, "scaled", "f32")
            + &format!(
                "@compute @workgroup_size({WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
  let i = id.y * {row}u + id.x;
  if i < {}u {{ scaled[i] = values[i] * factors[i / {n}u]; }}
}}
",
                rows * n
            )
    }

    fn workgroups(&self) -> [u32; 3] {
        in_rows(self.rows * self.n, WORKGROUP)
    }
}

impl Bernoulli for CubeBackend {
    fn bernoulli_nll(logits: CubeTensor, targets: CubeTensor) -> CubeTensor {
        Self::nll_and_slope(logits, targets).0
    }
}

impl BernoulliOps for CubeBackend {
    fn nll_and_slope(logits: CubeTensor, targets: CubeTensor) -> (CubeTensor, CubeTensor) {
        let (logits, targets) = (contiguous(logits), contiguous(targets));
        let [rows, n] = sizes(&logits);
        let parts = empty(&logits, [n.div_ceil(PART), rows]);
        let slopes = empty(&logits, [rows, n]);
        launch(
            NllAndSlope { rows, n },
            &[&logits, &targets, &parts, &slopes],
        );
        (column_sums("a", 1.0, [parts], []), slopes)
    }

    fn scaled_rows(matrix: CubeTensor, factors: CubeTensor) -> CubeTensor {
        let (matrix, factors) = (contiguous(matrix), contiguous(factors));
        let [rows, n] = sizes(&matrix);
        let scaled = empty(&matrix, [rows, n]);
        launch(ScaledRows { rows, n }, &[&matrix, &factors, &scaled]);
        scaled
    }
}
