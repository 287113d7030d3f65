//! Reads whatever JavaScript hands over as a [`Value`], and never fails.
//!
//! An exception of a getter or a proxy must be caught where it is thrown: one
//! that crosses wasm frames leaves their stack and their borrows behind. So every
//! call here that can run foreign code is a caught one, which those of a general
//! deserializer are not. What cannot be read becomes [`Value::Other`]; whoever
//! asked for the field then refuses it by name. What no scenario needs is not
//! followed: neither a cycle, nor 10⁹ holes, nor a list that holds itself a
//! thousand times ends in a full stack or a full memory.

use crate::error::Error;
use crate::fields::one_of;
use crate::model::Model;
use crate::scenario::Scenario;
use crate::value::Value;
use crate::wasm::Thrown;
use crate::wasm::write::thrown;
use js_sys::{Array, JsString, Reflect};
use wasm_bindgen::prelude::*;

/// The deepest nesting a scenario can need is 4 (landscape.points.0.1).
const DEEPEST: usize = 8;
/// Values that are read; a text counts once more for every 64 characters. A
/// thousand formulas of the greatest length fit.
const MOST: u32 = 40_000;
/// Longer texts are cut: every reader of a text refuses them at this length too.
const LONGEST: u32 = 5_000;

#[wasm_bindgen]
extern "C" {
    /// "[object Array]" and the like, of any realm.
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    fn tag(value: &JsValue) -> Result<JsString, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object)]
    fn keys(object: &JsValue) -> Result<Array, JsValue>;
}

/// The value of a JavaScript value.
pub fn value(js: &JsValue) -> Value {
    Reader { room: MOST }.value(js, 0)
}

/// The scenario that is asked for.
pub fn scenario(js: &JsValue) -> Thrown<Scenario> {
    Scenario::read(&value(js)).map_err(thrown)
}

/// The model named.
pub fn named(model: &JsValue) -> Thrown<Model> {
    one_of("model", &value(model), &Model::NAMES).map_err(thrown)
}

/// The model named, or `None` for the walkers.
pub fn model_or_walkers(name: &JsValue) -> Thrown<Option<Model>> {
    match value(name) {
        Value::Text(walkers) if walkers == "walkers" => Ok(None),
        _ => named(name).map(Some),
    }
}

/// What `read` makes of an argument, if it is given.
pub fn given<T>(js: &JsValue, read: impl FnOnce(&JsValue) -> Thrown<T>) -> Thrown<Option<T>> {
    if js.is_undefined() { Ok(None) } else { read(js).map(Some) }
}

/// What is wrong where the walkers are asked for and there are none.
pub fn no_walkers() -> Error {
    Error::Conflict {
        field: "walkers".into(),
        reason: "this scenario has none; set it to 1 or more".into(),
    }
}

/// A finite number.
pub fn real(field: &str, js: &JsValue) -> Thrown<f64> {
    value(js).number(field).map_err(thrown)
}

/// A number, or ±∞: as far as there is anything.
pub fn bound(field: &str, js: &JsValue) -> Thrown<f64> {
    js.as_f64().filter(|x| x.is_infinite()).map_or_else(|| real(field, js), Ok)
}

/// The two sides of a rectangle, each a pair of bounds the right way round.
pub fn rectangle(js: &JsValue) -> Thrown<[[f64; 2]; 2]> {
    let side = |axis: u32| {
        let field = format!("rectangle.{axis}");
        let pair = Reflect::get_u32(js, axis).unwrap_or(JsValue::UNDEFINED);
        let end = |k: u32| bound(&field, &Reflect::get_u32(&pair, k).unwrap_or(JsValue::UNDEFINED));
        let [from, to] = [end(0)?, end(1)?];
        if from <= to {
            return Ok([from, to]);
        }
        let reason = "its first bound is greater than its second; exchange the two".into();
        Err(thrown(Error::Conflict { field, reason }))
    };
    Ok([side(0)?, side(1)?])
}

/// A whole number within bounds.
pub fn count(field: &str, js: &JsValue, min: f64, max: f64) -> Thrown<f64> {
    let x = real(field, js)?;
    if x.fract() != 0.0 {
        return Err(thrown(Error::Whole { field: field.into(), value: x }));
    }
    if !(min..=max).contains(&x) {
        return Err(thrown(Error::Range { field: field.into(), value: x, min, max }));
    }
    Ok(x)
}

struct Reader {
    room: u32,
}

impl Reader {
    fn value(&mut self, js: &JsValue, depth: usize) -> Value {
        if js.is_null() || js.is_undefined() {
            return Value::Nothing;
        }
        if let Some(b) = js.as_bool() {
            return Value::Truth(b);
        }
        if let Some(x) = js.as_f64() {
            return Value::Number(x);
        }
        if let Some(text) = js.dyn_ref::<JsString>() {
            return self.text(text).map_or_else(too_large, Value::Text);
        }
        let Ok(tag) = tag(js) else { return unreadable() };
        let tag = String::from(tag.slice(0, 60));
        match tag.as_str() {
            "[object Array]" | "[object Object]" if depth == DEEPEST => {
                Value::Other("something nested too deeply".into())
            }
            "[object Array]" => self.list(js, depth).unwrap_or_else(|_| unreadable()),
            "[object Object]" => self.map(js, depth).unwrap_or_else(|_| unreadable()),
            // "[object Date]" without its frame.
            _ => Value::Other(tag.chars().skip(8).take_while(|c| *c != ']').fold(
                String::from("of type "),
                |mut name, c| {
                    name.push(c);
                    name
                },
            )),
        }
    }

    /// Takes room for `count` more values, if there is so much left.
    fn takes(&mut self, count: u32) -> bool {
        let rest = self.room.checked_sub(count);
        self.room = rest.unwrap_or(self.room);
        rest.is_some()
    }

    fn text(&mut self, text: &JsString) -> Option<String> {
        let length = text.length().min(LONGEST);
        self.takes(length / 64).then(|| text.slice(0, length).into())
    }

    fn list(&mut self, js: &JsValue, depth: usize) -> Result<Value, JsValue> {
        // A proxy may claim any length.
        let length = Reflect::get(js, &"length".into())?.as_f64().unwrap_or(f64::NAN);
        if !(length <= f64::from(MOST)) || !self.takes(length as u32) {
            return Ok(too_large());
        }
        let items =
            (0..length as u32).map(|i| Ok(self.value(&Reflect::get_u32(js, i)?, depth + 1)));
        items.collect::<Result<_, _>>().map(Value::List)
    }

    fn map(&mut self, js: &JsValue, depth: usize) -> Result<Value, JsValue> {
        let keys = keys(js)?;
        if !self.takes(keys.length()) {
            return Ok(too_large());
        }
        let entry = |key: JsValue| {
            let name = key.unchecked_ref::<JsString>().slice(0, 60).into();
            (name, self.held(Reflect::get(js, &key), depth))
        };
        Ok(Value::Map(keys.iter().map(entry).collect()))
    }

    /// What a list or an object holds, or threw when it was asked for it.
    fn held(&mut self, js: Result<JsValue, JsValue>, depth: usize) -> Value {
        js.map_or_else(|_| unreadable(), |js| self.value(&js, depth + 1))
    }
}

fn too_large() -> Value {
    Value::Other("more than any scenario holds".into())
}

fn unreadable() -> Value {
    Value::Other("something that cannot be read".into())
}
