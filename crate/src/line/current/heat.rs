//! Noise wider than a cell: the heat equation with a given variance.
//!
//! Mass moved along characteristics is spread by ∂P/∂s = ½ ∂²(vP)/∂W² for s from 0 to 1, v
//! being the variance that the noise of the way adds to what lands at W. On cells that is a
//! chain of neighbours without drift: similar to a symmetric one, so that the rational
//! exponential ([`crate::line::current::cram`]) takes it at any v, and made of fourth order
//! by the same E = h²/12D as the faces ([`crate::line::current::evolve`]). The mean does not
//! move: the currents between the centres, (v_k P_k − v_{k+1} P_{k+1})/2Δ, add up to nothing.

use crate::line::current::cram::{Cram, Tridiagonal};
use crate::line::grid::Grid;
use std::ops::Range;

/// Heat is followed this many standard deviations around the cells that mass lands in.
pub const FARTHEST: f64 = 7.0;
/// Landings at either end of a run that its variance is not read from: beside them paths leave the
/// stretch.
const LEAVING: usize = 2;
/// Number of landings over which the slope of the variance is measured.
const BASE: usize = 8;

/// The spread of one sub-step, factored.
#[derive(Clone, Debug)]
pub struct Heat {
    windows: Vec<(Range<usize>, Cram)>,
}

impl Heat {
    /// Prepares the spread. Each of `runs` is a list of landings, by increasing place W, with the
    /// variance (W²) that is to be added there.
    pub fn new(grid: &Grid, runs: &[Vec<(f64, f64)>]) -> Self {
        let mut windows: Vec<(Range<usize>, Vec<f64>)> = Vec::new();
        for run in runs {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            let widest = run.iter().fold(0.0_f64, |most, l| most.max(l.1));
            let margin = FARTHEST * widest.sqrt();
            let cells = grid.cell_of(first.0 - margin)..grid.cell_of(last.0 + margin) + 1;
            let variance = grid.centres[cells.clone()].iter().map(|w| variance_at(run, *w));
            windows.push((cells.clone(), variance.collect()));
        }
        let factored = |(cells, variance): (Range<usize>, Vec<f64>)| {
            let (a, e) = chain(grid, &cells, &variance);
            (cells, Cram::compact(&a, 1.0, &e))
        };
        Self { windows: windows.into_iter().map(factored).collect() }
    }

    /// Spreads run `i` of what has landed; masses of all N cells.
    pub fn spread(&mut self, i: usize, masses: &mut [f64]) {
        let (cells, cram) = &mut self.windows[i];
        cram.apply(&mut masses[cells.clone()]);
    }
}

/// The variance at `w`, W², linear between landings. Beyond the ends it begins with the same slope and
/// levels off towards 0 or towards twice the value at the end: a sharp bend of the variance would
/// bend the density.
fn variance_at(run: &[(f64, f64)], w: f64) -> f64 {
    let slope = |(from, before): (f64, f64), (to, after): (f64, f64)| {
        if to > from { (after - before) / (to - from) } else { 0.0 }
    };
    let skip = LEAVING.min((run.len() - 1) / 2);
    let [first, last] = [skip, run.len() - 1 - skip];
    let base = BASE.min(last - first);
    let beyond = |end: (f64, f64), inner: (f64, f64)| {
        let (from, to) = if end.0 < inner.0 { (end, inner) } else { (inner, end) };
        let x = slope(from, to) * (w - end.0) / end.1.max(f64::MIN_POSITIVE);
        end.1 * (1.0 + x / (1.0 + x.abs()))
    };
    if w < run[first].0 {
        return beyond(run[first], run[first + base]);
    }
    if w > run[last].0 {
        return beyond(run[last], run[last - base]);
    }
    let next = run.partition_point(|l| l.0 < w).max(1).min(last.max(1));
    run.get(next).map_or(run[0].1, |after| {
        let before = run[next - 1];
        before.1 + slope(before, *after) * (w - before.0)
    })
}

/// The generator on the masses of some cells, and the diagonal of its E.
fn chain(grid: &Grid, cells: &Range<usize>, variance: &[f64]) -> (Tridiagonal, Vec<f64>) {
    let n = cells.len();
    let mut a = Tridiagonal { lower: vec![0.0; n], diagonal: vec![0.0; n], upper: vec![0.0; n] };
    for i in 1..n {
        let k = cells.start + i;
        let distance = grid.centres[k] - grid.centres[k - 1];
        a.lower[i] = 0.5 * variance[i - 1] / (grid.widths[k - 1] * distance);
        a.upper[i - 1] = 0.5 * variance[i] / (grid.widths[k] * distance);
        a.diagonal[i - 1] -= a.lower[i];
        a.diagonal[i] -= a.upper[i - 1];
    }
    let e = (0..n).map(|i| {
        let cell = grid.widths[cells.start + i] * grid.widths[cells.start + i];
        let part = (variance[i] / cell).min(1.0);
        if part > 0.0 { part * part * (3.0 - 2.0 * part) * cell / (6.0 * variance[i]) } else { 0.0 }
    });
    let e = e.collect();
    (a, e)
}
