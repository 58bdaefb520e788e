//! Hidden units that are taken out.

use super::drawing::Drawing;
use crate::model::LayerSummary;
use crate::model::layer::LayerSpec;
use crate::ranking::ascending;

/// A hidden layer of units: what makes them, what stands between, and what takes them.
struct Hidden<'a> {
    from: &'a LayerSummary,
    between: Vec<&'a LayerSummary>,
    to: &'a LayerSummary,
    units: usize,
}

/// Outputs of a layer that multiplies by weights, and inputs: channels, or numbers. Nothing for other layers.
fn weighs(layer: &LayerSummary) -> Option<(usize, usize)> {
    let inputs = match layer.spec {
        LayerSpec::Conv(_) | LayerSpec::ConvTranspose(_) => layer.input[0],
        LayerSpec::Linear(_) | LayerSpec::MaskedLinear(_) => layer.input.iter().product(),
        _ => return None,
    };
    Some((layer.output[0], inputs))
}

/// Whether what is not there before a layer is not there after it either, and nothing else changes.
fn keeps_apart(layer: &LayerSummary) -> bool {
    matches!(
        layer.spec,
        LayerSpec::Activation(_)
            | LayerSpec::Silu(_)
            | LayerSpec::Gelu(_)
            | LayerSpec::BatchNorm(_)
            | LayerSpec::Dropout(_)
            | LayerSpec::MaxPool(_)
            | LayerSpec::Reshape(_)
            | LayerSpec::Upsample(_)
    )
}

/// The hidden layers of a chain, and of those within its layers.
fn hidden<'a>(layers: &'a [LayerSummary], found: &mut Vec<Hidden<'a>>) {
    let mut from = None;
    let mut between = Vec::new();
    for layer in layers {
        for branch in &layer.branches {
            hidden(&branch.layers, found);
        }
        if let Some((outputs, inputs)) = weighs(layer) {
            if let Some((before, made)) = from {
                let units = usize::min(made, inputs);
                if made.is_multiple_of(units) && inputs.is_multiple_of(units) {
                    found.push(Hidden {
                        from: before,
                        between: std::mem::take(&mut between),
                        to: layer,
                        units,
                    });
                }
            }
            from = Some((layer, outputs));
            between.clear();
        } else if keeps_apart(layer) {
            between.push(layer);
        } else {
            from = None;
        }
    }
}

/// Which dimension of a layer's weight, as PyTorch has it, its outputs or its inputs are.
fn axis(layer: &LayerSummary, outputs: bool) -> usize {
    let is_transposed = matches!(layer.spec, LayerSpec::ConvTranspose(_));
    usize::from(is_transposed == outputs)
}

/// The unit of each value of a tensor, whose units are equal runs along a dimension.
fn units_of(shape: &[usize], axis: usize, units: usize) -> impl Fn(usize) -> usize {
    let below: usize = shape[axis + 1..].iter().product();
    let (size, run) = (shape[axis], shape[axis] / units);
    move |at| at / below % size / run
}

/// A model without this share of the units of every hidden layer, those whose incoming weights have the smallest sum of absolute values:
/// Li et al., "Pruning Filters for Efficient ConvNets" (2017). Their values are zero, which computes what a smaller network would. Where
/// layers stand between that look at several units at once (a normalisation over all of them, a residual sum), nothing is taken out.
pub fn pruned(of: &Drawing, share: f64) -> Drawing {
    let mut small = of.clone();
    let mut all = Vec::new();
    for (part, _) in &of.parts {
        hidden(&part.layers, &mut all);
    }
    for Hidden {
        from,
        between,
        to,
        units,
    } in all
    {
        let weight = |layer: &LayerSummary| of.place(&layer.tensors.first()?.name);
        let Some((made, taken)) = weight(from).zip(weight(to)) else {
            continue;
        };
        let tensor = &of.tensors[made];
        let unit = units_of(&tensor.shape, axis(from, true), units);
        let mut sums = vec![0.0; units];
        for (at, value) in tensor.values.iter().enumerate() {
            sums[unit(at)] += f64::from(value.abs());
        }
        let count = (units as f64 * share) as usize;
        let mut gone = vec![false; units];
        for unit in ascending(&sums).into_iter().take(count) {
            gone[unit] = true;
        }
        let mut remove = |place: usize, axis: usize| {
            let tensor = &mut small.tensors[place];
            let unit = units_of(&tensor.shape, axis, units);
            let removed = small.removed[place].iter_mut();
            for (at, (value, removed)) in tensor.values.iter_mut().zip(removed).enumerate() {
                if gone[unit(at)] {
                    (*value, *removed) = (0.0, true);
                }
            }
        };
        remove(made, axis(from, true));
        remove(taken, axis(to, false));
        let biases = from.tensors.iter().skip(1);
        let vectors = biases.chain(between.iter().flat_map(|layer| &layer.tensors));
        for tensor in vectors {
            if let Some(place) = of.place(&tensor.name) {
                remove(place, 0);
            }
        }
    }
    small
}
