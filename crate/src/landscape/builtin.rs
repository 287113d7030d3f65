//! The two landscapes of the story, in closed form.

use crate::jet::Jet;

/// Datapoint j of the post's own system:
/// l_0 = −e^{−(W−2)²}, l_1 = l_0 − e^{−100(W−1)²}.
///
/// Source: "SGD understood through probability current" (LessWrong, 2021); the
/// losses are those of its predecessor.
pub fn pit(j: usize, w: f64) -> Jet {
    let bowl = -bell(w - 2.0, 1.0);
    if j == 0 { bowl } else { bowl - bell(w - 1.0, 100.0) }
}

/// e^{−cx²} as a jet in x.
fn bell(x: f64, c: f64) -> Jet {
    let e = (-c * x * x).exp();
    Jet { value: e, slope: -2.0 * c * x * e, bend: (4.0 * c * x * x - 2.0) * c * e }
}

/// Datapoint j of two wells alike but for a stretch:
/// l_± = a(1 + cos(W/s)) ± σW/s with s = 1 left of 0 and s = k right of it.
///
/// The minima are at −π and kπ, the barrier of height 2a at 0. All of l_± right
/// of 0 is the left side stretched k times, so G is divided by k and S² by k².
pub fn wells(ratio: f64, height: f64, noise: f64, j: usize, w: f64) -> Jet {
    let s = if w < 0.0 { 1.0 } else { ratio };
    let sign = if j == 0 { 1.0 } else { -1.0 };
    let (sin, cos) = (w / s).sin_cos();
    Jet {
        value: height * (1.0 + cos) + sign * noise * w / s,
        slope: (-height * sin + sign * noise) / s,
        bend: -height * cos / (s * s),
    }
}
