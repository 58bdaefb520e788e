//! The text of the shader: how a tile's factors are read, multiplied and written.

use super::Product;
use super::tiling::Tiling;
use crate::kernels::dense::Transposed;
use crate::kernels::gpu::buffer;
use crate::kernels::gpu::elementwise::activated;
use std::fmt::Write;

impl Product {
    /// Whether a factor's rows in memory are whole fours, `a`'s then `b`'s.
    fn in_fours(&self) -> [bool; 2] {
        let [a, b] = match self.transposed {
            Transposed::Neither => [self.k, self.n],
            Transposed::First => [self.m, self.n],
            Transposed::Second => [self.k, self.k],
        };
        [a, b].map(|length| length.is_multiple_of(4))
    }

    /// The number of the result's rows, as text.
    pub(in crate::kernels::gpu) fn height(&self) -> String {
        match (self.transposed, self.n) {
            (Transposed::First, _) => format!("{}u", self.m),
            (_, n) if n.is_multiple_of(4) => format!("arrayLength(&y) / {}u", n / 4),
            (_, n) => format!("arrayLength(&y) / {n}u"),
        }
    }

    /// Writes a tile's sums, `sum{line}_{four}`, as far as they lie within the result: with bias and activation.
    pub(in crate::kernels::gpu) fn writes(&self, rows: usize, columns: usize) -> String {
        let n = self.n;
        // What is written at once: four columns or one; and which of a sum's values these are.
        let (width, parts) = if n.is_multiple_of(4) {
            (4, &[""][..])
        } else {
            (1, &["[0]", "[1]", "[2]", "[3]"][..])
        };
        let value = activated(self.activation, "value");
        let mut text = String::new();
        for line in 0..rows {
            let _ = writeln!(text, "  if row + {line}u < m {{");
            for four in 0..columns / 4 {
                for (i, part) in parts.iter().enumerate() {
                    let column = four * 4 + i;
                    let at = format!("(column + {column}u) / {width}u");
                    let bias = if self.bias {
                        format!(" + bias[{at}]")
                    } else {
                        String::new()
                    };
                    let _ = writeln!(
                        text,
                        "    if column + {column}u < {n}u {{ let value = sum{line}_{four}{part}{bias}; y[(row + {line}u) * {}u + {at}] = {value}; }}",
                        n / width
                    );
                }
            }
            text += "  }\n";
        }
        text
    }

    /// How many terms of each sum one turn of the loop adds: four where a factor is read four along the sum.
    fn step(&self) -> usize {
        let [a, b] = self.in_fours();
        let along = match self.transposed {
            Transposed::Neither => a,
            Transposed::First => self.k.is_multiple_of(4),
            Transposed::Second => a && b,
        };
        if along { 4 } else { 1 }
    }

    /// Reads the tile's values of a factor for `step` terms from `k`: afterwards `{name}{term}_{four}` holds four rows (or
    /// columns) of the tile each.
    fn reads(&self, text: &mut String, name: &str, turned_along: bool, fours: bool, length: usize) {
        let (step, tile) = (self.step(), self.tiling.tile);
        let (stride_along, stride_term) = if turned_along {
            (1, length)
        } else {
            (self.k, 1)
        };
        if turned_along && fours {
            // Rows of memory run along the tile.
            let row = length / 4;
            for term in 0..step {
                for four in 0..tile / 4 {
                    let _ = writeln!(
                        text,
                        "    let {name}{term}_{four} = {name}[(k + {term}u) * {row}u + {name}_at{four}];"
                    );
                }
            }
        } else if !turned_along && fours && step == 4 {
            // Rows of memory run along the sum.
            let row = self.k / 4;
            for line in 0..tile {
                let _ = writeln!(
                    text,
                    "    let {name}_line{line} = {name}[{name}_at{line} * {row}u + k / 4u];"
                );
            }
            for term in 0..step {
                for four in 0..tile / 4 {
                    let lines: Vec<String> = (0..4)
                        .map(|i| format!("{name}_line{}[{term}]", four * 4 + i))
                        .collect();
                    let _ = writeln!(
                        text,
                        "    let {name}{term}_{four} = vec4<f32>({});",
                        lines.join(", ")
                    );
                }
            }
        } else {
            for term in 0..step {
                for four in 0..tile / 4 {
                    let values: Vec<String> = (0..4)
                        .map(|i| {
                            let line = four * 4 + i;
                            format!("{name}[{name}_at{line} * {stride_along}u + (k + {term}u) * {stride_term}u]")
                        })
                        .collect();
                    let _ = writeln!(
                        text,
                        "    let {name}{term}_{four} = vec4<f32>({});",
                        values.join(", ")
                    );
                }
            }
        }
    }

    /// Where each line (or four lines) of the tile lies, held within the matrix.
    fn places(&self, text: &mut String, name: &str, first: &str, length: &str, fours: bool) {
        let tile = self.tiling.tile;
        let (count, length, first) = if fours {
            (tile / 4, format!("{length} / 4u"), format!("{first} / 4u"))
        } else {
            (tile, length.to_owned(), first.to_owned())
        };
        for i in 0..count {
            let _ = writeln!(
                text,
                "  let {name}_at{i} = min({first} + {i}u, {length} - 1u);"
            );
        }
    }

    /// The shader in which each thread reads both factors for itself.
    pub(super) fn by_tiles(&self) -> String {
        let Self { m, n, k, .. } = *self;
        let [a_fours, b_fours] = self.in_fours();
        let step = self.step();
        let Tiling { tile, slices } = self.tiling;
        let (a_along, b_along) = (
            self.transposed == Transposed::First,
            self.transposed != Transposed::Second,
        );
        // A factor that is read along the sum needs the loop's turns to be whole fours.
        let a_fours = a_fours && (a_along || step == 4);
        let b_fours = b_fours && (b_along || step == 4);
        let y_fours = n.is_multiple_of(4);
        let element = |fours| if fours { "vec4<f32>" } else { "f32" };

        let mut text = buffer(0, "a", element(a_fours)) + &buffer(1, "b", element(b_fours));
        text += &buffer(2, "y", element(y_fours));
        if self.bias {
            text += &buffer(3, "bias", element(y_fours));
        }
        let [columns, rows] = self.tiling.group();
        let height = self.height();
        if slices > 1 {
            text += &self.tiling.shared();
        }
        let _ = write!(
            text,
            "alias T = {};
@compute @workgroup_size({columns}, {rows}, {slices})
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_id) own: vec3<u32>) {{
  let m = {height};
  let column = id.x * {tile}u;
  let row = id.y * {tile}u;
",
            element(y_fours)
        );
        if slices == 1 {
            let _ = writeln!(text, "  if column >= {n}u || row >= m {{ return; }}");
        }
        self.places(&mut text, "a", "row", "m", a_fours && a_along);
        let width = format!("{n}u");
        self.places(&mut text, "b", "column", &width, b_fours && b_along);
        for line in 0..tile {
            for four in 0..tile / 4 {
                let _ = writeln!(text, "  var sum{line}_{four} = vec4<f32>();");
            }
        }
        let _ = writeln!(
            text,
            "  for (var k = own.z * {step}u; k < {k}u; k += {}u) {{",
            step * slices
        );
        self.reads(&mut text, "a", a_along, a_fours, m);
        self.reads(&mut text, "b", b_along, b_fours, n);
        for (line, four) in (0..tile).flat_map(|line| (0..tile / 4).map(move |four| (line, four))) {
            let of_a = |term: usize| format!("a{term}_{}[{}]", line / 4, line % 4);
            let terms = if step == 4 {
                // Four terms are one matrix times a vector: the sum is fetched and put back once for them.
                let columns: Vec<_> = (0..4).map(|term| format!("b{term}_{four}")).collect();
                let factors: Vec<_> = (0..4).map(of_a).collect();
                format!(
                    "mat4x4<f32>({}) * vec4<f32>({})",
                    columns.join(", "),
                    factors.join(", ")
                )
            } else {
                format!("{} * b0_{four}", of_a(0))
            };
            let _ = writeln!(text, "    sum{line}_{four} += {terms};");
        }
        text += "  }\n";
        let writes = self.writes(tile, tile);
        if slices == 1 {
            text += &writes;
        } else {
            text += &self.tiling.gathered();
            let _ = write!(text, "  if own.z == 0u {{\n{writes}  }}\n");
        }
        text += "}\n";
        text
    }
}
