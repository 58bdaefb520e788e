//! Named tensors with metadata as the bytes of a safetensors file, one piece after another: a run of a hundred megabytes is never held a
//! second time on its way out.

use crate::error::{Error, ErrorCode, Result};
use crate::model::{NamedTensor, PendingTensor, read};
use burn::tensor::f16;
use safetensors::tensor::{Dtype, Metadata, TensorInfo};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// How exactly a file holds numbers that are 32 bits wide in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// As they are.
    Single,
    /// In 16 bits, eleven of them significant: half the bytes, to look at or to train on, but not to continue bit for bit.
    Half,
}

/// Where a file's bytes go.
pub trait Output {
    /// Comes once, and first: how many bytes there will be.
    fn begin(&mut self, length: usize);

    /// The next bytes.
    fn write(&mut self, bytes: &[u8]);
}

impl Output for Vec<u8> {
    fn begin(&mut self, length: usize) {
        self.reserve_exact(length);
    }

    fn write(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// Bytes that hold these tensors and, as JSON under this key, the metadata.
///
/// # Errors
/// `not-finite` when a value is too large for half precision.
pub(crate) fn write(
    key: &str,
    metadata: &impl Serialize,
    tensors: Vec<NamedTensor>,
    precision: Precision,
) -> Result<Vec<u8>> {
    let mut in_order = BTreeMap::new();
    for tensor in tensors {
        in_order.insert(tensor.name.clone(), tensor);
    }
    let shapes = in_order.values().map(|one| (&*one.name, &*one.shape));
    let mut bytes = Vec::new();
    begin(&mut bytes, key, json(metadata), shapes, precision);
    for tensor in in_order.into_values() {
        write_values(&mut bytes, &tensor, precision)?;
    }
    Ok(bytes)
}

/// Values that are read from the device at a time: asking a browser's GPU takes long, and what it answers takes memory.
const AT_A_TIME: usize = 1 << 20;

/// Writes tensors that are still on the device, in single precision.
///
/// # Errors
/// `device-lost`.
pub(crate) async fn write_pending(
    key: &str,
    metadata: &impl Serialize,
    tensors: Vec<PendingTensor>,
    output: &mut dyn Output,
) -> Result<()> {
    let mut in_order = BTreeMap::new();
    for tensor in tensors {
        in_order.insert(tensor.name.clone(), tensor);
    }
    let shapes = in_order.values().map(|one| (&*one.name, &*one.shape));
    begin(output, key, json(metadata), shapes, Precision::Single);
    let mut left = in_order.into_values().peekable();
    while left.peek().is_some() {
        let (mut next, mut values) = (Vec::new(), 0);
        while let Some(tensor) =
            left.next_if(|one| values == 0 || values + one.count() <= AT_A_TIME)
        {
            values += tensor.count();
            next.push(tensor);
        }
        for tensor in read(next).await? {
            write_values(output, &tensor, Precision::Single)?;
        }
    }
    Ok(())
}

fn json(metadata: &impl Serialize) -> String {
    serde_json::to_string(metadata).expect("metadata are plain values")
}

/// The header: names and shapes in the order in which the values follow.
fn begin<'a>(
    output: &mut dyn Output,
    key: &str,
    metadata: String,
    shapes: impl Iterator<Item = (&'a str, &'a [usize])>,
    precision: Precision,
) {
    let dtype = match precision {
        Precision::Single => Dtype::F32,
        Precision::Half => Dtype::F16,
    };
    let (mut tensors, mut end) = (Vec::new(), 0);
    for (name, shape) in shapes {
        let start = end;
        end += shape.iter().product::<usize>() * dtype.bitsize() / 8;
        let info = TensorInfo {
            dtype,
            shape: shape.to_vec(),
            data_offsets: (start, end),
        };
        tensors.push((name.to_string(), info));
    }
    let metadata = HashMap::from([(key.to_string(), metadata)]);
    let header = Metadata::new(Some(metadata), tensors).expect("one after another");
    let mut header = serde_json::to_string(&header).expect("plain values");
    // The values begin at a multiple of eight.
    while !header.len().is_multiple_of(8) {
        header.push(' ');
    }
    output.begin(8 + header.len() + end);
    output.write(&(header.len() as u64).to_le_bytes());
    output.write(header.as_bytes());
}

/// Values that become bytes at a time.
const PIECE: usize = 1 << 12;

fn write_values(output: &mut dyn Output, tensor: &NamedTensor, precision: Precision) -> Result<()> {
    for values in tensor.values.chunks(PIECE) {
        match precision {
            Precision::Single => write_each(output, values, f32::to_le_bytes),
            Precision::Half => {
                let fits = |value: &&f32| f16::from_f32(**value).is_finite();
                if let Some(value) = values.iter().find(|value| !fits(value)) {
                    return Err(Error::new(
                        ErrorCode::NotFinite,
                        format!(
                            "The tensor {} has the value {value}, too large for half precision. Write it in full precision.",
                            tensor.name
                        ),
                    ));
                }
                write_each(output, values, |value| f16::from_f32(value).to_le_bytes());
            }
        }
    }
    Ok(())
}

/// Values as `N` bytes each.
fn write_each<const N: usize>(
    output: &mut dyn Output,
    values: &[f32],
    bytes_of: impl Fn(f32) -> [u8; N],
) {
    let mut piece = [0; 4 * PIECE];
    let piece = &mut piece[..N * values.len()];
    let (each, _) = piece.as_chunks_mut::<N>();
    for (bytes, &value) in each.iter_mut().zip(values) {
        *bytes = bytes_of(value);
    }
    output.write(piece);
}
