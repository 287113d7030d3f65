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
use crate::line::grid::Grid;
use crate::line::remap::larger;
use crate::numeral::Numeral;
use std::ops::Range;

/// So much may the solve of the outermost pole grow along a window ([`growth`]): its residue is
/// 2·10⁻⁵, and most of what it adds on a way of less than τ the other poles take off. Under
/// even drift X and noise V it grows from X²/V = 17.14 on, where the spectrum of an endless
/// chain, the parabola Re z = −(Im z)²·V/2X², reaches the pole.
const MOST_GROWTH: f64 = 12.0;
/// Sub-steps are tried so much more at a time.
const MORE: f64 = 1.25;
/// More sub-steps in one SGD step are not worth waiting for. The pit at T = 1, on the finest
/// grid, needs 75.
const MOST_SUBSTEPS: f64 = 10_000.0;
/// No cell is left emptier: masses that fade through the denormal numbers would
/// slow every sweep a hundredfold.
const FLOOR: f64 = 1e-250;

/// Beyond this Péclet number the faces are sharpened no further.
const MOST_SHARP: f64 = 2.0;
/// Dτ/h² from which on faces are sharpened in full. With less noise, mass may stand in a
/// peak of few cells, beside which the sharp exponential falls below zero.
const ENOUGH_NOISE: f64 = 0.5;

/// The evolution of the current on a grid, factored for one SGD step.
#[derive(Clone, Debug)]
pub struct Evolution {
    substeps: usize,
    /// Exponentials of the faces, each on its window of cells.
    windows: Vec<(Range<usize>, Cram)>,
    transport: Option<Transport>,
    moved: Vec<f64>,
}

impl Evolution {
    /// Prepares one SGD step. What it takes under another T not far off, if that is known, is
    /// a guess for this one.
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
        let a = generator(rates, grid);
        let drift = Drift { field, grid, c };
        let trusted = |substeps: f64| {
            let tau = 1.0 / substeps;
            let stretches = stretches(&drift, rates, tau);
            let followed = Followed::new(&stretches, &drift, rates, tau);
            let windows = windows(&a, &followed, tau);
            let e = sharpening(rates, &a, tau);
            let left: Vec<f64> = (0..grid.cells()).map(|k| 1.0 - followed.part_of(k)).collect();
            let grows = |w: &Range<usize>| {
                growth(&a.window(w.clone()), tau, &e[w.clone()], &left[w.clone()]) > MOST_GROWTH
            };
            (!windows.iter().any(grows)).then_some((followed, windows, e))
        };
        let more = |substeps: f64| (MORE * substeps).ceil();
        let mut substeps = other.map_or(1.0, |other| other.substeps as f64);
        let mut found = trusted(substeps);
        // From a guess that is trusted down to the fewest that are.
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
        let factored =
            |w: Range<usize>| (w.clone(), Cram::compact(&a.window(w.clone()), tau, &e[w]));
        let follows = (0..grid.cells()).any(|k| followed.follows(k));
        Ok(Self {
            substeps: substeps as usize,
            windows: windows.into_iter().map(factored).collect(),
            transport: follows.then(|| Transport::new(followed, grid)),
            moved: vec![0.0; grid.cells()],
        })
    }

    /// Sub-steps per SGD step.
    pub fn substeps(&self) -> usize {
        self.substeps
    }

    /// The part of what is at each of the N + 1 edges that has come there along the drift.
    pub fn arrivals(&self, grid: &Grid) -> Vec<f64> {
        let none = || vec![0.0; grid.edges.len()];
        self.transport.as_ref().map_or_else(none, |transport| transport.arrivals(grid))
    }

    /// Advances cell masses by one SGD step. Mass is conserved and ≥ 0: what the
    /// exponential leaves below zero (10⁻⁹ at most, more only beside peaks of few
    /// cells) is lifted, and the rest scaled to the mass there was.
    pub fn step(&mut self, masses: &mut [f64]) {
        let before: f64 = masses.iter().sum();
        for _ in 0..self.substeps {
            self.substep(masses);
        }
        let mut after = 0.0;
        for m in masses.iter_mut() {
            *m = larger(*m, FLOOR);
            after += *m;
        }
        if after > 0.0 {
            let scale = before / after;
            for m in masses.iter_mut() {
                *m *= scale;
            }
        }
    }

    fn substep(&mut self, masses: &mut [f64]) {
        if let Some(transport) = &mut self.transport {
            transport.take(masses, FLOOR, &mut self.moved);
        }
        for (window, cram) in &mut self.windows {
            cram.apply(&mut masses[window.clone()]);
        }
        if self.transport.is_some() {
            for (m, moved) in masses.iter_mut().zip(&self.moved) {
                *m += moved;
            }
        }
    }
}

/// The generator on cell masses, 1/step: columns sum to zero.
pub fn generator(rates: &Rates, grid: &Grid) -> Tridiagonal {
    let (n, h) = (grid.cells(), &grid.widths);
    Tridiagonal {
        lower: (0..n).map(|i| if i == 0 { 0.0 } else { rates.up[i] / h[i - 1] }).collect(),
        diagonal: (0..n).map(|i| -(rates.up[i + 1] + rates.down[i]) / h[i]).collect(),
        upper: (0..n)
            .map(|i| if i + 1 == n { 0.0 } else { rates.down[i + 1] / h[i + 1] })
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
pub fn sharpening(rates: &Rates, a: &Tridiagonal, tau: f64) -> Vec<f64> {
    let peclet = |f: usize| rates.log_ratio[f].abs();
    (0..a.diagonal.len())
        .map(|k| {
            let x = 0.5 * peclet(k).max(peclet(k + 1)).min(MOST_SHARP);
            let fitted = if x > 1e-6 { x / x.tanh() } else { 1.0 };
            // What the fit adds to D, over its leading term.
            let whole = if x > 1e-2 { 3.0 * (fitted - 1.0) / (x * x) } else { 1.0 };
            let rate = -a.diagonal[k];
            let noise = (0.5 * rate * tau / (fitted * ENOUGH_NOISE)).min(1.0);
            let part = noise * noise * (3.0 - 2.0 * noise);
            if rate > 0.0 { part * whole * fitted / (6.0 * rate) } else { 0.0 }
        })
        .collect()
}
