//! A grid mirrored at its walls again and again: where mass lands that is thrown beyond them.

use crate::line::grid::Grid;

/// The line with the domain mirrored at its walls again and again: cells are
/// numbered through, cell s mod 2N of the pair (domain, mirror image).
pub struct Unfolded<'a> {
    /// The cells.
    pub grid: &'a Grid,
}

impl Unfolded<'_> {
    /// Position of the left edge of unfolded cell s.
    pub fn edge(&self, s: i64) -> f64 {
        if let Some(edge) = usize::try_from(s).ok().and_then(|i| self.grid.edges.get(i)) {
            return *edge; // As nearly always: the rest need not be fast.
        }
        let n = self.grid.cells().cast_signed() as i64;
        let [from, to] = self.grid.domain();
        let (turns, i) = (s.div_euclid(2 * n), s.rem_euclid(2 * n));
        let shift = 2.0 * (to - from) * turns as f64;
        if i <= n {
            self.grid.edges[i as usize] + shift
        } else {
            2.0 * to - self.grid.edges[(2 * n - i) as usize] + shift
        }
    }

    /// The unfolded cell of `x`; a point on an edge belongs to the cell above it
    /// if `up`, else to the cell below.
    pub fn place(&self, x: f64, up: bool) -> i64 {
        let n = self.grid.cells().cast_signed() as i64;
        let [from, to] = self.grid.domain();
        let turns = ((x - from) / (2.0 * (to - from))).floor();
        let y = x - 2.0 * (to - from) * turns;
        let folded = if y < to { y } else { 2.0 * to - y };
        let i = self.grid.cell_of(folded).cast_signed() as i64;
        let mut s = turns as i64 * 2 * n + if y < to { i } else { 2 * n - 1 - i };
        // Rounding may leave the guess one cell off: settle it on the edges.
        while self.edge(s) > x || (!up && self.edge(s) == x) {
            s -= 1;
        }
        while self.edge(s + 1) < x || (up && self.edge(s + 1) == x) {
            s += 1;
        }
        s
    }

    /// The same, tried first in the cell `near` and those beside it.
    pub fn place_near(&self, near: i64, x: f64, up: bool) -> i64 {
        let holds = |s: &i64| {
            let (left, right) = (self.edge(*s), self.edge(*s + 1));
            if up { left <= x && x < right } else { left < x && x <= right }
        };
        [near, near + 1, near - 1].into_iter().find(holds).unwrap_or_else(|| self.place(x, up))
    }

    /// The cell of the domain that unfolded cell s is an image of.
    pub fn cell(&self, s: i64) -> usize {
        let n = self.grid.cells().cast_signed() as i64;
        if (0..n).contains(&s) {
            return s as usize;
        }
        let i = s.rem_euclid(2 * n);
        (if i < n { i } else { 2 * n - 1 - i }) as usize
    }
}
