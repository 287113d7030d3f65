//! Numbers to text and back, for messages and formulas.
//!
//! The standard library does both to the last digit, at a price of 25 kB of the
//! 100 kB that the page's package may weigh. Six digits do for a message; a literal
//! in a formula is exact up to 15 digits and a power of ten up to 22, as every
//! literal of a reader is (Clinger 1990), and within an ulp or two beyond.

use std::fmt::{self, Write};

/// A number as a reader would write it, with up to six digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numeral(pub f64);

impl fmt::Display for Numeral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: i32 = 6;
        let x = self.0;
        if x.is_nan() {
            return f.write_str("not a number");
        }
        if x < 0.0 {
            f.write_str("-")?;
        }
        let size = x.abs();
        if size.is_infinite() {
            return f.write_str("∞");
        }
        if size == 0.0 {
            return f.write_str("0");
        }
        // Up to ten quadrillion a whole number is written as it is.
        if size.fract() == 0.0 && size < 1e16 {
            return write!(f, "{}", size as u64);
        }
        let mut exponent = size.log10().floor() as i32;
        let mut digits = scaled(size, DIGITS - 1 - exponent).round() as u64;
        if digits >= 10_u64.pow(DIGITS as u32) {
            digits /= 10;
            exponent += 1;
        }
        let mut count = DIGITS;
        while digits > 0 && digits.is_multiple_of(10) {
            digits /= 10;
            count -= 1;
        }
        let text = digits.to_string();
        if !(-5..15).contains(&exponent) {
            write_pointed(f, &text, 1)?;
            return write!(f, "e{exponent}");
        }
        if exponent < 0 {
            f.write_str("0.")?;
            for _ in 0..-exponent - 1 {
                f.write_str("0")?;
            }
            return f.write_str(&text);
        }
        let whole = (exponent + 1) as usize;
        if count as usize <= whole {
            f.write_str(&text)?;
            for _ in 0..whole - count as usize {
                f.write_str("0")?;
            }
            return Ok(());
        }
        write_pointed(f, &text, whole)
    }
}

/// The digits with a point after the first `whole`, if any are left then.
fn write_pointed(f: &mut fmt::Formatter<'_>, digits: &str, whole: usize) -> fmt::Result {
    for (i, digit) in digits.chars().enumerate() {
        if i == whole {
            f.write_char('.')?;
        }
        f.write_char(digit)?;
    }
    Ok(())
}

/// x · 10ⁿ, in two factors where 10ⁿ itself would overflow.
fn scaled(x: f64, n: i32) -> f64 {
    let half = n / 2;
    let power = |n: i32| if n < 0 { 1.0 / 10_f64.powi(-n) } else { 10_f64.powi(n) };
    if n < 0 && n > -23 { x / 10_f64.powi(-n) } else { x * power(half) * power(n - half) }
}

/// The number that an unsigned decimal literal stands for: digits with at most one
/// point, then perhaps e and a whole power of ten. `None` for anything else.
pub fn literal(text: &str) -> Option<f64> {
    let (decimal, power) = match text.split_once(['e', 'E']) {
        Some((decimal, power)) => (decimal, power.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    let (mut mantissa, mut dropped, mut any) = (0_u64, 0, false);
    for c in whole.chars().chain(fraction.chars()) {
        let digit = u64::from(c.to_digit(10)?);
        any = true;
        // 18 digits fit; what follows is beyond the last bit.
        if mantissa < 100_000_000_000_000_000 {
            mantissa = 10 * mantissa + digit;
        } else {
            dropped += 1;
        }
    }
    let power = power.saturating_add(dropped).saturating_sub(fraction.len().cast_signed() as i32);
    let value = scaled(mantissa as f64, power.max(-700).min(700));
    (any && value.is_finite()).then_some(value)
}
