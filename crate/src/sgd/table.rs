//! Gradients by table, for many walkers: a cubic for each datapoint on even cells,
//! fine enough that the error of g is below 10⁻¹⁰ of its largest size.
//!
//! Depends on the landscape and the walls only, so that it outlives a change of T.

use crate::landscape::Landscape;

/// Cells to begin with, doubled until the error is small enough.
const FEWEST: usize = 4096;
/// Coefficients that a table may hold, 32 bytes for each cell and datapoint.
const MOST: usize = 1 << 20;
/// Error allowed, as a part of the largest gradient.
const ERROR: f64 = 1e-10;

/// g_j as cubics.
#[derive(Clone, Debug)]
pub struct Table {
    from: f64,
    per_width: f64,
    cells: usize,
    /// For datapoint j and cell i at j·cells + i: c₀ + x(c₁ + x(c₂ + x c₃)), x ∈ [0, 1].
    cubics: Vec<[f64; 4]>,
}

impl Table {
    /// A table good to the error of this module, or `None` where none of the size
    /// allowed is: many datapoints, gradients that jump or kink.
    pub fn new(landscape: &Landscape, [from, to]: [f64; 2]) -> Option<Self> {
        let n = landscape.datapoints();
        if !landscape.breaks().is_empty() {
            return None;
        }
        let mut cells = FEWEST;
        while n * cells <= MOST {
            let table = Self::with_cells(landscape, [from, to], cells);
            if table.is_good(landscape) {
                return Some(table);
            }
            cells *= 2;
        }
        None
    }

    fn with_cells(landscape: &Landscape, [from, to]: [f64; 2], cells: usize) -> Self {
        let h = (to - from) / cells as f64;
        let mut cubics = Vec::with_capacity(landscape.datapoints() * cells);
        for j in 0..landscape.datapoints() {
            let at = |i: usize| {
                let l = landscape.loss(j, from + i as f64 * h);
                (l.slope, l.bend * h)
            };
            let mut left = at(0);
            for i in 0..cells {
                let right = at(i + 1);
                let d = right.0 - left.0;
                let c2 = 3.0 * d - 2.0 * left.1 - right.1;
                cubics.push([left.0, left.1, c2, left.1 + right.1 - 2.0 * d]);
                left = right;
            }
        }
        Self { from, per_width: 1.0 / h, cells, cubics }
    }

    /// Whether the error is small in the middle of every cell, where it is largest.
    fn is_good(&self, landscape: &Landscape) -> bool {
        let size = self.cubics.iter().fold(0.0_f64, |m, c| m.max(c[0].abs()));
        (0..landscape.datapoints()).all(|j| {
            (0..self.cells).all(|i| {
                let w = self.from + (i as f64 + 0.5) / self.per_width;
                (self.gradient(j, w) - landscape.loss(j, w).slope).abs() <= ERROR * size
            })
        })
    }

    /// g_j at a parameter between the walls.
    #[inline]
    pub fn gradient(&self, j: usize, w: f64) -> f64 {
        let y = (w - self.from) * self.per_width;
        let i = (y as u32 as usize).min(self.cells - 1);
        let x = y - i as f64;
        let [c0, c1, c2, c3] = self.cubics[j * self.cells + i];
        c0 + x * (c1 + x * (c2 + x * c3))
    }
}
