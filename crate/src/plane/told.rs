//! What single numbers of an end state tell beyond one grid: extrapolated from nested grids, and
//! whether more cells would change them.

use crate::line::resolution::Resolution;
use crate::line::rounding::{excess, excess_of_log, last_digit};
use crate::line::shown::{OTHERWISE, PERCENT};
use crate::plane::grid::Grid;
use crate::plane::peaks::Minimum;
use crate::plane::stationary::Totals;

/// Less circulation than this per step, as a part of the spread, or less entropy production, is none.
const NO_ROUND: f64 = 1e-6;
/// The part of a change by twice the cells that is left to come: of second order at least.
const LEFT: f64 = 0.5;
/// Digits shown of circulation and entropy production.
const DIGITS: i32 = 3;
/// Digits shown of moments and peaks.
const FEWER: i32 = 2;
/// A basin with less than this part of the mass is not judged.
const SLIGHT: f64 = 0.005;
/// A density of fewer cells than this in a spread is not followed: that half the cells tell the
/// same of it says nothing, most of all where cells are long and hops go far along them.
const FOLLOWED: f64 = 2.0;
/// How far apart, in coarser cells, the same peak may stand on two grids.
const SAME: f64 = 2.0;

/// What the state on one of the nested grids tells.
#[derive(Clone, Debug)]
pub struct Told {
    /// The grid.
    pub grid: Grid,
    /// Means, covariance and rates.
    pub totals: Totals,
    /// The peaks with their basins.
    pub minima: Vec<Minimum>,
    /// What the scheme adds to the noise, as a part of it
    /// ([`Chain::thickening`](crate::plane::current::chain::Chain::thickening)).
    pub thickened: f64,
    /// Whether the solver came to its end.
    pub settled: bool,
}

/// Whether the cells carry what is told: circulation and entropy production to three digits;
/// means and spreads to two and the correlation in hundredths; peaks to two digits and the
/// masses of all basins in whole percents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolutions {
    /// Circulation and entropy production.
    pub rates: Resolution,
    /// Means and covariance.
    pub moments: Resolution,
    /// Peaks and their masses.
    pub minima: Resolution,
}

/// The numbers of the last of nested grids, at least two, and whether its cells carry them: by
/// what it, extrapolated, changes of those before it.
pub fn told(nested: &[Told]) -> (Told, Resolutions) {
    let (here, half) = (extrapolated(nested), extrapolated(&nested[..nested.len() - 1]));
    let [first, second] = here.grid.cells;
    let settled = here.settled && half.settled;
    let of =
        |excess| Resolution::of_excess(first.max(second), if settled { excess } else { OTHERWISE });
    let of_moments = excess_of_moments(&here, &half.totals).max(narrowness(&here));
    let resolutions = Resolutions {
        rates: of(excess_of_rates(&here, &half.totals)),
        moments: of(of_moments),
        // Peaks are those of a density whose spread is right.
        minima: of(excess_of_minima(&here, &half).max(of_moments)),
    };
    (here, resolutions)
}

fn excess_of_rates(told: &Told, half: &Totals) -> f64 {
    let (here, added) = (&told.totals, told.thickened);
    let spread = here.covariance[0] + here.covariance[2];
    let off = |here: f64, half: f64, none: f64| {
        let size = here.abs().max(none);
        let error = (LEFT * (here - half).abs()).max(added * here.abs());
        excess(here, error, last_digit(size, DIGITS))
    };
    off(here.circulation, half.circulation, NO_ROUND * spread).max(off(
        here.entropy_production,
        half.entropy_production,
        NO_ROUND,
    ))
}

/// How many times as many cells, squared, it takes for a spread to have enough of them; below 1
/// where it has.
fn narrowness(here: &Told) -> f64 {
    let ([v1, _, v2], [h1, h2]) = (here.totals.covariance, here.grid.widths());
    FOLLOWED * FOLLOWED * (h1 * h1 / v1).max(h2 * h2 / v2)
}

fn excess_of_moments(told: &Told, half: &Totals) -> f64 {
    let (here, added) = (&told.totals, told.thickened);
    let spreads = |t: &Totals| [t.covariance[0], t.covariance[2]].map(|v| v.max(0.0).sqrt());
    let together = |t: &Totals| t.covariance[1] / spreads(t).iter().product::<f64>();
    let off = |here: f64, half: f64, digit: f64| excess(here, LEFT * (here - half).abs(), digit);
    let mut most = off(together(here), together(half), PERCENT);
    for (axis, (sd, other)) in spreads(here).into_iter().zip(spreads(half)).enumerate() {
        let (mean, digit) = (here.mean[axis], last_digit(sd, FEWER));
        let of_mean = last_digit(mean.abs().max(sd), FEWER);
        most = most.max(excess(sd, 0.5 * added * sd, digit));
        most = most.max(off(sd, other, digit)).max(off(mean, half.mean[axis], of_mean));
    }
    most
}

fn excess_of_minima(here: &Told, half: &Told) -> f64 {
    let off = |m: &Minimum| {
        let Some(other) = same(m, half) else { return OTHERWISE };
        let log = (m.peak.ln(), LEFT * (m.peak.ln() - other.peak.ln()).abs());
        excess(m.mass, LEFT * (m.mass - other.mass).abs(), PERCENT)
            .max(excess_of_log(log.0, log.1, FEWER))
    };
    here.minima.iter().filter(|m| m.mass > SLIGHT).map(off).fold(0.0, f64::max)
}

/// The same peak on a coarser grid.
fn same<'a>(minimum: &Minimum, coarse: &'a Told) -> Option<&'a Minimum> {
    let widths = coarse.grid.widths();
    let apart = |m: &Minimum| {
        [0, 1].map(|a| (m.at[a] - minimum.at[a]) / widths[a]).into_iter().fold(0.0, f64::hypot)
    };
    let near = coarse.minima.iter().min_by(|a, b| apart(a).total_cmp(&apart(b)))?;
    (apart(near) < SAME).then_some(near)
}

/// The last of nested grids, with f_h + (f_h − f_H)/(H²/h² − 1) (Richardson 1911) for each number
/// whose last two changes are as a scheme of second order makes them, a quarter and one, and
/// small; else f_h. H is 2h, but for odd numbers of cells, of which the two axes may make two
/// ratios a little less than 2.
fn extrapolated(nested: &[Told]) -> Told {
    let mut best = nested[nested.len() - 1].clone();
    let [.., a, b, c] = nested else { return best };
    let squares = c.grid.len() as f64 / b.grid.len() as f64;
    let beyond = |[a, b, c]: [f64; 3]| {
        let (before, last) = (b - a, c - b);
        let is_small = last.abs() < 0.1 * c.abs();
        let is_second = before * last > 0.0 && (2.5..6.5).contains(&(before / last));
        if is_small && is_second { c + last / (squares - 1.0) } else { c }
    };
    let lists = [a, b, c].map(|told| told.totals.list());
    best.totals = Totals::from([0, 1, 2, 3, 4, 5, 6].map(|k| beyond(lists.map(|l| l[k]))));
    for m in &mut best.minima {
        // Masses are left: basins that part a little otherwise do so in no order of the cells.
        if let (Some(a), Some(b)) = (same(m, a), same(m, b)) {
            m.peak = beyond([a.peak, b.peak, m.peak]);
        }
    }
    best
}
