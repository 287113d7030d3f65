//! End states of the plane's current: where ∇·ρ = 0. ρ itself need not vanish; it goes
//! round where the drift is not what one energy alone would give.

use crate::error::{Error, Result};
use crate::landscape::plane::{Landscape, factor};
use crate::line::resolution::Resolution;
use crate::line::rounding::{excess, last_digit};
use crate::plane::current::field::Field;
use crate::plane::current::smooth::State;
use crate::plane::current::{Current, band, smooth};
use crate::plane::grid::Grid;
use crate::plane::peaks::{self, Minimum};
use crate::plane::scenario::Scenario;

/// The end state of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Stationary {
    /// Cell masses, of sum 1.
    pub masses: Vec<f64>,
    /// ρ at the cell centres, W₁ and W₂ components, 1/(W·step).
    pub flux: [Vec<f64>; 2],
    /// Φ = −ln P_end + const, its lowest value 0.
    pub energy: Vec<f64>,
    /// Single numbers of the end state, extrapolated from two grids where these agree with the second
    /// order of the scheme.
    pub totals: Totals,
    /// Whether the grid is fine enough for circulation and entropy production, to three digits; `cells`
    /// of the answer belongs to the axis that has more of them.
    pub resolution: Resolution,
    /// The peaks of P_end, the highest first.
    pub minima: Vec<Minimum>,
}

/// Single numbers of an end state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Totals {
    /// Means of W₁ and W₂.
    pub mean: [f64; 2],
    /// Variance of W₁, covariance, variance of W₂.
    pub covariance: [f64; 3],
    /// ∫∫(W₁ρ₂ − W₂ρ₁) about the mean, W²/step.
    pub circulation: f64,
    /// ∫∫ρᵀD⁻¹ρ/P, 1/step. Where D is of rank one its pseudo-inverse counts, so this is
    /// what is produced along the noise.
    pub entropy_production: f64,
}

/// Less circulation than this per step, as a part of the spread, or less entropy production, is none.
const NO_ROUND: f64 = 1e-6;
/// Grids are nested down to this many cells along the shorter side.
const COARSEST: usize = 24;
/// Cells with less than this part of the highest cell's mass are left out of totals that divide by the
/// mass.
const SEEN: f64 = 1e-12;
/// The mass that one more cycle may move.
const TOLERANCE: f64 = 1e-11;

impl Stationary {
    /// The end state on a grid. It is solved on grids of half the cells first, each the
    /// start of the next: as the chain of the current or, where noise goes along one line,
    /// by differences.
    ///
    /// # Errors
    /// As [`Current::new`]; on `landscape` where noise along one line leaves no density.
    pub fn new(scenario: &Scenario, landscape: &Landscape, grid: &Grid) -> Result<Self> {
        let field = Field::new(scenario, landscape, grid)?;
        if field.is_rank_one() {
            let mut fields = vec![(grid.clone(), field)];
            while !band::is_cheap(&fields[0].0) {
                let half = smooth::halved(&fields[0].0);
                fields.insert(0, (half.clone(), Field::new(scenario, landscape, &half)?));
            }
            let states = smooth::end_states(&fields).ok_or_else(has_no_density)?;
            let of = |((grid, field), state): (&(Grid, Field), &State)| {
                Totals::new(grid, field, &state.masses, &state.flux)
            };
            let totals: Vec<Totals> = fields.iter().zip(&states).map(of).collect();
            return Ok(Self::of(grid, states, &totals));
        }
        let mut grids = vec![grid.clone()];
        while let Some(half) = halved(&grids[grids.len() - 1]) {
            grids.push(half);
        }
        let mut solved: Option<(Grid, Vec<f64>)> = None;
        let mut totals: Vec<Totals> = Vec::new();
        let mut states = Vec::new();
        while let Some(grid) = grids.pop() {
            let current = Current::new(scenario, landscape, &grid)?;
            let mut masses = match &solved {
                Some((coarse, masses)) => refined(coarse, masses, &grid),
                None => vec![1.0; grid.len()],
            };
            current.rest(&mut masses, TOLERANCE);
            let flux = current.flux_at_rest(&masses);
            totals.push(Totals::new(&grid, current.field(), &masses, &flux));
            states = vec![State { masses: masses.clone(), flux, noise: 0.0 }];
            solved = Some((grid, masses));
        }
        Ok(Self::of(grid, states, &totals))
    }

    /// From the states on nested grids, the last one on `grid`, and what they tell.
    fn of(grid: &Grid, mut states: Vec<State>, totals: &[Totals]) -> Self {
        let State { masses, flux, noise } = states.pop().expect("there is a grid");
        let told: Vec<f64> = masses.iter().map(|m| if *m < noise { 0.0 } else { *m }).collect();
        let minima = peaks::minima(grid, &told);
        Self {
            energy: energy(&told),
            masses,
            flux,
            totals: extrapolated(totals),
            resolution: carried(totals, grid),
            minima,
        }
    }
}

fn has_no_density() -> Error {
    Error::Conflict {
        field: "landscape".into(),
        reason: "noise goes along one line here, and what it leaves in the end is narrower than the cells or lies on a curve, where there is no density to show; let it run in time instead, take more cells on a smaller domain, or add a datapoint, for noise of two directions".into(),
    }
}

/// A grid of half the cells, if that is one of enough cells of twice the width.
fn halved(grid: &Grid) -> Option<Grid> {
    let whole = grid.cells.iter().all(|n| n % 2 == 0 && n / 2 >= COARSEST);
    whole.then(|| Grid { domain: grid.domain, cells: grid.cells.map(|n| n / 2) })
}

/// Masses on a grid of twice the cells: ln P is linear between the centres.
fn refined(coarse: &Grid, masses: &[f64], fine: &Grid) -> Vec<f64> {
    let logs: Vec<f64> = masses.iter().map(|m| m.max(f64::MIN_POSITIVE).ln()).collect();
    // The two cells around the centre of fine cell k and the part of the second.
    let around = |k: usize, axis: usize| {
        let last = coarse.cells[axis] - 1;
        if k.is_multiple_of(2) {
            ((k / 2).saturating_sub(1), k / 2, 0.75)
        } else {
            (k / 2, (k / 2 + 1).min(last), 0.25)
        }
    };
    let mut refined = Vec::with_capacity(fine.len());
    for i in 0..fine.cells[0] {
        let (a, b, part) = around(i, 0);
        for j in 0..fine.cells[1] {
            let (c, d, along) = around(j, 1);
            let row = |i: usize| {
                let (c, d) = (logs[coarse.index(i, c)], logs[coarse.index(i, d)]);
                c + along * (d - c)
            };
            refined.push((row(a) + part * (row(b) - row(a))).exp());
        }
    }
    refined
}

fn energy(masses: &[f64]) -> Vec<f64> {
    let most = masses.iter().fold(0.0_f64, |a, b| a.max(*b)).ln();
    masses.iter().map(|m| if *m > 0.0 { most - m.ln() } else { f64::INFINITY }).collect()
}

impl Totals {
    /// The numbers of cell masses with their flux.
    pub fn new(grid: &Grid, field: &Field, masses: &[f64], flux: &[Vec<f64>; 2]) -> Self {
        let total: f64 = masses.iter().sum();
        let mut mean = [0.0; 2];
        for (w, m) in grid.all().zip(masses) {
            mean = [mean[0] + m * w[0] / total, mean[1] + m * w[1] / total];
        }
        let (mut covariance, mut circulation, mut entropy_production) = ([0.0; 3], 0.0, 0.0);
        let area = grid.area();
        let most = masses.iter().fold(0.0_f64, |a, b| a.max(*b)) / total;
        for (c, w) in grid.all().enumerate() {
            let (x, y) = (w[0] - mean[0], w[1] - mean[1]);
            let (m, rho) = (masses[c] / total, [flux[0][c], flux[1][c]]);
            covariance =
                [covariance[0] + m * x * x, covariance[1] + m * x * y, covariance[2] + m * y * y];
            circulation += area * (x * rho[1] - y * rho[0]);
            if m > SEEN * most {
                entropy_production += area * area / m * production(field.diffusion[c], rho);
            }
        }
        Self { mean, covariance, circulation, entropy_production }
    }

    fn list(self) -> [f64; 7] {
        let ([a, b], [c, d, e]) = (self.mean, self.covariance);
        [a, b, c, d, e, self.circulation, self.entropy_production]
    }
}

/// ρᵀD⁻¹ρ, with the pseudo-inverse of D.
fn production(d: [f64; 3], rho: [f64; 2]) -> f64 {
    let ([larger, smaller], [x, y]) = factor::eigen(d);
    let (along, across) = (x * rho[0] + y * rho[1], x * rho[1] - y * rho[0]);
    let part = |r: f64, l: f64| if l > 1e-9 * larger { r * r / l } else { 0.0 };
    part(along, larger) + part(across, smaller)
}

/// Whether circulation and entropy production are left as they are by more cells: by what this
/// grid, extrapolated, changes of those before it. A single grid tells nothing.
fn carried(totals: &[Totals], grid: &Grid) -> Resolution {
    let cells = grid.cells[0].max(grid.cells[1]);
    let [.., _, _] = totals else { return Resolution::poor(2 * cells) };
    let (here, half) = (extrapolated(totals), extrapolated(&totals[..totals.len() - 1]));
    let spread = here.covariance[0] + here.covariance[2];
    let off = |of: fn(&Totals) -> f64, none: f64| {
        let (here, half) = (of(&here), of(&half));
        // Of second order at least.
        excess(here, 0.5 * (here - half).abs(), last_digit(here.abs().max(none), 3))
    };
    let round = off(|t| t.circulation, NO_ROUND * spread);
    let made = off(|t| t.entropy_production, NO_ROUND);
    Resolution::of_excess(cells, round.max(made))
}

/// (4f_h − f_{2h})/3 (Richardson 1911) for each number whose last two changes are as a
/// scheme of second order makes them, a quarter and one, and small; else f_h.
fn extrapolated(totals: &[Totals]) -> Totals {
    let lists: Vec<[f64; 7]> = totals.iter().map(|t| t.list()).collect();
    let mut best = lists[lists.len() - 1];
    if let [.., a, b, c] = lists[..] {
        for k in 0..7 {
            let (before, last) = (b[k] - a[k], c[k] - b[k]);
            let is_small = last.abs() < 0.1 * c[k].abs();
            if is_small && before * last > 0.0 && (2.5..6.5).contains(&(before / last)) {
                best[k] = c[k] + last / 3.0;
            }
        }
    }
    let [a, b, c, d, e, circulation, entropy_production] = best;
    Totals { mean: [a, b], covariance: [c, d, e], circulation, entropy_production }
}
