//! Whether an error changes the digits that a number is shown with.

/// An error of so little of the last digit is what rounding makes.
const NOTHING: f64 = 1e-9;

/// A unit in the last of so many digits of a number of this size; infinite for 0.
pub fn last_digit(size: f64, digits: i32) -> f64 {
    if size > 0.0 { 10.0_f64.powi(size.log10().floor() as i32 + 1 - digits) } else { f64::INFINITY }
}

/// How many times as large an error is as it may be for a number that is rounded to whole
/// multiples of `digit`: up to 1 it is rounded to the same one.
pub fn excess(value: f64, error: f64, digit: f64) -> f64 {
    if error <= NOTHING * digit {
        return 0.0;
    }
    let place = value / digit;
    let room = 0.5 - (place - place.round()).abs();
    error / (digit * room.max(NOTHING))
}

/// The same for a number given by its ln, with an error of that, which is shown with so many
/// digits.
pub fn excess_of_log(log: f64, error: f64, digits: i32) -> f64 {
    if !log.is_finite() {
        return if error == 0.0 { 0.0 } else { f64::INFINITY };
    }
    let decimal = log / std::f64::consts::LN_10;
    let mantissa = 10.0_f64.powf(decimal - decimal.floor());
    // Linear in the error, however large: it is ln that converges with the cells.
    excess(mantissa, mantissa * error, last_digit(1.0, digits))
}
