//! Numbers to text and back by the standard library.

/// Six digits and a power of ten: 1.23457e-5.
pub fn exponential(x: f64) -> String {
    format!("{x:.5e}")
}

/// As few digits as tell it from any other number.
pub fn shortest(x: f64) -> String {
    x.to_string()
}

/// The number that a decimal literal stands for; not a number if it is none.
pub fn read(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}
