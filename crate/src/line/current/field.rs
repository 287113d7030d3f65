//! G and S² where the current needs them: all that depends on the landscape and
//! the grid but not on the learning rate, so that a change of T costs no gradient.

use crate::error::{Error, Result};
use crate::landscape::{Landscape, Moments};
use crate::line::grid::{Grid, lowest_noise, nearer};

/// A ring closes where S² at both ends differs by less than this part.
const CLOSED: f64 = 1e-9;

/// The moments on a grid, for single draws (batch size 1).
#[derive(Clone, Debug)]
pub struct Field {
    /// At the N cell centres.
    pub centres: Vec<Moments>,
    /// At the N + 1 edges.
    pub edges: Vec<Moments>,
    /// ∫ G/S² dW from the centre left of inner edge i + 1 to that edge, and on to the centre
    /// right of it, W²/L; infinite where S² vanishes in between. The last one is that of a ring:
    /// from the last centre to the right wall, and on from the left one to the first centre.
    pub drift_over_noise: Vec<[f64; 2]>,
    /// ∫ G G′/S² dW over the same intervals: the part of second order in T.
    pub second_order: Vec<[f64; 2]>,
    /// Whether the gradients jump at inner edge i + 1, or from the right wall to the left one.
    pub jumps: Vec<bool>,
    /// The inner edges nearest to the points where S² touches zero but G does not: gates,
    /// increasing.
    pub gates: Vec<usize>,
}

impl Field {
    /// Evaluates the moments of a landscape on a grid.
    ///
    /// # Errors
    /// [`Error::NotFinite`] or [`Error::Conflict`] at the first place where the
    /// landscape is not usable, or has a pole.
    pub fn new(landscape: &Landscape, grid: &Grid) -> Result<Self> {
        landscape.check(grid.edges.iter().chain(&grid.centres).copied())?;
        landscape.check_between(&grid.edges)?;
        let at = |w: &f64| landscape.moments(*w);
        let centres: Vec<Moments> = grid.centres.iter().map(at).collect();
        let mut edges: Vec<Moments> = grid.edges.iter().map(at).collect();
        for f in 1..grid.cells() {
            if edges[f].is_wall(&centres[f - 1], &centres[f]) {
                edges[f] =
                    Moments { gradient: 0.0, variance: 0.0, variance_slope: 0.0, ..edges[f] };
            }
        }
        if let Some(i) =
            edges.iter().position(|m| !m.variance.is_finite() || !m.variance_slope.is_finite())
        {
            let (field, at) = (landscape.field(0), grid.edges[i]);
            return Err(Error::NotFinite { field, what: "the variance", at });
        }
        let n = grid.cells();
        let integrals: Vec<[[f64; 2]; 2]> = (1..=n)
            .map(|f| {
                let (c, e) = (&grid.centres, grid.edges[f]);
                // The left half stops just short of a jump at the edge.
                let jumps = landscape.breaks().contains(&e);
                let (before, there) =
                    if jumps { (e.next_down(), at(&e.next_down())) } else { (e, edges[f]) };
                let left = integral(landscape, c[f - 1], before, [centres[f - 1], there], 0);
                let next = f % n;
                let ends = [edges[next], centres[next]];
                let right = integral(landscape, grid.edges[next], c[next], ends, 0);
                [[left[0], right[0]], [left[1], right[1]]]
            })
            .collect();
        let [left, right] = [edges[0].variance, edges[n].variance];
        let closes = (left - right).abs() <= CLOSED * left.max(right);
        let jumps = (1..n).map(|f| landscape.breaks().contains(&grid.edges[f]));
        let jumps = jumps.chain([!closes]).collect();
        let gates = gates(landscape, grid, &edges);
        Ok(Self {
            centres,
            edges,
            drift_over_noise: integrals.iter().map(|i| i[0]).collect(),
            second_order: integrals.iter().map(|i| i[1]).collect(),
            gates,
            jumps,
        })
    }
}

/// The inner edges nearest to where S² touches zero between the edges, but G does not.
fn gates(landscape: &Landscape, grid: &Grid, edges: &[Moments]) -> Vec<usize> {
    let n = grid.cells();
    let mut found = Vec::new();
    for k in 0..n {
        let ends = [grid.edges[k], grid.edges[k + 1]];
        let Some(at) = lowest_noise(landscape, ends, [&edges[k], &edges[k + 1]]) else { continue };
        let (before, after) = (&edges[k.saturating_sub(1)], &edges[(k + 2).min(n)]);
        let (f, there) = (nearer(ends, at, k), landscape.moments(at));
        let inner = f > 0 && f < n;
        if inner && there.is_silent(before, after) && !there.is_wall(before, after) {
            found.push(f);
        }
    }
    found.dedup();
    found
}

/// [∫ G/S², ∫ G G′/S²] from a to b, given the moments at both ends: Simpson's
/// rule, halved again where S² changes by more than a twentieth within the interval.
fn integral(landscape: &Landscape, a: f64, b: f64, [ma, mb]: [Moments; 2], depth: u32) -> [f64; 2] {
    // A steady change by 16 takes 6 halvings; a deeper search is for a landscape
    // that turns many times within a cell, which no sum over its ends can follow.
    const DEEPEST: u32 = 8;
    let (low, high) = (ma.variance.min(mb.variance), ma.variance.max(mb.variance));
    if low <= 0.0 {
        return [f64::INFINITY; 2];
    }
    let middle = 0.5 * (a + b);
    let mm = landscape.moments(middle);
    if high > 1.05 * low && high < 16.0 * low && depth < DEEPEST {
        let left = integral(landscape, a, middle, [ma, mm], depth + 1);
        let right = integral(landscape, middle, b, [mm, mb], depth + 1);
        return [left[0] + right[0], left[1] + right[1]];
    }
    let simpson = |f: fn(&Moments) -> f64| (b - a) / 6.0 * (f(&ma) + 4.0 * f(&mm) + f(&mb));
    [simpson(|m| m.gradient / m.variance), simpson(|m| m.gradient * m.gradient_slope / m.variance)]
}
