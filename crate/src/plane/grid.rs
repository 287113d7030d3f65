//! The grid of the plane: equal cells between four walls.

/// A rectangle cut into equal cells. Values on it stand in rows of one W₁ each: cell
/// (i, j) has the index i · `cells[1]` + j.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// The walls, `[from, to]` of W₁ and of W₂.
    pub domain: [[f64; 2]; 2],
    /// N₁ and N₂.
    pub cells: [usize; 2],
}

impl Grid {
    /// h₁ and h₂, the sides of a cell.
    pub fn widths(&self) -> [f64; 2] {
        [0, 1].map(|a| (self.domain[a][1] - self.domain[a][0]) / self.cells[a] as f64)
    }

    /// The area of a cell.
    pub fn area(&self) -> f64 {
        let [h1, h2] = self.widths();
        h1 * h2
    }

    /// A covariance or a diffusion D₁₁, D₁₂, D₂₂ with lengths counted in cells. How two directions
    /// compare is asked of this one: in W it would depend on the units of W₁ and W₂.
    pub fn in_cells(&self, [d11, d12, d22]: [f64; 3]) -> [f64; 3] {
        let [h1, h2] = self.widths();
        [d11 / (h1 * h1), d12 / (h1 * h2), d22 / (h2 * h2)]
    }

    /// The number of cells, N₁N₂.
    pub fn len(&self) -> usize {
        self.cells[0] * self.cells[1]
    }

    /// Whether there is no cell, which no scenario allows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The index of a cell.
    pub fn index(&self, i: usize, j: usize) -> usize {
        i * self.cells[1] + j
    }

    /// The centre of cell (i, j).
    pub fn centre(&self, i: usize, j: usize) -> [f64; 2] {
        [self.at(0, i as f64 + 0.5), self.at(1, j as f64 + 0.5)]
    }

    /// The place so many cells behind the first wall of an axis.
    pub fn at(&self, axis: usize, cells: f64) -> f64 {
        let [from, to] = self.domain[axis];
        from + cells * ((to - from) / self.cells[axis] as f64)
    }

    /// The centres of the cells along one axis.
    pub fn centres(&self, axis: usize) -> Vec<f64> {
        (0..self.cells[axis]).map(|i| self.at(axis, i as f64 + 0.5)).collect()
    }

    /// The edges of the cells along one axis, exactly the walls at the ends.
    pub fn edges(&self, axis: usize) -> Vec<f64> {
        let n = self.cells[axis];
        let mut edges: Vec<f64> = (0..=n).map(|i| self.at(axis, i as f64)).collect();
        edges[n] = self.domain[axis][1];
        edges
    }

    /// A grid of half the cells, rounded up, on the same domain.
    pub fn halved(&self) -> Self {
        Self { domain: self.domain, cells: self.cells.map(|n| n.div_ceil(2)) }
    }

    /// The centres of all cells, in the order of their indices.
    pub fn all(&self) -> impl Iterator<Item = [f64; 2]> + '_ {
        (0..self.cells[0]).flat_map(move |i| (0..self.cells[1]).map(move |j| self.centre(i, j)))
    }
}
