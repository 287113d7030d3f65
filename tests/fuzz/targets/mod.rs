//! What guided fuzzing calls with any bytes: each panics if one of its promises is broken. The
//! corpus that it has gathered is given to the same functions by `tests/model/corpus.rs`.

mod formula;
mod json;
mod line;
mod plane;

use sgd_current::error::{Error, Result};

/// What is called with any bytes.
pub type Target = fn(&[u8]);

/// The targets by the names of their folders in the corpus.
pub const TARGETS: [(&str, Target); 5] = [
    ("formula", formula::formula),
    ("line", line::reading),
    ("plane", plane::reading),
    ("line-run", line::run),
    ("plane-run", plane::run),
];

/// What was asked for, unless it was refused in words.
fn unless_refused<T>(answer: Result<T>) -> Option<T> {
    answer.map_err(|error| complaint(&error)).ok()
}

/// Every complaint names a field, and says why in words that fit on a page.
fn complaint(error: &Error) {
    let words = error.to_string();
    let length = words.chars().count();
    assert!(!error.field().is_empty(), "no field: {words}");
    assert!((10..1000).contains(&length), "{length} characters: {words}");
}

/// The masses are a distribution, but for what the walls have absorbed.
fn assert_distribution(what: &str, masses: &[f64], absorbed: [f64; 2]) {
    assert!(masses.iter().chain(&absorbed).all(|m| *m >= 0.0), "{what} below 0 or no number");
    let total: f64 = masses.iter().chain(&absorbed).sum();
    assert!((total - 1.0).abs() < 1e-9, "{what} has mass {total}");
}

/// There is a number everywhere.
fn assert_finite<'a>(what: &str, numbers: impl IntoIterator<Item = &'a f64>) {
    for (k, x) in numbers.into_iter().enumerate() {
        assert!(x.is_finite(), "{what}, number {k} is {x}");
    }
}
