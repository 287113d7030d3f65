//! Whether an error changes the digits that a number is shown with.

/// An error below this part of the last digit is rounding.
const NOTHING: f64 = 1e-9;

/// One unit in the last of `digits` digits of a number of this size; infinite for 0.
pub fn last_digit(size: f64, digits: i32) -> f64 {
    if size > 0.0 {
        10.0_f64.powi((size.log10().floor() as i32).saturating_add(1 - digits))
    } else {
        f64::INFINITY
    }
}

/// How large an error is beside the largest one that does not change how a number is rounded to whole
/// multiples of `digit`. Up to 1 it is rounded the same.
pub fn excess(value: f64, error: f64, digit: f64) -> f64 {
    if error <= NOTHING * digit {
        return 0.0;
    }
    let place = value / digit;
    let room = 0.5 - (place - place.round()).abs();
    error / (digit * room.max(NOTHING))
}

/// The same for a number that is shown with `digits` digits and given by its logarithm, `error` being
/// that of the logarithm.
pub fn excess_of_log(log: f64, error: f64, digits: i32) -> f64 {
    if !log.is_finite() {
        return if error == 0.0 { 0.0 } else { f64::INFINITY };
    }
    let decimal = log / std::f64::consts::LN_10;
    let mantissa = 10.0_f64.powf(decimal - decimal.floor());
    // Linear in the error, however large, since it is the logarithm that converges with the cells.
    excess(mantissa, mantissa * error, last_digit(1.0, digits))
}
