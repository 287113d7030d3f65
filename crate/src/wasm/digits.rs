//! Numbers to text and back, done by the JavaScript engine that runs the package: Rust's own functions
//! would add twenty kilobytes to the wasm.

use js_sys::Number;
use wasm_bindgen::JsValue;

/// Six digits and a power of ten: 1.23457e-5.
pub fn exponential(x: f64) -> String {
    Number::from(x).to_exponential(5).map_or_else(|_| String::new(), String::from)
}

/// The fewest digits that stand for this number and no other.
pub fn shortest(x: f64) -> String {
    Number::from(x).to_string_with_radix(10).map_or_else(|_| String::new(), String::from)
}

/// The number that a decimal literal stands for; not a number if it is none.
pub fn read(text: &str) -> f64 {
    JsValue::from_str(text).unchecked_into_f64()
}
