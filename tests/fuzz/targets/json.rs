//! Values from text, as much of JSON as scenarios need: what the page's `JSON.parse` gives them.

use sgd_current::value::Value;

/// Nested deeper than this it is not read, as on the page.
const DEEPEST: usize = 8;

/// The value of a text; `None` if it is none.
pub fn value(text: &str) -> Option<Value> {
    let mut rest = text;
    let value = read(&mut rest, 0)?;
    rest.trim_start().is_empty().then_some(value)
}

fn takes(rest: &mut &str, sign: &str) -> bool {
    let found = rest.trim_start().strip_prefix(sign);
    *rest = found.unwrap_or(rest);
    found.is_some()
}

fn read(rest: &mut &str, depth: usize) -> Option<Value> {
    if depth > DEEPEST {
        return None;
    }
    for (word, value) in
        [("null", Value::Nothing), ("true", Value::Truth(true)), ("false", Value::Truth(false))]
    {
        if takes(rest, word) {
            return Some(value);
        }
    }
    if takes(rest, "[") {
        return items(rest, "]", |rest| read(rest, depth + 1)).map(Value::List);
    }
    if takes(rest, "{") {
        let entry = |rest: &mut &str| {
            let key = takes(rest, "\"").then(|| quoted(rest))??;
            takes(rest, ":").then(|| read(rest, depth + 1))?.map(|value| (key, value))
        };
        return items(rest, "}", entry).map(Value::Map);
    }
    if takes(rest, "\"") {
        return quoted(rest).map(Value::Text);
    }
    let text = rest.trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit() && !"+-.eE".contains(c));
    let (number, after) = text.split_at(end.unwrap_or(text.len()));
    *rest = after;
    number.parse().ok().map(Value::Number)
}

fn items<T>(rest: &mut &str, end: &str, item: impl Fn(&mut &str) -> Option<T>) -> Option<Vec<T>> {
    let mut items = Vec::new();
    while !takes(rest, end) {
        if !items.is_empty() && !takes(rest, ",") {
            return None;
        }
        items.push(item(rest)?);
    }
    Some(items)
}

/// A text up to its closing quote; a backslash stands before what means itself.
fn quoted(rest: &mut &str) -> Option<String> {
    let mut text = String::new();
    let mut chars = rest.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                *rest = &rest[at + 1..];
                return Some(text);
            }
            '\\' => text.push(chars.next()?.1),
            c => text.push(c),
        }
    }
    None
}
