//! The package for JavaScript: the only room that names `wasm_bindgen`. Each
//! export hands its arguments to plain Rust and its numbers back as fresh arrays;
//! whatever is wrong is thrown as an `Error` named `ScenarioError`.

pub mod digits;
pub mod line;
pub mod plane;
mod read;
pub mod tables;
mod write;

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// A result whose error is thrown in JavaScript.
type Thrown<T> = Result<T, JsValue>;
