//! IDX files: of any kind, of MNIST's images and labels, of QMNIST's labels, and as images of one's own.
#![no_main]

use generative_playground::dataset::MnistDataset;
use generative_playground::dataset::idx::{digits, parse_images, parse_labels};
use idx::{Idx, Kind, write};

fn seeds() -> Vec<Vec<u8>> {
    vec![
        write(Kind::U8, &[2, 28, 28], &[7; 2 * 784]),
        write(Kind::U8, &[5], &[0, 1, 2, 3, 9]),
        write(Kind::I32, &[2, 3], &[0; 24]),
        write(Kind::F64, &[0, 3, 4, 5], &[]),
        write(Kind::U8, &[u32::MAX, u32::MAX, u32::MAX], &[]),
    ]
}

playground_fuzz::target!(seeds, |bytes| {
    if let Ok(file) = Idx::read(bytes) {
        let written = write(file.header.kind, &file.header.dimensions, file.values);
        assert_eq!(written, bytes);
        let items = file.header.dimensions[0] as usize;
        assert_eq!(file.slice(0, items), bytes);
    }
    let _ = parse_labels(bytes);
    if let Ok(labels) = digits(bytes.to_vec()) {
        assert!(Idx::read(&labels).is_ok());
    }
    if let Ok(images) = parse_images(bytes) {
        let _ = MnistDataset::own("fuzz", images, None);
    }
});
