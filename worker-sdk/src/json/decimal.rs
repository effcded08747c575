//! Decimal numbers as the nearest `f64`, without the tables that reading any of them takes.

/// 5^27 is the last power of five below 2^63.
const POWERS: i32 = 27;
const NEGATIVE: i32 = -POWERS;

/// `digits` times ten to the power of `exponent`.
pub(super) struct Decimal {
    pub(super) digits: u64,
    exponent: i32,
    /// There were neither a point nor an exponent.
    pub(super) is_integer: bool,
    /// There were more digits than fit.
    pub(super) is_cut: bool,
}

impl Default for Decimal {
    fn default() -> Self {
        Self {
            digits: 0,
            exponent: 0,
            is_integer: true,
            is_cut: false,
        }
    }
}

impl Decimal {
    pub(super) fn push_integer(&mut self, digit: u8) {
        if !self.push(digit) {
            self.exponent += 1;
        }
    }

    pub(super) fn push_fraction(&mut self, digit: u8) {
        if self.push(digit) {
            self.exponent -= 1;
        }
    }

    pub(super) fn raise(&mut self, exponent: i32) {
        self.exponent = self.exponent.saturating_add(exponent);
    }

    fn push(&mut self, digit: u8) -> bool {
        const MOST: u64 = u64::MAX / 10;
        let fits = self.digits < MOST || (self.digits == MOST && digit <= 5);
        if !fits || self.is_cut {
            self.is_cut = true;
            return false;
        }
        self.digits = self.digits * 10 + u64::from(digit);
        true
    }

    /// The nearest number; `text` is how it was written, without a sign.
    pub(super) fn value(&self, text: &str) -> f64 {
        match (self.is_cut, self.exponent) {
            (false, _) if self.digits == 0 => 0.0,
            (false, NEGATIVE..=POWERS) => near(self.digits, self.exponent),
            // They are rare enough to ask JavaScript.
            _ => crate::js::decimal(text),
        }
    }
}

/// One operation on exact numbers is exact.
fn near(digits: u64, exponent: i32) -> f64 {
    const POWERS_OF_TEN: [f64; 23] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];
    let power = POWERS_OF_TEN.get(exponent.unsigned_abs() as usize);
    match power {
        Some(power) if digits < 1 << 53 => match exponent < 0 {
            true => digits as f64 / power,
            false => digits as f64 * power,
        },
        _ if exponent < 0 => quotient(digits, exponent.unsigned_abs()),
        _ => product(digits, exponent.unsigned_abs()),
    }
}

fn product(digits: u64, exponent: u32) -> f64 {
    let exact = u128::from(digits) * u128::from(5_u64.pow(exponent));
    let zeros = exact.leading_zeros();
    let exact = exact << zeros;
    rounded(
        (exact >> 64) as u64,
        exact as u64 != 0,
        64 - zeros as i32 + exponent as i32,
    )
}

/// Dividing the numbers as they are, with a remainder, leaves nothing to guess.
fn quotient(digits: u64, exponent: u32) -> f64 {
    let divisor = 5_u64.pow(exponent);
    let (zeros, shift) = (digits.leading_zeros(), divisor.leading_zeros());
    let (digits, divisor) = (digits << zeros, divisor << shift);
    let halved = u32::from(digits >= divisor);
    let low = if halved == 1 { digits << 63 } else { 0 };
    let (quotient, rest) = divide(digits >> halved, low, divisor);
    let power = shift as i32 - zeros as i32 - exponent as i32 + halved as i32 - 64;
    rounded(quotient, rest != 0, power)
}

/// `digits` times two to the power of `power`; `digits` has its first bit set, and `more` says that it is cut.
fn rounded(digits: u64, more: bool, power: i32) -> f64 {
    let (kept, cut) = (digits >> 11, digits & 0x7FF);
    let up = cut > 0x400 || (cut == 0x400 && (more || kept & 1 == 1));
    let scale = f64::from_bits(((power + 11 + 1023) as u64) << 52);
    (kept + u64::from(up)) as f64 * scale
}

/// `high` and `low` as one number divided by `divisor`, which has its first bit set and is larger than `high`.
fn divide(high: u64, low: u64, divisor: u64) -> (u64, u64) {
    const HALF: u64 = 1 << 32;
    let (upper, lower) = (divisor >> 32, divisor & (HALF - 1));
    let digit = |rest: u64, next: u64| {
        let (mut digit, mut over) = (rest / upper, rest % upper);
        while digit >= HALF || digit * lower > (over << 32 | next) {
            digit -= 1;
            over += upper;
            if over >= HALF {
                break;
            }
        }
        digit
    };
    let step = |rest: u64, digit: u64, next: u64| {
        (rest << 32 | next).wrapping_sub(digit.wrapping_mul(divisor))
    };
    let first = digit(high, low >> 32);
    let rest = step(high, first, low >> 32);
    let second = digit(rest, low & (HALF - 1));
    (first << 32 | second, step(rest, second, low & (HALF - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_number() {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut random = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        for _ in 0..300_000 {
            let digits = (random() >> (random() % 64)).max(1);
            let exponent = (random() % 55) as i32 - POWERS;
            let expected: f64 = format!("{digits}e{exponent}").parse().unwrap();
            assert_eq!(near(digits, exponent), expected, "{digits}e{exponent}");
        }
    }

    #[test]
    fn halves_go_to_the_even_one() {
        for digits in [
            (1 << 53) + 1,
            (1 << 53) + 3,
            u64::MAX,
            u64::MAX - 1023,
            u64::MAX - 1024,
        ] {
            for exponent in [-27, -23, -1, 0, 1, 23, 27] {
                let expected: f64 = format!("{digits}e{exponent}").parse().unwrap();
                assert_eq!(near(digits, exponent), expected, "{digits}e{exponent}");
            }
        }
    }
}
