//! Check digits of numbers given to people and their accounts: chance alone seldom gets them right.

/// The check digit of Luhn (ISO/IEC 7812-1, annex B): payment cards, telephones (IMEI), Swedish and Canadian persons.
pub fn luhn(digits: &[u32]) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, &digit)| if at % 2 == 1 { doubled(digit) } else { digit })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|&digit| digit > 0)
}

/// The check digits of an IBAN (ISO 13616, by ISO/IEC 7064 mod 97-10), blanks left out.
pub fn iban(text: &str) -> bool {
    let plain: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let shaped = (15..=34).contains(&plain.len())
        && plain[..2].iter().all(char::is_ascii_uppercase)
        && plain[2..4].iter().all(char::is_ascii_digit)
        && plain[4..].iter().all(char::is_ascii_alphanumeric);
    let value = |c: &char| c.to_digit(36).unwrap_or(0);
    shaped
        && plain[4..].iter().chain(&plain[..4]).map(value).fold(0, |rest, value| {
            if value > 9 { (rest * 100 + value) % 97 } else { (rest * 10 + value) % 97 }
        }) == 1
}

/// Weighed digits, their sum modulo `by`.
fn weighed(digits: &[u32], weights: &[u32], by: u32) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum::<u32>() % by
}

/// A national number of a person by its digits: whose it is, if its check digit is right.
pub fn national(digits: &[u32]) -> Option<&'static str> {
    match digits.len() {
        9 if digits[0] + digits[1] > 0
            && (weighed(digits, &[9, 8, 7, 6, 5, 4, 3, 2], 11) % 11) == digits[8] =>
        {
            Some("Dutch citizen service number")
        }
        10 if is_day(digits[4] * 10 + digits[5], digits[6] * 10 + digits[7])
            && weighed(digits, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6], 11) == digits[3] =>
        {
            Some("Austrian insurance number")
        }
        10 if is_day(digits[4] * 10 + digits[5], digits[2] * 10 + digits[3]) && luhn(digits) => {
            Some("Swedish personal number")
        }
        11 if is_day(digits[4] * 10 + digits[5], (digits[2] * 10 + digits[3]) % 20)
            && (10 - weighed(digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3], 10)) % 10 == digits[10] =>
        {
            Some("Polish PESEL")
        }
        11 if is_cpf(digits) => Some("Brazilian CPF"),
        13 | 15 if matches!(digits[0], 1 | 2) && is_nir(digits) => Some("French social security number"),
        _ => None,
    }
}

fn is_day(day: u32, month: u32) -> bool {
    (1..=31).contains(&day) && (1..=12).contains(&month)
}

fn is_cpf(digits: &[u32]) -> bool {
    let check = |count: usize| {
        let sum: u32 =
            digits[..count].iter().enumerate().map(|(at, digit)| digit * (count + 1 - at) as u32).sum();
        sum * 10 % 11 % 10
    };
    digits.iter().any(|digit| *digit != digits[0]) && check(9) == digits[9] && check(10) == digits[10]
}

fn is_nir(digits: &[u32]) -> bool {
    let number = |digits: &[u32]| digits.iter().fold(0_u64, |sum, &digit| sum * 10 + u64::from(digit));
    digits.len() == 15 && 97 - number(&digits[..13]) % 97 == number(&digits[13..])
}

/// A Spanish identity number: eight digits and the letter they give.
pub fn dni(text: &str) -> bool {
    const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let Some((digits, letter)) = text.split_at_checked(text.len().saturating_sub(1)) else { return false };
    let digits = digits.trim_end_matches('-');
    digits.len() == 8
        && digits.parse::<usize>().is_ok_and(|number| letter.as_bytes() == [LETTERS[number % 23]])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Vec<u32> {
        text.chars().filter_map(|c| c.to_digit(10)).collect()
    }

    #[test]
    fn published_examples_are_right_and_slips_are_not() {
        assert!(luhn(&digits("4111 1111 1111 1111")) && !luhn(&digits("4111 1111 1111 1112")));
        assert!(iban("GB82 WEST 1234 5698 7654 32") && iban("AT611904300234573201"));
        assert!(!iban("GB82 WEST 1234 5698 7654 33"));
        assert!(dni("12345678Z") && !dni("12345678A"));
        assert_eq!(national(&digits("44051401359")), Some("Polish PESEL"));
        assert_eq!(national(&digits("529.982.247-25")), Some("Brazilian CPF"));
        assert_eq!(national(&digits("111222333")), Some("Dutch citizen service number"));
        assert_eq!(national(&digits("811228-9874")), Some("Swedish personal number"));
        assert_eq!(national(&digits("1237010180")), Some("Austrian insurance number"));
        assert_eq!(national(&digits("2550814168025 38")), Some("French social security number"));
        assert_eq!(national(&digits("123456789")), None);
    }
}
