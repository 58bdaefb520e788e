use super::*;

#[test]
fn what_is_written_is_read_and_sliced() {
    for (kind, dimensions) in [
        (Kind::U8, vec![3, 2, 2]),
        (Kind::U8, vec![5]),
        (Kind::I32, vec![4, 8]),
        (Kind::F64, vec![2, 1, 3]),
        (Kind::I16, vec![0, 28]),
    ] {
        let size = dimensions.iter().map(|&n| n as usize).product::<usize>() * kind.size() as usize;
        let values: Vec<u8> = (0..size).map(|at| at as u8).collect();
        let file = write(kind, &dimensions, &values);
        let all = Idx::read(&file).unwrap();
        assert_eq!(
            (all.header.kind, &all.header.dimensions),
            (kind, &dimensions)
        );
        assert_eq!(all.values, values);
        let count = dimensions[0] as usize;
        assert_eq!(all.slice(0, count), file);
        if count > 1 {
            let last = all.slice(count - 1, count);
            let item = size / count;
            assert_eq!(Idx::read(&last).unwrap().values, &values[size - item..]);
        }
    }
}

#[test]
fn what_is_wrong_is_said() {
    let good = write(Kind::U8, &[2, 3], &[7; 6]);
    let table: [(Vec<u8>, &str); 9] = [
        (vec![], "ends within its header"),
        (good[..3].to_vec(), "ends within its header"),
        (good[..11].to_vec(), "ends within its header"),
        (
            good[..17].to_vec(),
            "cut short: its header promises 6 bytes, 5 follow",
        ),
        ([&good[..], &[0]].concat(), "too long"),
        ([&[31, 139, 8, 0], &good[4..]].concat(), "compressed"),
        (b"<!doctype html>".to_vec(), "web page"),
        (vec![0, 0, 8, 0, 1], "no IDX file"),
        // A product that overflows must not wrap round to a length that fits.
        (
            write(Kind::U8, &[1 << 31, 1 << 31, 1 << 2], &[]),
            "more than any file holds",
        ),
    ];
    for (bytes, says) in table {
        let error = Idx::read(&bytes).unwrap_err().to_string();
        assert!(error.contains(says), "{error} should say {says}");
    }
}

/// Whatever the bytes: no panic, and what is read is what the header promised. Every file cut at every length, with every
/// value in every place of the header and the first values.
#[test]
fn damaged_bytes_never_panic_and_never_lie() {
    let mut whole = 0;
    for good in [
        write(Kind::U8, &[3, 2, 2], &[1; 12]),
        write(Kind::I32, &[2, 1], &[9; 8]),
    ] {
        for length in 0..=good.len() {
            for at in 0..length {
                for value in 0..=u8::MAX {
                    let mut bytes = good[..length].to_vec();
                    bytes[at] = value;
                    if let Ok(idx) = Idx::read(&bytes) {
                        whole += 1;
                        let count: u64 = idx
                            .header
                            .dimensions
                            .iter()
                            .map(|&n| u64::from(n))
                            .product();
                        assert_eq!(count * idx.header.kind.size(), idx.values.len() as u64);
                        assert_eq!(idx.slice(0, idx.header.dimensions[0] as usize), bytes);
                    }
                }
            }
        }
    }
    assert!(whole > 1_000, "{whole}");
}

/// Multiplied, the sizes of its items are more than 64 bits count, and there are none of them.
#[test]
fn a_file_of_no_items_may_say_any_size() {
    let bytes = write(Kind::F64, &[0, u32::MAX, u32::MAX, u32::MAX], &[]);
    let idx = Idx::read(&bytes).unwrap();
    assert_eq!(idx.slice(0, 0), bytes);
}
