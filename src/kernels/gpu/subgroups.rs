//! Threads that run side by side on an adapter can hand each other values.
//!
//! Adapters in software (SwiftShader) run four threads in one vector of the processor, and every read from memory is four:
//! there, four threads that need the same values read a quarter each. On a GPU such reads are one anyway.

use burn_cubecl::cubecl::wgpu::WgpuSetup;
use burn_cubecl::cubecl::wgpu::wgpu::{ErrorFilter, ShaderModuleDescriptor, ShaderSource};
use std::sync::atomic::{AtomicBool, Ordering};

/// Threads side by side for which this pays.
pub const THREADS: usize = 4;

static THERE: AtomicBool = AtomicBool::new(false);
static ALLOWED: AtomicBool = AtomicBool::new(true);

/// Whether kernels may count on [`THREADS`] threads side by side that hand each other values.
pub(super) fn four() -> bool {
    THERE.load(Ordering::Relaxed) && ALLOWED.load(Ordering::Relaxed)
}

/// Lets kernels of an adapter that has such threads use them, which they do unless told otherwise; says whether they do now.
pub fn allow(yes: bool) -> bool {
    ALLOWED.store(yes, Ordering::Relaxed);
    four()
}

/// Finds out. The device's own word on its features is not enough: in a browser wgpu 30 does not know this one.
pub(crate) async fn look_at(setup: &WgpuSetup) {
    let info = setup.adapter.get_info();
    let sizes = [info.subgroup_min_size, info.subgroup_max_size];
    THERE.store(
        sizes == [THREADS as u32; 2] && compiles(setup).await,
        Ordering::Relaxed,
    );
}

async fn compiles(setup: &WgpuSetup) -> bool {
    let errors = setup.device.push_error_scope(ErrorFilter::Validation);
    let text = "enable subgroups;
@compute @workgroup_size(4)
fn main(@builtin(subgroup_invocation_id) thread: u32) { _ = subgroupBroadcast(thread, 0u); }";
    let _ = setup.device.create_shader_module(ShaderModuleDescriptor {
        label: None,
        source: ShaderSource::Wgsl(text.into()),
    });
    errors.pop().await.is_none()
}
