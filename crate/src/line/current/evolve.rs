//! The current in time: cell masses advanced by whole SGD steps.
//!
//! One sub-step splits the mass in two. What starts in a long stretch where drift outruns
//! noise follows its characteristic ([`super::transport`]); the rest, with as many cells
//! around it as it can reach, goes through the exact exponential of the faces
//! ([`super::cram`]). The two parts add up, so no splitting error arises. Second order in the
//! cell width where noise rules, with the error that grows as Pe² taken off, higher where
//! drift does. There are as many sub-steps as it takes for the rational exponential to be
//! trusted ([`super::windows`]); finer cells ask for no more of them.

use crate::error::{Error, Result};
use crate::line::current::cram::{Cram, Tridiagonal};
use crate::line::current::field::Field;
use crate::line::current::paths::Drift;
use crate::line::current::rates::{Coefficients, Rates};
use crate::line::current::stretch::{Followed, stretches};
use crate::line::current::transport::Transport;
use crate::line::current::windows::{growth, windows};
use crate::line::edge_density::larger;
use crate::line::grid::Grid;
use crate::numeral::Numeral;
use crate::track::FLOOR;
use crate::walls::{Side, Walls};
use std::ops::Range;

/// Largest growth of the outermost pole's solution along a window ([`growth`]) under which the
/// exponential can still be used: the residue of that pole is 2·10⁻⁵, and the other poles cancel
/// most of what it adds over a way of less than τ. Under even drift X and noise V the solution
/// grows once X²/V exceeds 17.14: there the spectrum of an endless chain, the parabola
/// Re z = −(Im z)²·V/2X², reaches the pole.
const MOST_GROWTH: f64 = 12.0;
/// Factor by which the number of sub-steps is raised until the exponential can be used.
const MORE: f64 = 1.25;
/// More sub-steps in one SGD step are not worth waiting for. The pit at T = 1, on the finest
/// grid, needs 75.
const MOST_SUBSTEPS: f64 = 10_000.0;

/// Beyond this Péclet number the faces are sharpened no further.
const MOST_SHARP: f64 = 2.0;
/// Dτ/h² from which on faces are sharpened in full. With less noise, mass may stand in a
/// peak of few cells, beside which the sharp exponential falls below zero.
const ENOUGH_NOISE: f64 = 0.5;

/// The evolution of the current on a grid, factored for one SGD step.
#[derive(Clone, Debug)]
pub struct Evolution {
    substeps: usize,
    /// Exponentials of the faces, each on its window of states: the cells, and before and behind
    /// them what an absorbing wall has taken.
    windows: Vec<(Range<usize>, Cram)>,
    transport: Option<Transport>,
    moved: Vec<f64>,
    /// Masses of the states.
    states: Vec<f64>,
    /// The states that are cells.
    cells: Range<usize>,
}

impl Evolution {
    /// Prepares one SGD step. `other`, prepared for a nearby T, supplies the first guess of the
    /// number of sub-steps.
    ///
    /// # Errors
    /// [`Error::Conflict`] on `learningRate` if it would take more than ten
    /// thousand sub-steps.
    pub fn new(
        field: &Field,
        rates: &Rates,
        grid: &Grid,
        c: Coefficients,
        other: Option<&Self>,
    ) -> Result<Self> {
        let on_cells = generator(rates, grid);
        let out = [
            rates.down[0] / grid.widths[0],
            rates.up[grid.cells()] / grid.widths[grid.cells() - 1],
        ];
        let taken = Side::BOTH.map(|side| grid.walls.absorbs(side).then(|| out[side as usize]));
        let a = on_cells.clone().absorbed(taken);
        let first = usize::from(taken[0].is_some());
        let cells = first..first + grid.cells();
        // The states beyond absorbing walls only take mass: none begins there, and there is nothing
        // to sharpen.
        let on_states = |of_cells: Vec<f64>| {
            let mut states = vec![0.0; a.diagonal.len()];
            states[cells.clone()].copy_from_slice(&of_cells);
            states
        };
        let drift = Drift { field, grid, c };
        let trusted = |substeps: f64| {
            let tau = 1.0 / substeps;
            let stretches = stretches(&drift, rates, tau);
            let followed = Followed::new(&stretches, &drift, rates, tau);
            let left = on_states((0..grid.cells()).map(|k| 1.0 - followed.part_of(k)).collect());
            let begins: Vec<bool> = left.iter().map(|part| *part > 0.0).collect();
            let windows = windows(&a, &begins, tau);
            let e = on_states(sharpening(rates, grid, &on_cells, tau));
            let grows = |w: &Range<usize>| {
                let [e, left] = [&e, &left].map(|v| on_window(v, w));
                growth(&a.window(w.clone()), tau, &e, &left) > MOST_GROWTH
            };
            (!windows.iter().any(grows)).then_some((followed, windows, e))
        };
        let more = |substeps: f64| (MORE * substeps).ceil();
        let mut substeps = other.map_or(1.0, |other| other.substeps as f64);
        let mut found = trusted(substeps);
        // A guess that can be used may be more sub-steps than it takes: try fewer.
        while found.is_some() && substeps > 1.0 {
            let mut fewer = 1.0;
            while more(fewer) < substeps {
                fewer = more(fewer);
            }
            let Some(better) = trusted(fewer) else { break };
            (found, substeps) = (Some(better), fewer);
        }
        let (followed, windows, e) = loop {
            if let Some(found) = found {
                break found;
            }
            substeps = more(substeps);
            if substeps > MOST_SUBSTEPS {
                return Err(Error::Conflict {
                    field: "learningRate".into(),
                    reason: format!(
                        "at T = {} the current crosses too many cells in one step to be followed; lower the learning rate or use fewer cells",
                        Numeral(c.learning_rate)
                    ),
                });
            }
            found = trusted(substeps);
        };
        let tau = 1.0 / substeps;
        let factored = |w: Range<usize>| {
            (w.clone(), Cram::compact(&a.window(w.clone()), tau, &on_window(&e, &w)))
        };
        let follows = (0..grid.cells()).any(|k| followed.follows(k));
        Ok(Self {
            substeps: substeps as usize,
            windows: windows.into_iter().map(factored).collect(),
            transport: follows.then(|| Transport::new(followed, grid)),
            moved: vec![0.0; grid.cells() + 2],
            states: vec![0.0; a.diagonal.len()],
            cells,
        })
    }

    /// Sub-steps per SGD step.
    pub fn substeps(&self) -> usize {
        self.substeps
    }

    /// For each of the N + 1 edges, the part (0…1) of the density there that has come by transport
    /// along the drift and not through the faces.
    pub fn arrivals(&self, grid: &Grid) -> Vec<f64> {
        let none = || vec![0.0; grid.edges.len()];
        self.transport.as_ref().map_or_else(none, |transport| transport.arrivals(grid))
    }

    /// Advances cell masses by one SGD step, and tells what the walls, left and right, have
    /// absorbed. Mass is conserved and ≥ 0: what the exponential leaves below zero (10⁻⁹ at most,
    /// more only beside peaks of few cells) is lifted, and the rest scaled to the mass there was.
    pub fn step(&mut self, masses: &mut [f64]) -> [f64; 2] {
        let before: f64 = masses.iter().sum();
        self.states.fill(0.0);
        self.states[self.cells.clone()].copy_from_slice(masses);
        for _ in 0..self.substeps {
            self.substep();
        }
        let mut after = 0.0;
        for (i, m) in self.states.iter_mut().enumerate() {
            *m = larger(*m, if self.cells.contains(&i) { FLOOR } else { 0.0 });
            after += *m;
        }
        let scale = if after > 0.0 { before / after } else { 1.0 };
        for (m, state) in masses.iter_mut().zip(&self.states[self.cells.clone()]) {
            *m = scale * state;
        }
        let (left, right) = (&self.states[..self.cells.start], &self.states[self.cells.end..]);
        [left, right].map(|side| scale * side.iter().sum::<f64>())
    }

    fn substep(&mut self) {
        let Self { windows, transport, moved, states, cells, .. } = self;
        if let Some(transport) = transport {
            transport.take(&mut states[cells.clone()], FLOOR, moved);
        }
        let n = states.len();
        for (window, cram) in windows {
            if window.end <= n {
                cram.apply(&mut states[window.clone()]);
                continue;
            }
            // It goes round the end of a ring.
            let mut part = on_window(states, window);
            cram.apply(&mut part);
            for (i, m) in window.clone().zip(part) {
                states[i % n] = m;
            }
        }
        if transport.is_some() {
            for (m, moved) in states[cells.clone()].iter_mut().zip(&*moved) {
                *m += moved;
            }
        }
    }
}

/// The states of a window, which may reach beyond the last one of a ring.
fn on_window(states: &[f64], window: &Range<usize>) -> Vec<f64> {
    window.clone().map(|i| states[i % states.len()]).collect()
}

/// The generator on cell masses, 1/step: columns sum to zero but for what absorbing walls take.
pub fn generator(rates: &Rates, grid: &Grid) -> Tridiagonal {
    let (n, h) = (grid.cells(), &grid.widths);
    let around = |rate: f64| if grid.walls == Walls::Periodic { rate } else { 0.0 };
    Tridiagonal {
        lower: (0..n)
            .map(|i| if i == 0 { around(rates.up[n] / h[n - 1]) } else { rates.up[i] / h[i - 1] })
            .collect(),
        diagonal: (0..n).map(|i| -(rates.up[i + 1] + rates.down[i]) / h[i]).collect(),
        upper: (0..n)
            .map(|i| {
                if i + 1 == n { around(rates.down[0] / h[0]) } else { rates.down[i + 1] / h[i + 1] }
            })
            .collect(),
    }
}

/// The diagonal of E, in steps, that makes (1 + AE)⁻¹A of fourth order in the cell width
/// but for the fit of b and D on a face (a compact scheme, as Numerov's).
///
/// On even cells the fitted faces give A = L + L(h²/12D)L + O(h⁴), L being the exact operator:
/// above all a diffusion that is Pe²/12 too strong for all that is not at rest. E = h²/12D
/// takes it off. What rests under A still rests, and mass is kept, since the columns of A
/// sum to zero. D is read from the rate at which a cell is left, 2D/h² · Pe/2 coth Pe/2.
pub fn sharpening(rates: &Rates, grid: &Grid, a: &Tridiagonal, tau: f64) -> Vec<f64> {
    let n = grid.cells();
    let peclet = |f: usize| rates.log_ratio[f].abs();
    // Out of a cell at an absorbing wall, which is half a cell away, more leaves than D says:
    // what passes the inner face both ways tells it as well.
    let rate = |k: usize| {
        let inner = |f: usize| (rates.up[f] + rates.down[f]) / grid.widths[k];
        match k {
            0 if grid.walls.absorbs(Side::Left) => inner(1),
            k if k + 1 == n && grid.walls.absorbs(Side::Right) => inner(k),
            k => -a.diagonal[k],
        }
    };
    (0..n)
        .map(|k| {
            let x = 0.5 * peclet(k).max(peclet(k + 1)).min(MOST_SHARP);
            let fitted = if x > 1e-6 { x / x.tanh() } else { 1.0 };
            // What the fit adds to D, over its leading term.
            let whole = if x > 1e-2 { 3.0 * (fitted - 1.0) / (x * x) } else { 1.0 };
            let rate = rate(k);
            let noise = (0.5 * rate * tau / (fitted * ENOUGH_NOISE)).min(1.0);
            let part = noise * noise * (3.0 - 2.0 * noise);
            if rate > 0.0 { part * whole * fitted / (6.0 * rate) } else { 0.0 }
        })
        .collect()
}
