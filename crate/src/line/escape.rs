//! How long the current needs: mean first-passage times and the relaxation time,
//! in logarithms throughout, since they grow like the exponential of a barrier.

use crate::landscape::{Landscape, Moments};
use crate::line::current::field::Field;
use crate::line::current::leaving::Leaving;
use crate::line::current::rates::{Coefficients, Rates};
use crate::line::energy::is_followed;
use crate::line::grid::Grid;

/// ln(eᵃ + eᵇ).
#[inline(never)] // Called from many places; a call costs less than its logarithm.
pub fn log_add(a: f64, b: f64) -> f64 {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY || high == f64::INFINITY {
        return high;
    }
    high + (low - high).exp().ln_1p()
}

/// ln of the mean time, in steps, to get from `from` to `to`, with the wall behind
/// the start reflecting; +∞ where the way is barred.
///
/// Where S² > 0 and the cells resolve the energy it is the double integral
/// τ = ∫ dy e^{Φ(y)}/D(y) ∫ dz e^{−Φ(z)} (Gardiner, *Stochastic Methods*, 4th ed.
/// 2009, eq. 5.5.24), relative error about 10⁻⁷; elsewhere the sum over the faces
/// of the discrete current, of second order in the cell width.
pub fn log_passage_time(
    landscape: &Landscape,
    field: &Field,
    rates: &Rates,
    grid: &Grid,
    c: Coefficients,
    [from, to]: [f64; 2],
) -> f64 {
    if from == to {
        return f64::NEG_INFINITY;
    }
    if is_integral(field, rates, grid, [from, to]) {
        let cells = passed(grid, [from, to]);
        Panels { landscape, c, rightwards: to > from }.log_time(grid, cells, from, to)
    } else {
        log_time_of_faces(landscape, rates, grid, c, [from, to])
    }
}

/// Whether [`log_passage_time`] is the integral, which no finer grid changes.
pub fn is_integral(field: &Field, rates: &Rates, grid: &Grid, way: [f64; 2]) -> bool {
    let cells = passed(grid, way);
    cells.clone().all(|k| {
        let smooth = field.edges[k].variance > 0.0 && field.edges[k + 1].variance > 0.0;
        let inner = k > cells.start && k > 0;
        smooth && (!inner || rates.log_ratio[k].abs() < RESOLVED)
    })
}

/// Whether there is noise everywhere between start and goal, and the wall behind the start
/// does not keep what comes to it.
pub fn is_noisy(field: &Field, rates: &Rates, grid: &Grid, [from, to]: [f64; 2]) -> bool {
    let (a, b) = (grid.cell_of(from.min(to)), grid.cell_of(from.max(to)));
    let n = grid.cells();
    let (behind, back) = if to > from { (0, rates.up[1]) } else { (n, rates.down[n - 1]) };
    (field.edges[behind].variance > 0.0 || back > 0.0)
        && !field.gates.iter().any(|f| (a + 1..=b).contains(f))
        && (a..=b).all(|k| field.centres[k].variance > 0.0 && field.edges[k].variance > 0.0)
}

/// The cells from the wall behind the start to the goal.
fn passed(grid: &Grid, [from, to]: [f64; 2]) -> std::ops::Range<usize> {
    let goal = grid.cell_of(to);
    if to > from { 0..goal + 1 } else { goal..grid.cells() }
}

/// Cells resolve the energy where it changes by less than this from one to the next.
const RESOLVED: f64 = 20.0;
/// Across a face with this ln(u/d) nothing comes back.
const DRIFT: f64 = 40.0;
/// Largest change of the energy over a panel of the quadrature.
const PANEL: f64 = 0.05;
/// How often a panel is halved on which these are not followed by three values.
const HALVINGS: u32 = 10;
/// Most panels between two places to stop at.
const MOST_PANELS: f64 = 4000.0;

/// The double integral, marched from the reflecting wall to the goal.
struct Panels<'a> {
    landscape: &'a Landscape,
    c: Coefficients,
    rightwards: bool,
}

impl Panels<'_> {
    fn log_time(&self, grid: &Grid, cells: std::ops::Range<usize>, from: f64, to: f64) -> f64 {
        // Places to stop at: the edges, the start and the goal, in order of the march.
        let [wall, opposite] = grid.domain();
        let (low, high) = if self.rightwards { (wall, to) } else { (to, opposite) };
        let mut stops = vec![low];
        for edge in &grid.edges[cells.start..=cells.end] {
            // The start stands among the edges, the goal and the wall at the ends.
            for stop in [from, *edge] {
                let last = stops[stops.len() - 1];
                if stop > last && stop <= *edge && stop < high {
                    stops.push(stop);
                }
            }
        }
        stops.push(high);
        if !self.rightwards {
            stops.reverse();
        }
        let (mut log_rate, mut log_time) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
        for pair in stops.windows(2) {
            let counts = if self.rightwards { pair[0] >= from } else { pair[0] <= from };
            log_rate -= self.jump(pair[0]);
            let middle = 0.5 * (pair[0] + pair[1]);
            let steepest = [(pair[0], middle), (middle, pair[1]), (pair[1], middle)]
                .iter()
                .fold(0.0_f64, |m, (w, towards)| m.max(self.at(*w, *towards).0.abs()));
            let pieces =
                (steepest * (pair[1] - pair[0]).abs() / PANEL).ceil().max(1.0).min(MOST_PANELS);
            let d = (pair[1] - pair[0]) / pieces;
            let mut a = pair[0];
            for rest in (0..pieces as usize).rev() {
                // So the last panel ends at the stop itself, not beside it by rounding: at a break
                // another side would count.
                let b = pair[1] - rest as f64 * d;
                let time = self.followed([a, b], &mut log_rate, HALVINGS);
                if counts {
                    log_time = log_add(log_time, time);
                }
                a = b;
            }
        }
        log_time
    }

    /// (dψ/ds, 1/D) at `w`, with s along the march and ψ = ln(D e^{−Φ}) but for its term a ln S²; at a
    /// jump of the gradients the side of `towards` counts.
    fn at(&self, w: f64, towards: f64) -> (f64, f64) {
        let w = if self.landscape.breaks().contains(&w) && towards < w { w.next_down() } else { w };
        let m = self.landscape.moments(w);
        let along = if self.rightwards { 1.0 } else { -1.0 };
        (along * slope(&m, self.c), 1.0 / diffusion(&m, self.c))
    }

    /// The change of ψ on passing `w`, where the gradients jump.
    fn jump(&self, w: f64) -> f64 {
        if !self.landscape.breaks().contains(&w) || self.c.convention == 0.0 {
            return 0.0;
        }
        let ln = |w: f64| self.landscape.moments(w).variance.ln();
        let rise = self.c.convention * (ln(w) - ln(w.next_down()));
        if self.rightwards { rise } else { -rise }
    }

    /// The same as [`Self::panel`], on shorter panels where the slope of the energy or the noise jumps,
    /// as at the kink of a formula, which no edge needs to stand on.
    fn followed(&self, [a, b]: [f64; 2], log_rate: &mut f64, halvings: u32) -> f64 {
        let m = 0.5 * (a + b);
        let f = [self.at(a, b), self.at(m, b), self.at(b, a)];
        if halvings == 0 || is_followed(f.map(|f| f.0)) && is_followed(f.map(|f| f.1)) {
            return self.panel((b - a).abs(), f, log_rate);
        }
        let first = self.followed([a, m], log_rate, halvings - 1);
        log_add(first, self.followed([m, b], log_rate, halvings - 1))
    }

    /// Marches `log_rate`, ln of the mean time per unit of length, over one panel,
    /// and gives ln of the time spent on it: all integrals by the quadratic through
    /// both ends and the middle.
    fn panel(&self, d: f64, [f0, f1, f2]: [(f64, f64); 3], log_rate: &mut f64) -> f64 {
        // The term a ln S² is taken from the values of S², as 1/D, so that it is right where these jump.
        let noise = |f: (f64, f64)| self.c.convention * (f0.1 / f.1).ln();
        let half = d / 24.0 * (5.0 * f0.0 + 8.0 * f1.0 - f2.0) + noise(f1);
        let whole = d / 6.0 * (f0.0 + 4.0 * f1.0 + f2.0) + noise(f2);
        // The density of passing, relative to its value at the start of the panel.
        let (g0, g1, g2) = (f0.1, f1.1 * half.exp(), f2.1 * whole.exp());
        // Below zero only where the landscape hides a cliff from the panels.
        let upto_half = (d / 24.0 * (5.0 * g0 + 8.0 * g1 - g2)).max(0.0);
        let upto_whole = d / 6.0 * (g0 + 4.0 * g1 + g2);
        let r0 = *log_rate;
        let r1 = log_add(r0, upto_half.ln()) - half;
        let r2 = log_add(r0, upto_whole.ln()) - whole;
        *log_rate = r2;
        log_add(log_add(r0, r1 + 4.0_f64.ln()), r2) + (d / 6.0).ln()
    }
}

/// d/dW of ψ − a ln S² = −∫2G̃/(T S²/B).
fn slope(m: &Moments, c: Coefficients) -> f64 {
    -2.0 * c.batch_size * effective_gradient(m, c) / (c.learning_rate * m.variance)
}

/// G + [T/2 G G′].
fn effective_gradient(m: &Moments, c: Coefficients) -> f64 {
    m.gradient * (1.0 + if c.second_order { 0.5 * c.learning_rate * m.gradient_slope } else { 0.0 })
}

fn diffusion(m: &Moments, c: Coefficients) -> f64 {
    0.5 * c.learning_rate * c.learning_rate * m.variance / c.batch_size
}

/// The mean time from the centre of each cell to that of the next obeys R_i = h_i/u + (d/u) R_{i−1};
/// what lies of these ways between start and goal counts. A cell that is left by drift alone takes
/// ∫ dW/|b|, from the start and to the goal within it.
fn log_time_of_faces(
    landscape: &Landscape,
    rates: &Rates,
    grid: &Grid,
    c: Coefficients,
    [from, to]: [f64; 2],
) -> f64 {
    const NONE: f64 = f64::NEG_INFINITY;
    let n = grid.cells();
    let rightwards = to > from;
    let along = if rightwards { 1.0 } else { -1.0 };
    // Places are counted along the march. The time to `reached` is known.
    let (mut reached, goal) = (along * from, along * to);
    let (mut log_step, mut log_time, mut length) = (NONE, NONE, 1.0);
    for j in 0..n {
        let i = if rightwards { j } else { n - 1 - j };
        let (behind, before) = if rightwards { (i, i + 1) } else { (i + 1, i) };
        let (enter, leave) = (rates.logs(behind), rates.logs(before));
        let (ahead, back) = if rightwards { (leave.0, enter.1) } else { (leave.1, enter.0) };
        let last = (log_step, length);
        // Where nothing can come back, the cells behind are never seen again: the sum starts anew.
        let again = if back == NONE { NONE } else { back + log_step };
        log_step = log_add(grid.widths[i].ln(), again) - ahead;
        let exit = along * grid.edges[before];
        if exit <= reached {
            length = grid.widths[i];
            continue;
        }
        let at_goal = exit >= goal;
        // Whether nothing enters against the march; at a wall, where the ratio is NaN, nothing does.
        let drifts_in = !(along * rates.log_ratio[behind] < DRIFT);
        let silent = landscape.moments(grid.centres[i]).variance == 0.0;
        let drifts_out = along * rates.log_ratio[before] >= DRIFT || (at_goal && silent);
        let (mut end, mut rise) = (f64::NAN, 0.0);
        if drifts_in && drifts_out {
            let (a, b) = ((along * grid.edges[behind]).max(reached), exit.min(goal));
            let slowness = |place: f64| {
                let g = effective_gradient(&landscape.moments(along * place), c);
                1.0 / (-along * g * c.learning_rate).max(0.0)
            };
            let middle = slowness(0.5 * (a + b));
            let sum = slowness(a) + 4.0 * middle + slowness(b);
            // Where drift comes to rest only noise goes on.
            if silent || sum < 60.0 * middle {
                log_step = ((b - a) / 6.0 * sum).ln();
                (length, end) = (b - reached, b);
            }
        }
        if end.is_nan() {
            let next = if rightwards { i + 1 } else { i.wrapping_sub(1) };
            end = along * grid.centres.get(next).unwrap_or(&grid.edges[before]);
            length = end - along * grid.centres[i];
            rise = -along * rates.log_ratio[before];
            // Behind the goal there may be a wall, or rest.
            if at_goal && log_step == f64::INFINITY {
                ((log_step, length), end, rise) = (last, goal, 0.0);
            }
        }
        let left = end - goal;
        end = end.min(goal);
        if end > reached {
            let part = log_part(rise, (end - reached) / length, (left / length).max(0.0));
            log_time = log_add(log_time, log_step + part);
            reached = end;
        }
        if reached >= goal {
            break;
        }
    }
    log_time
}

/// ln of what a stretch of a way between two centres takes of its time: the stretch and what is
/// left after it are given as parts of the way, and Φ rises by `rise` over all of it. Uphill the
/// time to the next place is as e^Φ, downhill it is even.
fn log_part(rise: f64, stretch: f64, left: f64) -> f64 {
    // Below, the two differ by less than anything told of a time.
    if rise > 1e-3 && rise.is_finite() {
        ((-rise * stretch).exp_m1() / (-rise).exp_m1()).ln() - rise * left
    } else {
        stretch.ln()
    }
}

/// ln of the relaxation time, in steps: one over the slowest non-zero rate of the
/// discrete generator; +∞ if there are several closed classes.
///
/// The flux of that rate has one sign, and what it obeys is a line of the N − 1 faces that is
/// left at its ends: its slowest rate is the same ([`Leaving::slowest`]).
pub fn log_relaxation_time(rates: &Rates, grid: &Grid) -> f64 {
    let (n, h) = (grid.cells(), &grid.widths);
    // Face f = 1…N − 1: to f − 1 at rate u/h_left, to f + 1 at rate d/h_right.
    let left = (1..n).map(|f| rates.logs(f).0 - h[f - 1].ln()).collect();
    let right = (1..n).map(|f| rates.logs(f).1 - h[f].ln()).collect();
    Leaving::new(left, right).slowest().map_or(f64::INFINITY, |(log_time, _)| log_time)
}
