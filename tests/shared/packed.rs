//! Packed files of every kind of model that packs, as one number: natively and in the browser it must be the same, or neither could
//! unpack what the other has packed.

use generative_playground::compress::{code_of, pack, unpack};
use generative_playground::dataset::idx::write_images;
use generative_playground::dataset::{DatasetSpec, PIXELS, Recipe, TrainingData};
use generative_playground::device::{DeviceKind, open};
use generative_playground::training::{Settings, Trainer};
use serde_json::{Value, json};

/// What [`fingerprint`] is everywhere.
pub const FINGERPRINT: u64 = 0x7374_f5e0_1d6a_8b4f;

/// The 64-bit FNV-1a hash of the files' bytes.
pub async fn fingerprint() -> u64 {
    let models: [(&str, Value); 6] = [
        ("vae", json!({ "hidden_dim": 30, "latent_dim": 3 })),
        (
            "vae",
            json!({ "hidden_dim": 30, "latent_dim": 3, "architecture": "deep" }),
        ),
        (
            "vae",
            json!({ "hidden_dim": 30, "latent_dim": 3, "architecture": "conv-silu" }),
        ),
        ("transformer", json!({ "hidden_dim": 8, "blocks": 1 })),
        ("cvae", json!({ "hidden_dim": 30, "latent_dim": 3 })),
        (
            "transformer",
            json!({ "hidden_dim": 8, "blocks": 1, "conditional": true }),
        ),
    ];
    let device = open(DeviceKind::Cpu).await.unwrap().device;
    // A disc that wanders and grows.
    let pixel = |at: usize| {
        let (image, y, x) = (at / PIXELS, at % PIXELS / 28, at % 28);
        let [down, across] = [y, x].map(|place| place.abs_diff(9 + image));
        255 * u8::from(down * down + across * across < 9 * (image + 1))
    };
    let idx = write_images(&(0..11 * PIXELS).map(pixel).collect::<Vec<_>>());
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for (preset, changes) in models {
        let settings = Settings::with(preset, changes.as_object().unwrap()).unwrap();
        let data = TrainingData::recorded(DatasetSpec::own(100, 0), Recipe::default(), 100, 0);
        let trainer = Trainer::new(settings, data.unwrap(), &device).unwrap();
        let code = code_of(&trainer).await.unwrap();
        let told = if code.is_told() { 11 } else { 0 };
        let digits: Vec<u8> = (0..told).map(|at| at % 10).collect();
        let file = pack(code.clone(), &digits, &idx, &mut |_| {}).unwrap();
        assert!(unpack(code, &file, &mut |_| {}).unwrap() == idx, "{preset}");
        for byte in file {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash
}
