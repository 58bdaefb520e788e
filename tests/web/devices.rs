//! CPU and WebGPU compute the same: the same losses as the native command, the same images.

use super::{session, train};
use generative_playground::ErrorCode;
use generative_playground::device::DeviceKind;
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

/// The first twenty losses agree with the native command's within one part in a thousand.
async fn first_losses_equal_the_fixture(kind: DeviceKind) {
    let fixture = include_str!("../fixtures/vae-seed-0.jsonl");
    let metrics = train(&mut session(kind, json!({ "seed": 0 })).await, 20).await;
    assert_eq!(fixture.lines().count(), metrics.len());
    for (line, metrics) in fixture.lines().zip(metrics) {
        let line: Value = serde_json::from_str(line).unwrap();
        for (name, value) in metrics.losses {
            let expected = line["losses"][&name].as_f64().unwrap();
            assert!(
                (value - expected).abs() <= 1e-3 * expected,
                "{kind:?} step {}: {name} {value}, natively {expected}",
                metrics.step
            );
        }
    }
}

#[wasm_bindgen_test]
async fn cpu_losses_equal_native() {
    first_losses_equal_the_fixture(DeviceKind::Cpu).await;
}

#[wasm_bindgen_test]
async fn webgpu_losses_equal_native() {
    first_losses_equal_the_fixture(DeviceKind::Gpu).await;
}

#[wasm_bindgen_test]
async fn both_devices_see_the_same_images() {
    let changes = json!({ "seed": 5, "hidden_dim": 32, "latent_dim": 3 });
    let mut cpu = session(DeviceKind::Cpu, changes.clone()).await;
    let mut gpu = session(DeviceKind::Gpu, changes).await;
    let (cpu, dataset) = cpu.trainer().unwrap();
    let (gpu, _) = gpu.trainer().unwrap();
    let images = dataset.test.pixels(10, 3).unwrap();

    close(
        &cpu.sample(5, 2, &[]).await.unwrap(),
        &gpu.sample(5, 2, &[]).await.unwrap(),
    );
    let (cpu_mean, cpu_logvar) = cpu.encode(images.clone(), &[]).await.unwrap();
    let (gpu_mean, gpu_logvar) = gpu.encode(images.clone(), &[]).await.unwrap();
    close(&cpu_mean, &gpu_mean);
    close(&cpu_logvar, &gpu_logvar);
    let rebuilt = gpu.reconstruct(images.clone(), &[]).await.unwrap();
    close(&cpu.reconstruct(images, &[]).await.unwrap(), &rebuilt);
    close(&gpu.decode(gpu_mean, &[]).await.unwrap(), &rebuilt);

    let cpu_losses = cpu.evaluate(dataset, 300).await.unwrap();
    let gpu_losses = gpu.evaluate(dataset, 300).await.unwrap();
    for (name, value) in cpu_losses {
        assert!(
            (value - gpu_losses[&name]).abs() <= 1e-4 * value,
            "{name} {value}, {}",
            gpu_losses[&name]
        );
    }
}

fn close(a: &[f32], b: &[f32]) {
    assert_eq!(a.len(), b.len());
    assert!(!a.is_empty());
    for (a, b) in a.iter().zip(b) {
        assert!((a - b).abs() < 1e-4, "{a}, {b}");
    }
}

/// A run saved on one device continues on the other.
#[wasm_bindgen_test]
async fn runs_move_between_devices() {
    let changes = json!({ "seed": 1, "hidden_dim": 32, "batch_size": 32 });
    let mut gpu = session(DeviceKind::Gpu, changes.clone()).await;
    train(&mut gpu, 3).await;
    let bytes = gpu.save().await.unwrap();
    let continued = train(&mut gpu, 3).await;

    let mut cpu = session(DeviceKind::Cpu, changes).await;
    cpu.restore(&bytes).unwrap();
    for (cpu, gpu) in train(&mut cpu, 3).await.into_iter().zip(continued) {
        assert_eq!(cpu.step, gpu.step);
        let (cpu, gpu) = (cpu.losses["loss"], gpu.losses["loss"]);
        assert!((cpu - gpu).abs() <= 1e-3 * cpu, "{cpu}, {gpu}");
    }
}

#[wasm_bindgen_test]
async fn training_waits_for_its_images() {
    let mut session = session(
        DeviceKind::Cpu,
        json!({ "hidden_dim": 8, "batch_size": 2048 }),
    )
    .await;
    train(&mut session, 2).await;
    let (trainer, dataset) = session.trainer().unwrap();
    assert_eq!(trainer.images_needed(1), 16_384);
    let error = trainer.train(dataset, 1, |_| ()).await.unwrap_err();
    assert_eq!((error.code, trainer.step()), (ErrorCode::NoData, 2));
}
