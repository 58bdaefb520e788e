//! Where tensors live: the CPU through burn-flex, or a GPU through burn-wgpu.

use crate::error::{Error, ErrorCode, Result};
use burn::tensor::Device;

/// The kind of device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceKind {
    /// burn-flex: wasm SIMD in a browser, all cores natively.
    Cpu,
    /// burn-wgpu: WebGPU in a browser, Vulkan, Metal or DirectX natively. Needs the feature `gpu`.
    Gpu,
}

/// A device ready for tensors.
#[derive(Clone, Debug)]
pub struct OpenDevice {
    /// burn's handle, without automatic differentiation.
    pub device: Device,
    /// Which kind it is.
    pub kind: DeviceKind,
    /// The hardware's name for people, as far as it is known.
    pub adapter: String,
}

/// Opens a device. A GPU may be opened once only: keep the result.
///
/// # Errors
/// `no-webgpu` when there is no usable GPU, or this build cannot use one.
pub async fn open(kind: DeviceKind) -> Result<OpenDevice> {
    match kind {
        DeviceKind::Cpu => Ok(OpenDevice {
            device: Device::flex(),
            kind,
            adapter: "CPU".into(),
        }),
        DeviceKind::Gpu => open_gpu().await,
    }
}

/// Some of the GPU path's dependencies register themselves in constructors that run before `main`; wasm has no such
/// moment. Calling them here, once, also stops the linker from wrapping every export in another call of them.
#[cfg(all(feature = "gpu", target_family = "wasm"))]
fn run_constructors() {
    unsafe extern "C" {
        fn __wasm_call_ctors();
    }
    static ONCE: std::sync::Once = std::sync::Once::new();
    // SAFETY: the linker defines this symbol; it is called once, before anything that the constructors set up is used.
    ONCE.call_once(|| unsafe { __wasm_call_ctors() });
}

#[cfg(feature = "gpu")]
async fn open_gpu() -> Result<OpenDevice> {
    #[cfg(target_family = "wasm")]
    run_constructors();
    // At most 64 kernels a submit: fewer cost more submits, more keep the GPU waiting for the first.
    let (device, setup) = Device::wgpu_options()
        .tasks_max(64)
        .init_with_setup_async()
        .await
        .map_err(|error| {
            Error::new(
                ErrorCode::NoWebgpu,
                format!("The GPU could not be opened ({error}). Train on the CPU instead."),
            )
        })?;
    crate::kernels::subgroups::look_at(&setup).await;
    crate::kernels::width::look_at(&setup);
    let info = setup.adapter.get_info();
    let adapter = [info.name, info.driver, info.driver_info]
        .into_iter()
        .find(|name| !name.is_empty());
    Ok(OpenDevice {
        device,
        kind: DeviceKind::Gpu,
        adapter: adapter.unwrap_or_else(|| "GPU".into()),
    })
}

#[cfg(not(feature = "gpu"))]
async fn open_gpu() -> Result<OpenDevice> {
    Err(Error::new(
        ErrorCode::NoWebgpu,
        "This build has no GPU support. Build it with --features gpu, or train on the CPU.",
    ))
}
