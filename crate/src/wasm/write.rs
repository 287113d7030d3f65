//! Numbers, names and errors as JavaScript values.

use crate::error::Error;
use crate::line::resolution::Resolution;
use crate::value::Value;
use js_sys::{Array, Float64Array, Object, Reflect};
use wasm_bindgen::prelude::*;

/// The error as JavaScript sees it.
pub fn thrown(error: Error) -> JsValue {
    let js = js_sys::Error::new(&error.to_string());
    js.set_name("ScenarioError");
    set(&js, "field", &error.field().into());
    if let Some(position) = error.position() {
        set(&js, "position", &(position as f64).into());
    }
    if let Some(mend) = error.mend() {
        set(&js, "mend", &mend.into());
    }
    js.into()
}

/// A fresh `Float64Array`.
pub fn array(numbers: &[f64]) -> JsValue {
    Float64Array::from(numbers).into()
}

/// A quantity known by its logarithm: the plain value, which may be infinite, and
/// the logarithm beside it.
pub fn with_log(name: &str, log: f64) -> [(String, JsValue); 2] {
    let capital: String = name
        .chars()
        .enumerate()
        .map(|(i, c)| if i == 0 { c.to_ascii_uppercase() } else { c })
        .collect();
    [(name.into(), log.exp().into()), (format!("log{capital}"), log.into())]
}

/// An object of these fields.
pub fn record(fields: Vec<(String, JsValue)>) -> JsValue {
    let object = Object::new();
    for (key, value) in fields {
        set(&object, &key, &value);
    }
    object.into()
}

/// A list of texts.
pub fn texts(texts: &[&str]) -> JsValue {
    texts.iter().map(|t| JsValue::from(*t)).collect::<Array>().into()
}

/// An object of these fields.
pub fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in fields {
        set(&object, key, value);
    }
    object.into()
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // Setting a field of a fresh plain object cannot fail.
    let _ = Reflect::set(object, &key.into(), value);
}

/// A value as JavaScript has it.
pub fn to_js(value: &Value) -> JsValue {
    match value {
        Value::Nothing | Value::Other(_) => JsValue::UNDEFINED,
        Value::Truth(b) => (*b).into(),
        Value::Number(x) => (*x).into(),
        Value::Text(s) => s.as_str().into(),
        Value::List(list) => list.iter().map(to_js).collect::<Array>().into(),
        Value::Map(map) => {
            let fields: Vec<(&str, JsValue)> =
                map.iter().map(|(key, v)| (key.as_str(), to_js(v))).collect();
            object(&fields)
        }
    }
}

/// Whether the cells carry a number, and how many would.
pub fn told(Resolution { resolved, cells }: Resolution) -> JsValue {
    object(&[("resolved", resolved.into()), ("cells", (cells as f64).into())])
}
