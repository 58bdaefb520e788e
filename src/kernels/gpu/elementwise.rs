//! Kernels with a thread for every four values.

use super::{Shader, buffer, contiguous, empty, in_rows, launch};
use crate::kernels::Activation;
use burn_cubecl::tensor::CubeTensor;

const WORKGROUP: usize = 64;

/// An expression of values of equally many buffers, each once: the first buffer is `a`, the second `b` and so on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Elementwise {
    /// How many buffers are read.
    pub inputs: usize,
    /// Values of each.
    pub n: usize,
    /// WGSL, of `a`, `b`, ... as `f32`, or as `vec4<f32>` where four fit.
    pub expression: String,
}

/// The names of what is read.
pub(super) const NAMES: [&str; 4] = ["a", "b", "c", "d"];

impl Shader for Elementwise {
    fn source(&self) -> String {
        let (element, count) = if self.n.is_multiple_of(4) {
            ("vec4<f32>", self.n / 4)
        } else {
            ("f32", self.n)
        };
        let names = &NAMES[..self.inputs];
        let mut text: String = (names.iter().enumerate())
            .map(|(i, name)| buffer(i, &format!("all_{name}"), element))
            .collect();
        text += &buffer(self.inputs, "result", element);
        let reads: String = (names.iter())
            .map(|name| format!("  let {name} = all_{name}[i];\n"))
            .collect();
        let [row, ..] = self.workgroups();
        let row = row as usize * WORKGROUP;
        let expression = &self.expression;
        text += &format!(
            "alias T = {element};
@compute @workgroup_size({WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
  let i = id.y * {row}u + id.x;
  if i >= {count}u {{ return; }}
{reads}  result[i] = {expression};
}}
"
        );
        text
    }

    fn workgroups(&self) -> [u32; 3] {
        let count = if self.n.is_multiple_of(4) {
            self.n / 4
        } else {
            self.n
        };
        in_rows(count, WORKGROUP)
    }
}

/// The expression's values, in the shape of the first input.
pub fn elementwise<const N: usize>(expression: String, inputs: [CubeTensor; N]) -> CubeTensor {
    let inputs = inputs.map(contiguous);
    let shape = inputs[0].meta.shape().clone();
    let shader = Elementwise {
        inputs: N,
        n: shape.num_elements(),
        expression,
    };
    let result = empty(&inputs[0], shape);
    let mut buffers: Vec<&CubeTensor> = inputs.iter().collect();
    buffers.push(&result);
    launch(shader, &buffers);
    result
}

/// WGSL for an activation of `x`, an expression of type `T`.
pub fn activated(activation: Option<Activation>, x: &str) -> String {
    match activation {
        None => x.into(),
        Some(Activation::Relu) => format!("max({x}, T())"),
        // `max` picks the larger of both for slopes below 1.
        Some(Activation::LeakyRelu(slope)) => format!("max({x}, {slope:?} * ({x}))"),
        // Beyond 15 the value is 1 to the last digit, and some drivers' tanh overflows.
        Some(Activation::Tanh) => format!("tanh(clamp({x}, T(-15.0), T(15.0)))"),
        Some(Activation::Sigmoid) => format!("(T(1.0) / (T(1.0) + exp(-({x}))))"),
    }
}

/// WGSL for an activation's derivative from its value `y`, an expression of type `T`.
pub fn slope(activation: Activation, y: &str) -> String {
    match activation {
        Activation::Relu => format!("select(T(), T(1.0), {y} > T())"),
        Activation::LeakyRelu(slope) => format!("select(T({slope:?}), T(1.0), {y} > T())"),
        Activation::Tanh => format!("(T(1.0) - {y} * {y})"),
        Activation::Sigmoid => format!("({y} * (T(1.0) - {y}))"),
    }
}
