//! The current as a Markov chain on the cells.
//!
//! From a cell with β and D, in units of cells, mass hops by ± e, for each of the three
//! offsets e of D ([`crate::plane::current::selling`]), at the rates λ𝓑(∓Pe), Pe = eᵀD⁻¹β, 𝓑(x) = x/(eˣ − 1):
//! the exponential fit of Scharfetter & Gummel (1969) along each offset. Mean and square
//! of the hops are β and D up to second order in the cells, and as the rates are those of
//! the cell that mass leaves, the equation is Itô's, however the offsets change from cell
//! to cell. A hop over a wall is mirrored, so mass is exact.

// Cells are counted in thousands at most.
#![allow(clippy::cast_possible_wrap)]

use crate::line::current::rates::bernoulli;
use crate::plane::current::active::{Moves, Tile};
use crate::plane::current::field::Field;
use crate::plane::current::selling::offsets;
use crate::plane::grid::Grid;

/// A run of cells of one row, from all of which mass hops by the same offset.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// The first cell.
    pub from: usize,
    /// The cell it hops to.
    pub to: usize,
    /// Where its rates begin.
    pub rates: usize,
    /// Number of cells.
    pub len: usize,
}

impl Run {
    /// The cells from the `first` to before the `end` one.
    pub fn part(self, first: usize, end: usize) -> Self {
        let Self { from, to, rates, .. } = self;
        Self { from: from + first, to: to + first, rates: rates + first, len: end - first }
    }
}

/// Rates of the chain.
#[derive(Clone, Debug)]
pub struct Chain {
    grid: Grid,
    /// Runs by the row that they reach.
    pub rows: Vec<Vec<Run>>,
    /// Rates of all runs, 1/step.
    rates: Vec<f64>,
    /// The rate at which mass leaves each cell, 1/step.
    pub exits: Vec<f64>,
    /// Factor on the rates of each cell. It is 1 except where drift, with next to no noise, crosses the
    /// whole domain within a step. Mass stays there for no time that matters, and slowed down to one
    /// crossing a step it costs less to follow.
    pub pace: Vec<f64>,
    /// What the tiles of cells can do.
    pub tiles: Vec<Tile>,
    /// The trace of D in each cell, cells²/step, and what upwinding adds to it.
    spreads: Vec<[f64; 2]>,
    /// What is added to D along both axes where it has no short offsets, cells²/step.
    thickened: Vec<f64>,
}

/// A run goes on over up to this many cells with a rate of 0 instead of ending there.
const GAP: usize = 8;

impl Chain {
    /// The chain of a field.
    pub fn new(field: &Field, grid: &Grid) -> Self {
        let [n1, n2] = grid.cells;
        let mut chain = Self {
            grid: grid.clone(),
            rows: vec![Vec::new(); n1],
            rates: Vec::with_capacity(7 * grid.len()),
            exits: vec![0.0; grid.len()],
            pace: vec![1.0; grid.len()],
            tiles: Tile::covering(grid.cells),
            spreads: vec![[0.0; 2]; grid.len()],
            thickened: vec![0.0; grid.len()],
        };
        let widths = grid.widths();
        // Few offsets occur in a row, and the next cell has those of the last.
        let mut row: Vec<([i32; 2], Vec<f64>)> = Vec::new();
        for i in 0..n1 {
            for j in 0..n2 {
                let cell = grid.index(i, j);
                let hops = Hops::new(field.drift[cell], field.diffusion[cell], widths);
                let pace = pace(&hops, n1.max(n2) as f64);
                let mut moves =
                    Moves { drift_number: pace * hops.drift_number, ..Moves::default() };
                for (rate, e) in hops.rates {
                    let (k, l) = (mirrored(i, e[0], n1), mirrored(j, e[1], n2));
                    let e = [k as i32 - i as i32, l as i32 - j as i32];
                    let rate = pace * rate;
                    if rate > 0.0 && e != [0, 0] {
                        let known = row.iter().position(|(known, _)| *known == e);
                        let at = known.unwrap_or_else(|| {
                            row.push((e, vec![0.0; n2]));
                            row.len() - 1
                        });
                        row[at].1[j] += rate;
                        moves.hop(rate, e);
                    }
                }
                chain.pace[cell] = pace;
                chain.spreads[cell] = hops.spread;
                chain.thickened[cell] = hops.thickened;
                chain.exits[cell] = moves.exit;
                chain.tiles[Tile::of(i, j, n2)].add(&moves);
            }
            for (e, rates) in &mut row {
                chain.add_runs(i, *e, rates);
                rates.fill(0.0);
            }
        }
        chain
    }

    fn add_runs(&mut self, row: usize, e: [i32; 2], rates: &[f64]) {
        let to_row = (row as i32 + e[0]) as usize;
        let mut j = 0;
        while let Some(first) = rates[j..].iter().position(|r| *r > 0.0) {
            let first = j + first;
            let mut end = first + 1;
            while let Some(next) = rates[end..].iter().take(GAP).position(|r| *r > 0.0) {
                end += next + 1;
            }
            self.rows[to_row].push(Run {
                from: self.grid.index(row, first),
                to: self.grid.index(to_row, (first as i32 + e[1]) as usize),
                rates: self.rates.len(),
                len: end - first,
            });
            self.rates.extend_from_slice(&rates[first..end]);
            j = end;
        }
    }

    /// What upwinding adds to the spreading of these masses, as a part of what the noise does.
    pub fn excess(&self, masses: &[f64]) -> f64 {
        let mut sums = [0.0; 2];
        for (m, [noise, added]) in masses.iter().zip(&self.spreads) {
            sums = [sums[0] + m * noise, sums[1] + m * added];
        }
        sums[1] / sums[0].max(f64::MIN_POSITIVE)
    }

    /// What is added to the noise of these masses where D has no short offsets, as a part of the
    /// noise along the axis that has the more of it. Half the cells add as much, so that only
    /// this tells of it.
    pub fn thickening(&self, field: &Field, masses: &[f64]) -> f64 {
        let widths = self.grid.widths();
        let part = |axis: usize| {
            let area = widths[axis] * widths[axis];
            let (mut noise, mut added) = (0.0, 0.0);
            for ((m, d), thick) in masses.iter().zip(&field.diffusion).zip(&self.thickened) {
                noise += m * d[2 * axis];
                added += m * thick * area;
            }
            added / noise.max(f64::MIN_POSITIVE)
        };
        part(0).max(part(1))
    }

    /// The grid of the chain.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The rates of a run, 1/step.
    pub fn rates_of(&self, run: &Run) -> &[f64] {
        &self.rates[run.rates..run.rates + run.len]
    }

    /// Every hop: the cell left, the cell reached, the rate.
    pub fn hops(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        self.rows.iter().flatten().flat_map(|run| {
            let rates = self.rates_of(run);
            let hop = |(k, r): (usize, &f64)| (run.from + k, run.to + k, *r);
            rates.iter().enumerate().map(hop).filter(|hop| hop.2 > 0.0)
        })
    }

    /// ρ at the cell centres, 1/(W·step). A hop by e carries its mass across the middle between two
    /// centres. The flux there is shared among the four nearest centres on its line by −1/16, 9/16,
    /// 9/16 and −1/16, which is exact for a ρ that is cubic along the line; next to a wall the two
    /// nearest get a half each.
    pub fn flux(&self, masses: &[f64]) -> [Vec<f64>; 2] {
        let ([n1, n2], area) = (self.grid.cells, self.grid.area());
        let scale = self.grid.widths().map(|h| h / area);
        let mut flux = [0, 1].map(|_| vec![0.0; self.grid.len()]);
        for run in self.rows.iter().flatten() {
            let [row, column] = [run.from / n2, run.from % n2];
            let (down, across) = (run.to / n2, run.to % n2);
            // The cells before and after these two, counted on.
            let inside = |k: usize, l: usize, n: usize| {
                2 * k >= l && 2 * k < l + n && 2 * l >= k && 2 * l < k + n
            };
            let rows_inside = inside(row, down, n1);
            let hop = run.to as isize - run.from as isize;
            let e = [down as f64 - row as f64, across as f64 - column as f64];
            for axis in 0..2 {
                let step = e[axis] * scale[axis];
                if step == 0.0 {
                    continue;
                }
                let flux = &mut flux[axis];
                for k in 0..run.len {
                    let (from, to) = (run.from + k, run.to + k);
                    let rate = self.rates[run.rates + k] / self.pace[from];
                    let carried = step * rate * masses[from];
                    if rows_inside && inside(column + k, across + k, n2) {
                        flux[(from as isize - hop) as usize] -= carried / 16.0;
                        flux[from] += carried * (9.0 / 16.0);
                        flux[to] += carried * (9.0 / 16.0);
                        flux[(to as isize + hop) as usize] -= carried / 16.0;
                    } else {
                        flux[from] += 0.5 * carried;
                        flux[to] += 0.5 * carried;
                    }
                }
            }
        }
        flux
    }
}

/// The index that `by` cells from `i` lead to, mirrored at the walls of `n` cells as
/// often as need be.
fn mirrored(i: usize, by: i32, n: usize) -> usize {
    let period = 2 * n as i64;
    let k = (i as i64 + i64::from(by)).rem_euclid(period);
    (if k < n as i64 { k } else { period - 1 - k }) as usize
}

/// How far a cell is slowed down: to a drift of `most` cells a step, but not below a drift
/// number at which e^{−ν} is nothing.
fn pace(hops: &Hops, most: f64) -> f64 {
    const NUMBER: f64 = 50.0;
    (most / hops.speed).max(NUMBER / hops.drift_number).min(1.0)
}

/// What one cell does.
struct Hops {
    rates: [(f64, [i32; 2]); 6],
    drift_number: f64,
    /// |β₁| + |β₂|, cells/step.
    speed: f64,
    /// The trace of D, cells²/step, and what upwinding adds to it.
    spread: [f64; 2],
    /// What is added to D along both axes, cells²/step.
    thickened: f64,
}

impl Hops {
    /// From β, W/step, and D, W²/step.
    fn new(drift: [f64; 2], d: [f64; 3], [h1, h2]: [f64; 2]) -> Self {
        let drift = [drift[0] / h1, drift[1] / h2];
        let d = [d[0] / (h1 * h1), d[1] / (h1 * h2), d[2] / (h2 * h2)];
        // Where there is next to no noise, what is left is upwinding.
        let speed = drift[0].abs() + drift[1].abs();
        let noise = d[0] + d[2];
        let least = (1e-9 * speed).max(f64::MIN_POSITIVE * 1e20);
        let (thin, (offsets, d)) = (d[0], offsets(d, least));
        let thickened = d[0] - thin;
        let determinant = d[0] * d[2] - d[1] * d[1];
        let pull = [
            (d[2] * drift[0] - d[1] * drift[1]) / determinant,
            (d[0] * drift[1] - d[1] * drift[0]) / determinant,
        ];
        let mut rates = [(0.0, [0; 2]); 6];
        let mut thick = [0.0; 3];
        for (k, (weight, e)) in offsets.into_iter().enumerate() {
            let [e1, e2] = e.map(f64::from);
            let peclet = e1 * pull[0] + e2 * pull[1];
            let (up, down) = (weight * bernoulli(-peclet), weight * bernoulli(peclet));
            rates[2 * k] = (up, e);
            rates[2 * k + 1] = (down, [-e[0], -e[1]]);
            let weight = 0.5 * (up + down);
            thick[0] += weight * e1 * e1;
            thick[1] += weight * e1 * e2;
            thick[2] += weight * e2 * e2;
        }
        let determinant = thick[0] * thick[2] - thick[1] * thick[1];
        let along = thick[2] * drift[0] * drift[0] - 2.0 * thick[1] * drift[0] * drift[1]
            + thick[0] * drift[1] * drift[1];
        let drift_number = if along > 0.0 { 0.25 * along / determinant } else { 0.0 };
        let spread = [noise, (thick[0] + thick[2] - noise).max(0.0)];
        Self { rates, drift_number, speed, spread, thickened }
    }
}
