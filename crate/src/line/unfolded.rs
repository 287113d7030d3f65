//! A grid continued beyond its walls: where mass lands that is thrown there.

use crate::line::grid::Grid;
use crate::walls::{Side, Walls};

/// The line with the domain continued beyond its walls: mirrored again and again where they
/// reflect, repeated on a ring. Cells are numbered through; what lies beyond a wall that absorbs
/// is one cell without end.
pub struct Unfolded<'a> {
    /// The cells.
    pub grid: &'a Grid,
}

impl Unfolded<'_> {
    /// Number of unfolded cells after which the images repeat.
    fn period(&self) -> i64 {
        let n = self.grid.cells().cast_signed() as i64;
        if self.grid.walls == Walls::Periodic { n } else { 2 * n }
    }

    /// The first unfolded cell and the one behind the last that are not beyond an absorbing wall.
    fn within(&self) -> [i64; 2] {
        let n = self.grid.cells().cast_signed() as i64;
        match self.grid.walls {
            Walls::Reflect | Walls::Periodic => [i64::MIN, i64::MAX],
            Walls::Absorb => [0, n],
            Walls::AbsorbLeft => [0, 2 * n],
            Walls::AbsorbRight => [-n, n],
        }
    }

    /// Position of the left edge of unfolded cell s.
    pub fn edge(&self, s: i64) -> f64 {
        if let Some(edge) = usize::try_from(s).ok().and_then(|i| self.grid.edges.get(i)) {
            return *edge; // As nearly always: the rest need not be fast.
        }
        let [first, end] = self.within();
        if s < first {
            return f64::NEG_INFINITY;
        }
        if s > end {
            return f64::INFINITY;
        }
        let n = self.grid.cells().cast_signed() as i64;
        let [from, to] = self.grid.domain();
        let (turns, i) = (s.div_euclid(self.period()), s.rem_euclid(self.period()));
        let shift = (to - from) * (turns * (self.period() / n)) as f64;
        if i <= n {
            self.grid.edges[i as usize] + shift
        } else {
            2.0 * to - self.grid.edges[(2 * n - i) as usize] + shift
        }
    }

    /// The unfolded cell of `x`; a point on an edge belongs to the cell above it
    /// if `up`, else to the cell below.
    pub fn place(&self, x: f64, up: bool) -> i64 {
        let [first, end] = self.within();
        if x < self.edge(first) {
            return first - 1;
        }
        if x > self.edge(end) {
            return end;
        }
        let n = self.grid.cells().cast_signed() as i64;
        let [from, to] = self.grid.domain();
        let length = (to - from) * (self.period() / n) as f64;
        let turns = ((x - from) / length).floor();
        let y = x - length * turns;
        let folded = if y < to { y } else { 2.0 * to - y };
        let i = self.grid.cell_of(folded).cast_signed() as i64;
        let mut s = turns as i64 * self.period() + if y < to { i } else { 2 * n - 1 - i };
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

    /// The cell of the domain that unfolded cell s is an image of. What the left wall has
    /// absorbed counts as cell N, what the right one has as N + 1.
    pub fn cell(&self, s: i64) -> usize {
        let cells = self.grid.cells();
        let n = cells.cast_signed() as i64;
        if (0..n).contains(&s) {
            return s as usize;
        }
        let [first, end] = self.within();
        if s < first || s >= end {
            let right = match self.grid.walls {
                Walls::Absorb => s >= end,
                walls => walls.absorbs(Side::Right),
            };
            return cells + usize::from(right);
        }
        let i = s.rem_euclid(self.period());
        (if i < n { i } else { 2 * n - 1 - i }) as usize
    }
}
