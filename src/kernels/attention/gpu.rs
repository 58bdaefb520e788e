//! Attention on a GPU: a thread for each query of each head, which goes over the keys once and corrects what it has summed when
//! it meets a better fit (Milakov and Gimelshein, "Online Normalizer Calculation for Softmax", 2018); on the way back another for
//! each key. Nothing is shared between threads.

use super::{Attention, AttentionOps, Heads};
use crate::kernels::gpu::{Shader, buffer, contiguous, empty, in_rows, launch, sizes};
use burn_cubecl::CubeBackend;
use burn_cubecl::tensor::CubeTensor;
use std::fmt::Write;

const WORKGROUP: usize = 64;

/// Which way, and for which rows each thread works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Way {
    There,
    BackToQueries,
    BackToKeys,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct OverPlaces {
    way: Way,
    sequences: usize,
    shape: Heads,
}

impl OverPlaces {
    fn threads(&self) -> usize {
        self.sequences * self.shape.heads * self.shape.length
    }
}

/// Reads a head's `depth` values at a place in memory into a thread's own.
fn read(name: &str, from: &str, at: &str, depth: usize) -> String {
    let values: Vec<_> = (0..depth).map(|i| format!("{from}[{at} + {i}u]")).collect();
    format!("let {name} = array<f32, {depth}>({});", values.join(", "))
}

/// The sum of the products of two of these.
fn dot(a: &str, b: &str, depth: usize) -> String {
    let terms: Vec<_> = (0..depth).map(|i| format!("{a}[{i}] * {b}[{i}]")).collect();
    terms.join(" + ")
}

/// A statement for each value.
fn each(depth: usize, statement: impl Fn(usize) -> String) -> String {
    (0..depth).map(|i| statement(i) + " ").collect()
}

impl Shader for OverPlaces {
    fn source(&self) -> String {
        let Heads {
            length,
            heads,
            depth,
            causal,
        } = self.shape;
        let (width, scale) = (self.shape.width(), self.shape.scale());
        let row = self.workgroups()[0] as usize * WORKGROUP;
        let names: &[&str] = match self.way {
            Way::There => &["rows", "seen", "logs"],
            Way::BackToQueries | Way::BackToKeys => &["grad", "seen", "logs", "rows", "by_rows"],
        };
        let mut text = String::new();
        for (at, name) in names.iter().enumerate() {
            text += &buffer(at, name, "f32");
        }
        // Rows hold queries, keys and values; `row_of` is where one begins, `of` where a head's part of it does.
        let _ = write!(
            text,
            "@compute @workgroup_size({WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
  let i = id.y * {row}u + id.x;
  if i >= {}u {{ return; }}
  let here = i % {length}u;
  let pair = i / {length}u;
  let head = pair % {heads}u * {depth}u;
  let first = pair / {heads}u * {length}u;
  let own = (first + here) * {}u + head;
  let result = (first + here) * {width}u + head;
",
            self.threads(),
            3 * width,
        );
        let (key_step, value_step) = (width, 2 * width);
        text += &match self.way {
            Way::There => {
                let end = if causal {
                    "here + 1u"
                } else {
                    &format!("{length}u")
                };
                let zeros = vec!["0.0"; depth].join(", ");
                format!(
                    "  {query}
  var seen_so_far = array<f32, {depth}>({zeros});
  var largest = -1e30;
  var sum = 0.0;
  for (var there = 0u; there < {end}; there++) {{
    let other = (first + there) * {stride}u + head;
    {key}
    let fit = ({fit}) * {scale:?};
    let most = max(largest, fit);
    let kept = exp(largest - most);
    let weight = exp(fit - most);
    sum = sum * kept + weight;
    {add}
    largest = most;
  }}
  {write}
  logs[i] = largest + log(sum);
}}
",
                    query = read("query", "rows", "own", depth),
                    key = read("key", "rows", &format!("other + {key_step}u"), depth),
                    fit = dot("query", "key", depth),
                    stride = 3 * width,
                    add = each(depth, |i| format!(
                        "seen_so_far[{i}] = seen_so_far[{i}] * kept + weight * rows[other + {}u];",
                        value_step + i
                    )),
                    write = each(depth, |i| format!(
                        "seen[result + {i}u] = seen_so_far[{i}] / sum;"
                    )),
                )
            }
            Way::BackToQueries => {
                let end = if causal {
                    "here + 1u"
                } else {
                    &format!("{length}u")
                };
                let zeros = vec!["0.0"; depth].join(", ");
                format!(
                    "  {query}
  {towards}
  {saw}
  let along = {along};
  var by_query = array<f32, {depth}>({zeros});
  for (var there = 0u; there < {end}; there++) {{
    let other = (first + there) * {stride}u + head;
    {key}
    {value}
    let weight = exp(({fit}) * {scale:?} - logs[i]);
    let by_fit = weight * ({by_weight} - along) * {scale:?};
    {add}
  }}
  {write}
}}
",
                    query = read("query", "rows", "own", depth),
                    towards = read("towards", "grad", "result", depth),
                    saw = read("saw", "seen", "result", depth),
                    along = dot("towards", "saw", depth),
                    key = read("key", "rows", &format!("other + {key_step}u"), depth),
                    value = read("value", "rows", &format!("other + {value_step}u"), depth),
                    fit = dot("query", "key", depth),
                    by_weight = dot("towards", "value", depth),
                    stride = 3 * width,
                    add = each(depth, |i| format!("by_query[{i}] += by_fit * key[{i}];")),
                    write = each(depth, |i| format!("by_rows[own + {i}u] = by_query[{i}];")),
                )
            }
            Way::BackToKeys => {
                let start = if causal { "here" } else { "0u" };
                let zeros = vec!["0.0"; depth].join(", ");
                format!(
                    "  {key}
  {value}
  var by_key = array<f32, {depth}>({zeros});
  var by_value = array<f32, {depth}>({zeros});
  for (var there = {start}; there < {length}u; there++) {{
    let other = (first + there) * {stride}u + head;
    let of_result = (first + there) * {width}u + head;
    {query}
    {towards}
    {saw}
    let weight = exp(({fit}) * {scale:?} - logs[pair * {length}u + there]);
    let by_fit = weight * ({by_weight} - ({along})) * {scale:?};
    {add}
  }}
  {write}
}}
",
                    key = read("key", "rows", &format!("own + {key_step}u"), depth),
                    value = read("value", "rows", &format!("own + {value_step}u"), depth),
                    query = read("query", "rows", "other", depth),
                    towards = read("towards", "grad", "of_result", depth),
                    saw = read("saw", "seen", "of_result", depth),
                    fit = dot("query", "key", depth),
                    by_weight = dot("towards", "value", depth),
                    along = dot("towards", "saw", depth),
                    stride = 3 * width,
                    add = each(depth, |i| format!(
                        "by_key[{i}] += by_fit * query[{i}]; by_value[{i}] += weight * towards[{i}];"
                    )),
                    write = each(depth, |i| format!(
                        "by_rows[own + {}u] = by_key[{i}]; by_rows[own + {}u] = by_value[{i}];",
                        key_step + i,
                        value_step + i
                    )),
                )
            }
        };
        text
    }

    fn workgroups(&self) -> [u32; 3] {
        in_rows(self.threads(), WORKGROUP)
    }
}

impl Attention for CubeBackend {
    fn attention(rows: CubeTensor, shape: Heads) -> CubeTensor {
        Self::seen_and_logs(rows, shape).0
    }
}

impl AttentionOps for CubeBackend {
    fn seen_and_logs(rows: CubeTensor, shape: Heads) -> (CubeTensor, CubeTensor) {
        let rows = contiguous(rows);
        let [n, _] = sizes(&rows);
        let sequences = n / shape.length;
        let seen = empty(&rows, [n, shape.width()]);
        let logs = empty(&rows, [sequences * shape.heads, shape.length]);
        let shader = OverPlaces {
            way: Way::There,
            sequences,
            shape,
        };
        launch(shader, &[&rows, &seen, &logs]);
        (seen, logs)
    }

    fn before_attention(
        grad: CubeTensor,
        seen: CubeTensor,
        logs: CubeTensor,
        rows: CubeTensor,
        shape: Heads,
    ) -> CubeTensor {
        let [grad, seen, logs, rows] = [grad, seen, logs, rows].map(contiguous);
        let [n, width] = sizes(&rows);
        let by_rows = empty(&rows, [n, width]);
        for way in [Way::BackToQueries, Way::BackToKeys] {
            let shader = OverPlaces {
                way,
                sequences: n / shape.length,
                shape,
            };
            launch(shader, &[&grad, &seen, &logs, &rows, &by_rows]);
        }
        by_rows
    }
}
