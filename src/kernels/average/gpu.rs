//! Running means on a GPU: one launch a parameter.

use super::AverageOps;
use crate::kernels::gpu::{Shader, buffer, contiguous, empty, in_rows, launch};
use burn_cubecl::CubeBackend;
use burn_cubecl::tensor::CubeTensor;

const WORKGROUP: usize = 64;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Average {
    n: usize,
}

impl Average {
    /// The type of what one thread averages, and how many threads that makes.
    fn elements(&self) -> (&'static str, usize) {
        if self.n.is_multiple_of(4) {
            ("vec4<f32>", self.n / 4)
        } else {
            ("f32", self.n)
        }
    }
}

impl Shader for Average {
    fn source(&self) -> String {
        let (element, count) = self.elements();
        let mut text = String::new();
        for (i, name) in ["mean", "value", "new_mean"].into_iter().enumerate() {
            text += &buffer(i, name, element);
        }
        text += &buffer(3, "shares", "f32");
        let row = self.workgroups()[0] as usize * WORKGROUP;
        text + &format!(
            "@compute @workgroup_size({WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
  let i = id.y * {row}u + id.x;
  if i >= {count}u {{ return; }}
  new_mean[i] = mean[i] * shares[0] + value[i] * shares[1];
}}
"
        )
    }

    fn workgroups(&self) -> [u32; 3] {
        in_rows(self.elements().1, WORKGROUP)
    }
}

impl AverageOps for CubeBackend {
    fn average(mean: CubeTensor, value: CubeTensor, shares: CubeTensor) -> CubeTensor {
        let (mean, value) = (contiguous(mean), contiguous(value));
        let shape = mean.meta.shape().clone();
        let n = shape.num_elements();
        let new = empty(&mean, shape);
        launch(Average { n }, &[&mean, &value, &new, &shares]);
        new
    }
}
