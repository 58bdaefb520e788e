//! IDX files as they are downloaded, plain and gzipped: both are read as the same bytes, and no more of them than a header promises.
#![no_main]

use flate2::Compression;
use flate2::write::GzEncoder;
use generative_playground::dataset::unpack;
use idx::{Kind, write};
use std::io::Write;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory is written to");
    encoder.finish().expect("memory is written to")
}

fn seeds() -> Vec<Vec<u8>> {
    let images = write(Kind::U8, &[2, 28, 28], &[7; 2 * 784]);
    let bomb = write(Kind::U8, &[1, 28, 28], &vec![0; 8 << 20]);
    let members = [gzip(&images[..9]), gzip(&images[9..])].concat();
    vec![
        gzip(&images),
        members,
        gzip(&bomb),
        write(Kind::U8, &[u32::MAX, 28, 28], &[]),
        images,
    ]
}

playground_fuzz::target!(seeds, |bytes| {
    let plain = unpack(bytes);
    if let Ok(found) = &plain {
        assert!(idx::Header::read(found).is_ok());
    }
    // What begins as gzip does is unpacked once, and not as often as it was packed.
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        assert_eq!(unpack(&gzip(bytes)[..]).ok(), plain.ok());
    }
});
