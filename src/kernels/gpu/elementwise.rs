//! Kernels with a thread for every four values.

use super::{Shader, buffer, contiguous, empty, in_fours, in_rows, launch};
use crate::kernels::Activation;
use burn_cubecl::tensor::CubeTensor;

const WORKGROUP: usize = 64;

/// The names of what is read, where it has no others.
pub(super) const NAMES: [&str; 4] = ["a", "b", "c", "d"];

/// Expressions of the values of equally long buffers at one place each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Elementwise {
    /// Values of each buffer.
    n: usize,
    /// The names of what is read.
    inputs: Vec<&'static str>,
    /// Whether there is a buffer `constants` beside them.
    constants: bool,
    /// WGSL statements in front of the expressions.
    before: String,
    /// WGSL of the inputs, as `f32`, or as `vec4<f32>` where four fit: one for each result.
    expressions: Vec<String>,
}

impl Shader for Elementwise {
    fn source(&self) -> String {
        let (element, count) = in_fours(self.n);
        let mut text = String::new();
        let mut reads = String::new();
        for (i, name) in self.inputs.iter().enumerate() {
            text += &buffer(i, &format!("all_{name}"), element);
            reads += &format!("  let {name} = all_{name}[i];\n");
        }
        let mut writes = String::new();
        for (i, expression) in self.expressions.iter().enumerate() {
            text += &buffer(self.inputs.len() + i, &format!("result{i}"), element);
            writes += &format!("  result{i}[i] = {expression};\n");
        }
        if self.constants {
            let last = self.inputs.len() + self.expressions.len();
            text += &buffer(last, "constants", "f32");
        }
        let row = self.workgroups()[0] as usize * WORKGROUP;
        let before = &self.before;
        text += &format!(
            "alias T = {element};
@compute @workgroup_size({WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
  let i = id.y * {row}u + id.x;
  if i >= {count}u {{ return; }}
{reads}{before}{writes}}}
"
        );
        text
    }

    fn workgroups(&self) -> [u32; 3] {
        let (_, count) = in_fours(self.n);
        in_rows(count, WORKGROUP)
    }
}

/// The expression's values, in the shape of the first input. The first input is `a`, the second `b` and so on.
pub fn elementwise<const N: usize>(expression: String, inputs: [CubeTensor; N]) -> CubeTensor {
    let named = std::array::from_fn(|i| NAMES[i]);
    let [result] = run(named, inputs, None, "", [expression]);
    result
}

/// Several expressions at once, of inputs with names, of `constants[0]` and so on, and of what the statements before them name.
pub fn elementwise_with<const N: usize, const R: usize>(
    names: [&'static str; N],
    inputs: [CubeTensor; N],
    constants: &CubeTensor,
    before: &str,
    expressions: [&str; R],
) -> [CubeTensor; R] {
    let expressions = expressions.map(str::to_owned);
    run(names, inputs, Some(constants), before, expressions)
}

fn run<const N: usize, const R: usize>(
    names: [&'static str; N],
    inputs: [CubeTensor; N],
    constants: Option<&CubeTensor>,
    before: &str,
    expressions: [String; R],
) -> [CubeTensor; R] {
    let inputs = inputs.map(contiguous);
    let shape = inputs[0].meta.shape().clone();
    let shader = Elementwise {
        n: shape.num_elements(),
        inputs: names.into(),
        constants: constants.is_some(),
        before: before.into(),
        expressions: expressions.into(),
    };
    let results = [(); R].map(|()| empty(&inputs[0], shape.clone()));
    let buffers: Vec<_> = inputs.iter().chain(&results).chain(constants).collect();
    launch(shader, &buffers);
    results
}

/// WGSL for an activation of `x`, an expression of type `T`.
pub fn activated(activation: Option<Activation>, x: &str) -> String {
    match activation {
        None => x.into(),
        Some(Activation::Relu) => format!("max({x}, T())"),
        // `max` picks the larger of both for slopes below 1.
        Some(Activation::LeakyRelu { slope }) => format!("max({x}, {slope:?} * ({x}))"),
        // Beyond 15 the value is 1 to the last digit, and some drivers' tanh overflows.
        Some(Activation::Tanh) => format!("tanh(clamp({x}, T(-15.0), T(15.0)))"),
        Some(Activation::Sigmoid) => format!("(T(1.0) / (T(1.0) + exp(-({x}))))"),
    }
}

/// WGSL for an activation's derivative from its value `y`, an expression of type `T`.
pub fn slope(activation: Activation, y: &str) -> String {
    match activation {
        Activation::Relu => format!("select(T(), T(1.0), {y} > T())"),
        Activation::LeakyRelu { slope } => format!("select(T({slope:?}), T(1.0), {y} > T())"),
        Activation::Tanh => format!("(T(1.0) - {y} * {y})"),
        Activation::Sigmoid => format!("({y} * (T(1.0) - {y}))"),
    }
}
