//! A map of the plane at the centres of the cells that hold mass, for maps that are dear to compute.
//!
//! It is computed block by block of 4 × 4 cells, when a block first holds mass. Where the map is
//! smooth on the grid it is computed at one node a block, and between nodes by Lagrange's polynomials of
//! fifth order, whose error falls with h⁶. Whether it is smooth is seen at the middle of the block,
//! where such a polynomial errs most. In a block where it errs there by too much, every cell is computed.

use crate::plane::grid::Grid;
use std::array;

/// Cells along the side of a block.
const SIDE: usize = 4;
/// The nodes along either axis that count for a block, in sides from its first cell.
const NODES: [f64; 6] = [-2.0, -1.0, 0.0, 1.0, 2.0, 3.0];

/// What is known so far of a map with N values.
#[derive(Clone, Debug)]
pub struct SmoothMap<const N: usize> {
    grid: Grid,
    /// Allowed error of each value.
    allowed: [f64; N],
    /// The nodes that blocks have asked for, in rows.
    nodes: Vec<Option<[f64; N]>>,
    /// Whether the cells of a block are known, block by block in rows.
    known: Vec<bool>,
}

impl<const N: usize> SmoothMap<N> {
    /// A map of which nothing is known yet.
    pub fn new(grid: &Grid, allowed: [f64; N]) -> Self {
        let [rows, columns] = grid.cells.map(|n| n.div_ceil(SIDE));
        let more = NODES.len() - 1;
        Self {
            grid: grid.clone(),
            allowed,
            nodes: vec![None; (rows + more) * (columns + more)],
            known: vec![false; rows * columns],
        }
    }

    /// Hands out the values at all cells of the blocks that hold mass, except of those that have been
    /// handed out before.
    pub fn reach(
        &mut self,
        masses: &[f64],
        map: impl Fn([f64; 2]) -> [f64; N],
        mut hand: impl FnMut(usize, [f64; N]),
    ) {
        let [n1, n2] = self.grid.cells;
        let columns = n2.div_ceil(SIDE);
        for block in 0..self.known.len() {
            if self.known[block] {
                continue;
            }
            let [i, j] = [SIDE * (block / columns), SIDE * (block % columns)];
            let (down, across) = (i..n1.min(i + SIDE), j..n2.min(j + SIDE));
            let holds = |i: usize| masses[i * n2..][across.clone()].iter().any(|m| *m > 0.0);
            if !down.clone().any(holds) {
                continue;
            }
            self.known[block] = true;
            let along = self.along([block / columns, block % columns], &map);
            let middle = map(self.grid.centre(i + SIDE / 2, j + SIDE / 2));
            let guess = between(SIDE / 2, &along[SIDE / 2]);
            let smooth = (0..N).all(|k| (guess[k] - middle[k]).abs() <= self.allowed[k]);
            for (r, row) in down.enumerate() {
                for (s, column) in across.clone().enumerate() {
                    let value = if smooth {
                        between(r, &along[s])
                    } else {
                        map(self.grid.centre(row, column))
                    };
                    hand(self.grid.index(row, column), value);
                }
            }
        }
    }

    /// The values that the rows of nodes around a block have above each of its columns of cells.
    fn along(
        &mut self,
        [row, column]: [usize; 2],
        map: impl Fn([f64; 2]) -> [f64; N],
    ) -> [[[f64; N]; NODES.len()]; SIDE] {
        let across = self.grid.cells[1].div_ceil(SIDE) + NODES.len() - 1;
        let place = |axis, k: usize| self.grid.at(axis, (k as f64 + NODES[0]) * SIDE as f64 + 0.5);
        let nodes: [[[f64; N]; NODES.len()]; NODES.len()] = array::from_fn(|p| {
            array::from_fn(|q| {
                let (r, s) = (row + p, column + q);
                *self.nodes[r * across + s].get_or_insert_with(|| map([place(0, r), place(1, s)]))
            })
        });
        array::from_fn(|s| array::from_fn(|p| between(s, &nodes[p])))
    }
}

/// The polynomial through six values, so many cells behind the third of them.
fn between<const N: usize>(cells: usize, values: &[[f64; N]; NODES.len()]) -> [f64; N] {
    let at = cells as f64 / SIDE as f64;
    let mut sum = [0.0; N];
    for (node, value) in NODES.iter().zip(values) {
        let others = NODES.iter().filter(|other| *other != node);
        let weight: f64 = others.map(|other| (at - other) / (node - other)).product();
        for (sum, value) in sum.iter_mut().zip(value) {
            *sum += weight * value;
        }
    }
    sum
}
