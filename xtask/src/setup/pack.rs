//! Packs MNIST into what the page loads: gzipped IDX parts and `mnist.json` that lists them.
//!
//! The first part of each split is small, so that training can start before the rest has arrived. It also goes, unpacked,
//! into `first/` beside the page's directory: the WebAssembly tests include it. (A gzip crate in those tests would change
//! the features of a crate under burn, and so compile all of burn a second time.)

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::{Compression, GzBuilder};
use idx::Idx;
use serde_json::{Value, json};

use super::files;
use crate::step::Step;

/// A split and where its parts begin and end.
pub const SPLITS: [(&str, &[usize]); 2] = [
    ("train", &[0, 4096, 16384, 60000]),
    ("test", &[0, 1024, 10000]),
];
/// Raise this when the packing changes: it makes everybody pack again.
const RECIPE: &str = "2";
const LIST: &str = "mnist.json";
/// Beside the directory, not in it: everything in it is published.
const STAMP: &str = "web.stamp";

/// Whether a finished packing of exactly this source lies in the directory.
pub fn is_packed(web: &Path, source: &str) -> bool {
    let stamp = web.with_file_name(STAMP);
    fs::read_to_string(stamp).is_ok_and(|stamp| Some(stamp) == identity(web, source))
}

/// What a finished packing looks like: the recipe, the source and every file with its length.
fn identity(web: &Path, source: &str) -> Option<String> {
    let mut text = format!("{RECIPE} {source}\n");
    let list: Value = serde_json::from_str(&fs::read_to_string(web.join(LIST)).ok()?).ok()?;
    for (split, _) in SPLITS {
        for kind in ["images", "labels"] {
            text += &format!("{}\n", fs::metadata(first(web, split, kind)).ok()?.len());
            for part in list[split].as_array()? {
                let name = part[kind].as_str()?;
                text += &format!("{name} {}\n", fs::metadata(web.join(name)).ok()?.len());
            }
        }
    }
    Some(text)
}

fn first(web: &Path, split: &str, kind: &str) -> PathBuf {
    web.with_file_name("first")
        .join(format!("{split}-{kind}.idx"))
}

/// Pack both splits; `read` gives a split's images and labels as whole IDX files. The stamp comes last.
pub fn pack(
    web: &Path,
    source: &str,
    step: &Step,
    read: impl Fn(&str) -> Result<(Vec<u8>, Vec<u8>)>,
) -> Result<()> {
    let mut list = serde_json::Map::new();
    for (split, bounds) in SPLITS {
        let (images, labels) = read(split)?;
        let (images, labels) = (Idx::read(&images)?, Idx::read(&labels)?);
        let mut parts = Vec::new();
        for (number, bound) in bounds.windows(2).enumerate() {
            step.now_at(&format!("{split} images {} to {}", bound[0], bound[1]));
            let mut bytes = 0;
            let mut put = |kind: &str, idx: &Idx| -> Result<String> {
                let name = format!("{split}-{kind}-{number}.idx.gz");
                let plain = idx.slice(bound[0], bound[1]);
                if number == 0 {
                    files::write(&first(web, split, kind), &plain)?;
                }
                let packed = gzip(&plain)?;
                bytes += packed.len();
                files::write(&web.join(&name), &packed)?;
                Ok(name)
            };
            let (images, labels) = (put("images", &images)?, put("labels", &labels)?);
            parts.push(json!({"images": images, "labels": labels, "offset": bound[0], "count": bound[1] - bound[0], "bytes": bytes}));
        }
        list.insert(split.to_owned(), parts.into());
    }
    files::write(&web.join(LIST), serde_json::to_string(&list)?.as_bytes())?;
    files::write(
        &web.with_file_name(STAMP),
        identity(web, source)
            .context("what was just written cannot be read")?
            .as_bytes(),
    )
}

/// The same bytes give the same file on every machine: no time, no name, no system in the header.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzBuilder::new()
        .mtime(0)
        .operating_system(255)
        .write(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn file(dimensions: &[u32]) -> Vec<u8> {
        let values: Vec<u8> = (0..dimensions.iter().product())
            .map(|value: u32| (value % 251) as u8)
            .collect();
        idx::write(idx::Kind::U8, dimensions, &values)
    }

    fn split(name: &str) -> Result<(Vec<u8>, Vec<u8>)> {
        let count = if name == "train" { 60000 } else { 10000 };
        Ok((file(&[count, 2, 1]), file(&[count])))
    }

    fn packed(name: &str) -> PathBuf {
        let web = std::env::temp_dir()
            .join(format!("xtask-pack-{}-{name}", std::process::id()))
            .join("web");
        pack(&web, "a", &Step::start("Packing", "at once"), split).unwrap();
        web
    }

    #[test]
    fn the_parts_together_are_the_whole() {
        let web = packed("whole");
        let list: Value =
            serde_json::from_str(&fs::read_to_string(web.join(LIST)).unwrap()).unwrap();
        for (name, _) in SPLITS {
            let (whole, _) = split(name).unwrap();
            let (whole, mut together) = (Idx::read(&whole).unwrap(), Vec::<u8>::new());
            for part in list[name].as_array().unwrap() {
                let mut sizes = 0;
                for (file, width) in [("images", 2), ("labels", 1)] {
                    let gz = fs::read(web.join(part[file].as_str().unwrap())).unwrap();
                    sizes += gz.len();
                    let mut plain = Vec::new();
                    flate2::read::GzDecoder::new(&gz[..])
                        .read_to_end(&mut plain)
                        .unwrap();
                    let idx = Idx::read(&plain).unwrap();
                    assert_eq!(
                        idx.values.len(),
                        width * part["count"].as_u64().unwrap() as usize
                    );
                    if file == "images" {
                        assert_eq!(
                            together.len(),
                            2 * part["offset"].as_u64().unwrap() as usize
                        );
                        together.extend(idx.values);
                    }
                }
                assert_eq!(part["bytes"], sizes);
            }
            assert!(together == whole.values);
            let part = fs::read(first(&web, name, "images")).unwrap();
            assert!(together.starts_with(Idx::read(&part).unwrap().values));
        }
        fs::remove_dir_all(web.parent().unwrap()).unwrap();
    }

    #[test]
    fn a_packing_is_kept_until_something_is_wrong_with_it() {
        let web = packed("kept");
        assert!(is_packed(&web, "a"));
        assert!(!is_packed(&web, "b"), "other source");
        let file = web.join("test-images-1.idx.gz");
        let whole = fs::read(&file).unwrap();
        fs::write(&file, &whole[..100]).unwrap();
        assert!(!is_packed(&web, "a"), "a part is cut off");
        fs::write(&file, &whole).unwrap();
        assert!(is_packed(&web, "a"));
        fs::remove_file(web.with_file_name(STAMP)).unwrap();
        assert!(!is_packed(&web, "a"), "interrupted: the stamp comes last");
        fs::remove_dir_all(web.parent().unwrap()).unwrap();
    }
}
