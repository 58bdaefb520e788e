//! The file of the classifier that samples are judged by, which two programs read: what one takes the other takes. A header, a line's end,
//! and what there is of the tensors; the rest is zeros.
#![no_main]

use generative_playground::checkpoint::load_classifier;
use playground_fuzz::models::processor;
use playground_fuzz::{line, parts, safetensors};
use yardsticks::Classifier;

fn seeds() -> Vec<Vec<u8>> {
    let (header, _) = parts(Classifier::SHIPPED);
    let small = header.replace("[64,1568]", "[64,1567]");
    [header, small]
        .map(|header| format!("{header}\n").into_bytes())
        .to_vec()
}

playground_fuzz::target!(seeds, |bytes| {
    let _ = Classifier::load(bytes);
    let Some((header, data)) = line(bytes) else {
        return;
    };
    let file = safetensors(header, data);
    let judging = Classifier::load(&file);
    let trained = load_classifier(&file, &processor().device);
    if let Ok((classifier, _)) = judging {
        assert!(trained.is_ok());
        assert!(classifier.probabilities(&[0.5; 784]).is_ok());
    }
});
