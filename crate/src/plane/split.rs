//! Cells whose mass several points stand for, because a map stretches them over more than
//! one cell.
//!
//! The points divide the cell, and its mass, evenly. Within the cell p points have the variance
//! v = h²(1 − 1/p²)/12, while the mass of a cell stands for a point without variance. To make up for
//! it, ½v/h² of the cell's mass is first moved into it from either neighbour, as far as these have it.
//! Mass and mean stay exact, and so does the covariance where the neighbours have enough; the density
//! itself is of first order in h here.

/// What cells are divided into.
#[derive(Clone, Debug)]
pub struct Splits {
    /// N₁ and N₂.
    cells: [usize; 2],
    /// Points along both axes, for every cell.
    points: Vec<[u8; 2]>,
    /// All points.
    count: usize,
}

impl Splits {
    /// Cells with so many points along each axis.
    pub fn new(cells: [usize; 2], points: Vec<[u8; 2]>) -> Self {
        let count = points.iter().map(|p| within(*p)).sum();
        Self { cells, points, count }
    }

    /// Where the points of a cell lie along one axis, in cells from its centre.
    pub fn offsets(points: u8) -> impl Iterator<Item = f64> {
        let p = f64::from(points);
        (0..points).map(move |k| (f64::from(k) + 0.5) / p - 0.5)
    }

    /// The masses of the points, cell by cell or `None` if these are
    /// the cells.
    pub fn masses(&self, masses: &[f64]) -> Option<Vec<f64>> {
        if self.count == masses.len() {
            return None;
        }
        let mut all = vec![0.0; self.count];
        let mut left = &mut all[..];
        for (points, m) in self.points.iter().zip(self.sharpened(masses)) {
            let (own, others) = left.split_at_mut(within(*points));
            own.fill(m / own.len() as f64);
            left = others;
        }
        Some(all)
    }

    /// The masses without the variance that the points will add.
    fn sharpened(&self, masses: &[f64]) -> Vec<f64> {
        let mut asked = vec![0.0; masses.len()];
        for (_, neighbours, part) in self.given(masses) {
            for k in neighbours {
                asked[k] += part;
            }
        }
        let mut sharpened = masses.to_vec();
        for (cell, neighbours, part) in self.given(masses) {
            let part = part * limit(neighbours, masses, &asked);
            for k in neighbours {
                sharpened[k] -= part;
                sharpened[cell] += part;
            }
        }
        // The last neighbour of a cell that gives all it has may take a rounding more.
        for m in sharpened.iter_mut().filter(|m| **m < 0.0) {
            *m = 0.0;
        }
        sharpened
    }

    /// Every cell that is divided along an axis, its neighbours there, and what either gives it.
    fn given<'a>(
        &'a self,
        masses: &'a [f64],
    ) -> impl Iterator<Item = (usize, [usize; 2], f64)> + 'a {
        let divided = |cell: &usize| self.points[*cell] != [1, 1] && masses[*cell] > 0.0;
        (0..masses.len()).filter(divided).flat_map(move |cell| {
            let along = |a: usize| (self.points[cell][a] > 1).then_some(a);
            [along(0), along(1)].into_iter().flatten().map(move |a| {
                let part = (1.0 - 1.0 / f64::from(self.points[cell][a]).powi(2)) / 24.0;
                (cell, self.neighbours(cell, a), part * masses[cell])
            })
        })
    }

    /// The cells before and behind along an axis, mirrored at the walls.
    fn neighbours(&self, cell: usize, axis: usize) -> [usize; 2] {
        let [n1, n2] = self.cells;
        let (at, n, step) = if axis == 0 { (cell / n2, n1, n2) } else { (cell % n2, n2, 1) };
        [if at > 0 { cell - step } else { cell }, if at + 1 < n { cell + step } else { cell }]
    }
}

/// How many points stand for a cell.
fn within(points: [u8; 2]) -> usize {
    usize::from(points[0]) * usize::from(points[1])
}

/// The part of what is asked of both cells that they have.
fn limit(cells: [usize; 2], masses: &[f64], asked: &[f64]) -> f64 {
    cells
        .into_iter()
        .filter(|k| asked[*k] > masses[*k])
        .fold(1.0, |least: f64, k| least.min(masses[k] / asked[k]))
}
