//! The current in time: cell masses advanced by whole SGD steps.
//!
//! One sub-step splits the mass in two. What stays for all of it in a long stretch
//! where drift outruns noise follows its characteristic ([`super::transport`]);
//! the rest, with as many cells around it as it can reach, goes through the exact
//! exponential of the faces ([`super::cram`]). The two parts add up, so no splitting error
//! arises. Second order in the cell width where noise rules, with the
//! error that grows as Pe² taken off, higher where drift does; the
//! number of sub-steps follows from how far drift outruns noise on the paths that the
//! exponential still has to follow.

use crate::error::{Error, Result};
use crate::line::current::cram::{Cram, Tridiagonal};
use crate::line::current::field::Field;
use crate::line::current::rates::{Coefficients, Rates};
use crate::line::current::transport::{Transport, runs, stretches};
use crate::line::grid::Grid;
use crate::line::remap::{EdgeDensity, larger};
use crate::numeral::Numeral;
use std::ops::Range;

/// Drift number X ([`drift_number`]) of a sub-step in the windows. Under even drift and
/// noise the spectrum of an endless chain is the parabola Re z = −(Im z)²/2X; what it
/// encloses is spectrum of long chains but for 10⁻¹⁶. At X = 17.14 it reaches the first pole
/// of the rational approximation, −10.84 ± 19.28i, whose solve is garbage from there on. On
/// the parabola of 13 the approximation is off by 2·10⁻⁵ where eᶻ itself is below 10⁻⁵.
const MOST_DRIFT: f64 = 13.0;
/// More sub-steps in one SGD step are not worth waiting for. The pit at its highest
/// learning rate, on the finest grid, needs 630.
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
    edge_density: EdgeDensity,
    widths: Vec<f64>,
    moved: Vec<f64>,
    landed: Vec<f64>,
}

impl Evolution {
    /// Prepares one SGD step.
    ///
    /// # Errors
    /// [`Error::Conflict`] on `learningRate` if it would take more than ten
    /// thousand sub-steps.
    pub fn new(field: &Field, rates: &Rates, grid: &Grid, c: Coefficients) -> Result<Self> {
        let stretches = stretches(rates, grid);
        let a = generator(rates, grid);
        let mut substeps = 1;
        let (transport, windows, e) = loop {
            let tau = 1.0 / substeps as f64;
            let transport =
                (!stretches.is_empty()).then(|| Transport::new(&stretches, field, grid, c, tau));
            let windows = windows(rates, grid, &stretches, transport.as_ref(), tau);
            let e = sharpening(rates, &a, tau);
            let worst = drift_number(rates, grid, &windows, &e, tau);
            let needed = (substeps as f64 * worst / MOST_DRIFT).ceil();
            if !(needed <= MOST_SUBSTEPS) {
                return Err(Error::Conflict {
                    field: "learningRate".into(),
                    reason: format!(
                        "at T = {} the current crosses too many cells in one step to be followed; lower the learning rate or use fewer cells",
                        Numeral(c.learning_rate)
                    ),
                });
            }
            let needed = needed as usize;
            if needed <= substeps {
                break (transport, windows, e);
            }
            substeps = needed;
        };
        let tau = 1.0 / substeps as f64;
        let factored =
            |w: Range<usize>| (w.clone(), Cram::compact(&a.window(w.clone()), tau, &e[w]));
        Ok(Self {
            substeps,
            windows: windows.into_iter().map(factored).collect(),
            transport,
            edge_density: EdgeDensity::new(grid),
            widths: grid.widths.clone(),
            moved: vec![0.0; grid.cells()],
            landed: vec![0.0; grid.cells()],
        })
    }

    /// Sub-steps per SGD step.
    pub fn substeps(&self) -> usize {
        self.substeps
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
            let mut edge_density = vec![0.0; masses.len() + 1];
            let mut following = vec![0.0; masses.len()];
            for cells in &transport.cells {
                self.edge_density.fill(cells.clone(), masses, &mut edge_density);
            }
            for cells in &transport.cells {
                for k in cells.clone() {
                    following[k] = transport.part_of(k) * masses[k];
                    masses[k] = larger(masses[k] - following[k], FLOOR);
                }
            }
            for (p, part) in edge_density.iter_mut().zip(&transport.part) {
                *p *= part;
            }
            self.moved.fill(0.0);
            for (weight, map) in &transport.maps {
                map.push_forward(
                    0..following.len(),
                    &self.widths,
                    &following,
                    &edge_density,
                    *weight,
                    &mut self.moved,
                );
            }
            for (i, cells) in transport.wide.iter().enumerate() {
                self.landed.fill(0.0);
                transport.landed.push_forward(
                    cells.clone(),
                    &self.widths,
                    &following,
                    &edge_density,
                    1.0,
                    &mut self.landed,
                );
                transport.heat.spread(i, &mut self.landed);
                for (m, landed) in self.moved.iter_mut().zip(&self.landed) {
                    *m += landed;
                }
            }
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
fn sharpening(rates: &Rates, a: &Tridiagonal, tau: f64) -> Vec<f64> {
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

/// Out-rates of a cell times τ, through its right and its left face.
fn reach(rates: &Rates, grid: &Grid, k: usize, tau: f64) -> [f64; 2] {
    [rates.up[k + 1], rates.down[k]].map(|rate| tau * rate / grid.widths[k])
}

/// The windows of cells that mass outside the transport can reach within τ.
fn windows(
    rates: &Rates,
    grid: &Grid,
    stretches: &[Range<usize>],
    transport: Option<&Transport>,
    tau: f64,
) -> Vec<Range<usize>> {
    let n = grid.cells();
    let Some(transport) = transport else {
        return std::iter::once(0..n).collect();
    };
    let mut covered: Vec<bool> = (0..n).map(|k| transport.part_of(k) < 1.0).collect();
    // Into a stretch mass goes as far as its drift and its spread in τ allow: farther by
    // chance 10⁻¹² at most.
    for stretch in stretches {
        let (mut up, mut down) = (stretch.clone(), stretch.clone().rev());
        reach_on(&mut up, 0, rates, grid, transport, tau, &mut covered);
        reach_on(&mut down, 1, rates, grid, transport, tau, &mut covered);
    }
    runs(&mut (0..n).filter(|k| covered[*k]))
}

/// Marks the cells of a stretch, taken in the order of one direction, that mass
/// which does not follow the transport comes to within τ.
fn reach_on(
    cells: &mut dyn Iterator<Item = usize>,
    direction: usize,
    rates: &Rates,
    grid: &Grid,
    transport: &Transport,
    tau: f64,
    covered: &mut [bool],
) {
    let mut cells_to_go = 0.0_f64;
    for k in cells {
        let [with, against] = match reach(rates, grid, k, tau) {
            [up, down] if direction == 0 => [up, down],
            [up, down] => [down, up],
        };
        covered[k] |= cells_to_go > 0.0;
        cells_to_go -= 1.0;
        if transport.part_of(k) < 1.0 && with > 0.0 {
            let spread = 7.0 * (with + against).sqrt();
            cells_to_go = cells_to_go.max(with - against + spread + 12.0);
        }
    }
}

/// The largest drift number of the windows for a time τ: X²/V over the paths in them,
/// X the drift and V the variance that noise and upwinding add on the way, but for what
/// the sharpening E takes off again.
///
/// It says how far the pseudospectrum leaves the real line: τb²/2D under even drift
/// and noise (G²/S² for one SGD step), the Courant number of pure upwinding. It is
/// taken over whole paths because a chain shorter than they are, in the limit a
/// face alone, is only a fast decay, which the approximation takes at any step: what is
/// off at a distance of half of τ's drift is below 10⁻⁴ for X → ∞, at all of it 3·10⁻⁵ for
/// X = 30 (by the resolvents of an endless chain at the eight poles).
fn drift_number(rates: &Rates, grid: &Grid, windows: &[Range<usize>], e: &[f64], tau: f64) -> f64 {
    let mut worst = 0.0_f64;
    for window in windows {
        let face = |f: usize| {
            let (drift, width) =
                (rates.up[f] - rates.down[f], grid.centres[f] - grid.centres[f - 1]);
            let time = (width / drift.abs()).min(tau);
            let noise = width * (rates.up[f] + rates.down[f]);
            let taken_off = drift * drift * (e[f - 1] + e[f]);
            [time, drift * time, (noise - taken_off) * time]
        };
        let (mut first, mut sum) = (window.start + 1, [0.0; 3]);
        for f in window.start + 1..window.end {
            let here = face(f);
            if here[1] * sum[1] < 0.0 {
                // The drift turns: a path ends here.
                (first, sum) = (f, [0.0; 3]);
            }
            for i in 0..3 {
                sum[i] += here[i];
            }
            while first < f && sum[0] - face(first)[0] >= tau {
                let gone = face(first);
                for i in 0..3 {
                    sum[i] -= gone[i];
                }
                first += 1;
            }
            // Upwinding alone leaves this much, and rounding must not leave less.
            let least = sum[1].abs() * grid.widths[f];
            let number = sum[1] * sum[1] / sum[2].max(least) * (tau / sum[0]).min(1.0);
            let felt = match sum[0] / tau {
                part if part < 0.5 => 0.0,
                part if part < 1.0 => 0.5,
                _ => 1.0,
            };
            worst = worst.max(felt * number);
        }
    }
    worst
}
