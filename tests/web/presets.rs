//! Every preset learns in the browser, on both devices the same; and a GPU's memory does not fill up.

use super::{mnist, open, train};
use generative_playground::Session;
use generative_playground::device::DeviceKind;
use generative_playground::training::{Capability, Settings, families};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

/// Small, since a software GPU takes seconds for what a real one does in milliseconds.
fn small(preset: &str) -> Value {
    if preset == "transformer" {
        return json!({ "batch_size": 4, "hidden_dim": 8, "blocks": 1, "lr_warmup": 0, "seed": 1 });
    }
    if preset == "flow" {
        return json!({ "batch_size": 4, "width": 0.1, "sample_steps": 2 });
    }
    let family = families::of(&Settings::preset(preset).unwrap()).unwrap();
    let has_encoder = family.capabilities.contains(&Capability::Encodes);
    let mut changes = match has_encoder {
        true => json!({ "batch_size": 16, "latent_dim": 4, "hidden_dim": 32 }),
        false => json!({ "batch_size": 16, "latent_dim": 16, "width": 0.1 }),
    };
    if preset == "vae-gan" {
        changes["width"] = json!(0.1);
    }
    changes
}

async fn session(kind: DeviceKind, preset: &str, changes: &Value) -> Session {
    let mut session = Session::new(open(kind).await, mnist());
    session
        .load(Settings::with(preset, changes.as_object().unwrap()).unwrap())
        .unwrap();
    session
}

#[wasm_bindgen_test]
async fn every_preset_trains_ten_steps_on_the_cpu_and_two_on_webgpu() {
    let presets = families::presets().into_iter();
    let presets = presets.map(|preset| (preset.id, small(preset.id)));
    let mut grey = small("vae");
    grey["likelihood"] = json!("discretised-logistic");
    for (preset, changes) in presets.chain([("vae", grey)]) {
        let mut cpu = session(DeviceKind::Cpu, preset, &changes).await;
        let on_cpu = train(&mut cpu, 10).await;
        // Of 256 values each is less likely than of two.
        let most = if changes["likelihood"].is_string() {
            3e3
        } else {
            1e3
        };
        let mut losses = on_cpu.iter().flat_map(|metrics| metrics.losses.values());
        assert!(losses.all(|loss| loss.abs() < most), "{preset}");
        if let (Some(first), Some(last)) = (
            on_cpu[0].losses.get("recon_loss"),
            on_cpu[9].losses.get("recon_loss"),
        ) {
            assert!(last < first, "{preset}: {first}, then {last}");
        }

        let mut gpu = session(DeviceKind::Gpu, preset, &changes).await;
        let on_gpu = train(&mut gpu, 2).await;
        for (cpu, gpu) in on_cpu.iter().zip(on_gpu) {
            for (name, value) in &gpu.losses {
                let expected = cpu.losses[name];
                assert!(
                    (value - expected).abs() <= 1e-3 * expected.abs().max(1.0),
                    "{preset} step {}: {name} {value} on WebGPU, {expected} on the CPU",
                    gpu.step
                );
            }
        }
        let labels: &[u8] = if gpu.trainer().unwrap().0.settings().conditional {
            &[3]
        } else {
            &[]
        };
        let images = gpu.trainer().unwrap().0.sample(2, 0, labels).await.unwrap();
        assert!(
            images.iter().all(|pixel| (0.0..=1.0).contains(pixel)),
            "{preset}"
        );
    }
}

/// What is held after some steps: bytes reserved on the GPU, tensors there, bytes of wasm memory.
fn held(session: &Session) -> [u64; 3] {
    let gpu = session.device.device.memory_pool_usage();
    let gpu = gpu.expect("wgpu reports its memory");
    let wasm = js_sys::WebAssembly::Memory::from(wasm_bindgen::memory());
    let bytes = js_sys::ArrayBuffer::from(wasm.buffer()).byte_length();
    [gpu.bytes_reserved, gpu.number_allocs, u64::from(bytes)]
}

/// Trains on WebGPU, ten times a tenth of the steps. What is held at the worst moment of the second half must be no more
/// than at that of the first, whose first tenth is the warm-up: how much waits to be freed differs from moment to moment.
async fn memory_stays(preset: &str, changes: Value, steps: u64) {
    let mut session = session(DeviceKind::Gpu, preset, &changes).await;
    let mut moments = Vec::new();
    for _ in 0..10 {
        train(&mut session, steps / 10).await;
        moments.push(held(&session));
    }
    let worst =
        |moments: &[[u64; 3]], of: usize| moments.iter().map(|held| held[of]).max().unwrap();
    for (of, what) in ["bytes on the GPU", "tensors", "bytes of wasm"]
        .into_iter()
        .enumerate()
    {
        let (before, after) = (worst(&moments[..5], of), worst(&moments[5..], of));
        // A tenth more may be chance.
        assert!(
            after <= before + before / 10,
            "{preset}: {what}, {before} then {after}: {moments:?}"
        );
    }
}

#[wasm_bindgen_test]
async fn the_second_half_of_300_steps_of_a_vae_needs_no_more_memory_than_the_first() {
    memory_stays("vae", json!({ "batch_size": 8, "hidden_dim": 64 }), 300).await;
}

#[wasm_bindgen_test]
async fn the_second_half_of_50_steps_of_a_dcgan_needs_no_more_memory_than_the_first() {
    memory_stays("dcgan", json!({ "batch_size": 8, "width": 0.1 }), 50).await;
}
