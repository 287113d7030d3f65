//! The part of the chain that a step has to follow: where mass is, and where it comes to.
//!
//! Rates at which no mass leaves cost nothing: a corner of the domain with a drift of
//! hundreds of cells a step would otherwise set the length of the series for all. Tiles of
//! cells that hold no mass, and that none reaches in the time, are frozen. What comes to a
//! frozen cell all the same stays there until the next step, so mass is exact.

use crate::plane::current::chain::Chain;
use std::ops::Range;

/// Cells along the side of a tile.
pub const SIDE: usize = 16;
/// ln of the part of the mass that may come to frozen cells: 10⁻¹⁴.
const NOTHING: f64 = -32.0;
/// Mass may come from anywhere in its tile to anywhere in another, which is nearer than from centre to
/// centre by this many cells.
const MARGIN: f64 = 1.5 * SIDE as f64;

/// What the rates of a tile of cells can do.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tile {
    /// The largest rate at which a cell is left, 1/step.
    exit: f64,
    /// The largest ¼βᵀD⁻¹β, 1/step.
    drift_number: f64,
    /// The largest ½Σ rate |e|², cells²/step.
    variance: f64,
    /// The sum of Σ rate e over its cells, cells/step.
    drift: [f64; 2],
    /// Number of cells.
    cells: f64,
}

/// What the rates of one cell do, in the units of [`Tile`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Moves {
    /// The rate at which it is left.
    pub exit: f64,
    /// ¼βᵀD⁻¹β.
    pub drift_number: f64,
    /// ½Σ rate |e|².
    pub variance: f64,
    /// Σ rate e.
    pub drift: [f64; 2],
}

impl Moves {
    /// Takes in a hop by `e` cells.
    pub fn hop(&mut self, rate: f64, e: [i32; 2]) {
        let e = e.map(f64::from);
        self.exit += rate;
        self.variance += 0.5 * rate * (e[0] * e[0] + e[1] * e[1]);
        self.drift = [self.drift[0] + rate * e[0], self.drift[1] + rate * e[1]];
    }
}

impl Tile {
    /// As many as cover the cells, row by row.
    pub fn covering([n1, n2]: [usize; 2]) -> Vec<Self> {
        vec![Self::default(); n1.div_ceil(SIDE) * n2.div_ceil(SIDE)]
    }

    /// The tile of a cell in row i and column j of n₂.
    pub fn of(i: usize, j: usize, n2: usize) -> usize {
        i / SIDE * n2.div_ceil(SIDE) + j / SIDE
    }

    /// Takes in a cell.
    pub fn add(&mut self, cell: &Moves) {
        self.exit = self.exit.max(cell.exit);
        self.drift_number = self.drift_number.max(cell.drift_number);
        self.variance = self.variance.max(cell.variance);
        self.drift = [self.drift[0] + cell.drift[0], self.drift[1] + cell.drift[1]];
        self.cells += 1.0;
    }
}

/// Where the mass is, tile by tile.
pub struct Filled<'a> {
    chain: &'a Chain,
    /// ln of the part of the mass in each tile.
    logs: Vec<f64>,
}

/// The tiles that mass comes to within a time.
pub struct Reached {
    active: Vec<bool>,
    /// The largest rate at which one of their cells is left, 1/step.
    pub exit: f64,
    /// The powers of e by which a Chebyshev series of that time grows before it cancels,
    /// over those that it may.
    pub growth: f64,
    /// The part of all tiles that they are.
    pub part: f64,
}

impl Reached {
    /// The active columns, of `n2`, in each row of tiles.
    pub fn columns(&self, n2: usize) -> Vec<Vec<Range<usize>>> {
        let of_row = |row: &[bool]| {
            let mut columns: Vec<Range<usize>> = Vec::new();
            for (t, _) in row.iter().enumerate().filter(|(_, active)| **active) {
                let (from, to) = (t * SIDE, ((t + 1) * SIDE).min(n2));
                match columns.last_mut() {
                    Some(last) if last.end == from => last.end = to,
                    _ => columns.push(from..to),
                }
            }
            columns
        };
        self.active.chunks_exact(n2.div_ceil(SIDE)).map(of_row).collect()
    }
}

impl<'a> Filled<'a> {
    /// The tiles of a chain with these cell masses.
    pub fn new(chain: &'a Chain, masses: &[f64]) -> Self {
        let n2 = chain.grid().cells[1];
        let across = n2.div_ceil(SIDE);
        let mut sums = vec![0.0; chain.tiles.len()];
        for (i, row) in masses.chunks_exact(n2).enumerate() {
            for (j, part) in row.chunks(SIDE).enumerate() {
                sums[i / SIDE * across + j] += part.iter().sum::<f64>();
            }
        }
        let total: f64 = sums.iter().sum();
        Self { chain, logs: sums.iter().map(|s| (s / total).ln()).collect() }
    }

    /// The tiles that mass comes to within `tau` steps: along the drift, with the spread of the noise
    /// about it. Cancellation may cost `allowed` powers of e in a tile that all the mass may be in, and
    /// more in a tile with less mass.
    pub fn reach(&self, tau: f64, allowed: f64) -> Reached {
        let across = self.chain.grid().cells[1].div_ceil(SIDE);
        let centre = |t: usize| [t / across, t % across].map(|k| (SIDE * k) as f64);
        let tiles = &self.chain.tiles;
        let mut comes = vec![f64::NEG_INFINITY; tiles.len()];
        for (source, log) in self.logs.iter().enumerate().filter(|(_, log)| **log > NOTHING) {
            let Tile { variance, drift, cells, .. } = tiles[source];
            let from = centre(source);
            let way = drift.map(|d| d / cells * tau);
            let square = way[0] * way[0] + way[1] * way[1];
            let spread = 1.0 / (4.0 * variance * tau).max(1e-3);
            for (t, comes) in comes.iter_mut().enumerate() {
                if *comes >= *log {
                    continue;
                }
                let at = centre(t);
                let off = [at[0] - from[0], at[1] - from[1]];
                let along = (off[0] * way[0] + off[1] * way[1]) / square.max(1e-300);
                let along = along.max(0.0).min(1.0);
                let off = (off[0] - along * way[0]).hypot(off[1] - along * way[1]);
                let off = (off - MARGIN).max(0.0);
                *comes = comes.max(log - off * off * spread);
            }
        }
        let mut reached =
            Reached { active: vec![false; tiles.len()], exit: 0.0, growth: 0.0, part: 0.0 };
        for (t, (tile, comes)) in tiles.iter().zip(comes).enumerate() {
            if comes > NOTHING {
                reached.active[t] = true;
                reached.exit = reached.exit.max(tile.exit);
                let growth = tile.drift_number * tau / (allowed - 0.5 * comes);
                reached.growth = reached.growth.max(growth);
                reached.part += 1.0 / tiles.len() as f64;
            }
        }
        reached
    }
}
