//! A safetensors file's metadata and tensors, one piece after another: where the bytes lie outside of this program's memory, they are
//! never held there as a whole.

use super::{Tensors, bad};
use crate::error::Result;
use safetensors::SafeTensorError;
use safetensors::tensor::Metadata;

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

/// A file whose header has been read, once.
pub(crate) struct File<'a> {
    input: &'a dyn Input,
    begins: usize,
    header: Metadata,
}

impl<'a> File<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// `bad-file` when the bytes are no safetensors.
    pub fn open(input: &'a dyn Input) -> Result<Self> {
        let (begins, header) = header(input).map_err(|error| {
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
        Ok(Self {
            input,
            begins,
            header,
        })
    }

    /// The metadata under this key, as JSON, if it has any.
    pub fn metadata(&self, key: &str) -> Option<&str> {
        let all = self.header.metadata().as_ref()?;
        all.get(key).map(String::as_str)
    }

    /// The metadata under this key, as JSON. `foreign` says what a file without the key is.
    ///
    /// # Errors
    /// `bad-file` when it lacks the key.
    pub fn own_metadata(&self, key: &str, foreign: &str) -> Result<&str> {
        self.metadata(key)
            .ok_or_else(|| bad(format!("The file says nothing under \"{key}\": {foreign}.")))
    }

    /// The tensors, each of which is read when it is taken.
    ///
    /// # Errors
    /// Those of [`Tensors::of`].
    pub fn tensors(&self) -> Result<Tensors<'a>> {
        Tensors::of(self.header.tensors(), self.begins, self.input)
    }
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
