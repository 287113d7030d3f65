//! Whether the cells carry an answer, and how many would.

/// What the grid says of an answer that it could falsify.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// Whether more cells would leave the digits shown, three, as they are.
    pub resolved: bool,
    /// The cells that would do: those there are, if they do; else more, which may be more
    /// than a scenario can have.
    pub cells: usize,
}

impl Resolution {
    /// These cells carry the answer.
    pub const fn good(cells: usize) -> Self {
        Self { resolved: true, cells }
    }

    /// Not these, but about so many cells would.
    pub const fn poor(cells: usize) -> Self {
        Self { resolved: false, cells }
    }

    /// That of an answer made of two.
    pub fn and(self, other: Self) -> Self {
        Self { resolved: self.resolved && other.resolved, cells: self.cells.max(other.cells) }
    }
}
