//! `data.clean` and `data.clean_share`: images that are left out for what they look like.

use super::by_index::bad;
use super::{Kind, Looks, Made, Recipe, RecipeInfo, Step, StepInfo};
use crate::dataset::confident::{CLASSES, suspects};
use crate::dataset::{DatasetSpec, PIXELS, hash};
use crate::error::Result;
use crate::ranking::descending;
use serde_json::Value;

const NONE: &str = "none";
const OUTLIERS: &str = "outliers";
const DUPLICATES: &str = "duplicates";
pub(super) const LABELS: &str = "labels";

const INFO: RecipeInfo = RecipeInfo::word(
    "clean",
    &[NONE, OUTLIERS, DUPLICATES, LABELS],
    "none, outliers, duplicates or labels",
    "Which images are left out: those least like others of their digit (outliers; as many as clean_share says), all but the first of those that are the same (duplicates), or those whose labels a small classifier doubts (labels).",
);

/// Of a hundred images, one.
const DEFAULT_SHARE: f64 = 0.01;

const SHARE: RecipeInfo = RecipeInfo {
    // To leave out none, none is said.
    range: Some((0.001, 0.9)),
    ..RecipeInfo::number(
        "clean_share",
        0.9,
        false,
        "Share of the images that are left out as outliers, 0.01 by default, or for their labels, by default those that confident learning doubts.",
    )
};

/// Looks at images as the steps before have damaged them, and at the labels that models are told.
pub const STEP: StepInfo = StepInfo {
    info: INFO,
    options: &[SHARE],
    kind: Kind::Clean,
    make,
};

fn make(value: &Value, recipe: &Recipe) -> Made {
    let share = recipe.get(SHARE.key).and_then(Value::as_f64);
    Ok(match value.as_str() {
        Some(OUTLIERS) => Some(Box::new(Outliers {
            share: share.unwrap_or(DEFAULT_SHARE),
        })),
        Some(DUPLICATES) => Some(Box::new(Duplicates)),
        Some(LABELS) => Some(Box::new(Doubtful { share })),
        _ => None,
    })
}

/// Leaves out the images that are furthest from the mean image of their label, the distance by which a nearest-centroid
/// classifier decides, here in units of its root mean square among all images of that label, since a one varies less than an
/// eight. Inverted images are found so, and some that are told as another digit.
#[derive(Debug)]
struct Outliers {
    share: f64,
}

impl Step for Outliers {
    fn clean(&self, images: Vec<u32>, looks: &Looks) -> Vec<u32> {
        let Looks { labels, pixels, .. } = looks;
        let mut image = [0.0; PIXELS];
        let mut classes: Vec<Option<Class>> = vec![None; 256];
        let class_of = |image: u32| usize::from(labels[image as usize]);
        for &index in &images {
            pixels(index, &mut image);
            let class = classes[class_of(index)].get_or_insert_default();
            class.add(&image);
        }
        classes.iter_mut().flatten().for_each(Class::divide);
        let mut distances = Vec::with_capacity(images.len());
        for &index in &images {
            pixels(index, &mut image);
            let class = classes[class_of(index)].as_mut();
            distances.push(class.map_or(0.0, |class| class.distance(&image)));
        }
        let score = |(at, distance): (usize, f64)| {
            let class = classes[class_of(images[at])].as_ref();
            let mean = class.map_or(0.0, Class::mean_distance);
            let score = if mean > 0.0 { distance / mean } else { 0.0 };
            // Bits of numbers that are not negative are in their order. Of equal ones the first stay.
            (score.to_bits(), at)
        };
        let mut ranked: Vec<_> = distances.into_iter().enumerate().map(score).collect();
        ranked.sort_unstable();
        without_last(images, ranked, self.share)
    }
}

/// Without a share of them, the last in this order.
fn without_last(images: Vec<u32>, mut ranked: Vec<(u64, usize)>, share: f64) -> Vec<u32> {
    let dropped = (share * images.len() as f64).round() as usize;
    ranked.truncate(images.len() - dropped);
    kept(images, ranked)
}

/// The images at these places, in their own order.
fn kept(images: Vec<u32>, ranked: Vec<(u64, usize)>) -> Vec<u32> {
    let mut is_kept = vec![false; images.len()];
    ranked.into_iter().for_each(|(_, at)| is_kept[at] = true);
    let pairs = images.into_iter().zip(is_kept);
    pairs.filter(|pair| pair.1).map(|pair| pair.0).collect()
}

/// The mean of the images of a label, and the sum of their squared distances from it.
#[derive(Clone)]
struct Class {
    mean: Vec<f64>,
    count: f64,
    distances: f64,
}

impl Default for Class {
    fn default() -> Self {
        Self {
            mean: vec![0.0; PIXELS],
            count: 0.0,
            distances: 0.0,
        }
    }
}

impl Class {
    fn add(&mut self, image: &[f32]) {
        self.count += 1.0;
        for (sum, &pixel) in self.mean.iter_mut().zip(image) {
            *sum += f64::from(pixel);
        }
    }

    /// Once all are added.
    fn divide(&mut self) {
        self.mean.iter_mut().for_each(|sum| *sum /= self.count);
    }

    /// Squared.
    fn distance(&mut self, image: &[f32]) -> f64 {
        let pairs = self.mean.iter().zip(image);
        let distance = pairs
            .map(|(mean, &pixel)| (f64::from(pixel) - mean) * (f64::from(pixel) - mean))
            .sum();
        self.distances += distance;
        distance
    }

    fn mean_distance(&self) -> f64 {
        self.distances / self.count
    }
}

/// Leaves out images that are there before, pixel for pixel, whatever their labels. They are known by a hash of 64 bits: among
/// 60,000 images two different ones have the same in one of ten thousand million data sets.
#[derive(Debug)]
struct Duplicates;

impl Step for Duplicates {
    fn clean(&self, images: Vec<u32>, looks: &Looks) -> Vec<u32> {
        let mut image = [0.0; PIXELS];
        let mut hashes: Vec<(u64, usize)> = Vec::with_capacity(images.len());
        for (at, &index) in images.iter().enumerate() {
            (looks.pixels)(index, &mut image);
            hashes.push((hash::of_pixels(&image), at));
        }
        hashes.sort_unstable();
        hashes.dedup_by_key(|(hash, _)| *hash);
        kept(images, hashes)
    }
}

/// Leaves out images whose labels a small classifier doubts that has not learnt from them
/// ([`LabelCheck`](crate::dataset::confident::LabelCheck)): those that confident learning counts as wrong, or the share that it
/// believes least.
#[derive(Debug)]
struct Doubtful {
    share: Option<f64>,
}

impl Step for Doubtful {
    fn check(&self, spec: &DatasetSpec) -> Result<()> {
        if spec.classes < 2 {
            return Err(bad(
                "data.clean=labels needs images with labels, and these have none, or all the same."
                    .into(),
            ));
        }
        Ok(())
    }

    fn clean(&self, images: Vec<u32>, looks: &Looks) -> Vec<u32> {
        let Some(judged) = looks.judged else {
            return images;
        };
        if let Some(share) = self.share {
            let rows = judged.labels.iter().zip(&judged.probabilities);
            let belief = |(&label, row): (&u8, &[f32; CLASSES])| row[usize::from(label)];
            let beliefs: Vec<f64> = rows.map(belief).map(f64::from).collect();
            // The least believed come last; of equal ones the first stay.
            let ranked = descending(&beliefs).into_iter().map(|at| (0, at));
            return without_last(images, ranked.collect(), share);
        }
        let found = suspects(&judged.labels, &judged.probabilities, looks.classes);
        let pairs = images.into_iter().zip(found);
        pairs.filter(|pair| !pair.1).map(|pair| pair.0).collect()
    }
}
