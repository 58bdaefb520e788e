//! What comes of a scene: pictures and numbers, of the model and of plain methods.

use serde::ser::{Serialize, SerializeMap, Serializer};

/// Numbers by their names, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Numbers(pub Vec<(&'static str, f64)>);

impl Numbers {
    /// The number of this name.
    pub fn get(&self, name: &str) -> Option<f64> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| *value)
    }
}

/// What one method has found.
#[derive(Clone, Debug)]
pub struct Answer {
    /// How: "descent", "encode-decode", "nearest-image" for example.
    pub method: &'static str,
    /// Its pictures, 784 values each, 0 to 1.
    pub images: Vec<f32>,
    /// Its numbers.
    pub numbers: Numbers,
}

/// What came of a scene. It is written (as JSON, or for the page) without its pictures, as
/// `{scene, count, seed, method, ..., plain: {method, ...}, others: [...]}`.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The scene's name.
    pub scene: &'static str,
    /// Images that it was played with.
    pub count: usize,
    /// What decided the random numbers.
    pub seed: u64,
    /// The images as they are, `[count * 784]`, where it shows them.
    pub truth: Vec<f32>,
    /// What was left of them, `[count * 784]`, where it shows that.
    pub seen: Vec<f32>,
    /// Pictures of the model for each image, the best first.
    pub answers: usize,
    /// What the model has found.
    pub model: Answer,
    /// What methods without a model have found, the best first; none where the page has them itself.
    pub plain: Vec<Answer>,
    /// A file that it has made, or nothing.
    pub file: Vec<u8>,
}

impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("scene", self.scene)?;
        map.serialize_entry("count", &(self.count as u64))?;
        map.serialize_entry("seed", &self.seed)?;
        entries(&mut map, &self.model)?;
        let (best, others) = match &self.plain[..] {
            [best, others @ ..] => (Some(Plain(best)), others),
            [] => (None, &[][..]),
        };
        map.serialize_entry("plain", &best)?;
        map.serialize_entry("others", &others.iter().map(Plain).collect::<Vec<_>>())?;
        map.end()
    }
}

/// An answer without its pictures.
struct Plain<'a>(&'a Answer);

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        entries(&mut map, self.0)?;
        map.end()
    }
}

fn entries<M: SerializeMap>(map: &mut M, answer: &Answer) -> Result<(), M::Error> {
    map.serialize_entry("method", answer.method)?;
    for (name, value) in &answer.numbers.0 {
        // JSON knows finite numbers alone.
        map.serialize_entry(name, &value.is_finite().then_some(*value))?;
    }
    Ok(())
}
