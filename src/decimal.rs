//! Numbers in text: of the command, of addresses, of recipes.

/// The number that a text writes in decimals, `-0.05`, `.5` or `1e-3`; none where it is something else. Exact for up to 15
/// digits and exponents up to 22; beyond these the last bits may differ.
///
/// `str::parse` is exact for any text, by tables that make up 3 % of the page's engine.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(unsigned) => (-1.0, unsigned),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let (digits, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut all = 0.0;
    for byte in whole.bytes().chain(fraction.bytes()) {
        let digit = byte.is_ascii_digit().then(|| byte - b'0')?;
        all = all * 10.0 + f64::from(digit);
    }
    let exponent = exponent.saturating_sub(fraction.len() as i32);
    // More is infinite, or nothing, for every number of this many digits.
    let power = (0..exponent.unsigned_abs().min(400)).fold(1.0, |power, _| power * 10.0);
    let size = match all {
        0.0 => 0.0,
        _ if exponent < 0 => all / power,
        _ => all * power,
    };
    size.is_finite().then_some(sign * size)
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn decimals_are_read_as_the_standard_library_reads_them() {
        let few = [
            "0",
            "1",
            "-1",
            "+2",
            ".5",
            "5.",
            "-.25",
            "007",
            "1e-3",
            "1E3",
            "2.5e+2",
            "1e-7",
            "0.99999",
            "123456.789012345",
            "9007199254740991",
            "4e-22",
            "0e999",
        ];
        let many = (0..2_000).map(|n| format!("{}e{}", f64::from(n * n) / 1e3, n % 36 - 18));
        for text in few.map(String::from).into_iter().chain(many) {
            let expected = text.parse::<f64>().ok();
            assert_eq!(decimal(&text), expected, "{text}");
        }
        assert_eq!(decimal(" 0.05 "), Some(0.05));
        for text in [
            "", " ", "-", ".", "e5", "1e", "1e1.5", "1,5", "0x10", "1 2", "inf", "NaN", "1e400",
            "--1", "１",
        ] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }
}
