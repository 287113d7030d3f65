//! Two energies of rare events. As T → 0 the end state is P ~ e^{−V/T}: for the
//! current V = ∫ θ dW with θ = 2G/S², for SGD itself θ is the root ≠ 0 of
//!
//! mean_j e^{−θ g_j(W)} = 1
//!
//! (the tilt under which a climb is as likely as a descent; Cramér 1938, for chains
//! Freidlin & Wentzell, *Random Perturbations*, 1984, ch. 6). The current's is its
//! limit for small θ g, so the current gets the exponent of rare events wrong,
//! however small T is, unless |G| ≪ S.

use crate::landscape::Landscape;
use crate::line::grid::Grid;

/// Both energies at the cell centres, W²/L times the unit of T⁻¹: P ~ e^{−V/T}.
#[derive(Clone, Debug, PartialEq)]
pub struct Energies {
    /// θ = 2BG/S² of the current, 1/(L/W); ±∞ where S² = 0.
    pub theta_current: Vec<f64>,
    /// θ of SGD, 1/(L/W); ±∞ where all gradients point the same way, so that no
    /// step ever climbs.
    pub theta_sgd: Vec<f64>,
    /// ∫ θ dW of the current. Each stretch on which θ is finite is by itself: that
    /// with the foot is 0 there, every other at its lowest point. +∞ elsewhere.
    pub current: Vec<f64>,
    /// The same of SGD.
    pub sgd: Vec<f64>,
}

impl Energies {
    /// The energies of a landscape for batches of `batch_size`, above a cell: next
    /// to it they keep their digits, whatever cliffs lie elsewhere.
    pub fn new(landscape: &Landscape, grid: &Grid, batch_size: f64, foot: Option<usize>) -> Self {
        Self::along(landscape, grid, batch_size, &|j, w| landscape.loss(j, w).slope, foot)
    }

    /// The same where a draw of datapoint j moves W by −T times what `slope` says of
    /// it, which need not be its gradient at W.
    pub fn along(
        landscape: &Landscape,
        grid: &Grid,
        batch_size: f64,
        slope: &dyn Fn(usize, f64) -> f64,
        foot: Option<usize>,
    ) -> Self {
        let n = landscape.datapoints();
        let of_current = |w: f64| {
            let m = landscape.moments(w);
            batch_size * theta_of_moments(m.gradient, m.variance)
        };
        let of_sgd = |w: f64| {
            let g: Vec<f64> = (0..n).map(|j| slope(j, w)).collect();
            batch_size * theta(&g)
        };
        let pick = |theta: &dyn Fn(f64) -> f64| {
            let centres: Vec<f64> = grid.centres.iter().map(|w| theta(*w)).collect();
            let v = integral(grid, theta, &centres, foot);
            (centres, v)
        };
        let (theta_current, current) = pick(&of_current);
        let (theta_sgd, sgd) = pick(&of_sgd);
        Self { theta_current, theta_sgd, current, sgd }
    }
}

fn theta_of_moments(g: f64, s2: f64) -> f64 {
    if g == 0.0 { 0.0 } else { 2.0 * g / s2 }
}

/// The root θ ≠ 0 of mean_j e^{−θ g_j} = 1, 0 where G = 0.
///
/// K(θ) = ln mean e^{−θg} is convex with K(0) = 0 and K′(0) = −G, so the root has
/// the sign of G, and exists where the g_j have both signs.
pub fn theta(g: &[f64]) -> f64 {
    let n = g.len() as f64;
    let mean = g.iter().sum::<f64>() / n;
    let sign = mean.signum();
    if mean == 0.0 {
        return 0.0;
    }
    // Mirrored so that the root is positive.
    let steepest = g.iter().fold(0.0_f64, |m, x| m.max(-x * sign));
    if steepest <= 0.0 {
        return sign * f64::INFINITY;
    }
    let k = |theta: f64| {
        let top = theta * steepest;
        let (mut sum, mut slope) = (0.0, 0.0);
        for x in g {
            let e = (-theta * x * sign - top).exp();
            sum += e;
            slope -= x * sign * e;
        }
        (top + (sum / n).ln(), slope / sum)
    };
    // A bound from above: one datapoint alone makes the mean exceed 1 there. From
    // it Newton's method on a convex function falls to the root without overshoot.
    let mut theta = n.ln() / steepest;
    for _ in 0..200 {
        let (value, slope) = k(theta);
        let step = value / slope;
        // Rounding: the root is found, or its sign can no longer be told.
        if !(step > 1e-15 * theta) {
            break;
        }
        theta -= step;
    }
    sign * theta
}

/// Over a piece θ is followed by its values at both ends and in the middle where it bends by less than
/// this part of the largest of them.
const BEND: f64 = 0.02;
/// What a piece of a cell adds is not followed any further below this part of what the cell does.
const SLIGHT: f64 = 1e-3;
/// How often a cell is halved. Where θ has a peak that the pieces follow, or jumps, ever shorter pieces
/// add ever less, long before that. Where all gradients but one vanish together θ is as 1/|W − W₀|, or
/// grows faster still, and every halving adds as much as the last: the integral has no bound.
const HALVINGS: u32 = 30;
/// θ that a sum over the cells could not hold counts as infinite.
const INFINITE: f64 = 1e200;

/// ∫ θ dW over a piece from a to b, of which θ is known at both ends and in the middle, by Simpson's
/// rule on ever shorter pieces; infinite where it has no bound.
fn piece(
    theta: &dyn Fn(f64) -> f64,
    [a, b]: [f64; 2],
    [l, c, r]: [f64; 3],
    slight: f64,
    halvings: u32,
) -> f64 {
    let largest = l.abs().max(c.abs()).max(r.abs());
    if is_followed([l, c, r]) || (b - a) * largest < slight {
        return (b - a) / 6.0 * (l + 4.0 * c + r);
    }
    if halvings == 0 || !(largest < INFINITE) {
        return f64::INFINITY;
    }
    let m = 0.5 * (a + b);
    let half = |[a, b]: [f64; 2], l: f64, r: f64| {
        piece(theta, [a, b], [l, theta(0.5 * (a + b)), r], slight, halvings - 1)
    };
    half([a, m], l, c) + half([m, b], c, r)
}

/// Whether what has these values at both ends and in the middle of a piece is followed by them.
pub fn is_followed([l, c, r]: [f64; 3]) -> bool {
    (l - 2.0 * c + r).abs() <= BEND * l.abs().max(c.abs()).max(r.abs())
}

/// ∫ θ dW at the centres, θ being known there, each stretch of finite values by itself: from the foot to
/// both sides, so that what is near it is a sum of little.
fn integral(
    grid: &Grid,
    theta: &dyn Fn(f64) -> f64,
    centres: &[f64],
    foot: Option<usize>,
) -> Vec<f64> {
    let n = grid.cells();
    let mut out = vec![f64::INFINITY; n];
    let edges: Vec<f64> = grid.edges.iter().map(|w| theta(*w)).collect();
    // Across each cell, to its centre and to its right edge.
    let across = |k: usize| {
        let (l, c, r, h) = (edges[k], centres[k], edges[k + 1], grid.widths[k]);
        let largest = l.abs().max(c.abs()).max(r.abs());
        if !(largest < INFINITE) || is_followed([l, c, r]) {
            return [h / 24.0 * (5.0 * l + 8.0 * c - r), h / 6.0 * (l + 4.0 * c + r)];
        }
        let half = |[a, b]: [f64; 2], l: f64, r: f64| {
            let middle = theta(0.5 * (a + b));
            piece(theta, [a, b], [l, middle, r], SLIGHT * h * largest, HALVINGS)
        };
        let (w, to_centre) = (grid.centres[k], half([grid.edges[k], grid.centres[k]], l, c));
        [to_centre, to_centre + half([w, grid.edges[k + 1]], c, r)]
    };
    let across: Vec<[f64; 2]> = (0..n).map(across).collect();
    let finite = |k: usize| {
        let [half, whole] = across[k];
        half.abs() < INFINITE && whole.abs() < INFINITE
    };
    let mut start = 0;
    while start < n {
        let mut end = start;
        while end < n && finite(end) {
            end += 1;
        }
        let base = foot.filter(|k| (start..end).contains(k)).unwrap_or(start);
        let mut at_edge = 0.0;
        for k in (base..end).chain((start..base).rev()) {
            let [half, whole] = across[k];
            if k + 1 == base {
                at_edge = 0.0;
            }
            if k < base {
                at_edge -= whole;
            }
            out[k] = at_edge + half;
            if k >= base {
                at_edge += whole;
            }
        }
        let stretch = &mut out[start..end];
        let zero = match foot {
            Some(k) if (start..end).contains(&k) => stretch[k - start],
            _ => stretch.iter().fold(f64::INFINITY, |m, v| v.min(m)),
        };
        for v in stretch {
            *v -= zero;
        }
        start = end + 1;
    }
    out
}
