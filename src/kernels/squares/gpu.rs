//! Sums of squares on a GPU: over the columns of the widest matrix that the values make, then over those sums; or by the threads of
//! one workgroup, where an adapter has many.

use super::SquaresOps;
use crate::kernels::gpu::by_column::column_sums;
use crate::kernels::gpu::elementwise::elementwise;
use crate::kernels::gpu::{
    Shader, added_up, buffer, contiguous, empty, in_fours, launch, reshaped, sizes, width,
};
use burn_cubecl::CubeBackend;
use burn_cubecl::tensor::CubeTensor;

/// Threads of the one workgroup.
const THREADS: usize = 256;
/// The most values that it adds up.
const FEW: usize = 1 << 16;

/// All values, or their squares, and perhaps a number beside them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Total {
    n: usize,
    squared: bool,
    onto: bool,
}

impl Shader for Total {
    fn source(&self) -> String {
        let (element, count) = in_fours(self.n);
        let term = match (self.squared, element) {
            (true, "f32") => "a * a",
            (true, _) => "dot(a, a)",
            (false, "f32") => "a",
            (false, _) => "dot(a, T(1.0))",
        };
        let mut text = buffer(0, "values", element) + &buffer(1, "result", "f32");
        if self.onto {
            text += &buffer(2, "before", "f32");
        }
        let before = if self.onto { "before[0] + " } else { "" };
        text += &format!(
            "alias T = {element};
var<workgroup> handed: array<f32, {THREADS}>;
@compute @workgroup_size({THREADS})
fn main(@builtin(local_invocation_index) own: u32) {{
  var sum = 0.0;
  for (var i = own; i < {count}u; i += {THREADS}u) {{
    let a = values[i];
    sum += {term};
  }}
  handed[own] = sum;
"
        );
        text += &added_up(THREADS, "own", "own", 1);
        text + &format!("  if own == 0u {{ result[0] = {before}handed[0]; }}\n}}\n")
    }

    fn workgroups(&self) -> [u32; 3] {
        [1, 1, 1]
    }
}

/// The sums of the squares in each column of the widest of these matrices.
fn by_columns<const N: usize>(values: CubeTensor, widths: [usize; N]) -> CubeTensor {
    let [n] = sizes(&values);
    let columns = widths.into_iter().find(|&c| n % c == 0).unwrap_or(1);
    column_sums("a * a", 1.0, [reshaped(values, [n / columns, columns])], [])
}

/// The sum of the squares by the threads of one workgroup, which is given the sums of many columns where there are too many values.
fn by_one_workgroup(values: CubeTensor, before: Option<CubeTensor>) -> CubeTensor {
    let (mut values, before) = (contiguous(values), before.map(contiguous));
    let [n] = sizes(&values);
    let squared = n <= FEW;
    if !squared {
        values = by_columns(values, [4096, 1024, 256, 64, 16, 4]);
    }
    let [n] = sizes(&values);
    let result = empty(&values, [1]);
    let shader = Total {
        n,
        squared,
        onto: before.is_some(),
    };
    let mut buffers = vec![&values, &result];
    buffers.extend(&before);
    launch(shader, &buffers);
    result
}

impl SquaresOps for CubeBackend {
    fn sum_of_squares(values: CubeTensor) -> CubeTensor {
        if width::wanted() > 0 {
            return by_one_workgroup(values, None);
        }
        let sums = by_columns(contiguous(values), [256, 64, 16, 4]);
        let [columns] = sizes(&sums);
        column_sums("a", 1.0, [reshaped(sums, [columns, 1])], [])
    }

    fn add_squares(sum: CubeTensor, values: CubeTensor) -> CubeTensor {
        if width::wanted() > 0 {
            return by_one_workgroup(values, Some(sum));
        }
        elementwise("a + b".into(), [sum, Self::sum_of_squares(values)])
    }
}
