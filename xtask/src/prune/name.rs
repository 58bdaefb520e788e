//! A function's name in the parts by which patterns know it.

use anyhow::Result;
use wasmparser::{CustomSectionReader, KnownCustom, Name};

/// A function's name as a module has it, demangled from Rust's `v0` form: `burn_flex::ops::mask::mask_fill::<f64>`, or
/// `<burn_flex::backend::Flex as burn_backend::backend::ops::tensor::FloatTensorOps<_>>::float_add`.
///
/// Types within types are of no interest: `Vec<T>::push` is the same function for all `T` of one size, and belongs to `Vec`.
#[derive(Clone, Debug)]
pub struct FunctionName {
    /// All of it.
    pub whole: String,
    /// Where it is defined, without type arguments: `<alloc::vec::Vec>::push`, `<A as B>::f`.
    pub path: String,
    /// Its own type arguments, without theirs.
    pub arguments: Vec<String>,
}

impl FunctionName {
    /// Takes a name apart.
    pub fn new(whole: &str) -> Self {
        let (mut path, mut arguments) = (String::new(), String::new());
        let (mut depth, mut in_arguments) = (0, false);
        let mut before = ' ';
        for (at, character) in whole.char_indices() {
            let opens = character == '<';
            // An arrow, `fn() -> f32`, closes nothing.
            let closes = character == '>' && before != '-';
            before = character;
            if opens && depth == 0 {
                // `f::<T>` has an argument; `<T as Trait>` says where it is defined.
                in_arguments = whole[..at].ends_with("::");
            }
            depth -= usize::from(closes && depth > 0);
            let part = if depth == 0 || !in_arguments {
                &mut path
            } else {
                &mut arguments
            };
            match depth {
                0 if in_arguments && (opens || closes) => {
                    // `f::` and what follows belong together: a closure within is `f::{closure#0}`.
                    if opens {
                        path.truncate(path.len() - "::".len());
                    } else {
                        arguments.push(',');
                    }
                }
                0 => part.push(character),
                1 if !opens && !closes => part.push(character),
                _ => {}
            }
            depth += usize::from(opens);
        }
        let arguments = arguments
            .split(',')
            .map(|argument| without_hashes(argument.trim()));
        Self {
            whole: whole.into(),
            path: without_hashes(&path),
            arguments: arguments.filter(|argument| !argument.is_empty()).collect(),
        }
    }
}

/// The functions that a section names, by their numbers; none where it is a section of another kind.
///
/// # Errors
/// When it is damaged.
pub fn names_of<'a>(section: &CustomSectionReader<'a>) -> Result<Vec<(u32, &'a str)>> {
    let mut names = Vec::new();
    if let KnownCustom::Name(parts) = section.as_known() {
        for part in parts {
            if let Name::Function(functions) = part? {
                for function in functions {
                    let function = function?;
                    names.push((function.index, function.name));
                }
            }
        }
    }
    Ok(names)
}

/// Without the hash that stands behind a crate's name, `core[c5930c85a12de822]::fmt`.
pub fn without_hashes(text: &str) -> String {
    let mut rest = text;
    let mut plain = String::new();
    while let Some((before, after)) = rest.split_once('[') {
        plain += before;
        rest = match after.split_once(']') {
            Some((_, behind)) if before.ends_with(|c: char| c.is_alphanumeric() || c == '_') => {
                behind
            }
            _ => {
                plain.push('[');
                after
            }
        };
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_a_path_and_arguments_of_its_own() {
        let table: [(&str, &str, &[&str]); 8] = [
            (
                "core[c5930c85a12de822]::fmt::write",
                "core::fmt::write",
                &[],
            ),
            ("mask::fill::<f64>", "mask::fill", &["f64"]),
            (
                "a[12]::op::<half[4f]::bf16, <a[12]::Flex as b::Ops<a[12]::Flex>>::add::{closure#0}>",
                "a::op",
                &["half::bf16", "::add::{closure#0}"],
            ),
            (
                "a::f::<f64, [f32]>::{closure#1}",
                "a::f::{closure#1}",
                &["f64", "[f32]"],
            ),
            (
                "<alloc::vec::Vec<f64> as b::Ops<f64>>::extend::<c::Map<f64>>",
                "<alloc::vec::Vec as b::Ops>::extend",
                &["c::Map"],
            ),
            (
                "<dyn Fn(&str) -> f64>::call",
                "<dyn Fn(&str) -> f64>::call",
                &[],
            ),
            (
                "<fn() -> a::B<f64> as c::D>::e",
                "<fn() -> a::B as c::D>::e",
                &[],
            ),
            ("<[f32] as a::B>::c", "<[f32] as a::B>::c", &[]),
        ];
        for (whole, path, arguments) in table {
            let name = FunctionName::new(whole);
            assert_eq!(
                (name.path.as_str(), name.arguments.as_slice()),
                (
                    path,
                    &*arguments
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>()
                ),
                "{whole}"
            );
        }
    }
}
