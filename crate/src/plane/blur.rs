//! Convolution of cell masses by round normals, mirrored at the walls.
//!
//! Axis by axis, with the values of the normal at every D-th cell: what comes out is blurred
//! again by at least one normal as wide as D, which leaves e^(−2π²) of the pattern that the
//! gaps make (à trous; Holschneider et al. 1989). So the cost does not grow with the width.

use crate::plane::grid::Grid;
use crate::search::bisect;

/// Standard deviations covered on either side: beyond lie 6·10⁻⁷ of a normal.
const CUT: f64 = 5.0;
/// Fewest gaps for a standard deviation: with fewer, the values at the gaps would miss the shape.
const FEWEST: f64 = 0.9;

/// A normal of one width.
#[derive(Clone, Debug)]
pub struct Blur {
    /// D.
    gap: usize,
    /// Its values at 0, D, 2D …; those on both sides add up to 1.
    values: Vec<f64>,
}

impl Blur {
    /// The normal with this variance along each axis, in cells², where what it blurs will afterwards be
    /// blurred by the variance `later`.
    pub fn new(variance: f64, later: f64) -> Self {
        let gap = later.sqrt().min(variance.sqrt() / FEWEST).floor().max(1.0);
        let wanted = variance / (gap * gap);
        let count = (CUT * wanted.sqrt()).ceil() as usize;
        // The normal whose values at the gaps have the variance; their sum has slightly
        // another one than the integral.
        let mut values = Vec::new();
        bisect([0.5 * wanted, 2.0 * wanted + 1.0], &mut |trial| {
            values = (0..=count).map(|k| (-0.5 * (k * k) as f64 / trial).exp()).collect();
            let sum = 2.0 * values.iter().skip(1).sum::<f64>() + 1.0;
            for v in &mut values {
                *v /= sum;
            }
            values.iter().enumerate().map(|(k, v)| 2.0 * (k * k) as f64 * v).sum::<f64>() < wanted
        });
        // The values are those of the last trial, which differs from the root by rounding only.
        Self { gap: gap as usize, values }
    }

    /// Blurs cell masses along both axes.
    pub fn apply(&self, grid: &Grid, masses: &mut Vec<f64>, room: &mut Vec<f64>) {
        let [n1, n2] = grid.cells;
        let margin = (self.gap * (self.values.len() - 1)).cast_signed();
        let mut padded = vec![0.0; n2 + 2 * margin as usize];
        for row in masses.chunks_exact_mut(n2) {
            for (p, x) in padded.iter_mut().enumerate() {
                *x = row[mirrored(p.cast_signed() - margin, n2)];
            }
            self.along(row, |off| &padded[(margin + off) as usize..][..n2]);
        }
        room.resize(masses.len(), 0.0);
        for (i, row) in room.chunks_exact_mut(n2).enumerate() {
            let at = |off| mirrored(i.cast_signed() + off, n1) * n2;
            self.along(row, |off| &masses[at(off)..][..n2]);
        }
        std::mem::swap(masses, room);
    }

    /// Sets a row to the sum of rows so many cells away.
    fn along<'a>(&self, into: &mut [f64], row: impl Fn(isize) -> &'a [f64]) {
        for (x, y) in into.iter_mut().zip(row(0)) {
            *x = self.values[0] * y;
        }
        for (k, value) in self.values.iter().enumerate().skip(1) {
            let off = (k * self.gap).cast_signed();
            for ((x, y), z) in into.iter_mut().zip(row(-off)).zip(row(off)) {
                *x += value * (y + z);
            }
        }
    }
}

/// The cell that a place beyond the walls mirrors, however far it is.
fn mirrored(i: isize, n: usize) -> usize {
    let n = n.cast_signed();
    let i = i.rem_euclid(2 * n);
    (if i < n { i } else { 2 * n - 1 - i }) as usize
}
