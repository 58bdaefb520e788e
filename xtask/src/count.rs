//! Counts tests in what the test programs print.

use std::ops::AddAssign;

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Count {
    /// Passed.
    pub passed: usize,
    /// Failed.
    pub failed: usize,
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// What one line of output adds. Lines of libtest and wasm-bindgen-test (`test result: ok. 3 passed; 1 failed; ...`) and of
/// Playwright's summary (`3 passed (1.2s)`, `1 failed`) count; all others do not.
pub fn line(text: &str) -> Count {
    let text = without_colours(text);
    let text = text.trim();
    let mut count = Count::default();
    if let Some(result) = text.strip_prefix("test result: ") {
        let numbers = result.split_once(". ").map_or("", |(_, numbers)| numbers);
        for part in numbers.split("; ") {
            count.add(part.split(' '));
        }
    } else {
        let words: Vec<&str> = text.split(' ').collect();
        let is_summary = words.len() == 2
            || (words.len() == 3 && words[2].starts_with('(') && words[2].ends_with(')'));
        if is_summary {
            count.add(words.into_iter());
        }
    }
    count
}

impl Count {
    fn add<'a>(&mut self, mut words: impl Iterator<Item = &'a str>) {
        let number = words.next().and_then(|word| word.parse::<usize>().ok());
        match (number, words.next()) {
            (Some(number), Some("passed")) => self.passed += number,
            // A test that passed only at the second try, or that was stopped, has not passed.
            (Some(number), Some("failed" | "flaky" | "interrupted")) => self.failed += number,
            _ => {}
        }
    }
}

fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("\x1b[") {
        plain += &rest[..start];
        let code = &rest[start + 2..];
        rest = code
            .find(|c: char| c.is_ascii_alphabetic())
            .map_or("", |end| &code[end + 1..]);
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_counted_and_other_lines_are_not() {
        for (text, passed, failed) in [
            (
                "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s",
                12,
                0,
            ),
            (
                "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s",
                3,
                2,
            ),
            (
                "test result: \x1b[32mok\x1b[0m. 4 passed; 0 failed; 0 ignored; 0 filtered out; finished in 9.87s",
                4,
                0,
            ),
            ("\x1b[32m  12 passed\x1b[39m\x1b[2m (10.2s)\x1b[22m", 12, 0),
            ("  3 passed (1.4m)", 3, 0),
            ("  2 failed", 0, 2),
            ("  1 flaky", 0, 1),
            ("  1 interrupted", 0, 1),
            ("  4 skipped", 0, 0),
            ("test vae::loss ... ok", 0, 0),
            ("all 3 passed", 0, 0),
            ("3 passed through the wall", 0, 0),
            ("", 0, 0),
        ] {
            assert_eq!(line(text), Count { passed, failed }, "{text}");
        }
    }
}
