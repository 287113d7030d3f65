//! Where drift outruns noise, and which part of the mass there follows the drift.
//!
//! A stretch is a run of cells that drift crosses far faster than noise. The mass that starts
//! in it, or so close before it that noise is the weaker for all of τ, follows the map of the
//! drift ([`super::paths`]); what begins elsewhere is left to the faces. Mass that leaves a
//! stretch within τ still follows the map as long as it lands where drift is twice the noise:
//! the exponential of the faces would need many sub-steps for its first, noiseless part.

use crate::line::current::heat::FARTHEST;
use crate::line::current::paths::{Drift, Landing};
use crate::line::current::rates::Rates;
use crate::line::grid::Grid;
use crate::walls::Side;
use std::ops::Range;

/// Péclet number of a face beyond which drift always counts as stronger than noise: there the
/// faces add 30 % to the noise.
const UPWIND: f64 = 2.0;
/// Péclet number beyond which drift counts as stronger if one step's drift, squared, is at least
/// [`FAR`] times the variance of its noise, or if that noise moves mass by less than a cell, where the
/// faces cannot be sharpened ([`super::evolve`]). The faces add 2 % to the noise there.
const MILD: f64 = 0.5;
const FAR: f64 = 4.0;
/// Beyond this ratio of one step's drift, squared, to the variance of its noise, drift counts as
/// stronger at any Péclet number.
const ALWAYS: f64 = 16.0;
/// Down to this ratio the map of a stretch is followed beyond the ends of the stretch: the sd of the
/// noise is half the drift there, and its linear course along the map exact to a few per cent of it.
const BEYOND: f64 = 4.0;
/// Towards an end of a stretch the part of the mass that follows the map falls
/// smoothly to zero over this part of it: a sharp cut would leave one edge sharp
/// and the other smeared by the faces, and their sum uneven.
const RAMP: f64 = 1.0 / 16.0;
/// Fewest cells of the ramp.
const SHORTEST: usize = 8;
/// Most cells of the ramp: the smear of the faces spans fewer.
const LONGEST: f64 = 200.0;
/// Fewest upwind cells in a row that make a stretch. The density of the faces is half a cell late,
/// that of the map is not: in a shorter stretch the difference would show, so it is left to the faces.
const LEAST: usize = 96;
/// What heat spreads counts as staying in a stretch if it does so up to this many sd.
const TAIL: f64 = 2.5;
/// A noise that moves mass by less than this part of a cell is left out.
const NO_NOISE: f64 = 2e-5;

/// How the noise of a cell's way is added to what lands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Noise {
    /// Not at all.
    None,
    /// By three points: no density on the cells is narrower than they are apart.
    Narrow,
    /// As heat.
    Wide,
}

/// A run of cells across all of whose inner faces drift outruns noise.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    core: Range<usize>,
    /// The core, and beyond its ends the cells that drift reaches in a step while it still is twice
    /// the noise.
    cells: Range<usize>,
}

/// The stretches of a grid, as wide as the drift of a time τ asks for.
pub fn stretches(drift: &Drift, rates: &Rates, tau: f64) -> Vec<Stretch> {
    let grid = drift.grid;
    let n = grid.cells();
    let mut found: Vec<Stretch> = Vec::new();
    let mut start = 0;
    for f in 1..=n {
        if f < n && outruns(rates, grid, f) && !drift.is_uneven(f, tau) {
            continue;
        }
        if f - start > LEAST {
            found.push(Stretch { core: start..f, cells: start..f });
        }
        start = f;
    }
    for i in 0..found.len() {
        let least = if i == 0 { 0 } else { found[i - 1].cells.end };
        let most = found.get(i + 1).map_or(n, |next| next.core.start);
        let Stretch { core, cells } = &mut found[i];
        cells.end += beyond(drift, tau, &mut (core.end..most));
        cells.start -= beyond(drift, tau, &mut (least..core.start).rev());
    }
    found
}

/// How many of `cells`, taken in order from the end of a stretch, drift crosses within τ while it is
/// [`BEYOND`] times the noise or more and the noise is even enough.
fn beyond(drift: &Drift, tau: f64, cells: &mut dyn Iterator<Item = usize>) -> usize {
    let (mut time, mut count, mut way) = (0.0, 0, 0.0);
    for k in cells {
        let (b, spread) = drift.middle(k);
        if time > tau || way * b < 0.0 || !(b * b >= BEYOND * spread) || drift.is_uneven(k, tau) {
            break;
        }
        way = b;
        time += drift.grid.widths[k] / b.abs();
        count += 1;
    }
    count
}

/// The drift of one step across face `f`, squared, over the variance of its noise, upwinding
/// included.
fn ratio(rates: &Rates, grid: &Grid, f: usize) -> f64 {
    let (up, down) = (rates.up[f], rates.down[f]);
    let spread = (grid.centres[f] - grid.centres[f - 1]) * (up + down);
    (up - down) * (up - down) / spread
}

/// Whether drift outruns noise across face `f`. At a low Péclet number the faces are exact,
/// and the exponential takes what a step's drift exceeds its noise by; far beyond, it would
/// take many sub-steps, and the linear noise of the transport is the smaller error.
fn outruns(rates: &Rates, grid: &Grid, f: usize) -> bool {
    let peclet = rates.log_ratio[f].abs();
    let spread = (grid.centres[f] - grid.centres[f - 1]) * (rates.up[f] + rates.down[f]);
    let mild = ratio(rates, grid, f) >= FAR || spread < grid.widths[f] * grid.widths[f];
    ratio(rates, grid, f) >= ALWAYS || peclet >= UPWIND || peclet >= MILD && mild
}

/// Increasing numbers as runs of neighbours.
pub fn runs(numbers: &mut dyn Iterator<Item = usize>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for k in numbers {
        match runs.last_mut() {
            Some(run) if run.end == k => run.end += 1,
            _ => runs.push(k..k + 1),
        }
    }
    runs
}

/// What follows the map of a time τ.
#[derive(Clone, Debug)]
pub struct Followed {
    /// Where the N + 1 edges land; those outside the stretches rest.
    pub ends: Vec<Landing>,
    /// How the noise of each cell is added.
    pub noises: Vec<Noise>,
    /// The part of the density at each of the N + 1 edges that follows the map.
    pub part: Vec<f64>,
}

impl Followed {
    /// Follows the drift of the stretches for a time τ, in steps.
    pub fn new(stretches: &[Stretch], drift: &Drift, rates: &Rates, tau: f64) -> Self {
        let grid = drift.grid;
        let n = grid.cells();
        let ends = drift.landings(stretches.iter().map(|s| s.cells.clone()), tau);
        let mut noises = vec![Noise::None; n];
        let mut part = vec![0.0; n + 1];
        for Stretch { core, cells } in stretches {
            // What comes to a wall that does not reflect is left to the faces.
            let open = [
                cells.start == 0 && !grid.walls.reflects(Side::Left),
                cells.end == n && !grid.walls.reflects(Side::Right),
            ];
            let from = grid.edges[cells.start + usize::from(open[0])];
            let to = grid.edges[cells.end - usize::from(open[1])];
            // The noise of a whole stretch is added in one way: a change from cell to cell would show.
            let wider = |i: usize| ends[i].noise() > grid.widths[grid.cell_of(ends[i].at)];
            let wide = (cells.start..=cells.end).any(wider);
            // Where drift goes on beyond the end, the noise there is known.
            let tail = |known: bool, open: bool| match (wide, known) {
                (false, _) => 3.0_f64.sqrt(),
                (true, _) if open => FARTHEST,
                (true, false) => TAIL,
                (true, true) => 0.0,
            };
            let tails =
                [tail(cells.start < core.start, open[0]), tail(cells.end > core.end, open[1])];
            // At a wall that reflects there is no ramp: no faces lie beyond it to leave mass to.
            let closed = [
                cells.start == 0 && grid.walls.reflects(Side::Left),
                cells.end == n && grid.walls.reflects(Side::Right),
            ];
            let stays = |i: &usize| {
                let l = &ends[*i];
                (closed[0] || l.at - tails[0] * l.noise() >= from)
                    && (closed[1] || l.at + tails[1] * l.noise() <= to)
            };
            let first = (cells.start..=cells.end).find(stays);
            let last = (cells.start..=cells.end).rev().find(stays);
            let (Some(first), Some(last)) = (first, last) else { continue };
            for k in first..last {
                if ends[k].noise() + ends[k + 1].noise() > NO_NOISE * grid.widths[k] {
                    noises[k] = if wide { Noise::Wide } else { Noise::Narrow };
                }
            }
            // All follows from where the faces would need sub-steps.
            let most = ((last - first) as f64 * RAMP).min(LONGEST) as usize;
            let far = |f: &usize| *f > 0 && *f < n && ratio(rates, grid, *f) >= ALWAYS;
            let length = |cells: Option<usize>| cells.unwrap_or(most).min(most).max(SHORTEST);
            let left = length((first..=last).position(|f| far(&f)));
            let right = length((first..=last).rev().position(|f| far(&f)));
            let ramp = |distance: usize, length: usize| {
                let x = (distance as f64 / length as f64).min(1.0);
                x * x * (3.0 - 2.0 * x)
            };
            for i in first..=last {
                let left = if closed[0] { 1.0 } else { ramp(i - first, left) };
                let right = if closed[1] { 1.0 } else { ramp(last - i, right) };
                part[i] = left.min(right);
            }
        }
        Self { ends, noises, part }
    }

    /// The part of the mass of cell `k` that follows the map.
    pub fn part_of(&self, k: usize) -> f64 {
        0.5 * (self.part[k] + self.part[k + 1])
    }

    /// For each of the N + 1 edges, the part (0…1) of the density there that has come by the map.
    pub fn arrivals(&self, grid: &Grid) -> Vec<f64> {
        let mut arrives = vec![0.0; grid.edges.len()];
        for k in (0..grid.cells()).filter(|k| self.follows(*k)) {
            let [(from, before), (to, after)] = [k, k + 1].map(|i| (self.ends[i].at, self.part[i]));
            let first = grid.edges.partition_point(|w| *w < from);
            for (w, part) in grid.edges.iter().zip(&mut arrives).skip(first) {
                if *w > to {
                    break;
                }
                let x = if to > from { (w - from) / (to - from) } else { 1.0 };
                *part = before + x * (after - before);
            }
        }
        arrives
    }

    /// Whether anything of cell `k` follows it.
    pub fn follows(&self, k: usize) -> bool {
        self.part[k] > 0.0 || self.part[k + 1] > 0.0
    }
}
