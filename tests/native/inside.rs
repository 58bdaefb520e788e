//! Looking into a model: the weights and signals shown are the model's own, and noting gradients changes no run.

use super::session_of;
use generative_playground::training::{
    Capability, Filters, NetworkSignals, Part, Settings, families,
};
use generative_playground::{ErrorCode, Session};
use pollster::block_on;
use serde_json::{Value, json};

/// Sizes that are quick to train, and different from one another.
fn small(preset: &str) -> Value {
    let mut changes = json!({ "batch_size": 11 });
    let used = families::of(&Settings::preset(preset).unwrap())
        .unwrap()
        .settings;
    let all = [
        ("latent_dim", json!(3)),
        ("width", json!(0.1)),
        ("hidden_dim", json!(24)),
        ("blocks", json!(1)),
    ];
    for (key, value) in all {
        if used.contains(&key) {
            changes[key] = value;
        }
    }
    changes
}

fn exported(session: &mut Session, name: &str) -> (Vec<usize>, Vec<f32>) {
    let bytes = block_on(session.export()).unwrap();
    let file = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    let tensor = file.tensor(name).unwrap();
    let values = tensor.data().chunks_exact(4);
    let values = values.map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap()));
    (tensor.shape().to_vec(), values.collect())
}

/// The exported first layer's weights over the picture alone.
fn over_picture(session: &mut Session, filters: &Filters) -> Vec<f32> {
    let (shape, values) = exported(session, &format!("{}.0.weight", filters.network));
    let [count, height, width] = filters.shape;
    assert_eq!(shape[0], count);
    // Dense rows may end with the digit's ten; of a convolution's channels the first is the picture.
    let row = values.len() / count;
    let rows = values.chunks_exact(row);
    rows.flat_map(|row| row[..height * width].to_vec())
        .collect()
}

#[test]
fn filters_are_the_exported_weights() {
    let mut norm = small("gan");
    norm["critic_norm"] = json!("spectral");
    let presets = families::presets()
        .into_iter()
        .map(|preset| (preset.id, small(preset.id)));
    for (preset, changes) in presets.chain([("gan", norm)]) {
        let mut session = session_of(preset, &changes);
        super::train(&mut session, 2);
        let (trainer, _) = session.trainer().unwrap();
        let filters = block_on(trainer.filters()).unwrap();
        let networks: Vec<_> = filters.iter().map(|filters| filters.network).collect();
        let mut expected = Vec::new();
        expected.extend(trainer.can(Capability::Encodes).then_some("encoder"));
        expected.extend(trainer.can(Capability::Judges).then_some("discriminator"));
        assert_eq!(networks, expected, "{preset}");
        for filters in filters {
            assert_eq!(
                filters.values.len(),
                filters.shape.iter().product::<usize>()
            );
            let weights = over_picture(&mut session, &filters);
            assert!(filters.values == weights, "{preset}: {}", filters.network);
        }
    }
}

fn last<'a>(networks: &'a [NetworkSignals], name: &str) -> &'a [f32] {
    let network = networks.iter().find(|network| network.network == name);
    &network.unwrap().layers.last().unwrap().values
}

fn near(a: &[f32], b: &[f32]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-4)
}

#[test]
fn activations_end_in_what_encode_judge_and_decode_answer() {
    for preset in families::presets() {
        let mut session = session_of(preset.id, &small(preset.id));
        super::train(&mut session, 3);
        let (trainer, dataset) = session.trainer().unwrap();
        let labels: &[u8] = if trainer.settings().conditional {
            &[4]
        } else {
            &[]
        };
        let image = dataset.test.pixels(5, 1).unwrap();
        let decodes = trainer.can(Capability::Decodes);
        let z = if decodes {
            vec![0.5, -1.0, 0.2]
        } else {
            Vec::new()
        };
        let networks = block_on(trainer.activations(image.clone(), z.clone(), labels)).unwrap();

        // Every layer of the summary, with its shape.
        for part in trainer.summary() {
            let network = networks.iter().find(|network| network.network == part.name);
            let layers = &network.unwrap().layers;
            assert_eq!(
                layers.len(),
                part.layers.len(),
                "{}: {}",
                preset.id,
                part.name
            );
            for (signal, layer) in layers.iter().zip(&part.layers) {
                assert_eq!((&signal.name, signal.shape), (&layer.name, layer.output));
                assert_eq!(signal.values.len(), layer.output.iter().product::<usize>());
            }
        }
        assert_eq!(networks.len(), trainer.summary().len());

        if trainer.can(Capability::Autoregressive) {
            let nats = block_on(trainer.surprise(&image, labels)).unwrap();
            // Logits of the first block, channel by channel; it is black in all test digits.
            let logits = last(&networks, "transformer").iter().step_by(196);
            let sum: f32 = logits.clone().map(|logit| logit.exp()).sum();
            let first = sum.ln() - last(&networks, "transformer")[0];
            assert!(near(&[first], &nats[..1]), "{}", preset.id);
        }
        if !decodes {
            continue;
        }
        let drawn = block_on(trainer.decode(z, labels)).unwrap();
        if trainer.can(Capability::Encodes) {
            let (mean, logvar) = block_on(trainer.encode(image.clone(), labels)).unwrap();
            let rounded = networks.iter().any(|one| one.network == "quantise");
            let head = if rounded { "quantise" } else { "mean" };
            assert!(near(last(&networks, head), &mean), "{}", preset.id);
            if trainer.can(Capability::Variational) {
                assert!(near(last(&networks, "logvar"), &logvar), "{}", preset.id);
            } else {
                assert_eq!(logvar, [f32::NEG_INFINITY; 3], "{}", preset.id);
            }
            let logits = last(&networks, "decoder").iter();
            let shown: Vec<_> = logits.map(|x| 1.0 / (1.0 + (-x).exp())).collect();
            assert!(near(&shown, &drawn), "{}", preset.id);
            let own = block_on(trainer.activations(image.clone(), vec![], labels)).unwrap();
            let rebuilt = block_on(trainer.decode(mean, labels)).unwrap();
            let logits = last(&own, "decoder").iter();
            let shown: Vec<_> = logits.map(|x| 1.0 / (1.0 + (-x).exp())).collect();
            assert!(near(&shown, &rebuilt), "{}", preset.id);
        } else {
            let signed = last(&networks, "generator").iter();
            let shown: Vec<_> = signed.map(|x| (x + 1.0) / 2.0).collect();
            assert!(near(&shown, &drawn), "{}", preset.id);
        }
        if trainer.can(Capability::Judges) {
            let logits = block_on(trainer.judge(image, labels)).unwrap();
            assert!(
                near(last(&networks, "discriminator"), &logits),
                "{}",
                preset.id
            );
        }
    }
}

#[test]
fn activations_of_what_cannot_be_are_refused() {
    let mut session = session_of("gan", &small("gan"));
    let (trainer, _) = session.trainer().unwrap();
    for (image, z) in [
        (vec![], vec![]),
        (vec![0.5; 783], vec![]),
        (vec![0.5; 2 * 784], vec![]),
        (vec![2.0; 784], vec![]),
        (vec![], vec![0.0; 4]),
        (vec![], vec![0.0; 6]),
        (vec![0.5; 784], vec![f32::NAN; 3]),
    ] {
        let error = block_on(trainer.activations(image, z, &[])).unwrap_err();
        assert_eq!(error.code, ErrorCode::BadInput, "{error}");
    }
    let error = block_on(trainer.activations(vec![0.5; 784], vec![], &[3])).unwrap_err();
    assert_eq!(error.code, ErrorCode::BadInput);
}

#[test]
fn settings_are_described_as_what_they_make() {
    for preset in families::presets() {
        let mut changes = small(preset.id);
        // The slope of a critic that changes at every step cannot be limited; a flow on pixels and a transformer have no dropout.
        if !["wgan-gp", "fast-gan", "flow", "transformer"].contains(&preset.id) {
            changes["dropout"] = json!(0.25);
        }
        let session = &mut session_of(preset.id, &changes);
        let (trainer, _) = session.trainer().unwrap();
        let parts = trainer.settings().networks().unwrap();
        assert_eq!(parts, trainer.summary(), "{}", preset.id);
        let mut named = Vec::new();
        for part in &parts {
            part.visit_tensors(&mut |tensor| named.push(tensor.name.clone()));
        }
        named.sort();
        let bytes = block_on(session.export()).unwrap();
        let file = safetensors::SafeTensors::deserialize(&bytes).unwrap();
        let mut exported: Vec<_> = file.iter().map(|(name, _)| name.to_string()).collect();
        exported.sort();
        assert_eq!(named, exported, "{}", preset.id);
        let (trainer, _) = session.trainer().unwrap();
        let count = parts.iter().map(|part| part.parameters).sum::<u64>();
        assert_eq!(count, trainer.parameter_count(), "{}", preset.id);
    }
}

/// The step that ends a call notes its gradients; where calls end must not matter to the run.
#[test]
fn noting_gradients_changes_nothing() {
    for preset in [
        "vae",
        "iwae",
        "gan",
        "wgan-gp",
        "vae-gan",
        "dcgan",
        "flow",
        "latent-flow",
        "transformer",
        "fsq-made",
    ] {
        let (mut whole, mut parts) = (
            session_of(preset, &small(preset)),
            session_of(preset, &small(preset)),
        );
        let mut metrics = super::train(&mut parts, 1);
        for n in [2, 9, 3] {
            metrics.extend(super::train(&mut parts, n));
        }
        assert_eq!(super::train(&mut whole, 15), metrics, "{preset}");
        let save = |session: &mut Session| block_on(session.save()).unwrap();
        assert!(
            save(&mut whole) == save(&mut parts),
            "{preset}: other weights"
        );
        let gradients = whole.trainer().unwrap().0.take_gradients();
        assert_eq!(
            gradients,
            parts.trainer().unwrap().0.take_gradients(),
            "{preset}"
        );

        // They are those of the step looked at closely.
        let mut close = session_of(preset, &small(preset));
        super::train(&mut close, 14);
        let (trainer, dataset) = close.trainer().unwrap();
        let detail = block_on(trainer.step_in_detail(dataset, Part::Both)).unwrap();
        assert!(
            !gradients.is_empty() && gradients == detail.gradients,
            "{preset}"
        );
        assert!(gradients.iter().all(|(_, norm)| norm.is_finite()));
        assert_eq!(
            detail.latents.is_some(),
            trainer.can(Capability::Encodes),
            "{preset}"
        );
    }
}

#[test]
fn a_step_shows_the_codes_that_it_threw() {
    let mut session = session_of("vae", &small("vae"));
    let (trainer, dataset) = session.trainer().unwrap();
    let before = trainer.clone();
    let detail = block_on(trainer.step_in_detail(dataset, Part::Both)).unwrap();
    let [mean, logvar, z] = detail.latents.unwrap();
    let (encoded, spread) = block_on(before.encode(detail.images, &[])).unwrap();
    assert!(near(&mean, &encoded) && near(&logvar, &spread));
    let drawn = block_on(before.decode(z.clone(), &[])).unwrap();
    assert!(near(&drawn, &detail.rebuilt.unwrap()));
    let off = mean
        .iter()
        .zip(&logvar)
        .zip(&z)
        .map(|((mean, logvar), z)| (z - mean) / (logvar / 2.0).exp());
    let largest = off.map(f32::abs).fold(0.0, f32::max);
    assert!((0.5..6.0).contains(&largest), "{largest}");
}
