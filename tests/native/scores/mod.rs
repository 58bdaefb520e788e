//! Which images of a data set are odd.

mod cleaning;
mod images;
mod labels;

use generative_playground::Result;
use generative_playground::dataset::{MnistDataset, Part, Recipe};
use generative_playground::scores::{Found, Scorer};
use serde_json::Value;

fn score(dataset: &MnistDataset, name: &str, part: Part, recipe: Value) -> Result<(Scorer, Found)> {
    let recipe: Recipe = serde_json::from_value(recipe).unwrap();
    let score = Scorer::named(name)?;
    let scorer = Scorer::new(dataset, part, &recipe, 0)?;
    let mut before = 0.0;
    loop {
        let done = pollster::block_on(scorer.advance(score, dataset, None))?;
        assert!((before..=1.0).contains(&done), "{done} after {before}");
        before = done;
        if done >= 1.0 {
            let found = scorer.found(score, dataset);
            return Ok((scorer, found));
        }
    }
}

/// Places from the lowest value to the highest.
fn ranked(values: &[f32]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..values.len() as u32).collect();
    order.sort_by(|&one, &other| values[one as usize].total_cmp(&values[other as usize]));
    order
}
