//! Which labels are likely to be wrong, from what a classifier says that has not learnt from them.
//!
//! Confident learning: Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", Journal of
//! Artificial Intelligence Research 70 (2021). These are the definitions of the authors' package cleanlab, which answers the same
//! on the same probabilities (`tests/fixtures/cleanlab`).

use super::network::CLASSES;
use crate::ranking::{ascending, descending};

/// What counts as equal.
const SLACK: f64 = 1e-6;

/// Probabilities of each class, as many as there are classes, of which the first `classes` count.
type Row = [f32; CLASSES];

/// Which images' labels are likely to be wrong, `[n]`: cleanlab's `find_label_issues` with `filter_by="prune_by_noise_rate"`, its
/// default. Of each pair of a given and a likely label as many as the confident joint says, by the margin between the two.
pub fn suspects(labels: &[u8], probabilities: &[Row], classes: usize) -> Vec<bool> {
    let joint = calibrated(&confident_joint(labels, probabilities, classes), labels);
    let mut found = vec![false; labels.len()];
    for given in 0..classes {
        let of_class: Vec<usize> = (0..labels.len())
            .filter(|&at| usize::from(labels[at]) == given)
            .collect();
        // One of each class stays.
        if of_class.len() <= 1 {
            continue;
        }
        for (likely, count) in prunable(&joint[given], given).into_iter().enumerate() {
            let margin = |at: usize| {
                let row = &probabilities[at];
                f64::from(row[likely]) - f64::from(row[given])
            };
            let margins: Vec<f64> = of_class.iter().map(|&at| margin(at)).collect();
            for place in descending(&margins).into_iter().take(count) {
                found[of_class[place]] = true;
            }
        }
    }
    keep_likely(&mut found, labels, probabilities, classes);
    found
}

/// The same with `filter_by="confident_learning"`: all images that the confident joint counts beside its diagonal.
pub fn off_diagonal(labels: &[u8], probabilities: &[Row], classes: usize) -> Vec<bool> {
    let thresholds = thresholds(labels, probabilities, classes);
    let pairs = labels.iter().zip(probabilities);
    let mut found: Vec<bool> = pairs
        .map(|(&label, row)| {
            confident_class(row, &thresholds).is_some_and(|class| class != usize::from(label))
        })
        .collect();
    keep_likely(&mut found, labels, probabilities, classes);
    found
}

/// The class that a label is likely to be: the most likely one.
pub fn most_likely(row: &Row, classes: usize) -> u8 {
    largest(row[..classes].iter().map(|&value| f64::from(value))) as u8
}

/// A label that is the most likely one itself is no mistake.
fn keep_likely(found: &mut [bool], labels: &[u8], probabilities: &[Row], classes: usize) {
    for ((found, &label), row) in found.iter_mut().zip(labels).zip(probabilities) {
        let likely = largest((0..classes).map(|class| {
            let extra = if class == usize::from(label) {
                SLACK
            } else {
                0.0
            };
            f64::from(row[class]) + extra
        }));
        *found &= likely != usize::from(label);
    }
}

/// How sure a classifier is on average, of the images of each class, that they are of it; none of a class without images.
fn thresholds(labels: &[u8], probabilities: &[Row], classes: usize) -> Vec<f64> {
    let mut sums = vec![[0.0; 2]; classes];
    for (&label, row) in labels.iter().zip(probabilities) {
        let [sum, count] = &mut sums[usize::from(label)];
        *sum += f64::from(row[usize::from(label)]);
        *count += 1.0;
    }
    let threshold = |[sum, count]: [f64; 2]| if count > 0.0 { sum / count } else { 2.0 };
    sums.into_iter()
        .map(|sum| threshold(sum).max(2.0 * SLACK))
        .collect()
}

/// The class whose threshold a probability reaches, the most likely of several.
fn confident_class(row: &Row, thresholds: &[f64]) -> Option<usize> {
    let reached = |&class: &usize| f64::from(row[class]) >= thresholds[class] - SLACK;
    let mut classes = (0..thresholds.len()).filter(reached);
    let first = classes.next()?;
    Some(match classes.next() {
        Some(_) => usize::from(most_likely(row, thresholds.len())),
        None => first,
    })
}

/// How many images of each given label (a row) are confidently of each class, one at least of those that are right.
fn confident_joint(labels: &[u8], probabilities: &[Row], classes: usize) -> Vec<Vec<f64>> {
    let thresholds = thresholds(labels, probabilities, classes);
    let mut joint = vec![vec![0.0; classes]; classes];
    for (&label, row) in labels.iter().zip(probabilities) {
        if let Some(class) = confident_class(row, &thresholds) {
            joint[usize::from(label)][class] += 1.0;
        }
    }
    for (class, row) in joint.iter_mut().enumerate() {
        row[class] = f64::max(row[class], 1.0);
    }
    joint
}

/// The same in proportion to all images: a row's sum is how many have that label.
fn calibrated(joint: &[Vec<f64>], labels: &[u8]) -> Vec<Vec<f64>> {
    let mut counts = vec![0.0; joint.len()];
    labels
        .iter()
        .for_each(|&label| counts[usize::from(label)] += 1.0);
    let rows = joint.iter().zip(&counts);
    let scaled: Vec<Vec<f64>> = rows
        .map(|(row, count)| {
            let sum: f64 = row.iter().sum();
            row.iter().map(|value| value / sum * count).collect()
        })
        .collect();
    let total: f64 = scaled.iter().flatten().sum();
    let all = labels.len() as f64;
    let whole = |row: &Vec<f64>| rounded(row.iter().map(|value| value / total * all).collect());
    scaled.iter().map(whole).collect()
}

/// Whole numbers with the rounded sum of these: those that rounding moved furthest are moved the other way.
fn rounded(values: Vec<f64>) -> Vec<f64> {
    let mut whole: Vec<f64> = values.iter().map(|value| value.round_ties_even()).collect();
    let wanted = values.iter().sum::<f64>().round_ties_even();
    loop {
        let missing = wanted - whole.iter().sum::<f64>();
        if missing.abs() < 0.5 {
            return whole;
        }
        let step = missing.signum();
        let moved = values
            .iter()
            .zip(&whole)
            .map(|(value, whole)| value - whole);
        let mut order = ascending(&moved.collect::<Vec<f64>>());
        if step > 0.0 {
            order.reverse();
        }
        let changes = (missing.abs() as usize).min(values.len());
        order[..changes].iter().for_each(|&at| whole[at] += step);
    }
}

/// How many images of a given label are to be doubted as each class, from its row of the joint. One that is right must be left.
fn prunable(row: &[f64], given: usize) -> Vec<usize> {
    let short = (1.0 - row[given]).max(0.0);
    let others = row.iter().filter(|&&count| count != 0.0).count() as f64 - 1.0;
    let less = short / others.max(1.0);
    let count = |(class, count): (usize, &f64)| match class {
        _ if class == given => 0,
        _ => (count - less).max(0.0) as usize,
    };
    row.iter().enumerate().map(count).collect()
}

/// The place of the first of the largest values, of which there is one at least.
fn largest(values: impl Iterator<Item = f64>) -> usize {
    let mut best = (0, f64::NEG_INFINITY);
    for (at, value) in values.enumerate() {
        if value > best.1 {
            best = (at, value);
        }
    }
    best.0
}
