//! Images named by their places in the training split, as it is before any other step: `12,77,100-120`.

use super::RecipeInfo;
use crate::dataset::DatasetSpec;
use crate::error::{Error, ErrorCode, Result};
use serde_json::Value;

/// What a recipe may name in one list. An address that names as many is 60 kB long, and every browser still opens it.
pub(super) const MOST_NAMED: usize = 10_000;

/// Letters of a word that an error repeats.
const MOST_REPEATED: usize = 30;

/// Images in a row, with what is said of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Named<T> {
    pub first: u32,
    pub last: u32,
    pub said: T,
}

/// What a list says of images, in their order.
#[derive(Debug, PartialEq)]
pub(super) struct ByIndex<T>(Vec<Named<T>>);

impl<T: Copy + PartialEq> ByIndex<T> {
    /// Reads a list with commas between its words, of which `read` reads one.
    ///
    /// # Errors
    /// `bad-setting` for a word that cannot be read, for more than [`MOST_NAMED`] words, and for an image of which two different
    /// things are said.
    pub fn parse(
        info: &RecipeInfo,
        value: &Value,
        read: impl Fn(&str) -> Option<Named<T>>,
    ) -> Result<Self> {
        let words = value.as_str().unwrap_or_default().split(',');
        let words = words.map(str::trim).filter(|word| !word.is_empty());
        let mut all = Vec::new();
        for word in words {
            let known = read(word).filter(|named| named.first <= named.last);
            all.push(known.ok_or_else(|| {
                let repeated: String = word.chars().take(MOST_REPEATED).collect();
                info.refuse(&repeated.into())
            })?);
            if all.len() > MOST_NAMED {
                return Err(bad(format!(
                    "data.{} can name {MOST_NAMED} images or rows of images, and names more. Write neighbours as a row, 100-120, or \
                     change the images themselves.",
                    info.key
                )));
            }
        }
        all.sort_unstable_by_key(|named| named.first);
        // Rows that overlap become one, so that an image is in one of them.
        let mut rows: Vec<Named<T>> = Vec::with_capacity(all.len());
        for named in all {
            match rows.last_mut() {
                Some(before) if named.first <= before.last => {
                    if named.said != before.said {
                        return Err(bad(format!(
                            "data.{} says two things of image {}: name it once.",
                            info.key, named.first
                        )));
                    }
                    before.last = before.last.max(named.last);
                }
                _ => rows.push(named),
            }
        }
        Ok(Self(rows))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is said of an image.
    pub fn of(&self, image: u32) -> Option<T> {
        let at = self.0.partition_point(|named| named.last < image);
        let named = self.0.get(at)?;
        (named.first <= image).then_some(named.said)
    }

    /// Everything that is said.
    pub fn all(&self) -> impl Iterator<Item = T> {
        self.0.iter().map(|named| named.said)
    }

    /// Whether the data set has every image that is named.
    ///
    /// # Errors
    /// `bad-setting`.
    pub fn check(&self, info: &RecipeInfo, spec: &DatasetSpec) -> Result<()> {
        match self.0.last() {
            Some(named) if named.last as usize >= spec.train => Err(bad(format!(
                "data.{} names image {}, and the {} training images are called 0 to {}.",
                info.key,
                named.last,
                spec.train,
                spec.train.saturating_sub(1)
            ))),
            _ => Ok(()),
        }
    }
}

/// `12`, or a row of images, `100-120`, both ends included.
pub(super) fn row(text: &str) -> Option<(u32, u32)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
}

pub(super) fn bad(message: String) -> Error {
    Error::new(ErrorCode::BadSetting, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INFO: RecipeInfo = RecipeInfo::text("drop", "indices", "Images.");

    fn parse(text: &str) -> Result<ByIndex<()>> {
        ByIndex::parse(&INFO, &text.into(), |word| {
            row(word).map(|(first, last)| Named {
                first,
                last,
                said: (),
            })
        })
    }

    #[test]
    fn an_image_is_named_alone_or_in_a_row_in_any_order() {
        let named = parse(" 100-120, 7,8 , 12-12,,118-130,4294967295").unwrap();
        let found: Vec<u32> = (0..200).filter(|&at| named.of(at).is_some()).collect();
        let expected: Vec<u32> = [7, 8, 12].into_iter().chain(100..=130).collect();
        assert_eq!(found, expected);
        assert!(named.of(u32::MAX).is_some() && named.of(u32::MAX - 1).is_none());
    }

    #[test]
    fn a_list_has_an_end() {
        let list = |count: usize| vec!["3"; count].join(",");
        assert!(parse(&list(MOST_NAMED)).is_ok());
        let error = parse(&list(MOST_NAMED + 1)).unwrap_err();
        assert!(error.message.contains("10000 images"), "{error}");
        // What cannot be read is not repeated whole.
        let error = parse(&"9".repeat(100_000)).unwrap_err();
        assert!(error.message.len() < 100, "{error}");
    }
}
