//! Numbers to text and back by the engine that runs the package: it has all that it takes,
//! where Rust's own would come along at twenty kilobytes.

use js_sys::Number;
use wasm_bindgen::JsValue;

/// Six digits and a power of ten: 1.23457e-5.
pub fn exponential(x: f64) -> String {
    Number::from(x).to_exponential(5).map_or_else(|_| String::new(), String::from)
}

/// As few digits as tell it from any other number.
pub fn shortest(x: f64) -> String {
    Number::from(x).to_string_with_radix(10).map_or_else(|_| String::new(), String::from)
}

/// The number that a decimal literal stands for; not a number if it is none.
pub fn read(text: &str) -> f64 {
    JsValue::from_str(text).unchecked_into_f64()
}
