//! Faces at which S² jumps and one side is all but silent.
//!
//! Where noise of D ends at a region that drift b alone leads back from, each overshoot waits there for
//! the drift: in Itô's sense the boundary is sticky, and holds a mass of D P/|b| within a layer of D/|b|
//! of its own D, or of no width if that is 0. No cell need follow the layer: mass leaves each side as
//! that side's own drift and noise have it, the exponential fit of each,
//!
//! u = (D_left/Δ) 𝓑(−Δ b_left/D_left),  d = (D_right/Δ) 𝓑(Δ b_right/D_right),
//!
//! so that ∂(DP)/∂W is what passes. Δ is the way between the centres; where the quieter side gives
//! nothing back, P falls to 0 at the edge itself, and Δ is the way to there. In the other conventions
//! D^a ∂(D^{1−a}P)/∂W passes: nothing but drift.

use crate::line::current::field::Field;
use crate::line::current::rates::{Coefficients, bernoulli};
use crate::line::grid::Grid;

/// Between sides less unlike than the first the quieter one is left to its cells, with the exact change
/// of Φ; and than the second also in Itô's sense where its drift leads back, so that mass waits there.
const UNLIKE: f64 = 1e-4;
const WAITS: f64 = 0.25;
/// Beyond this Péclet number a cell does not follow the layer on the quieter side of a jump.
const LAYER: f64 = 1.0;

/// (u, d, ln(u/d)) of inner face `f` if S² jumps there and the cells do not follow the quieter side.
pub fn quiet_side(
    field: &Field,
    grid: &Grid,
    c: Coefficients,
    f: usize,
) -> Option<(f64, f64, f64)> {
    if !field.jumps[f - 1] {
        return None;
    }
    let t = c.learning_rate;
    // Drift away from the edge and D, on the left and on the right.
    let sides = [(f - 1, -1.0), (f, 1.0)].map(|(k, outwards)| {
        let m = &field.centres[k];
        let correction = if c.second_order { 0.5 * t * m.gradient_slope } else { 0.0 };
        let drift = -t * m.gradient * (1.0 + correction);
        (outwards * drift, 0.5 * t * t * m.variance / c.batch_size)
    });
    let between = grid.centres[f] - grid.centres[f - 1];
    let (quiet, loud) = if sides[0].1 < sides[1].1 { (0, 1) } else { (1, 0) };
    let (away, d) = sides[quiet];
    let waits = c.convention == 0.0 && away < 0.0;
    let unlike = if waits { WAITS } else { UNLIKE };
    if d >= unlike * sides[loud].1 || d > 0.0 && away.abs() * between <= LAYER * d {
        return None;
    }
    let rate = |side: usize| {
        let (away, d) = sides[side];
        let to_edge = side == loud && sides[quiet].0 >= 0.0;
        let way =
            if to_edge { (grid.edges[f] - grid.centres[f - 1 + side]).abs() } else { between };
        let noise = if c.convention > 0.0 { 0.0 } else { d / way };
        let peclet = away / noise;
        if peclet.abs() < f64::MAX { noise * bernoulli(peclet) } else { (-away).max(0.0) }
    };
    let (up, down) = (rate(0), rate(1));
    Some((up, down, (up / down).ln()))
}
