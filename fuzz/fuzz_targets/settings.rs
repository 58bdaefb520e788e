//! Settings as text, of the command, of an address and of saved runs, and the options of scenes: a line with a name, then lines `key=value`.
#![no_main]

use generative_playground::scenes::{self, Options};
use generative_playground::training::Settings;
use generative_playground::training::families;
use playground_fuzz::{line, pairs, texts};
use serde_json::Value;

fn seeds() -> Vec<Vec<u8>> {
    let mut all = texts(&[
        "vae\nlr=3e-4\nseed=7\noptimizer=sgd\nmomentum=0.5\ndata.limit=1000\n",
        "wgan-gp\ngp_lambda=5\nbatch_size=64\nwidth=0.25\n",
        "transformer\nhidden_dim=4096\nblocks=24\nconditional=true\n",
        "latent-flow\nsolver=heun\nguidance=2.5\nconditional=true\ntime_shift=-1.5\n",
        "vae\narchitecture=conv\nobjective=iwae\nimportance_samples=50\nlatent_dim=2\n",
        "vae\ndata.augment=shift:2,rotate:10\ndata.rare=8:0.05\ndata.relabel=947:9,1621-1630:6\n",
        "enlarge\nsize=7\nsteps=10\n",
    ]);
    for preset in families::presets() {
        let settings = Settings::preset(preset.id).expect("it is listed").to_map();
        let lines = settings
            .iter()
            .map(|(key, value)| format!("{key}={value}\n"));
        let lines: String = lines.filter(|line| !line.starts_with("preset")).collect();
        all.push(format!("{}\n{lines}", preset.id).into_bytes());
    }
    all
}

playground_fuzz::target!(seeds, |bytes| {
    let Some((name, rest)) = line(bytes) else {
        return;
    };
    let changes = pairs(&String::from_utf8_lossy(rest));
    if let Ok(scene) = scenes::scene(name) {
        let numbers = changes
            .iter()
            .filter_map(|(key, value)| Some((key.clone(), value.as_f64()?)));
        let _ = Options::new(scene.info(), &numbers.collect::<Vec<_>>());
    }
    let _ = Settings::saved(name, &changes);
    let Ok(settings) = Settings::with(name, &changes) else {
        return;
    };
    let family = families::of(&settings).expect("they were checked");
    (family.describe)(&settings);
    // What was understood is understood again, from plain values and from text.
    let mut all = settings.to_map();
    all.remove("preset");
    let recipe = serde_json::to_value(&settings.data).expect("plain values");
    let recipe = recipe.as_object().into_iter().flatten();
    all.extend(recipe.map(|(key, value)| (format!("data.{key}"), value.clone())));
    assert_eq!(Settings::with(name, &all), Ok(settings.clone()));
    assert_eq!(Settings::saved(name, &all), Ok(settings.clone()));
    for value in all.values_mut() {
        if !value.is_string() {
            *value = Value::from(value.to_string());
        }
    }
    // The last digits of a decimal number may be lost, not those of a whole one.
    if let Ok(from_text) = Settings::with(name, &all) {
        assert_eq!(from_text.seed, settings.seed);
    }
});
