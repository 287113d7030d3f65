//! Numbers to text and back, for messages and formulas.

#[cfg(not(target_arch = "wasm32"))]
use crate::digits;
#[cfg(target_arch = "wasm32")]
use crate::wasm::digits;
pub(crate) use digits::shortest;
use std::fmt;

/// A number as a reader would write it, with up to six digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numeral(pub f64);

impl fmt::Display for Numeral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let x = self.0;
        if x.is_nan() {
            return f.write_str("not a number");
        }
        if x.is_infinite() {
            return f.write_str(if x > 0.0 { "∞" } else { "-∞" });
        }
        // Up to ten quadrillion a whole number is written as it is; −0 is 0.
        if x.fract() == 0.0 && x.abs() < 1e16 {
            return f.write_str(&digits::shortest(x + 0.0));
        }
        let six = digits::exponential(x);
        let (mantissa, exponent) = six.split_once('e').unwrap_or((&six, "0"));
        let exponent: i32 = exponent.trim_start_matches('+').parse().unwrap_or(0);
        if (-5..15).contains(&exponent) {
            return f.write_str(&digits::shortest(digits::read(&six)));
        }
        let mantissa = mantissa.trim_end_matches('0').trim_end_matches('.');
        write!(f, "{mantissa}e{exponent}")
    }
}

/// The finite number that an unsigned decimal literal stands for: digits with at most
/// one point, then perhaps e and a whole power of ten. `None` for anything else.
pub fn literal(text: &str) -> Option<f64> {
    let known = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
    let x = if text.chars().all(known) { digits::read(text) } else { f64::NAN };
    x.is_finite().then_some(x)
}
