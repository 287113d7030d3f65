//! The current in time: cell masses advanced by whole SGD steps.

use crate::current::cram::{Cram, Tridiagonal};
use crate::current::rates::Rates;
use crate::grid::Grid;

/// Courant number of a sub-step where transport is upwind: the L1 error of the
/// rational approximation is then below 4·10⁻⁹.
const COURANT: f64 = 12.0;
/// A face is upwind beyond this Péclet number.
const UPWIND: f64 = 2.0;
/// No cell is left emptier: masses that fade through the denormal numbers would
/// slow every sweep a hundredfold.
const FLOOR: f64 = 1e-250;
/// Upwind faces in a row that make a chain.
const CHAIN: usize = 16;

/// The evolution of the current on a grid, factored for one SGD step.
#[derive(Clone, Debug)]
pub struct Evolution {
    cram: Cram,
    substeps: usize,
}

impl Evolution {
    /// Factors one SGD step of the rates.
    pub fn new(rates: &Rates, grid: &Grid) -> Self {
        let substeps = (courant(rates, grid) / COURANT).ceil().max(1.0);
        let cram = Cram::new(&generator(rates, grid), 1.0 / substeps);
        Self { cram, substeps: substeps as usize }
    }

    /// Rational steps per SGD step.
    pub fn substeps(&self) -> usize {
        self.substeps
    }

    /// Advances cell masses by one SGD step. Mass is conserved and ≥ 0: what the
    /// approximation leaves below zero (10⁻¹⁰ at most) is lifted, and the rest
    /// scaled to the mass there was.
    pub fn step(&mut self, masses: &mut [f64]) {
        let before: f64 = masses.iter().sum();
        for _ in 0..self.substeps {
            self.cram.apply(masses);
        }
        let mut after = 0.0;
        for m in masses.iter_mut() {
            *m = m.max(FLOOR);
            after += *m;
        }
        if after > 0.0 {
            let scale = before / after;
            for m in masses.iter_mut() {
                *m *= scale;
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

/// The largest Courant number of one SGD step over the chains of upwind faces.
///
/// A face alone is only a fast decay, which the approximation takes at any step;
/// it is the long one-way chain whose pseudospectrum leaves the real line.
fn courant(rates: &Rates, grid: &Grid) -> f64 {
    let (mut worst, mut length, mut of_chain) = (0.0, 0, 0.0);
    for f in 1..grid.cells() {
        if rates.log_ratio[f].abs() < UPWIND {
            (length, of_chain) = (0, 0.0);
            continue;
        }
        let here = rates.up[f] / grid.widths[f - 1] + rates.down[f] / grid.widths[f];
        length += 1;
        of_chain = here.max(of_chain);
        if length >= CHAIN {
            worst = of_chain.max(worst);
        }
    }
    worst
}
