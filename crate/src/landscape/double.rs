//! A double well that may lean.

use crate::jet::{Jet, Number};
use crate::landscape::closed::{ClosedForm, Place};

/// l_± = 2a(1 − W²)² + bW ± σW: `height` is a, half the height of the barrier where it
/// stands upright, `tilt` is b, `noise` is σ, the standard deviation of the gradients,
/// the same everywhere.
///
/// With b = 0 the minima are at ±1, the barrier of height 2a is at 0. The start is in the
/// left well, which is the higher one for b < 0.
pub static DOUBLE: ClosedForm = ClosedForm {
    kind: "double",
    numbers: &["height", "tilt", "noise"],
    datapoints: 2,
    breaks: &[],
    loss,
    place: Some(|_| Place { domain: [-2.0, 2.0], start: [-1.0, 0.2] }),
};

fn loss(numbers: &[f64], j: usize, w: f64) -> Jet {
    let &[height, tilt, noise] = numbers else { return Jet::constant(f64::NAN) };
    let pull = if j == 0 { tilt + noise } else { tilt - noise };
    let v = 1.0 - w * w;
    Jet {
        value: 2.0 * height * v * v + pull * w,
        slope: -8.0 * height * w * v + pull,
        bend: height * (24.0 * w * w - 8.0),
        twist: 48.0 * height * w,
    }
}
