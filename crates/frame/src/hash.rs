//! Hashes of values and of rows: 64 bits in which equal values agree and different ones look random.

use xxhash_rust::xxh3::xxh3_64;

/// The hash of a missing value. No value has it.
pub const MISSING: u64 = 0;

/// The hash of a number, which is not NaN; both zeros are alike. Different numbers have different hashes.
#[inline]
pub fn hash_number(value: f64) -> u64 {
    // `0` is left to missing values; it is the hash of no number but the one whose bits are all zero.
    mix((value + 0.0).to_bits() ^ SALT)
}

/// The hash of a text: XXH3, Collet, "xxHash" (2012-2024).
#[inline]
pub fn hash_text(text: &str) -> u64 {
    xxh3_64(text.as_bytes()).max(1)
}

/// The hash of a row so far, with one more value of it: the order of the columns counts.
#[inline]
pub fn hash_row(so_far: u64, value: u64) -> u64 {
    // Both steps are bijections of `so_far` and of `value`, so randomness is kept.
    (so_far.rotate_left(23) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Bits that are those of no number: a quiet NaN with a payload.
const SALT: u64 = 0x7ff9_b5a1_3c6e_d24f;

/// The finalizer of splitmix64, a bijection that keeps 0: Steele, Lea & Flood, "Fast splittable pseudorandom
/// number generators" (OOPSLA 2014), with Stafford's constants.
#[inline]
pub fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_is_like_a_missing_one() {
        assert_eq!(hash_number(0.0), hash_number(-0.0));
        for value in [0.0, 1.0, -1.0, f64::MAX, f64::INFINITY, f64::MIN_POSITIVE] {
            assert_ne!(hash_number(value), MISSING);
        }
        assert_ne!(hash_text(""), MISSING);
    }

    #[test]
    fn the_order_of_columns_counts() {
        let row = |values: [u64; 2]| values.iter().fold(0, |so_far, &value| hash_row(so_far, value));
        assert_ne!(row([1, 2]), row([2, 1]));
        assert_ne!(row([1, MISSING]), row([MISSING, 1]));
    }
}
