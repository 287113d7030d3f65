//! What becomes of W at the ends of its domain: it is mirrored there, or absorbed, or goes on at
//! the other end.

/// An end of the domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The left wall.
    Left,
    /// The right wall.
    Right,
}

impl Side {
    /// Both, from left to right.
    pub const BOTH: [Self; 2] = [Self::Left, Self::Right];
}

/// What the two walls do, in every model alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Walls {
    /// What would land beyond is mirrored, as often as need be.
    #[default]
    Reflect,
    /// What lands beyond never comes back.
    Absorb,
    /// Only the left wall absorbs.
    AbsorbLeft,
    /// Only the right wall absorbs.
    AbsorbRight,
    /// No walls: the domain is a ring.
    Periodic,
}

/// What becomes of a point that a step takes somewhere, perhaps beyond a wall.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fate {
    /// It stands there, between the walls.
    Stands(f64),
    /// That wall has absorbed it.
    Absorbed(Side),
}

impl Walls {
    /// The names that a scenario knows them by.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("reflect", Self::Reflect),
        ("absorb", Self::Absorb),
        ("absorbLeft", Self::AbsorbLeft),
        ("absorbRight", Self::AbsorbRight),
        ("periodic", Self::Periodic),
    ];

    /// Whether the wall of a side absorbs.
    pub fn absorbs(self, side: Side) -> bool {
        match self {
            Self::Reflect | Self::Periodic => false,
            Self::Absorb => true,
            Self::AbsorbLeft => side == Side::Left,
            Self::AbsorbRight => side == Side::Right,
        }
    }

    /// Whether the wall of a side mirrors.
    pub fn reflects(self, side: Side) -> bool {
        self != Self::Periodic && !self.absorbs(side)
    }

    /// The walls that absorb.
    pub fn absorbing(self) -> impl Iterator<Item = Side> {
        Side::BOTH.into_iter().filter(move |side| self.absorbs(*side))
    }

    /// What becomes of a point that a step takes to `w`, and the derivative by `w` of where it stands, ±1.
    pub fn turned(self, w: f64, [from, to]: [f64; 2]) -> (Fate, f64) {
        if (from..=to).contains(&w) {
            return (Fate::Stands(w), 1.0);
        }
        let length = to - from;
        match self {
            Self::Periodic => {
                // A number just below the left wall may come to the right one by rounding.
                (Fate::Stands((from + (w - from).rem_euclid(length)).min(to)), 1.0)
            }
            Self::Reflect => {
                let (stands, direction) = mirrored(w, [from, to]);
                (Fate::Stands(stands), direction)
            }
            // Mirrored once, it may come to the other wall.
            Self::AbsorbLeft if w > to && 2.0 * to - w >= from => {
                (Fate::Stands(2.0 * to - w), -1.0)
            }
            Self::AbsorbRight if w < from && 2.0 * from - w <= to => {
                (Fate::Stands(2.0 * from - w), -1.0)
            }
            Self::Absorb | Self::AbsorbLeft | Self::AbsorbRight => {
                let left = self == Self::AbsorbLeft || self == Self::Absorb && w < from;
                (Fate::Absorbed(if left { Side::Left } else { Side::Right }), 1.0)
            }
        }
    }

    /// What becomes of a point that a step takes to `w`.
    pub fn land(self, w: f64, domain: [f64; 2]) -> Fate {
        self.turned(w, domain).0
    }
}

/// `w` mirrored at the walls until it lies between them.
#[inline]
pub fn reflect(w: f64, domain: [f64; 2]) -> f64 {
    if (domain[0]..=domain[1]).contains(&w) { w } else { mirrored(w, domain).0 }
}

/// The same for a `w` beyond the walls, with the derivative by `w`.
fn mirrored(w: f64, [from, to]: [f64; 2]) -> (f64, f64) {
    let length = to - from;
    let y = (w - from).rem_euclid(2.0 * length);
    if y <= length { (from + y, 1.0) } else { (from + (2.0 * length - y), -1.0) }
}
