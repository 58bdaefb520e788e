//! What our operations on a GPU share: kernels in WGSL, launched on burn's own queue and memory.
//!
//! Sizes are written into a kernel's text, so there is nothing to send with a launch, loops have fixed ends and every size
//! is compiled once. All buffers are bound for reading and writing: burn may give two tensors parts of one buffer, and
//! WebGPU refuses a buffer that is bound in both ways.

pub mod by_column;
pub mod elementwise;
pub mod product;
pub mod subgroups;
mod together;
pub mod width;
pub mod work;

use burn::tensor::{DType, Shape};
use burn_cubecl::cubecl::ir::metadata::Info;
use burn_cubecl::cubecl::ir::settings::Dim3;
use burn_cubecl::cubecl::ir::{AddressType, ElemType, Scope, UIntKind};
use burn_cubecl::cubecl::prelude::{
    CubeCount, CubeKernel, ExecutionMode, KernelDefinition, KernelId, KernelMetadata,
    KernelSettings, PrecompiledSource,
};
use burn_cubecl::cubecl::server::KernelArguments;
use burn_cubecl::kernel::into_contiguous;
use burn_cubecl::tensor::CubeTensor;
use std::fmt::Debug;
use std::hash::Hash;

/// A kernel's text, and what tells it from others.
pub trait Shader: Clone + Debug + Hash + Eq + Send + Sync + 'static {
    /// WGSL with an entry point `main`, binding 0 and up in group 0.
    fn source(&self) -> String;
    /// How many workgroups do the work.
    fn workgroups(&self) -> [u32; 3];
}

struct Kernel<S>(S);

impl<S: Shader> KernelMetadata for Kernel<S> {
    fn id(&self) -> KernelId {
        KernelId::new::<Self>().info(self.0.clone())
    }

    fn address_type(&self) -> ElemType {
        ElemType::UInt(UIntKind::U32)
    }
}

impl<S: Shader> CubeKernel for Kernel<S> {
    fn define(&self) -> KernelDefinition {
        // Only a label: the text below says everything.
        let settings = KernelSettings::new(
            Dim3::new_single(),
            ExecutionMode::Unchecked,
            AddressType::U32,
        );
        KernelDefinition {
            body: Scope::root(settings.clone()),
            settings,
            info: Info::default(),
        }
    }

    fn source(&self) -> Option<PrecompiledSource> {
        Some(PrecompiledSource {
            source: self.0.source(),
            entrypoint_name: "main".into(),
            lang: "wgsl",
        })
    }
}

/// Launches a kernel on these buffers, in the order of their bindings.
pub fn launch<S: Shader>(shader: S, buffers: &[&CubeTensor]) {
    let [x, y, z] = shader.workgroups();
    let bindings = buffers
        .iter()
        .map(|tensor| tensor.handle.clone().binding())
        .collect();
    buffers[0].client.launch(
        Box::new(Kernel(shader)),
        CubeCount::Static(x, y, z),
        KernelArguments::new().with_buffers(bindings),
    );
}

/// A tensor without values beside another one.
pub fn empty(beside: &CubeTensor, shape: impl Into<Shape>) -> CubeTensor {
    let shape = shape.into();
    let buffer = beside
        .client
        .empty(shape.num_elements() * DType::F32.size());
    CubeTensor::new_contiguous(
        beside.client.clone(),
        beside.device.clone(),
        shape,
        buffer,
        DType::F32,
    )
}

/// The values of a contiguous tensor under another shape.
pub fn reshaped(tensor: CubeTensor, shape: impl Into<Shape>) -> CubeTensor {
    CubeTensor::new_contiguous(
        tensor.client,
        tensor.device,
        shape.into(),
        tensor.handle,
        tensor.dtype,
    )
}

/// The tensor row after row.
pub fn contiguous(tensor: CubeTensor) -> CubeTensor {
    assert_eq!(tensor.dtype, DType::F32, "all models compute in f32");
    into_contiguous(tensor)
}

/// The sizes of a tensor of so many dimensions.
pub fn sizes<const D: usize>(tensor: &CubeTensor) -> [usize; D] {
    tensor
        .meta
        .shape()
        .as_slice()
        .try_into()
        .expect("the caller knows the number of dimensions")
}

/// Declares a storage buffer.
pub fn buffer(binding: usize, name: &str, element: &str) -> String {
    format!("@group(0) @binding({binding}) var<storage, read_write> {name}: array<{element}>;\n")
}

/// The type of what a thread works on where `length` values lie side by side in memory, and how many of it they are.
pub fn in_fours(length: usize) -> (&'static str, usize) {
    if length.is_multiple_of(4) {
        ("vec4<f32>", length / 4)
    } else {
        ("f32", length)
    }
}

/// So many threads in a row, spread over workgroups of `size`; WebGPU allows 65,535 of them in one direction.
pub fn in_rows(threads: usize, size: usize) -> [u32; 3] {
    let groups = threads.div_ceil(size).max(1);
    let rows = groups.div_ceil(65_535);
    [groups.div_ceil(rows) as u32, rows as u32, 1]
}

/// Adds up in halves what so many threads of a workgroup have each written into `handed`; afterwards the first has the sum. `own` numbers
/// a thread among them, `place` is where it wrote, and the next one's lies `apart` from it.
pub fn added_up(threads: usize, own: &str, place: &str, apart: usize) -> String {
    let mut text = String::new();
    let mut half = threads / 2;
    while half > 0 {
        text += &format!(
            "  workgroupBarrier();\n  if {own} < {half}u {{ handed[{place}] += handed[{place} + {}u]; }}\n",
            half * apart
        );
        half /= 2;
    }
    text
}
