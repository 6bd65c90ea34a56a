//! How numbers are shown to people. What is not a finite number is shown as [`NONE`].

/// Stands where there is no number.
pub const NONE: &str = "—";

/// A share of 1 as a percentage: `0.0412` is `4.1 %`. Nothing but 0 and 1 is shown as `0 %` and `100 %`.
pub fn percent(share: f64) -> String {
    let value = share * 100.0;
    let size = value.abs();
    if !value.is_finite() {
        NONE.to_owned()
    } else if size == 0.0 || size == 100.0 {
        format!("{} %", fixed(value, 0))
    } else if size < 0.01 {
        (if value > 0.0 { "< 0.01 %" } else { "> -0.01 %" }).to_owned()
    } else if size < 0.995 {
        format!("{} %", fixed(value, 2))
    } else if (99.95..100.0).contains(&size) {
        (if value > 0.0 { "> 99.9 %" } else { "< -99.9 %" }).to_owned()
    } else {
        format!("{} %", fixed(value, 1))
    }
}

/// A whole number, its thousands set apart: `64000` is `64,000`.
pub fn count(number: impl TryInto<i128>) -> String {
    number.try_into().map_or(NONE.to_owned(), |number| group(&number.to_string()))
}

/// How many of what: `1 issue`, `1,234 issues`; a noun whose plural takes an `s`.
pub fn counted(number: impl TryInto<i128>, noun: &str) -> String {
    let number = number.try_into().unwrap_or_default();
    if number == 1 { format!("1 {noun}") } else { format!("{} {noun}s", count(number)) }
}

/// An amount: `1234.5` is `1,235 EUR`. Below 100, cents are kept if there are any.
pub fn money(amount: f64, currency: &str) -> String {
    let size = amount.abs();
    let shown = if size >= 100.0 || amount.round() == amount {
        fixed(amount, 0)
    } else if size >= 0.01 {
        fixed(amount, 2)
    } else {
        significant(amount, 2)
    };
    if amount.is_finite() { format!("{shown} {currency}").trim_end().to_owned() } else { shown }
}

/// A measure such as an AUC or an RMSE: `0.8453` is `0.845`.
///
/// Three decimals; fewer from 100 upward, where they say nothing, and two digits when three
/// decimals would show a difference as nothing.
pub fn score(value: f64) -> String {
    match value.abs() {
        0.0 => fixed(value, 3),
        size if size < 0.0005 => significant(value, 2),
        size if size < 100.0 => fixed(value, 3),
        size if size < 10_000.0 => fixed(value, 1),
        _ => fixed(value, 0),
    }
}

/// A time given in seconds, in the two largest units that say something: `2 min 5 s`.
pub fn seconds(time: f64) -> String {
    let size = time.abs();
    let sign = if time < 0.0 { "-" } else { "" };
    if !time.is_finite() {
        return NONE.to_owned();
    } else if size == 0.0 {
        return "0 s".to_owned();
    } else if size < 0.0001 {
        return (if time > 0.0 { "< 0.1 ms" } else { "> -0.1 ms" }).to_owned();
    } else if size < 0.00095 {
        return format!("{sign}{} ms", fixed(size * 1e3, 1));
    } else if size < 0.0995 {
        return format!("{sign}{} ms", fixed(size * 1e3, 0));
    } else if size < 59.95 {
        return format!("{sign}{} s", fixed(size, 1));
    }
    let whole = size.round() as u64;
    let (large, small, ratio) = match whole {
        ..3_600 => ("min", "s", (60, 1)),
        3_600..86_400 => ("h", "min", (3_600, 60)),
        _ => ("d", "h", (86_400, 3_600)),
    };
    let (most, rest) = (whole / ratio.0, whole % ratio.0 / ratio.1);
    let most = format!("{sign}{} {large}", count(most));
    if rest == 0 { most } else { format!("{most} {rest} {small}") }
}

/// A size in bytes, in units of 1,000: `1234567` is `1.2 MB`.
pub fn bytes(size: impl TryInto<u64>) -> String {
    let Ok(size) = size.try_into() else { return NONE.to_owned() };
    if size < 1_000 {
        return format!("{size} B");
    }
    let units = ["kB", "MB", "GB", "TB", "PB", "EB"];
    let mut value = size as f64 / 1e3;
    let mut unit = 0;
    // 999.5 would be shown as 1,000 of this unit.
    while value >= 999.5 && unit + 1 < units.len() {
        value /= 1e3;
        unit += 1;
    }
    format!("{} {}", fixed(value, usize::from(value < 9.95)), units[unit])
}

/// A number to so many significant digits: `0.012345` to three is `0.0123`.
///
/// Digits before the point are never rounded away (`123456` to three is `123,456`), zeros at the
/// end are left out, and what is very small or very large is written like `1.2e-9`.
pub fn significant(value: f64, digits: usize) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    let digits = digits.clamp(1, 15);
    if value != 0.0 && !(1e-6..1e15).contains(&value.abs()) {
        let shown = format!("{value:.*e}", digits - 1);
        let (mantissa, exponent) = shown.split_once('e').unwrap_or((&shown, "0"));
        return format!("{}e{exponent}", without_end_zeros(mantissa));
    }
    let magnitude = if value == 0.0 { 0 } else { value.abs().log10().floor() as i64 };
    let decimals = (digits as i64 - 1 - magnitude).max(0) as usize;
    without_end_zeros(&fixed(value, decimals)).to_owned()
}

/// A number with exactly so many decimals, halves away from zero, its thousands set apart. From a thousand million
/// million on it is written like `1.2e15`.
pub fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    if value.abs() >= 1e15 {
        return significant(value, 4);
    }
    // Formatting alone rounds halves to even: 1234.5 would be 1,234.
    let scale = 10f64.powi(decimals.min(15) as i32);
    let rounded = (value * scale).round() / scale;
    let shown = format!("{:.*}", decimals, if rounded.is_finite() { rounded } else { value });
    // A small loss rounded to nothing is no longer a loss: "-0.00" is "0.00".
    let nothing = shown.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
    group(if nothing { shown.trim_start_matches('-') } else { &shown })
}

/// The digits before the point in threes.
fn group(number: &str) -> String {
    let (sign, number) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, decimals) = number.find('.').map_or((number, ""), |point| number.split_at(point));
    let mut shown = sign.to_owned();
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown + decimals
}

fn without_end_zeros(number: &str) -> &str {
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages() {
        let shown =
            [0.0412, 0.0, 1.0, 0.5, 0.004, 0.00995, 0.00001, 0.9996, -0.25, 12.5, -0.00001].map(percent);
        let expected = [
            "4.1 %",
            "0 %",
            "100 %",
            "50.0 %",
            "0.40 %",
            "1.0 %",
            "< 0.01 %",
            "> 99.9 %",
            "-25.0 %",
            "1,250.0 %",
            "> -0.01 %",
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn counts() {
        assert_eq!(
            [0i64, 999, 1_000, 64_000, -1_234_567].map(count),
            ["0", "999", "1,000", "64,000", "-1,234,567"]
        );
        assert_eq!(count(u64::MAX), "18,446,744,073,709,551,615");
        assert_eq!(count(7usize), "7");
    }

    #[test]
    fn amounts() {
        let shown =
            [1234.5, -1234.5, 8.0, 8.5, -0.42, 0.001, 0.0, 99.999, 1e6].map(|amount| money(amount, "EUR"));
        let expected = [
            "1,235 EUR",
            "-1,235 EUR",
            "8 EUR",
            "8.50 EUR",
            "-0.42 EUR",
            "0.001 EUR",
            "0 EUR",
            "100.00 EUR",
            "1,000,000 EUR",
        ];
        assert_eq!(shown, expected);
        assert_eq!(money(12.0, ""), "12");
    }

    #[test]
    fn scores() {
        let shown = [0.8453, 1.0, 0.0, -0.0, 0.00041, 3.15, 1234.56, 3_456_789.1].map(score);
        assert_eq!(shown, ["0.845", "1.000", "0.000", "0.000", "0.00041", "3.150", "1,234.6", "3,456,789"]);
    }

    #[test]
    fn times() {
        let shown =
            [0.42, 125.0, 120.0, 59.97, 3599.7, 3780.0, 1e6, 0.0, 0.0042, 0.0004, 1e-9, -125.0, -1e-9]
                .map(seconds);
        let expected = [
            "0.4 s",
            "2 min 5 s",
            "2 min",
            "1 min",
            "1 h",
            "1 h 3 min",
            "11 d 13 h",
            "0 s",
            "4 ms",
            "0.4 ms",
            "< 0.1 ms",
            "-2 min 5 s",
            "> -0.1 ms",
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn sizes() {
        let shown = [0, 999, 1_000, 1_234_567, 34_000_000, 999_999, u64::MAX].map(bytes);
        assert_eq!(shown, ["0 B", "999 B", "1.0 kB", "1.2 MB", "34 MB", "1.0 MB", "18 EB"]);
    }

    #[test]
    fn significant_digits() {
        let shown = [0.012345, 123_456.7, 0.5, 2.0, 0.0, -0.000123456, 1.234e-9, -5.67e20]
            .map(|value| significant(value, 3));
        assert_eq!(shown, ["0.0123", "123,457", "0.5", "2", "0", "-0.000123", "1.23e-9", "-5.67e20"]);
    }

    #[test]
    fn nothing_finite_nothing_shown() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let shown = [
                percent(value),
                money(value, "EUR"),
                score(value),
                seconds(value),
                significant(value, 3),
                fixed(value, 2),
            ];
            assert!(shown.iter().all(|shown| shown == NONE), "{value}: {shown:?}");
        }
        for value in [f64::MAX, f64::MIN, f64::MIN_POSITIVE] {
            let shown = [
                percent(value),
                money(value, "EUR"),
                score(value),
                seconds(value),
                significant(value, 3),
                fixed(value, 2),
            ];
            assert!(shown.iter().all(|shown| !shown.contains("inf") && !shown.contains("NaN")), "{shown:?}");
        }
    }
}
