//! The text of a matrix product in which four threads side by side read the first factor together: each a quarter of it, which
//! it hands to the others. Their tiles lie beside each other, so all four need the same rows.

use super::buffer;
use super::product::Product;
use super::subgroups::THREADS;
use crate::kernels::dense::Transposed;
use std::fmt::Write;

/// Shard of a thread's tile: 8 reads of four for every 256 multiplications.
pub const ROWS: usize = 16;
/// Columns of it.
pub const COLUMNS: usize = 4;
/// Threads of a workgroup along columns and rows: one subgroup, however its threads are counted.
pub const GROUP: [usize; 2] = [THREADS, 1];

/// Whether it can be done so: everything lies in memory by fours.
pub fn fits(product: &Product) -> bool {
    let Product { m, n, k, .. } = *product;
    let rows = product.transposed != Transposed::First || m.is_multiple_of(4);
    rows && n.is_multiple_of(4) && k.is_multiple_of(4)
}

/// WGSL, with the same bindings as the other text.
pub fn source(product: &Product) -> String {
    let k = product.k;
    let four = "vec4<f32>";
    let mut text = String::from("enable subgroups;\n");
    for (binding, name) in ["a", "b", "y"].into_iter().enumerate() {
        text += &buffer(binding, name, four);
    }
    if product.bias {
        text += &buffer(3, "bias", four);
    }
    let [columns, rows] = GROUP;
    let _ = write!(
        text,
        "alias T = {four};
@compute @workgroup_size({columns}, {rows})
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(subgroup_invocation_id) thread: u32) {{
  let m = {};
  let column = id.x * {COLUMNS}u;
  let row = id.y * {ROWS}u;
",
        product.height()
    );
    let lines = || (0..ROWS).flat_map(|line| (0..COLUMNS / 4).map(move |four| (line, four)));
    for (line, four) in lines() {
        let _ = writeln!(text, "  var sum{line}_{four} = T();");
    }
    // No thread leaves early, so that none is missed: what lies outside reads the last row or column.
    let (places, reads) = first(product);
    text += &places;
    let (more_places, more_reads) = second(product);
    text += &more_places;
    let _ = writeln!(text, "  for (var k = 0u; k < {k}u; k += 4u) {{");
    text += &reads;
    text += &more_reads;
    for (line, four) in lines() {
        let _ = writeln!(text, "    sum{line}_{four} += b{four} * a{line};");
    }
    text += "  }\n";
    text += &product.writes(ROWS, COLUMNS);
    text += "}\n";
    text
}

/// Where a thread's part of the first factor lies, and its reads: afterwards `a{line}` are four terms of each of the tile's
/// rows.
fn first(product: &Product) -> (String, String) {
    let (mut places, mut reads) = (String::new(), String::new());
    if product.transposed == Transposed::First {
        // Shard of memory run along the tile's rows: a thread reads four of them for each term.
        let row = product.m / 4;
        let _ = writeln!(places, "  let a_at = min(row / 4u + thread, {row}u - 1u);");
        for term in 0..4 {
            let _ = writeln!(
                reads,
                "    let own{term} = a[(k + {term}u) * {row}u + a_at];"
            );
            for four in 0..ROWS / 4 {
                let _ = writeln!(
                    reads,
                    "    let all{term}_{four} = subgroupBroadcast(own{term}, {four}u);"
                );
            }
        }
        for line in 0..ROWS {
            let terms = [0, 1, 2, 3].map(|term| format!("all{term}_{}[{}]", line / 4, line % 4));
            let _ = writeln!(reads, "    let a{line} = T({});", terms.join(", "));
        }
    } else {
        // Shard of memory run along the sum: a thread reads four terms of every fourth of the tile's rows.
        let row = product.k / 4;
        for four in 0..ROWS / THREADS {
            let first = four * THREADS;
            let _ = writeln!(
                places,
                "  let a_at{four} = min(row + {first}u + thread, m - 1u) * {row}u;"
            );
            let _ = writeln!(reads, "    let own{four} = a[a_at{four} + k / 4u];");
            for thread in 0..THREADS {
                let line = first + thread;
                let _ = writeln!(
                    reads,
                    "    let a{line} = subgroupBroadcast(own{four}, {thread}u);"
                );
            }
        }
    }
    (places, reads)
}

/// The same for the second factor: afterwards `b{four}` is a matrix with a column for each of four terms.
fn second(product: &Product) -> (String, String) {
    let (mut places, mut reads) = (String::new(), String::new());
    for four in 0..COLUMNS / 4 {
        let parts = if product.transposed == Transposed::Second {
            let row = product.k / 4;
            [0, 1, 2, 3].map(|i| {
                let line = four * 4 + i;
                let last = product.n - 1;
                let _ = writeln!(
                    places,
                    "  let b_at{line} = min(column + {line}u, {last}u) * {row}u;"
                );
                format!("b[b_at{line} + k / 4u]")
            })
        } else {
            let row = product.n / 4;
            let _ = writeln!(
                places,
                "  let b_at{four} = min(column / 4u + {four}u, {row}u - 1u);"
            );
            [0, 1, 2, 3].map(|term| format!("b[(k + {term}u) * {row}u + b_at{four}]"))
        };
        let matrix = format!("mat4x4<f32>({})", parts.join(", "));
        let matrix = match product.transposed {
            Transposed::Second => format!("transpose({matrix})"),
            _ => matrix,
        };
        let _ = writeln!(reads, "    let b{four} = {matrix};");
    }
    (places, reads)
}
