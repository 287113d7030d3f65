//! The numbers that are shown of a density or an end state, to be compared with those on half the
//! cells. From the change between the two the error is estimated, and compared with the largest one
//! that leaves the digits shown as they are.

use crate::line::current::stationary::{Minimum, Stationary};
use crate::line::grid::Grid;
use crate::line::rounding::{excess, excess_of_log, last_digit};
use crate::line::series::Moment;
use crate::scenario::Scenario;

/// Digits shown of a number.
pub const DIGITS: i32 = 3;
/// The last digit shown of a total variation: whole percents.
pub const PERCENT: f64 = 0.01;
/// The last digit shown of a share, at least: hundredths of a percent.
const LEAST_SHARE: f64 = 1e-4;
/// What counts as the excess where the number of basins is another on half the cells.
pub const OTHERWISE: f64 = 100.0;
/// A part of the mass that rounding may make of nothing.
const ROUNDING: f64 = 1e-12;
/// A basin with at least this part of its mass in its highest cell is called a point.
const POINT: f64 = 0.25;

/// Estimated error of a number, over its change from half the cells to these. A change of second
/// order would leave a third of it; but where the cells do not follow a density yet, the change may be
/// small by chance.
const LEFT: f64 = 1.2;
/// The same for a total variation, which is of first order between densities that are not smooth.
const LEFT_APART: f64 = 2.0;
/// Least error of a mean or an sd, in units of the sd, for each unit of total variation by which half
/// the cells change the density.
const UNSETTLED: f64 = 0.03;
/// Least error of the share beyond a hilltop, as a part of it, likewise.
const UNSETTLED_SHARE: f64 = 0.03;
/// Least error of a total variation, likewise.
const UNSETTLED_APART: f64 = 0.1;
/// Least error of the mean of a density narrower than a cell, in cells.
const NARROW_MEAN: f64 = 0.15;
/// Least error of the sd, in units of its last digit, of a density narrower than [`FOLLOWED`] cells.
const NARROW_SPREAD: f64 = 0.3;
/// An sd of this many cells or more is followed by them.
const FOLLOWED: f64 = 2.0;

/// What is shown of one density.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// Mean and standard deviation, W.
    pub moment: Moment,
    /// Total variation from another density, if that is shown, 0…1.
    pub distance: Option<f64>,
    /// Probability right of the only hilltop, if there is one, 0…1.
    pub past: Option<f64>,
    /// Width of the cell at the mean, W.
    pub cell: f64,
    /// Digits shown of mean and spread.
    pub digits: i32,
}

impl Shown {
    /// The largest error of the numbers shown, over the error that each may have, estimated from
    /// `half`, the same on half the cells. `changed` is the total variation between the density here
    /// and there, `other_changed` that of the density that it is compared with.
    ///
    /// A mean is shown to the last digit of its sd where that is larger; an sd below a cell is shown
    /// as "below a cell", not as a number.
    pub fn excess(&self, half: &Self, changed: f64, other_changed: f64) -> f64 {
        let (Moment { mean, sd }, there) = (self.moment, half.moment);
        let (cell, digits) = (self.cell, self.digits);
        let unsettled = UNSETTLED * changed * sd;
        let narrow = if sd < cell { NARROW_MEAN * cell } else { 0.0 };
        let error = (LEFT * (mean - there.mean).abs()).max(unsettled).max(narrow);
        let of_mean = excess(mean, error, last_digit(mean.abs().max(sd), digits));
        let digit = last_digit(sd, digits);
        let narrow = if sd < FOLLOWED * cell { NARROW_SPREAD * digit } else { 0.0 };
        let error = (LEFT * (sd - there.sd).abs()).max(unsettled).max(narrow);
        let of_spread = if sd < cell { 0.0 } else { excess(sd, error, digit) };
        let of_past = self.past.zip(half.past).map_or(0.0, |(a, b)| {
            excess_of_share(a, (LEFT * (a - b).abs()).max(UNSETTLED_SHARE * changed * a))
        });
        let of_distance = self.distance.zip(half.distance).map_or(0.0, |(a, b)| {
            let unsettled = UNSETTLED_APART * (changed + other_changed);
            excess(a, (LEFT_APART * (a - b).abs()).max(unsettled), PERCENT)
        });
        of_mean.max(of_spread).max(of_past).max(of_distance)
    }
}

/// The same of two end states: basins with their places, peaks and masses, and the shares of
/// classes.
pub fn excess_of_end(
    (end, grid): (&Stationary, &Grid),
    (half, half_grid): (&Stationary, &Grid),
) -> f64 {
    if end.minima.len() != half.minima.len() || end.classes.len() != half.classes.len() {
        return OTHERWISE;
    }
    let [from, to] = grid.domain();
    let basins = end.minima.iter().zip(&half.minima).map(|(m, h)| {
        let share = if m.log_mass < LEAST_SHARE.ln() {
            excess_of_log(m.log_mass, LEFT_AT_REST * gap(m.log_mass, h.log_mass), DIGITS)
        } else {
            excess_of_part(m.log_mass.exp(), h.log_mass.exp())
        };
        // A place that is zero but for rounding has no digits of its own.
        let digit = last_digit(m.at.abs().max(NO_PLACE * (to - from)), DIGITS);
        if is_point(m, grid) && is_point(h, half_grid) {
            // It stands somewhere in its cell.
            let cell = grid.widths[grid.cell_of(m.at)];
            return share.max(excess(m.at, NARROW_MEAN * cell, digit));
        }
        let peak = excess_of_log(m.log_peak, LEFT_AT_REST * gap(m.log_peak, h.log_peak), DIGITS);
        let place = excess(m.at, LEFT_AT_REST * (m.at - h.at).abs(), digit);
        share.max(peak).max(if is_level(end) { 0.0 } else { place })
    });
    let classes = end.classes.iter().zip(&half.classes);
    let classes = classes.map(|(c, h)| (c.share, h.share));
    let absorbed = end.absorbed.iter().zip(&half.absorbed).map(|(a, h)| (*a, *h));
    let shares = classes.chain(absorbed).map(|(share, half)| excess_of_part(share, half));
    // On a ring: what goes round over a barrier may change where the basins no longer do.
    let digit = last_digit(end.flux.abs().max(NO_FLUX), DIGITS);
    let round = excess(end.flux, LEFT_AT_REST * (end.flux - half.flux).abs(), digit);
    basins.chain(shares).fold(round, f64::max)
}

/// Estimated error of a number of an end state, over its change from half the cells to these. End
/// states are of second order.
const LEFT_AT_REST: f64 = 0.5;
/// A place nearer to 0 than this part of the domain has the digits of that part.
const NO_PLACE: f64 = 1e-3;

/// Less than this per step goes round by rounding.
const NO_FLUX: f64 = 1e-10;

/// ln of a ratio that is as good as 1.
const ALIKE: f64 = 1e-3;

/// |a − b|, 0 where both are infinite.
fn gap(a: f64, b: f64) -> f64 {
    if a == b { 0.0 } else { (a - b).abs() }
}

/// The error of a share that is shown in percent, over the error that it may have.
fn excess_of_share(share: f64, error: f64) -> f64 {
    excess(share, error, last_digit(share, DIGITS).min(1.0).max(LEAST_SHARE))
}

/// The same for a part of an end state, `half` being that on half the cells. What converges is the
/// logarithm of its odds: on cells that are far too wide a part may be next to all or nothing, and
/// still change a great deal.
fn excess_of_part(share: f64, half: f64) -> f64 {
    // What is all or nothing but for rounding has odds of rounding.
    let [share, half] = [share, half].map(|part| part.max(ROUNDING).min(1.0 - ROUNDING));
    let rest = 1.0 - share;
    // By how much the odds may still grow, or fall: as the root of what they have.
    let ratio = share * (1.0 - half) / (half * rest);
    let growth = ratio.max(1.0 / ratio).sqrt() - 1.0;
    let error = share * rest / (1.0 / growth + share.min(rest));
    excess_of_share(share, error.max(LEFT_AT_REST * (share - half).abs()))
}

/// The same for the logarithm of a ratio, `half` being that on half the cells. Both the logarithm and
/// the ratio are shown.
pub fn excess_of_log_ratio(log: f64, half: f64) -> f64 {
    let error = LEFT_AT_REST * gap(log, half);
    // Alike but for rounding, they have a logarithm of 0.
    excess(log, error, last_digit(log.abs().max(ALIKE), DIGITS))
        .max(excess_of_log(log, error, DIGITS))
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
