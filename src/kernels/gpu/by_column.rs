//! Kernels for matrices whose columns have values of their own: sums over the rows, and expressions of both.

use super::elementwise::NAMES;
use super::{Shader, added_up, buffer, contiguous, empty, in_fours, in_rows, launch, sizes, width};
use burn_cubecl::tensor::CubeTensor;

const WORKGROUP: usize = 64;
/// Threads of a workgroup that share rows.
const TOGETHER: usize = 256;
/// Rows of a part, which one thread or workgroup adds up; where there are more parts, their sums are added up again.
const ROWS: usize = 256;
/// The names of a column's own values in expressions.
const OWN: [&str; 5] = ["p", "q", "r", "s", "t"];

/// An expression of matrices `a`, `b`, ... `[rows, columns]` and columns' own values `p`, `q`, ... `[columns]`, as matrix, or
/// summed over the rows of each of some parts and multiplied by a factor.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct ByColumn {
    rows: usize,
    columns: usize,
    matrices: usize,
    own: usize,
    expression: String,
    sums: Option<Sums>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Sums {
    /// Parts of the rows, each with sums of its own.
    parts: usize,
    /// In WGSL.
    factor: String,
    /// Whether the threads of a workgroup share the rows of a part.
    shared: bool,
}

impl ByColumn {
    /// The type of what one thread works on, and how many of it a row has.
    fn element(&self) -> (&'static str, usize) {
        in_fours(self.columns)
    }

    fn threads(&self) -> usize {
        let (_, columns) = self.element();
        columns * self.sums.as_ref().map_or(self.rows, |sums| sums.parts)
    }

    /// Columns of a workgroup whose threads share rows: as many as there are, and no more than lie in two lines of a cache.
    fn side_by_side(&self) -> usize {
        let (_, columns) = self.element();
        columns.next_power_of_two().min(16)
    }

    /// The sums where the threads of a workgroup share the rows of a part, and then add up what each has.
    fn shared_sums(&self, sums: &Sums, own: &str, reads: &str) -> String {
        let (_, columns) = self.element();
        let (across, expression) = (self.side_by_side(), &self.expression);
        let slices = TOGETHER / across;
        let groups = columns.div_ceil(across);
        let length = self.rows.div_ceil(sums.parts);
        let in_row = self.workgroups()[0];
        let mut text = format!(
            "var<workgroup> handed: array<T, {TOGETHER}>;
@compute @workgroup_size({across}, {slices})
fn main(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_id) own: vec3<u32>) {{
  let group = id.y * {in_row}u + id.x;
  let column = group % {groups}u * {across}u + own.x;
  let part = group / {groups}u;
  let there = column < {columns}u && part < {}u;
  let place = own.y * {across}u + own.x;
  var sum = T();
  if there {{
{own}    let end = min((part + 1u) * {length}u, {}u);
    for (var row = part * {length}u + own.y; row < end; row += {slices}u) {{
{reads}    sum += {expression};
    }}
  }}
  handed[place] = sum;
",
            sums.parts, self.rows
        );
        text += &added_up(slices, "own.y", "place", across);
        text + &format!(
            "  if own.y == 0u && there {{ result[part * {columns}u + column] = handed[place] * {}; }}\n}}\n",
            sums.factor
        )
    }
}

impl Shader for ByColumn {
    fn source(&self) -> String {
        let (element, columns) = self.element();
        let (matrices, own) = (&NAMES[..self.matrices], &OWN[..self.own]);
        let mut text = String::new();
        for (i, name) in matrices.iter().chain(own).enumerate() {
            text += &buffer(i, &format!("all_{name}"), element);
        }
        text += &buffer(self.matrices + self.own, "result", element);
        let own: String = (own.iter())
            .map(|name| format!("  let {name} = all_{name}[column];\n"))
            .collect();
        let reads: String = (matrices.iter())
            .map(|name| format!("    let {name} = all_{name}[row * {columns}u + column];\n"))
            .collect();
        let expression = &self.expression;
        let body = match &self.sums {
            None => format!(
                "  {{\n    let row = i / {columns}u;\n{reads}    result[i] = {expression};\n  }}\n"
            ),
            Some(sums) if sums.shared => {
                let alias = format!("alias T = {element};\n");
                return text + &alias + &self.shared_sums(sums, &own, &reads);
            }
            Some(Sums { parts, factor, .. }) => {
                let length = self.rows.div_ceil(*parts);
                format!(
                    "  let first = i / {columns}u * {length}u;
  let end = min(first + {length}u, {}u);
  var sum = T();
  for (var row = first; row < end; row++) {{
{reads}    sum += {expression};
  }}
  result[i] = sum * {factor};
",
                    self.rows
                )
            }
        };
        let in_row = self.workgroups()[0] as usize * WORKGROUP;
        text + &format!(
            "alias T = {element};
@compute @workgroup_size({WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
  let i = id.y * {in_row}u + id.x;
  if i >= {}u {{ return; }}
  let column = i % {columns}u;
{own}{body}}}
",
            self.threads()
        )
    }

    fn workgroups(&self) -> [u32; 3] {
        match &self.sums {
            Some(sums) if sums.shared => {
                let (_, columns) = self.element();
                in_rows(columns.div_ceil(self.side_by_side()) * sums.parts, 1)
            }
            _ => in_rows(self.threads(), WORKGROUP),
        }
    }
}

fn run(
    shader: ByColumn,
    matrices: &[CubeTensor],
    own: &[CubeTensor],
    shape: Vec<usize>,
) -> CubeTensor {
    let result = empty(&matrices[0], shape);
    let mut buffers: Vec<&CubeTensor> = matrices.iter().chain(own).collect();
    buffers.push(&result);
    launch(shader, &buffers);
    result
}

/// The expression's values, `[rows, columns]`.
pub fn columnwise<const M: usize, const N: usize>(
    expression: String,
    matrices: [CubeTensor; M],
    own: [CubeTensor; N],
) -> CubeTensor {
    let (matrices, own) = (matrices.map(contiguous), own.map(contiguous));
    let [rows, columns] = sizes(&matrices[0]);
    let shader = ByColumn {
        rows,
        columns,
        matrices: M,
        own: N,
        expression,
        sums: None,
    };
    run(shader, &matrices, &own, vec![rows, columns])
}

/// The expression's sums over the rows, times a factor, `[columns]`.
pub fn column_sums<const M: usize, const N: usize>(
    expression: &str,
    factor: f32,
    matrices: [CubeTensor; M],
    own: [CubeTensor; N],
) -> CubeTensor {
    let (matrices, own) = (matrices.map(contiguous), own.map(contiguous));
    let [rows, columns] = sizes(&matrices[0]);
    let parts = rows.div_ceil(ROWS).max(1);
    let last = parts == 1;
    let shader = ByColumn {
        rows,
        columns,
        matrices: M,
        own: N,
        expression: expression.into(),
        sums: Some(Sums {
            parts,
            factor: format!("{:?}", if last { factor } else { 1.0 }),
            shared: width::wanted() > 0,
        }),
    };
    if last {
        return run(shader, &matrices, &own, vec![columns]);
    }
    let sums = run(shader, &matrices, &own, vec![parts, columns]);
    column_sums("a", factor, [sums], [])
}
