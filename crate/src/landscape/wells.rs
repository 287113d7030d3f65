//! Two wells, alike but for a stretch.

use crate::jet::{Jet, Number};
use crate::landscape::closed::{ClosedForm, Place};
use std::f64::consts::PI;

/// l_± = a(1 + cos(W/s)) ± σW/s with s = 1 left of 0 and s = k right of it: `ratio` is k,
/// `height` is a, half the height of the barrier, `noise` is σ, the standard deviation of
/// the left well's gradients.
///
/// The minima are at −π and kπ, the barrier of height 2a at 0. All of l_± right
/// of 0 is the left side stretched k times, so G is divided by k and S² by k². The walls
/// are the outer hilltops, the start is in the narrow well.
pub static WELLS: ClosedForm = ClosedForm {
    kind: "wells",
    numbers: &["ratio", "height", "noise"],
    datapoints: 2,
    breaks: &[0.0],
    loss,
    place: Some(|numbers| Place { domain: [-2.0 * PI, 2.0 * PI * numbers[0]], start: [-PI, 0.5] }),
};

fn loss(numbers: &[f64], j: usize, w: f64) -> Jet {
    let &[ratio, height, noise] = numbers else { return Jet::constant(f64::NAN) };
    let s = if w < 0.0 { 1.0 } else { ratio };
    let sign = if j == 0 { 1.0 } else { -1.0 };
    let (sin, cos) = (w / s).sin_cos();
    Jet {
        value: height * (1.0 + cos) + sign * noise * w / s,
        slope: (-height * sin + sign * noise) / s,
        bend: -height * cos / (s * s),
        twist: height * sin / (s * s * s),
    }
}
