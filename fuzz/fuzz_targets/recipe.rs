//! What is done with the data first, as JSON or as lines `key=value`: understood or refused, and then applied to a few images.
#![no_main]

use generative_playground::dataset::{
    Collection, MnistDataset, PIXELS, Part, Recipe, TrainingData,
};
use playground_fuzz::models::dataset;
use playground_fuzz::{pairs, texts};
use serde_json::Map;
use std::sync::LazyLock;

static DATA: LazyLock<MnistDataset> = LazyLock::new(dataset);

fn seeds() -> Vec<Vec<u8>> {
    texts(&[
        r#"{"limit": 30, "digits": "1,2,3,5,8", "mislabel": 0.5, "noise": 0.2, "occlude": 9, "blur": 0.8}"#,
        r#"{"rare": "8:0.05, 3:0.5", "duplicates": 0.5, "rebalance": "true", "invert": 0.5, "seed": 9}"#,
        "drop=12,7,10-20\nrelabel=3:9,4-6:1\nclean=outliers\nclean_share=0.2\n",
        "augment=shift:4,rotate:20,elastic:1,scale:0.2,shear:10,crop:3\nclean=duplicates\n",
        "mislabel=0.9\nmislabel_kind=look-alikes\nclean=labels\n",
    ])
}

playground_fuzz::target!(seeds, |bytes| {
    let text = String::from_utf8_lossy(bytes);
    let recipe: Recipe = match serde_json::from_str(&text) {
        Ok(recipe) => recipe,
        Err(_) => match Recipe::try_from(pairs(&text)) {
            Ok(recipe) => recipe,
            Err(_) => return,
        },
    };
    let written = Map::from(recipe.clone());
    assert_eq!(Recipe::try_from(written).as_ref(), Ok(&recipe));
    let spec = DATA.spec();
    let recorded = TrainingData::recorded(spec.clone(), recipe.clone(), 1, 0);
    // A classifier would be trained first, which takes a second.
    if recipe.doubts_labels() {
        return;
    }
    let applied = TrainingData::new(&DATA, recipe.clone(), 0);
    assert!(recorded.is_ok() || applied.is_err());
    let Ok(seen) = Collection::new(&DATA, Part::Train, &recipe, 0) else {
        return;
    };
    assert!(
        seen.labels
            .iter()
            .all(|&label| usize::from(label) < spec.classes)
    );
    let mut image = [0.0; PIXELS];
    for at in 0..seen.len().min(4) {
        seen.pixels(&DATA, at, &mut image);
        assert!(image.iter().all(|pixel| (0.0..=1.0).contains(pixel)));
    }
});
