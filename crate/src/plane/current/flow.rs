//! Flows that carry mass, and the parts that a step is cut into to follow them.

use crate::landscape::plane::{Landscape, Moments};
use crate::plane::current::field::Coefficients;
use crate::plane::grid::Grid;

/// Most steps of Runge and Kutta's method along a flow.
const MOST_STEPS: f64 = 16.0;
/// How much a flow may turn or stretch in one such step.
const TURN: f64 = 0.5;
/// A flow that turns or stretches by less than this is followed by a method of third order, whose error
/// is then 10⁻⁶.
const GENTLE: f64 = 0.07;
/// Steps are cut where T times the mean of |G′| is more: their error is of second order.
const CUT: f64 = 0.07;
/// Most parts that a step is cut into.
const MOST_CUTS: f64 = 6.0;

/// The parts that a step is cut into.
pub fn cuts(c: Coefficients, landscape: &Landscape, grid: &Grid) -> f64 {
    let slopes = grid.all().map(|w| norm(&landscape.continuum(w).jacobian));
    let turn = c.learning_rate * slopes.sum::<f64>() / grid.len() as f64;
    (turn / CUT).ceil().max(1.0).min(MOST_CUTS)
}

/// Where a drift, given by the landscape's moments, takes a place in a time.
pub fn along(
    c: Coefficients,
    landscape: &Landscape,
    w: [f64; 2],
    time: f64,
    drift: impl Fn(&Moments) -> [f64; 2],
) -> [f64; 2] {
    let m = landscape.continuum(w);
    let turn = c.learning_rate * norm(&m.jacobian) * time;
    flow(w, drift(&m), time, turn, |w| drift(&landscape.continuum(w)))
}

/// The root of the sum of squares.
fn norm(matrix: &[[f64; 2]; 2]) -> f64 {
    matrix.iter().flatten().map(|x| x * x).sum::<f64>().sqrt()
}

/// The flow of a field, which is `first` at `w`, for a time in which it turns or stretches so
/// much: by Kutta's method of third order, or the classical one of fourth (1901).
pub fn flow(
    w: [f64; 2],
    first: [f64; 2],
    time: f64,
    turn: f64,
    field: impl Fn([f64; 2]) -> [f64; 2],
) -> [f64; 2] {
    let ahead = |w: [f64; 2], k: [f64; 2], h: f64| [w[0] + h * k[0], w[1] + h * k[1]];
    if turn <= GENTLE {
        let b = field(ahead(w, first, 0.5 * time));
        let c = field(ahead(w, [0, 1].map(|i| 2.0 * b[i] - first[i]), time));
        let mean = [0, 1].map(|i| (first[i] + 4.0 * b[i] + c[i]) / 6.0);
        return within(ahead(w, mean, time)).unwrap_or(w);
    }
    let steps = (turn / TURN).ceil().max(1.0).min(MOST_STEPS);
    let h = time / steps;
    let (mut w, mut a) = (w, first);
    for step in 0..steps as usize {
        if step > 0 {
            a = field(w);
        }
        let b = field(ahead(w, a, 0.5 * h));
        let c = field(ahead(w, b, 0.5 * h));
        let d = field(ahead(w, c, h));
        let mean = [0, 1].map(|i| (a[i] + 2.0 * (b[i] + c[i]) + d[i]) / 6.0);
        let Some(next) = within(ahead(w, mean, h)) else { return w };
        w = next;
    }
    w
}

/// A place, unless it is beyond all bounds, where a flow explodes.
fn within(w: [f64; 2]) -> Option<[f64; 2]> {
    w.iter().all(|x| x.abs() < 1e12).then_some(w)
}
