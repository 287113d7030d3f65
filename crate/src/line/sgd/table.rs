//! Gradients by table, for many walkers: a cubic for each datapoint on even cells,
//! fine enough that the error of g is below 10⁻¹⁰ of its largest size.
//!
//! Depends on the landscape and the walls only, so that it outlives a change of T.

use crate::landscape::Landscape;
use crate::search::GOLDEN;

/// Cells to begin with, doubled until the error is small enough.
const FEWEST: usize = 256;
/// Coefficients that a table may hold, 32 bytes for each cell and datapoint.
const MOST: usize = 1 << 20;
/// And for each walker: a table that is as fine takes longer to make, or to give up, than so few
/// walkers take for their own gradients in many steps.
const MOST_EACH: usize = 64;
/// Gradients computed to check a table beside its middles, at even places and at as many
/// others.
const MOST_CHECKS: usize = 1 << 15;
/// Error allowed, as a part of the largest gradient.
const ERROR: f64 = 1e-10;

/// Added to a number below 2³¹ and taken away again, it rounds it to a whole one;
/// in between, the low bits are that whole number.
const ROUNDING: f64 = 6_755_399_441_055_744.0;

/// g_j as cubics.
#[derive(Clone, Debug)]
pub struct Table {
    /// The middle of cell i lies at w·per_width + shift = i.
    per_width: f64,
    shift: f64,
    datapoints: usize,
    /// For cell i and datapoint j at i·n + j: c₀ + x(c₁ + x(c₂ + x c₃)), x ∈ [−½, ½].
    /// One cell more than there are: the farther wall itself may round up to it.
    cubics: Vec<[f64; 4]>,
}

impl Table {
    /// A table good to the error of this module, or `None` where none of the size
    /// allowed is: many datapoints, gradients that jump or kink. It must also hold at
    /// `places`, between which the landscape may hide what is narrower than its cells:
    /// where the walkers stand, and even places besides.
    pub fn new(landscape: &Landscape, domain: [f64; 2], places: &[f64]) -> Option<Self> {
        let n = landscape.datapoints();
        if !landscape.breaks().is_empty() {
            return None;
        }
        let [from, to] = domain;
        let count = (MOST_CHECKS / n).max(1);
        // No fraction of the cells, so that nothing repeats with them.
        let even = (0..count).map(|i| from + (to - from) * (i as f64 + GOLDEN) / count as f64);
        let each = places.len().div_ceil(count).max(1);
        let known: Vec<(f64, Vec<f64>)> = even
            .chain(places.iter().copied().step_by(each))
            .map(|w| (w, (0..n).map(|j| landscape.loss(j, w).slope).collect()))
            .collect();
        let most = MOST.min(MOST_EACH * places.len());
        let mut cells = FEWEST;
        while n * cells <= most {
            let table = Self::with_cells(landscape, domain, cells);
            if table.is_good(landscape, domain, cells) && table.agrees(&known) {
                return Some(table);
            }
            cells *= 2;
        }
        None
    }

    fn with_cells(landscape: &Landscape, [from, to]: [f64; 2], cells: usize) -> Self {
        let n = landscape.datapoints();
        let h = (to - from) / cells as f64;
        let node = |i: usize| -> Vec<[f64; 2]> {
            let w = if i == cells { to } else { from + i as f64 * h };
            let at = |j| landscape.loss(j, w);
            (0..n).map(at).map(|l| [l.slope, l.bend * h]).collect()
        };
        let mut cubics = Vec::with_capacity(n * (cells + 1));
        let mut left = node(0);
        for i in 0..cells {
            let right = node(i + 1);
            cubics.extend(left.iter().zip(&right).map(|(l, r)| about_the_middle(*l, *r)));
            left = right;
        }
        cubics.extend(left.iter().map(|l| [l[0], 0.0, 0.0, 0.0]));
        Self { per_width: 1.0 / h, shift: -from / h - 0.5, datapoints: n, cubics }
    }

    /// Whether the error is small in the middle of every cell, where it is largest.
    fn is_good(&self, landscape: &Landscape, [from, to]: [f64; 2], cells: usize) -> bool {
        let size = self.size();
        (0..cells).all(|i| {
            let w = from + (i as f64 + 0.5) * (to - from) / cells as f64;
            (0..self.datapoints)
                .all(|j| (self.gradient(j, w) - landscape.loss(j, w).slope).abs() <= ERROR * size)
        })
    }

    /// Whether the error is small where the gradients are known.
    fn agrees(&self, known: &[(f64, Vec<f64>)]) -> bool {
        let size = self.size();
        known.iter().all(|(w, g)| {
            g.iter().enumerate().all(|(j, g)| (self.gradient(j, *w) - g).abs() <= ERROR * size)
        })
    }

    /// The largest gradient.
    fn size(&self) -> f64 {
        self.cubics.iter().fold(0.0_f64, |m, c| m.max(c[0].abs()))
    }

    /// g_j at a parameter between the walls.
    #[inline]
    pub fn gradient(&self, j: usize, w: f64) -> f64 {
        let y = w * self.per_width + self.shift;
        let rounded = y + ROUNDING;
        let i = rounded.to_bits() as u32 as usize;
        let x = y - (rounded - ROUNDING);
        let [c0, c1, c2, c3] = self.cubics[i * self.datapoints + j];
        // Even and odd powers side by side, in two lanes.
        let q = x * x;
        let [even, odd] = [c0 + q * c2, c1 + q * c3];
        even + x * odd
    }
}

/// The cubic with the values and slopes (per cell) at both ends of a cell, in powers
/// of the distance from its middle.
fn about_the_middle([v0, s0]: [f64; 2], [v1, s1]: [f64; 2]) -> [f64; 4] {
    let (d, bend) = (v1 - v0, s1 - s0);
    [0.5 * (v0 + v1) - bend / 8.0, 1.5 * d - 0.25 * (s0 + s1), 0.5 * bend, s0 + s1 - 2.0 * d]
}
