//! Adam on a GPU: one launch a parameter.

use super::AdamOps;
use crate::kernels::gpu::{Shader, buffer, contiguous, empty, in_rows, launch};
use burn_cubecl::CubeBackend;
use burn_cubecl::tensor::CubeTensor;

const WORKGROUP: usize = 64;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Update {
    n: usize,
}

impl Update {
    /// The type of what one thread updates, and how many threads that makes.
    fn elements(&self) -> (&'static str, usize) {
        if self.n.is_multiple_of(4) {
            ("vec4<f32>", self.n / 4)
        } else {
            ("f32", self.n)
        }
    }
}

impl Shader for Update {
    fn source(&self) -> String {
        let (element, count) = self.elements();
        let names = ["value", "grad", "first", "second"];
        let results = ["new_value", "new_first", "new_second"];
        let mut text = String::new();
        for (i, name) in names.iter().chain(&results).enumerate() {
            text += &buffer(i, name, element);
        }
        text += &buffer(names.len() + results.len(), "constants", "f32");
        let row = self.workgroups()[0] as usize * WORKGROUP;
        text + &format!(
            "@compute @workgroup_size({WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
  let i = id.y * {row}u + id.x;
  if i >= {count}u {{ return; }}
  let g = grad[i];
  let m = first[i] * constants[1] + g * constants[2];
  let v = second[i] * constants[3] + g * g * constants[4];
  new_first[i] = m;
  new_second[i] = v;
  new_value[i] = value[i] - m * constants[0] / (sqrt(v) / constants[5] + constants[6]);
}}
"
        )
    }

    fn workgroups(&self) -> [u32; 3] {
        in_rows(self.elements().1, WORKGROUP)
    }
}

impl AdamOps for CubeBackend {
    fn adam(
        value: CubeTensor,
        grad: CubeTensor,
        first: CubeTensor,
        second: CubeTensor,
        constants: CubeTensor,
    ) -> (CubeTensor, CubeTensor, CubeTensor) {
        let [value, grad, first, second] = [value, grad, first, second].map(contiguous);
        let shape = value.meta.shape().clone();
        let n = shape.num_elements();
        let new = [(); 3].map(|()| empty(&value, shape.clone()));
        let [new_value, new_first, new_second] = &new;
        let buffers = [
            &value, &grad, &first, &second, new_value, new_first, new_second, &constants,
        ];
        launch(Update { n }, &buffers);
        new.into()
    }
}
