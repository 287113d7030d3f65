//! End states of the plane's current: where ∇·ρ = 0. ρ itself need not vanish; it goes
//! round where the drift is not what one energy alone would give.

use crate::error::{Error, Result};
use crate::landscape::plane::{Landscape, factor};
use crate::plane::current::field::{Field, RANK_ONE};
use crate::plane::current::smooth::State;
use crate::plane::current::{Current, band, smooth};
use crate::plane::grid::Grid;
use crate::plane::peaks::{self, Minimum};
use crate::plane::scenario::Scenario;
use crate::plane::told::{Resolutions, Told, told};

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
    /// Whether the cells carry these and the minima; `cells` is told of the axis that has the more.
    pub resolutions: Resolutions,
    /// The peaks of P_end, the highest first, with numbers extrapolated likewise.
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

/// Grids are nested down to this many cells along the shorter side, but two there are always:
/// one alone could not tell what more cells would change.
const COARSEST: usize = 12;
/// Cells with a smaller part of the highest one's mass add nothing to totals that divide by
/// it.
const SEEN: f64 = 1e-12;
/// The mass that one more cycle may move.
const TOLERANCE: f64 = 1e-11;
/// Where the last cycle still moved more than this part of the mass, the state is none to tell of.
const SETTLED: f64 = 1e-6;

impl Stationary {
    /// The end state on a grid. It is solved on grids of half the cells first, each the
    /// start of the next: as the chain of the current or, where noise goes along one line,
    /// by differences.
    ///
    /// # Errors
    /// As [`Current::new`]; on `landscape` where noise along one line leaves no density.
    pub fn new(scenario: &Scenario, landscape: &Landscape, grid: &Grid) -> Result<Self> {
        let field = Field::new(scenario, landscape, grid)?;
        if field.is_rank_one(grid) {
            let mut fields = vec![(grid.clone(), field)];
            while fields.len() < 2 || !band::is_cheap(&fields[0].0) {
                let half = fields[0].0.halved();
                fields.insert(0, (half.clone(), Field::new(scenario, landscape, &half)?));
            }
            let states = smooth::end_states(&fields).ok_or_else(|| {
                let (_, field) = &fields[fields.len() - 1];
                has_no_density(field.diffusion.iter().all(|d| *d == [0.0; 3]))
            })?;
            let of = |((grid, field), state): (&(Grid, Field), &State)| state.tells(grid, field);
            let nested: Vec<Told> = fields.iter().zip(&states).map(of).collect();
            return Ok(Self::of(states, &nested));
        }
        let mut grids = vec![grid.clone()];
        loop {
            let half = grids[0].halved();
            if grids.len() > 1 && half.cells.iter().any(|n| *n < COARSEST) {
                break;
            }
            grids.insert(0, half);
        }
        let (mut nested, mut states) = (Vec::new(), Vec::<State>::new());
        for (k, grid) in grids.iter().enumerate() {
            let current = Current::new(scenario, landscape, grid)?;
            let mut masses = match states.last() {
                Some(coarse) => refined(&grids[k - 1], &coarse.masses, grid),
                None => vec![1.0; grid.len()],
            };
            let moved = current.rest(&mut masses, TOLERANCE);
            let flux = current.flux_at_rest(&masses);
            let state = State { masses, flux, noise: 0.0 };
            let thickened = current
                .chain()
                .map_or(0.0, |chain| chain.thickening(current.field(), &state.masses));
            nested.push(Told {
                thickened,
                settled: moved < SETTLED,
                ..state.tells(grid, current.field())
            });
            states.push(state);
        }
        Ok(Self::of(states, &nested))
    }

    /// From the states on nested grids, and what they tell.
    fn of(mut states: Vec<State>, nested: &[Told]) -> Self {
        let state = states.remove(states.len() - 1);
        let (Told { totals, minima, .. }, resolutions) = told(nested);
        Self {
            energy: energy(&state.seen()),
            masses: state.masses,
            flux: state.flux,
            totals,
            resolutions,
            minima,
        }
    }
}

impl State {
    /// Masses that are told from what the solver leaves, the others 0.
    fn seen(&self) -> Vec<f64> {
        self.masses.iter().map(|m| if *m < self.noise { 0.0 } else { *m }).collect()
    }

    fn tells(&self, grid: &Grid, field: &Field) -> Told {
        Told {
            grid: grid.clone(),
            totals: Totals::new(grid, field, &self.masses, &self.flux),
            minima: peaks::minima(grid, &self.seen()),
            thickened: 0.0,
            settled: true,
        }
    }
}

fn has_no_density(is_still: bool) -> Error {
    let reason = if is_still {
        "there is no noise here, and in the end all stands in points or on curves, where there is no density to show; let it run in time instead, or add a datapoint"
    } else {
        "noise goes along one line here, and what it leaves in the end is narrower than the cells or lies on a curve, where there is no density to show; let it run in time instead, take more cells on a smaller domain, or add a datapoint, for noise of two directions"
    };
    Error::Conflict { field: "landscape".into(), reason: reason.into() }
}

/// Masses on a grid of more cells: ln P is linear between the centres.
fn refined(coarse: &Grid, masses: &[f64], fine: &Grid) -> Vec<f64> {
    let logs: Vec<f64> = masses.iter().map(|m| m.max(f64::MIN_POSITIVE).ln()).collect();
    // The two cells around the centre of fine cell k and the part of the second.
    let around = |k: usize, axis: usize| {
        let (n, last) = (coarse.cells[axis], (coarse.cells[axis] - 1) as f64);
        let place = (k as f64 + 0.5) * n as f64 / fine.cells[axis] as f64 - 0.5;
        let place = place.clamp(0.0, last);
        (place as usize, place.ceil() as usize, place.fract())
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
                entropy_production += area * area / m * production(grid, field.diffusion[c], rho);
            }
        }
        Self { mean, covariance, circulation, entropy_production }
    }

    /// All of them in the order that they stand in.
    pub fn list(self) -> [f64; 7] {
        let ([a, b], [c, d, e]) = (self.mean, self.covariance);
        [a, b, c, d, e, self.circulation, self.entropy_production]
    }
}

/// ρᵀD⁻¹ρ, with the pseudo-inverse of D where noise goes along one line in the cells.
fn production(grid: &Grid, d: [f64; 3], rho: [f64; 2]) -> f64 {
    let ([most, least], _) = factor::eigen(grid.in_cells(d));
    if least > RANK_ONE * most {
        let turned = d[2] * rho[0] * rho[0] - 2.0 * d[1] * rho[0] * rho[1] + d[0] * rho[1] * rho[1];
        return turned / (d[0] * d[2] - d[1] * d[1]);
    }
    let ([larger, _], [x, y]) = factor::eigen(d);
    let along = x * rho[0] + y * rho[1];
    if larger > 0.0 { along * along / larger } else { 0.0 }
}

impl From<[f64; 7]> for Totals {
    fn from([a, b, c, d, e, circulation, entropy_production]: [f64; 7]) -> Self {
        Self { mean: [a, b], covariance: [c, d, e], circulation, entropy_production }
    }
}
