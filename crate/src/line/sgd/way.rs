//! SGD as a Markov chain between the cells on the way to a goal.
//!
//! A step takes the mass of a cell to others in parts that depend on how it is spread
//! within the cell: on a cubic ([`crate::line::remap`]) they are linear in the two edge
//! densities. The parts of all draws are summed once; the sums hold for any shape in the cell.

use crate::landscape::Landscape;
use crate::line::edge_density::EdgeDensity;
use crate::line::grid::Grid;
use crate::line::remap::Fragments;
use crate::line::sgd::elimination::{Chain, Scaled};
use crate::line::sgd::rule::{Batch, Step};
use crate::order::ranked;
use crate::walls::Walls;

/// Pieces that the images of the cells may be cut into.
const MOST_PIECES: usize = 1_000_000;
/// A piece of a cell below this part of it is rounding.
const NO_PIECE: f64 = 1e-13;

/// A part of a cell's mass that goes to one place: A + B·left + C·right, of the edge
/// densities relative to the mean.
type Part = [f64; 3];

/// The cells on the way, numbered from the wall behind the start to the goal.
#[derive(Clone, Debug)]
pub struct Way {
    /// They lie side by side, from left to right.
    pub grid: Grid,
    rightwards: bool,
    edge_density: EdgeDensity,
    /// For each cell, where its targets end in `targets`.
    ends: Vec<usize>,
    /// The cells that a step goes to, with the part of the mass that goes there.
    targets: Vec<(u32, Part)>,
    /// For each cell, the part of its mass that arrives at the goal.
    arrives: Vec<Part>,
    /// Edge densities within each cell.
    shape: Vec<[f64; 2]>,
    /// Whether the step of some draw turns round within a cell: where it does the density that it
    /// leaves is not smooth.
    pub folds: bool,
}

impl Way {
    /// Cuts one step of each draw. The goal is the end of `grid` towards the wall `beyond`.
    /// `None` where a step throws W too far, or over too many cells, to be followed.
    pub fn new(
        landscape: &Landscape,
        step: &Step,
        draws: &[Batch],
        grid: Grid,
        beyond: f64,
        walls: Walls,
    ) -> Option<Self> {
        let cells = grid.cells();
        let [left, right] = grid.domain();
        let rightwards = beyond >= right;
        // All that lies beyond the goal is one more cell, with the wall that mirrors or absorbs:
        // what a wall absorbs has passed the goal.
        let mut edges = grid.edges.clone();
        if beyond > right {
            edges.push(beyond);
        } else if beyond < left {
            edges.insert(0, beyond);
        }
        let behind = usize::from(beyond < left);
        let whole = Grid { walls, ..Grid::of_edges(edges) };
        let breaks = landscape.breaks();
        let mut rows: Vec<Vec<(u32, Part)>> = vec![Vec::new(); cells];
        let mut merged = vec![0; cells];
        let mut arrives = vec![[0.0; 3]; cells];
        let mut folds = false;
        let mut room = MOST_PIECES;
        for draw in draws {
            let at = |w: f64| step.image(landscape, draw, w);
            let images: Vec<(f64, f64)> = grid.edges.iter().map(|w| at(*w)).collect();
            folds |= images.windows(2).any(|ends| ends[0].1 * ends[1].1 < 0.0);
            // The value at a break is that of its right side; the cell before it
            // needs the other.
            let values = |k: usize| {
                let k = k.checked_sub(behind).filter(|k| *k < cells)?;
                let to = grid.edges[k + 1];
                let (l, r) = (images[k], images[k + 1]);
                let r = if breaks.contains(&to) { at(to.next_down()) } else { r };
                Some(([l.0, r.0], [l.1, r.1]))
            };
            let pieces = Fragments::cut(&whole, &values, room)?;
            room = room.saturating_sub(pieces.len());
            for (k, row) in rows.iter_mut().enumerate() {
                for (ends, target) in pieces.of_cell(k + behind) {
                    if ends[1] - ends[0] < NO_PIECE {
                        continue;
                    }
                    let part = part_between(ends).map(|p| p * draw.weight);
                    match target.checked_sub(behind).filter(|t| *t < cells) {
                        Some(target) => row.push((target as u32, part)),
                        None => add(&mut arrives[k], part),
                    }
                }
                if row.len() > 2 * merged[k] + 64 {
                    merge(row);
                    merged[k] = row.len();
                }
            }
        }
        let mut way = Self {
            edge_density: EdgeDensity::new(&grid),
            shape: vec![[1.0; 2]; cells],
            ends: Vec::with_capacity(cells),
            targets: Vec::new(),
            rightwards,
            arrives,
            folds,
            grid,
        };
        for row in &mut rows {
            merge(row);
            way.targets.append(row);
            way.ends.push(way.targets.len());
        }
        Some(way)
    }

    /// Takes the shapes within the cells from masses, numbered as the cells of the grid.
    pub fn reshape(&mut self, masses: &[Scaled]) {
        let n = masses.len();
        for k in 0..n {
            let unit = masses[k];
            self.shape[k] = [1.0; 2];
            if unit.mantissa == 0.0 {
                continue;
            }
            let m = |i: usize| masses[i].over(unit).min(1e30);
            let edge = |i: usize| {
                let around = [m(i.saturating_sub(2)), m(i - 1), m(i), m((i + 1).min(n - 1))];
                let h = &self.grid.widths;
                let least = (around[1] / h[i - 1]).min(around[2] / h[i]);
                // Beside a spike the cubic would let nothing pass, and the spike would grow.
                self.edge_density.inner(i, around).max(0.5 * least)
            };
            let mean = 1.0 / self.grid.widths[k];
            let left = (k > 0).then(|| edge(k));
            let right = (k + 1 < n).then(|| edge(k + 1));
            let wall = |inner: Option<f64>| EdgeDensity::at_wall(mean, inner.unwrap_or(mean));
            let ends = [left.unwrap_or_else(|| wall(right)), right.unwrap_or_else(|| wall(left))];
            self.shape[k] = ends.map(|d| d / mean);
        }
    }

    /// From the numbers of the chain to those of the grid, or back.
    pub fn turned(&self, k: usize) -> usize {
        if self.rightwards { k } else { self.grid.cells() - 1 - k }
    }
}

impl Chain for Way {
    fn states(&self) -> usize {
        self.grid.cells()
    }

    fn add_row(&self, state: usize, row: &mut [f64]) -> ([usize; 2], f64) {
        let k = self.turned(state);
        let [left, right] = self.shape[k];
        let of = |p: &Part| (p[0] + p[1] * left + p[2] * right).max(0.0);
        let (mut first, mut last) = (state, state);
        let start = if k == 0 { 0 } else { self.ends[k - 1] };
        for (target, part) in &self.targets[start..self.ends[k]] {
            let to = self.turned(*target as usize);
            row[to] += of(part);
            (first, last) = (first.min(to), last.max(to));
        }
        ([first, last], of(&self.arrives[k]))
    }
}

/// The mass between two fractions of a cell, by Simpson's rule, which is exact.
fn part_between([from, to]: [f64; 2]) -> Part {
    let density = |x: f64| {
        let y = 1.0 - x;
        [6.0 * x * y, y * (1.0 - 3.0 * x), x * (3.0 * x - 2.0)]
    };
    let (a, m, b) = (density(from), density(0.5 * (from + to)), density(to));
    let sixth = (to - from) / 6.0;
    [0, 1, 2].map(|i| sixth * (a[i] + 4.0 * m[i] + b[i]))
}

fn add(sum: &mut Part, part: Part) {
    for (s, p) in sum.iter_mut().zip(part) {
        *s += p;
    }
}

/// Adds up what goes to the same cell.
fn merge(row: &mut Vec<(u32, Part)>) {
    let order = ranked(row.iter().map(|(target, _)| u64::from(*target)));
    *row = order.into_iter().map(|i| row[i]).collect();
    row.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            add(&mut kept.1, next.1);
        }
        same
    });
}
