//! Sums over the rows of a matrix: a thread a column, and where there are many rows, first over parts of them.

use super::{Shader, buffer, contiguous, empty, in_rows, launch, sizes};
use burn_cubecl::tensor::CubeTensor;

const WORKGROUP: usize = 64;
/// Rows that one thread adds up.
const ROWS: usize = 256;

/// `[rows, columns]` to `[parts, columns]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct ColumnSums {
    rows: usize,
    columns: usize,
    parts: usize,
}

impl Shader for ColumnSums {
    fn source(&self) -> String {
        let Self {
            rows,
            columns,
            parts,
        } = *self;
        let threads = columns * parts;
        let length = rows.div_ceil(parts);
        let row = self.workgroups()[0] as usize * WORKGROUP;
        buffer(0, "matrix", "f32")
            + &buffer(1, "sums", "f32")
            + &format!(
                "@compute @workgroup_size({WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
  let i = id.y * {row}u + id.x;
  if i >= {threads}u {{ return; }}
  let column = i % {columns}u;
  let first = i / {columns}u * {length}u;
  let end = min(first + {length}u, {rows}u);
  var sum = 0.0;
  for (var row = first; row < end; row++) {{ sum += matrix[row * {columns}u + column]; }}
  sums[i] = sum;
}}
"
            )
    }

    fn workgroups(&self) -> [u32; 3] {
        in_rows(self.columns * self.parts, WORKGROUP)
    }
}

/// The sum over the rows of a matrix, `[columns]`.
pub fn column_sums(matrix: CubeTensor) -> CubeTensor {
    let mut matrix = contiguous(matrix);
    loop {
        let [rows, columns] = sizes(&matrix);
        let parts = rows.div_ceil(ROWS);
        let shape = if parts == 1 {
            vec![columns]
        } else {
            vec![parts, columns]
        };
        let sums = empty(&matrix, shape);
        launch(
            ColumnSums {
                rows,
                columns,
                parts,
            },
            &[&matrix, &sums],
        );
        if parts == 1 {
            return sums;
        }
        matrix = sums;
    }
}
