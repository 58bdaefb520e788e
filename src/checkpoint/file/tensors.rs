//! Tensors by name, of a file or in memory.

use super::{Input, bad};
use crate::error::Result;
use crate::model::NamedTensor;
use burn::tensor::{bf16, f16};
use safetensors::tensor::{Dtype, TensorInfo};
use std::collections::{BTreeMap, HashMap};

/// Parts of names that PyTorch adds around a model (`DataParallel`, `torch.compile`), wherever they stand.
const WRAPPERS: [&str; 2] = ["module", "_orig_mod"];

/// Tensors by name, of a file, where each is read when it is taken, or in memory.
pub(crate) struct Tensors<'a> {
    all: BTreeMap<String, Stored<'a>>,
}

#[derive(Clone)]
enum Stored<'a> {
    Here(NamedTensor),
    There(TensorInfo, usize, &'a dyn Input),
}

impl<'a> Tensors<'a> {
    /// Those of a file, whose values begin there. A counter of batches, which PyTorch keeps with each batch normalisation, is left out.
    ///
    /// # Errors
    /// `bad-file` when two tensors have one name once wrappers are taken off, or a tensor holds anything but floating-point
    /// numbers.
    pub(super) fn of(
        infos: HashMap<String, &TensorInfo>,
        begins: usize,
        input: &'a dyn Input,
    ) -> Result<Self> {
        let mut all = BTreeMap::new();
        for (name, info) in infos {
            if name.rsplit('.').next() == Some("num_batches_tracked") {
                continue;
            }
            let parts: Vec<_> = name
                .split('.')
                .filter(|part| !WRAPPERS.contains(part))
                .collect();
            let bare = parts.join(".");
            if !matches!(
                info.dtype,
                Dtype::F64 | Dtype::F32 | Dtype::F16 | Dtype::BF16
            ) {
                return Err(bad(format!(
                    "The tensor {bare} holds {:?} values; only F64, F32, F16 and BF16 are read.",
                    info.dtype
                )));
            }
            let stored = Stored::There(info.clone(), begins, input);
            if all.insert(bare, stored).is_some() {
                return Err(bad(format!(
                    "The file has the tensor {name} twice, with and without a wrapper's name."
                )));
            }
        }
        Ok(Self { all })
    }

    /// Those in memory.
    pub fn here(tensors: Vec<NamedTensor>) -> Self {
        let mut all = BTreeMap::new();
        for tensor in tensors {
            all.insert(tensor.name.clone(), Stored::Here(tensor));
        }
        Self { all }
    }

    /// The names of those that have not been taken.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all.keys().map(String::as_str)
    }

    /// Values in those that have not been taken.
    pub fn values(&self) -> usize {
        let count = |stored: &Stored| match stored {
            Stored::Here(tensor) => tensor.values.len(),
            Stored::There(info, ..) => info.shape.iter().product(),
        };
        self.all.values().map(count).sum()
    }

    /// Puts copies of those whose names begin with `original` under names that begin with `prefix` in its place.
    pub fn copy(&mut self, original: &str, prefix: &str) {
        let mut copies = Vec::new();
        for (name, stored) in &self.all {
            if let Some(rest) = name.strip_prefix(original) {
                copies.push((format!("{prefix}{rest}"), stored.clone()));
            }
        }
        // One by one: to extend it would bring a sort with it.
        for (name, stored) in copies {
            self.all.insert(name, stored);
        }
    }

    /// Takes the one of this name, if there is one.
    ///
    /// # Errors
    /// `bad-file` when it has values that are not finite.
    pub fn take(&mut self, name: &str) -> Result<Option<NamedTensor>> {
        let Some(stored) = self.all.remove(name) else {
            return Ok(None);
        };
        let (info, begins, input) = match stored {
            Stored::Here(tensor) => return Ok(Some(tensor)),
            Stored::There(info, begins, input) => (info, begins, input),
        };
        let (start, end) = info.data_offsets;
        let place = begins + start..begins + end;
        let values: Vec<f32> = match info.dtype {
            Dtype::F64 => each(input, place, |b| f64::from_le_bytes(b) as f32),
            Dtype::F16 => each(input, place, |b| f16::from_le_bytes(b).to_f32()),
            Dtype::BF16 => each(input, place, |b| bf16::from_le_bytes(b).to_f32()),
            // Others were refused.
            _ => each(input, place, f32::from_le_bytes),
        };
        if values.iter().any(|value| !value.is_finite()) {
            return Err(bad(format!(
                "The tensor {name} has values that are not finite."
            )));
        }
        Ok(Some(NamedTensor {
            name: name.into(),
            shape: info.shape,
            values,
        }))
    }

    /// Takes all that are left.
    ///
    /// # Errors
    /// Those of [`take`](Self::take).
    pub fn take_all(mut self) -> Result<BTreeMap<String, NamedTensor>> {
        let names: Vec<String> = self.all.keys().cloned().collect();
        let mut taken = BTreeMap::new();
        for name in names {
            if let Some(tensor) = self.take(&name)? {
                taken.insert(name, tensor);
            }
        }
        Ok(taken)
    }
}

/// Bytes that are fetched at a time; a multiple of every value's.
const PIECE: usize = 1 << 14;

/// Values of `N` bytes each, as 32-bit numbers.
fn each<const N: usize>(
    input: &dyn Input,
    place: std::ops::Range<usize>,
    value: impl Fn([u8; N]) -> f32,
) -> Vec<f32> {
    let mut values = Vec::with_capacity(place.len() / N);
    let mut piece = [0; PIECE];
    for at in place.clone().step_by(PIECE) {
        let piece = &mut piece[..PIECE.min(place.end - at)];
        input.fetch(at, piece);
        values.extend(piece.as_chunks().0.iter().map(|&bytes| value(bytes)));
    }
    values
}
