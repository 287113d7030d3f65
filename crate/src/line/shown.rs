//! The numbers that are shown of a density or an end state, to be compared with those that
//! half the cells have: what halving leaves as it is more cells will not change.

use crate::line::current::stationary::{Minimum, Stationary};
use crate::line::grid::Grid;
use crate::line::series::Moment;
use crate::scenario::Scenario;

/// Digits shown of a number.
const DIGITS: i32 = 3;
/// The last digit shown of a total variation: whole percents.
const PERCENT: f64 = 0.01;
/// Shares below this are shown as powers of ten.
const SMALL_SHARE: f64 = 1e-4;
/// What a wrong number of basins counts for, in units of the last digit.
const OTHERWISE: f64 = 30.0;
/// The part of a basin's mass in its highest cell from which on the basin is called a point.
const POINT: f64 = 0.25;

/// What is shown of one density.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// Mean and standard deviation, W.
    pub moment: Moment,
    /// Total variation from another density, if that is shown, 0…1.
    pub distance: Option<f64>,
    /// Width of the cell at the mean, W.
    pub cell: f64,
}

impl Shown {
    /// By how many units of the last digit shown `half`, of half the cells, is off at most.
    /// A mean has the digits of its spread where that is larger; a spread below a cell is told
    /// as that, not as a number, and its mean is known to half a cell.
    pub fn change(&self, half: &Self) -> f64 {
        let (here, there) = (self.moment, half.moment);
        let unit = last_digit(here.mean.abs().max(here.sd));
        let mean = (here.mean - there.mean).abs() / unit;
        let spread = if here.sd < self.cell {
            0.5 * self.cell / unit
        } else {
            (here.sd - there.sd).abs() / last_digit(here.sd)
        };
        let apart = self.distance.zip(half.distance).map_or(0.0, |(a, b)| (a - b).abs() / PERCENT);
        mean.max(spread).max(apart)
    }
}

/// The same of two end states: basins with their places, peaks and masses, and the shares of
/// classes.
pub fn change_of_end(
    (end, grid): (&Stationary, &Grid),
    (half, half_grid): (&Stationary, &Grid),
) -> f64 {
    if end.minima.len() != half.minima.len() || end.classes.len() != half.classes.len() {
        return OTHERWISE;
    }
    let [from, to] = grid.domain();
    // A place that is zero but for rounding has no digits of its own.
    let scale = |w: f64| w.abs().max(1e-3 * (to - from));
    let basins = end.minima.iter().zip(&half.minima).map(|(m, h)| {
        let share = log_digits(m.log_mass, h.log_mass);
        if is_point(m, grid) && is_point(h, half_grid) {
            // It stands somewhere in its cell.
            let cell = grid.widths[grid.cell_of(m.at)];
            return share.max(0.5 * cell / last_digit(scale(m.at)));
        }
        let peak = (m.log_peak - h.log_peak).abs() / LOG_DIGIT;
        let place = (m.at - h.at).abs() / last_digit(scale(m.at));
        share.max(peak).max(if is_level(end) { 0.0 } else { place })
    });
    let classes = end.classes.iter().zip(&half.classes);
    let shares = classes.map(|(c, h)| (c.share - h.share).abs() / share_digit(c.share));
    let absorbed = end.absorbed.iter().zip(half.absorbed);
    let absorbed = absorbed.map(|(a, h)| (a - h).abs() / share_digit(*a));
    basins.chain(shares).chain(absorbed).fold(0.0, f64::max)
}

/// A unit of the third digit, in ln, where a number has the fewest of them to spare.
const LOG_DIGIT: f64 = 0.005;

/// Two masses given by ln, in units of the last digit shown.
fn log_digits(mass: f64, half: f64) -> f64 {
    if mass < SMALL_SHARE.ln() {
        return if mass == half { 0.0 } else { (mass - half).abs() / LOG_DIGIT };
    }
    (mass.exp() - half.exp()).abs() / share_digit(mass.exp())
}

/// The last digit shown of a share, which counts from 10⁻⁴ on.
fn share_digit(share: f64) -> f64 {
    last_digit(share.max(SMALL_SHARE))
}

/// The value of a unit in the last digit shown of a number so large.
fn last_digit(size: f64) -> f64 {
    if size > 0.0 { 10.0_f64.powi(size.log10().floor() as i32 + 1 - DIGITS) } else { f64::INFINITY }
}

/// Whether a basin holds its mass in a cell or so.
fn is_point(m: &Minimum, grid: &Grid) -> bool {
    m.log_peak + grid.widths[grid.cell_of(m.at)].ln() > POINT.ln() + m.log_mass
}

/// Whether nothing gathers anywhere.
fn is_level(end: &Stationary) -> bool {
    let finite = end.log_density.iter().copied().filter(|l| l.is_finite());
    let (low, high) =
        finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), l| (l.min(a), l.max(b)));
    high - low < 1e-6
}

/// A scenario on half the cells, without walkers.
pub fn coarser(scenario: &Scenario) -> Scenario {
    Scenario { cells: scenario.cells / 2, walkers: 0, ..scenario.clone() }
}
