//! TensorBoard's event files: records of TensorFlow (`tensorflow/core/lib/io/record_writer.h`), each of which holds one message
//! `Event` (`tensorboard/compat/proto/event.proto`, `summary.proto`) in the wire format of protocol buffers.

/// Wire types of protocol buffers.
const VARINT: u64 = 0;
const BYTES_8: u64 = 1;
const LENGTH: u64 = 2;
const BYTES_4: u64 = 5;

/// What the first event of a file says.
const VERSION: &str = "brain.Event:2";

/// A protocol buffer being written. Fields are numbered as in TensorBoard's `.proto` files.
#[derive(Default)]
struct Message(Vec<u8>);

impl Message {
    fn varint(mut self, mut value: u64) -> Self {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
        self
    }

    fn key(self, field: u64, wire: u64) -> Self {
        self.varint(field << 3 | wire)
    }

    fn whole(self, field: u64, value: u64) -> Self {
        self.key(field, VARINT).varint(value)
    }

    fn double(self, field: u64, value: f64) -> Self {
        let mut message = self.key(field, BYTES_8);
        message.0.extend(value.to_le_bytes());
        message
    }

    fn float(self, field: u64, value: f32) -> Self {
        let mut message = self.key(field, BYTES_4);
        message.0.extend(value.to_le_bytes());
        message
    }

    fn bytes(self, field: u64, value: &[u8]) -> Self {
        let mut message = self.key(field, LENGTH).varint(value.len() as u64);
        message.0.extend(value);
        message
    }
}

/// The record that begins a file.
pub fn version(wall_time: f64) -> Vec<u8> {
    let event = Message::default().double(1, wall_time);
    record(&event.bytes(3, VERSION.as_bytes()).0)
}

/// Numbers of a step by their tags.
pub fn scalars<'a>(
    wall_time: f64,
    step: u64,
    values: impl IntoIterator<Item = (&'a str, f64)>,
) -> Vec<u8> {
    let mut summary = Message::default();
    for (tag, value) in values {
        let value = Message::default()
            .bytes(1, tag.as_bytes())
            .float(2, value as f32);
        summary = summary.bytes(1, &value.0);
    }
    of_step(wall_time, step, &summary)
}

/// A grey picture of a step, as PNG.
pub fn picture(wall_time: f64, step: u64, tag: &str, png: &[u8]) -> Vec<u8> {
    // The header chunk of a PNG begins with width and height, at byte 16.
    let side = |at: usize| {
        let bytes = png.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, u32::from_be_bytes).into()
    };
    let grey = 1;
    let image = Message::default()
        .whole(1, side(20))
        .whole(2, side(16))
        .whole(3, grey)
        .bytes(4, png);
    let value = Message::default()
        .bytes(1, tag.as_bytes())
        .bytes(4, &image.0);
    of_step(wall_time, step, &Message::default().bytes(1, &value.0))
}

fn of_step(wall_time: f64, step: u64, summary: &Message) -> Vec<u8> {
    let event = Message::default().double(1, wall_time).whole(2, step);
    record(&event.bytes(5, &summary.0).0)
}

/// A record: its length, and the bytes themselves, each with a checksum behind it.
fn record(data: &[u8]) -> Vec<u8> {
    let length = (data.len() as u64).to_le_bytes();
    let mut record = length.to_vec();
    record.extend(checksum(&length).to_le_bytes());
    record.extend(data);
    record.extend(checksum(data).to_le_bytes());
    record
}

/// CRC-32C, masked: files of records may hold records, and a checksum of bytes that hold their own is a poor one.
fn checksum(bytes: &[u8]) -> u32 {
    crc32c::crc32c(bytes)
        .rotate_right(15)
        .wrapping_add(0xa282_ead8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3720, appendix B.4; LevelDB's `crc32c_test.cc` has the same, and the mask as TensorFlow does.
    #[test]
    fn checksums_are_those_of_the_standard() {
        let counting: Vec<u8> = (0..32).collect();
        for (bytes, crc) in [
            (vec![0; 32], 0x8a91_36aa_u32),
            (vec![0xff; 32], 0x62a8_ab43),
            (counting, 0x46dd_794e),
        ] {
            let masked = crc.rotate_right(15).wrapping_add(0xa282_ead8);
            assert_eq!(checksum(&bytes), masked);
        }
    }

    /// What TensorFlow's own writer begins every file with, but for the time.
    #[test]
    fn the_first_record_is_that_of_every_event_file() {
        let record = version(0.0);
        assert_eq!(record.len(), 8 + 4 + 24 + 4);
        assert_eq!(
            record[..12],
            [24, 0, 0, 0, 0, 0, 0, 0, 0xa3, 0x7f, 0x4b, 0x22]
        );
        assert_eq!(record[12..21], [9, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(record[21..36], *b"\x1a\x0dbrain.Event:2");
    }
}
