//! Layer normalisation on a GPU: a thread for each row, or a workgroup where an adapter has many threads; the gradients by weight and
//! bias are sums over the rows.

use super::{LayerNormOps, LayerNormalisation};
use crate::kernels::gpu::by_column::column_sums;
use crate::kernels::gpu::{
    Shader, added_up, buffer, contiguous, empty, in_rows, launch, sizes, width,
};
use burn_cubecl::CubeBackend;
use burn_cubecl::tensor::CubeTensor;

const WORKGROUP: usize = 64;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct ByRow {
    rows: usize,
    n: usize,
    /// Epsilon in WGSL.
    epsilon: String,
    back: bool,
    /// Whether the threads of a workgroup share a row.
    shared: bool,
}

/// Has each thread of a workgroup know the sum of what all have. Where a row is one thread's, it knows.
fn total(shared: bool) -> String {
    if !shared {
        return "fn total(value: f32, own: u32) -> f32 { return value; }\n".into();
    }
    let sum = added_up(WORKGROUP, "own", "own", 1);
    format!(
        "var<workgroup> handed: array<f32, {WORKGROUP}>;
fn total(value: f32, own: u32) -> f32 {{
  handed[own] = value;
{sum}  workgroupBarrier();
  let all = handed[0];
  workgroupBarrier();
  return all;
}}
"
    )
}

impl Shader for ByRow {
    fn source(&self) -> String {
        let Self {
            rows, n, epsilon, ..
        } = self;
        let names: &[&str] = if self.back {
            &["x", "weight", "grad", "normalised", "by_x"]
        } else {
            &["x", "weight", "bias", "y"]
        };
        let mut text = String::new();
        for (at, name) in names.iter().enumerate() {
            text += &buffer(at, name, "f32");
        }
        // A row's values, from a thread's first to the end.
        let values = if self.shared {
            format!("var i = own; i < {n}u; i += {WORKGROUP}u")
        } else {
            format!("var i = 0u; i < {n}u; i++")
        };
        let end = if self.back {
            format!(
                "  var own_even = 0.0;
  var own_along = 0.0;
  for ({values}) {{
    let value = (x[first + i] - mean) * inverse;
    let by = grad[first + i] * weight[i];
    normalised[first + i] = value;
    own_even += by;
    own_along += by * value;
  }}
  let even = total(own_even, own);
  let along = total(own_along, own);
  for ({values}) {{
    let value = (x[first + i] - mean) * inverse;
    let by = grad[first + i] * weight[i];
    by_x[first + i] = (by - (even + value * along) / {n}.0) * inverse;
  }}
}}
"
            )
        } else {
            format!(
                "  for ({values}) {{
    y[first + i] = (x[first + i] - mean) * inverse * weight[i] + bias[i];
  }}
}}
"
            )
        };
        let groups = self.workgroups()[0] as usize;
        let at = if self.shared {
            format!("group.y * {groups}u + group.x")
        } else {
            format!("(group.y * {groups}u + group.x) * {WORKGROUP}u + own")
        };
        text + &total(self.shared)
            + &format!(
                "@compute @workgroup_size({WORKGROUP})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) own: u32) {{
  let at = {at};
  if at >= {rows}u {{ return; }}
  let first = at * {n}u;
  var sum = 0.0;
  for ({values}) {{ sum += x[first + i]; }}
  let mean = total(sum, own) / {n}.0;
  var squares = 0.0;
  for ({values}) {{ squares += (x[first + i] - mean) * (x[first + i] - mean); }}
  let inverse = 1.0 / sqrt(total(squares, own) / {n}.0 + {epsilon});
"
            )
            + &end
    }

    fn workgroups(&self) -> [u32; 3] {
        in_rows(self.rows, if self.shared { 1 } else { WORKGROUP })
    }
}

impl LayerNormalisation for CubeBackend {
    fn layer_norm(x: CubeTensor, weight: CubeTensor, bias: CubeTensor, epsilon: f64) -> CubeTensor {
        Self::normalised_rows(x, weight, bias, epsilon)
    }
}

impl LayerNormOps for CubeBackend {
    fn normalised_rows(
        x: CubeTensor,
        weight: CubeTensor,
        bias: CubeTensor,
        epsilon: f64,
    ) -> CubeTensor {
        let [x, weight, bias] = [x, weight, bias].map(contiguous);
        let [rows, n] = sizes(&x);
        let y = empty(&x, [rows, n]);
        let shader = ByRow {
            rows,
            n,
            epsilon: format!("{epsilon:?}"),
            back: false,
            shared: width::wanted() > 0,
        };
        launch(shader, &[&x, &weight, &bias, &y]);
        y
    }

    fn before_layer_norm(
        grad: CubeTensor,
        x: CubeTensor,
        weight: CubeTensor,
        epsilon: f64,
    ) -> [CubeTensor; 3] {
        let [grad, x, weight] = [grad, x, weight].map(contiguous);
        let [rows, n] = sizes(&x);
        let [normalised, by_x] = [(); 2].map(|()| empty(&x, [rows, n]));
        let shader = ByRow {
            rows,
            n,
            epsilon: format!("{epsilon:?}"),
            back: true,
            shared: width::wanted() > 0,
        };
        launch(shader, &[&x, &weight, &grad, &normalised, &by_x]);
        let by_bias = column_sums("a", 1.0, [grad.clone()], []);
        let by_weight = column_sums("a * b", 1.0, [grad, normalised], []);
        [by_x, by_weight, by_bias]
    }
}
