//! Layer normalisation on a GPU: a thread for each row; the gradients by weight and bias are sums over the rows.

use super::{LayerNormOps, LayerNormalisation};
use crate::kernels::gpu::by_column::column_sums;
use crate::kernels::gpu::{Shader, buffer, contiguous, empty, in_rows, launch, sizes};
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
        let row = self.workgroups()[0] as usize * WORKGROUP;
        let end = if self.back {
            format!(
                "  var even = 0.0;
  var along = 0.0;
  for (var i = 0u; i < {n}u; i++) {{
    let value = (x[first + i] - mean) * inverse;
    let by = grad[first + i] * weight[i];
    normalised[first + i] = value;
    even += by;
    along += by * value;
  }}
  for (var i = 0u; i < {n}u; i++) {{
    let value = (x[first + i] - mean) * inverse;
    let by = grad[first + i] * weight[i];
    by_x[first + i] = (by - (even + value * along) / {n}.0) * inverse;
  }}
}}
"
            )
        } else {
            format!(
                "  for (var i = 0u; i < {n}u; i++) {{
    y[first + i] = (x[first + i] - mean) * inverse * weight[i] + bias[i];
  }}
}}
"
            )
        };
        text + &format!(
            "@compute @workgroup_size({WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
  let at = id.y * {row}u + id.x;
  if at >= {rows}u {{ return; }}
  let first = at * {n}u;
  var sum = 0.0;
  for (var i = 0u; i < {n}u; i++) {{ sum += x[first + i]; }}
  let mean = sum / {n}.0;
  var squares = 0.0;
  for (var i = 0u; i < {n}u; i++) {{ squares += (x[first + i] - mean) * (x[first + i] - mean); }}
  let inverse = 1.0 / sqrt(squares / {n}.0 + {epsilon});
"
        ) + &end
    }

    fn workgroups(&self) -> [u32; 3] {
        in_rows(self.rows, WORKGROUP)
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
        };
        launch(shader, &[&x, &weight, &grad, &normalised, &by_x]);
        let by_bias = column_sums("a", 1.0, [grad.clone()], []);
        let by_weight = column_sums("a * b", 1.0, [grad, normalised], []);
        [by_x, by_weight, by_bias]
    }
}
