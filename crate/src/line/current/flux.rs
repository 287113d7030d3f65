//! ρ between the cells.
//!
//! Where drift outruns noise, mass that went through the faces ([`super::evolve`]) is half a cell
//! late. The flux of the faces belongs to that density, and is 0 where it is P_end. Mass that came
//! along the drift ([`super::transport`]) is not late: there ρ = bP − ∂(DP)/∂W, b being the drift of
//! the stochastic differential equation ([`super::paths`]) and D = ½T²S²/B. A flow ρ = bP that
//! keeps its shape is a function of when a point comes by, s = ∫dW/b, and a cell's mass over
//! the time that drift takes to cross it is the mean of ρ over that time: so bP at an edge is
//! the fourth-order edge value of these means on cells of these widths (Colella & Woodward
//! 1984, eq. 1.6). Where drift comes to rest P grows as 1/b, but ρ stays even.

use crate::line::current::evolve::{Evolution, generator, sharpening};
use crate::line::current::field::Field;
use crate::line::current::paths::Drift;
use crate::line::current::rates::{Coefficients, Rates};
use crate::line::edge_density::colella_woodward;
use crate::line::grid::Grid;
use crate::walls::Walls;

/// Between these Péclet numbers the flux of the faces goes over into that of transport. Below
/// them the two do not differ; beyond them an end state, which falls by a factor e for each unit,
/// has no mass.
const PECLET: [f64; 2] = [1.5, 3.0];

/// ρ at the N + 1 edges, 1/step, of the masses of the N cells: −∂(mass left of an edge)/∂t.
pub fn flux(
    evolution: &Evolution,
    field: &Field,
    rates: &Rates,
    grid: &Grid,
    c: Coefficients,
    masses: &[f64],
) -> Vec<f64> {
    let n = grid.cells();
    let drift = Drift { field, grid, c };
    let density = grid.density(masses);
    let half = 0.5 * c.learning_rate * c.learning_rate / c.batch_size;
    let at_edge: Vec<f64> = (0..n).map(|k| drift.at(k, grid.edges[k]).0).chain([0.0]).collect();
    let time: Vec<f64> =
        (0..n).map(|k| crossing(grid.widths[k], at_edge[k], at_edge[k + 1])).collect();
    let a = generator(rates, grid);
    let e = sharpening(rates, grid, &a, 1.0 / evolution.substeps() as f64);
    let sharp = grid.density(&a.sharpened(&e, masses));
    let arrives = evolution.arrivals(grid);
    let mut flux = vec![0.0; n + 1];
    // Nothing comes in through a wall; what leaves is absorbed there. (0.0 − 0.0 is 0, and not −0.)
    flux[0] = 0.0 - rates.down[0] * sharp[0];
    flux[n] = rates.up[n] * sharp[n - 1];
    if grid.walls == Walls::Periodic {
        (flux[0], flux[n]) = (flux[0] + flux[n], flux[0] + flux[n]);
    }
    for f in 1..n {
        flux[f] = rates.up[f] * sharp[f - 1] - rates.down[f] * sharp[f];
        let b = at_edge[f];
        let drifts = smooth(PECLET, rates.log_ratio[f].abs());
        // The more of the mass came by transport, the more its flux counts, since that is not late:
        // it alone from half of the mass on.
        let part = (2.0 * arrives[f]).min(1.0) * drifts;
        if part > 0.0
            && !field.jumps[f - 1]
            && let Some(carried) = carried(&time, masses, f, b)
        {
            let heat = |k: usize| half * field.centres[k].variance * density[k];
            let spread = (heat(f) - heat(f - 1)) / (grid.centres[f] - grid.centres[f - 1]);
            flux[f] += part * (carried - spread - flux[f]);
        }
    }
    flux
}

/// bP at edge `f`, from the means of ρ over the times in which drift crosses the cells around it.
/// None where these means differ too much to be interpolated, as beside a place of rest that has
/// been smeared over several cells.
fn carried(time: &[f64], masses: &[f64], f: usize, b: f64) -> Option<f64> {
    let around = [f.wrapping_sub(2), f - 1, f, f + 1];
    let known = |k: usize| time.get(k).is_some_and(|t| t.is_finite() && t * b > 0.0);
    let mean = |k: usize| masses[k] / time[k];
    let alike =
        |k: usize, l: usize, most: f64| mean(k) / mean(l) < most && mean(l) / mean(k) < most;
    if around.iter().all(|k| known(*k)) {
        let weights = colella_woodward(around.map(|k| time[k].abs()));
        let value = weights.iter().zip(around).map(|(w, k)| w * mean(k)).sum::<f64>();
        return (alike(f - 1, f, 4.0) && value * b > 0.0).then_some(value);
    }
    // Beside a place of rest, a wall or a source: extrapolated from the side that mass comes from.
    let (near, far) = if b > 0.0 { (f - 1, f.wrapping_sub(2)) } else { (f, f + 1) };
    (known(near) && known(far) && alike(near, far, 2.0))
        .then(|| mean(near) + (mean(near) - mean(far)) * time[near] / (time[near] + time[far]))
}

/// The time that a drift, linear from `a` to `b`, takes to cross a width, with its sign;
/// infinite where it turns or rests.
fn crossing(width: f64, a: f64, b: f64) -> f64 {
    if !(a * b > 0.0) {
        return f64::INFINITY;
    }
    let x = b / a - 1.0;
    width / a * if x.abs() > 1e-6 { x.ln_1p() / x } else { 1.0 - 0.5 * x }
}

/// 0 up to the first number, 1 from the second on; a NaN counts as none.
fn smooth([from, to]: [f64; 2], x: f64) -> f64 {
    let x = ((x - from) / (to - from)).max(0.0).min(1.0);
    x * x * (3.0 - 2.0 * x)
}
