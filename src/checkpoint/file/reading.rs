//! A safetensors file's metadata and tensors, one piece after another: where the bytes lie outside of this program's memory, they are
//! never held there as a whole.

use super::bad;
use crate::error::Result;
use crate::model::NamedTensor;
use burn::tensor::{bf16, f16};
use safetensors::SafeTensorError;
use safetensors::tensor::{Dtype, Metadata, TensorInfo};
use std::collections::BTreeMap;

/// A file's bytes, wherever they are.
pub trait Input {
    /// How many there are.
    fn length(&self) -> usize;

    /// Fetches those from `at` on; there are as many.
    fn fetch(&self, at: usize, into: &mut [u8]);
}

impl Input for &[u8] {
    fn length(&self) -> usize {
        self.len()
    }

    fn fetch(&self, at: usize, into: &mut [u8]) {
        into.copy_from_slice(&self[at..][..into.len()]);
    }
}

impl Input for Vec<u8> {
    fn length(&self) -> usize {
        self.len()
    }

    fn fetch(&self, at: usize, into: &mut [u8]) {
        self.as_slice().fetch(at, into);
    }
}

/// The metadata under this key, as JSON, and the tensors. `foreign` says what a file without the key is.
///
/// # Errors
/// `bad-file` when the file lacks the key, and those of [`metadata`] and [`Tensors::of`].
pub(crate) fn read<'a>(
    key: &str,
    foreign: &str,
    input: &'a dyn Input,
) -> Result<(String, Tensors<'a>)> {
    let metadata = metadata(key, input)?
        .ok_or_else(|| bad(format!("The file says nothing under \"{key}\": {foreign}.")))?;
    Ok((metadata, Tensors::of(input)?))
}

/// The metadata under this key, if the file has any.
///
/// # Errors
/// `bad-file` when the bytes are no safetensors.
pub(crate) fn metadata(key: &str, input: &dyn Input) -> Result<Option<String>> {
    let (_, header) = header(input).map_err(|error| {
        let mut first = [0; 2];
        let first = &mut first[..input.length().min(2)];
        input.fetch(0, first);
        bad(match first {
            [] => "The file is empty: no whole safetensors file.".into(),
            // A zip archive, or the pickles of old: what `torch.save` writes.
            [b'P', b'K'] | [0x80, 2..=5] => PICKLE.into(),
            _ => format!(
                "This is no whole safetensors file ({error}). Choose one that the playground saved."
            ),
        })
    })?;
    Ok(header
        .metadata()
        .as_ref()
        .and_then(|all| all.get(key))
        .cloned())
}

/// What to do with a file of `torch.save`, which only Python can read.
const PICKLE: &str = "This looks like a PyTorch file, which is no safetensors file. Convert it in Python: \
    import torch, safetensors.torch as st; \
    st.save_file({k: v.contiguous() for k, v in torch.load('model.pt', map_location='cpu').items()}, 'model.safetensors')";

/// Before the header stands how long it is.
const LENGTH: usize = 8;
/// The most that the format allows.
const MOST_OF_HEADER: usize = 100_000_000;

/// Where the values begin, and what stands before them, checked as `SafeTensors::read_metadata` does, which needs all bytes at once.
fn header(input: &dyn Input) -> std::result::Result<(usize, Metadata), SafeTensorError> {
    let all = input.length();
    if all < LENGTH {
        return Err(SafeTensorError::HeaderTooSmall);
    }
    let mut length = [0; LENGTH];
    input.fetch(0, &mut length);
    let length = usize::try_from(u64::from_le_bytes(length))
        .ok()
        .filter(|length| *length <= MOST_OF_HEADER)
        .ok_or(SafeTensorError::HeaderTooLarge)?;
    if length > all - LENGTH {
        return Err(SafeTensorError::InvalidHeaderLength);
    }
    let mut text = vec![0; length];
    input.fetch(LENGTH, &mut text);
    let text = std::str::from_utf8(&text).map_err(SafeTensorError::InvalidHeader)?;
    let header: Metadata =
        serde_json::from_str(text).map_err(SafeTensorError::InvalidHeaderDeserialization)?;
    let begins = LENGTH + length;
    if begins.checked_add(header.data_len()) != Some(all) {
        return Err(SafeTensorError::MetadataIncompleteBuffer);
    }
    Ok((begins, header))
}

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
    /// Those of a file. A counter of batches, which PyTorch keeps with each batch normalisation, is left out.
    ///
    /// # Errors
    /// `bad-file` when the bytes are damaged, two tensors have one name once wrappers are taken off, or a tensor holds anything
    /// but floating-point numbers.
    pub fn of(input: &'a dyn Input) -> Result<Self> {
        let (begins, header) =
            header(input).map_err(|error| bad(format!("The file is damaged: {error}.")))?;
        let mut all = BTreeMap::new();
        for (name, info) in header.tensors() {
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
