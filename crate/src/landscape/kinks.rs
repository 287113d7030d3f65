//! Kinks of typed formulas: where a comparison, |…|, a sign, the greatest or the least changes
//! sides. An edge of the grid stands on each, and what holds there is what holds right of it.
//!
//! Where a loss itself jumps, its gradient has a peak without width there, of which no step of SGD
//! knows anything. Such a loss is refused: a constant added to one of its pieces makes them meet
//! and changes no step.

use crate::error::{Error, Result};
use crate::jet::Jet;
use crate::landscape::formula::Sides;
use crate::landscape::{Kind, Landscape};
use crate::numeral::Numeral;
use crate::search::{GOLDEN, bisect};

/// Probes of the domain for changes of sides.
const PROBES: usize = 1024;
/// Evaluations of formulas that these may cost.
const MOST_EVALUATIONS: usize = 1 << 16;
/// With more kinks than these no cell edges are put on them.
const MOST_KINKS: usize = 64;
/// Places where the size of a loss is taken.
const SAMPLES: usize = 16;
/// Where bends are greater than elsewhere by this factor, as beside 0 of |W|^1.5, none belongs to the
/// place itself.
const STEEP: f64 = 1e6;
/// With [`MEETS`], how far off a place may be by rounding, as a part of the domain: 10⁻⁹.
const ROUNDED: f64 = 1e3;
/// Pieces meet if they do to this part of their size there, or to a thousandth of it of that elsewhere.
const MEETS: f64 = 1e-9;

/// Why a loss that jumps is refused, and what to do.
pub const NOT_SHOWN: &str =
    "which no gradient shows: let its pieces meet, by a constant added to one";

impl Landscape {
    /// The same landscape with an edge of the grid wanted on each kink of its formulas within a
    /// domain.
    ///
    /// # Errors
    /// [`Error::Conflict`] on the first loss that jumps.
    pub fn kinked(mut self, domain: [f64; 2]) -> Result<Self> {
        let (mut breaks, mut kinks) = (Vec::new(), Vec::new());
        let changes = self.changes(domain);
        let datapoints = if changes.is_empty() { 0 } else { self.datapoints() };
        let sizes: Vec<[f64; 3]> = (0..datapoints).map(|j| self.sizes(j, domain)).collect();
        let width = domain[1] - domain[0];
        for [place, right] in changes {
            let (mut kink, mut steep) = (false, false);
            for (j, [value, slope, bend]) in sizes.iter().enumerate() {
                let [l, r] = [place.next_down(), right].map(|w| self.bare_loss(j, w));
                // What a rounding of the place itself changes is no jump.
                let value = value.max(ROUNDED * width * l.slope.abs().max(r.slope.abs()));
                if self.has_losses() && !meet(l.value, r.value, value) {
                    let reason = format!("the loss jumps at W = {}, {NOT_SHOWN}", Numeral(place));
                    return Err(Error::Conflict { field: self.field(j), reason });
                }
                steep |= l.bend.abs().max(r.bend.abs()) > STEEP * bend.max(slope / width);
                kink |= !meet(l.slope, r.slope, *slope) || !meet(l.bend, r.bend, *bend);
            }
            if !steep {
                // What is no kink, as 0 of |W|², may be none of either side.
                kinks.push([place, right]);
                if kink {
                    breaks.push(place);
                }
            }
        }
        if kinks.len() <= MOST_KINKS {
            (self.breaks, self.kinks) = (breaks, kinks);
        }
        Ok(self)
    }

    /// How large a loss, its slope and its bend are within a domain, in the units they have: at a kink
    /// itself they may be 0, or nothing but rounding.
    fn sizes(&self, j: usize, [from, to]: [f64; 2]) -> [f64; 3] {
        let mut sizes = [0.0_f64; 3];
        for i in 0..=SAMPLES {
            let l = self.bare_loss(j, from + (to - from) * i as f64 / SAMPLES as f64);
            for (size, x) in sizes.iter_mut().zip([l.value, l.slope, l.bend]) {
                *size = size.max(x.abs().min(f64::MAX));
            }
        }
        sizes
    }

    /// A place, or one just right of it, to rounding, where it is a kink.
    #[inline(never)]
    pub(super) fn right_of(&self, w: f64) -> f64 {
        for [place, right] in &self.kinks {
            if *place == w {
                return *right;
            }
        }
        w
    }

    /// Where formulas change sides: the first place that is not on the left one, and the first that
    /// is on the right one.
    fn changes(&self, [from, to]: [f64; 2]) -> Vec<[f64; 2]> {
        let mut found = Vec::new();
        let probes = self.probes(PROBES, MOST_EVALUATIONS);
        let mut left = (from, self.sides(from));
        // Most landscapes have nothing that takes sides: then no change of T pays for the probes.
        if left.1 == Sides::default() {
            return found;
        }
        for i in 1..=probes {
            let end = from + (to - from) * (i as f64 - GOLDEN) / probes as f64;
            let right = self.sides(end);
            while left.1 != right && found.len() <= MOST_KINKS {
                let [before, mut place] = bisect([left.0, end], &mut |w| self.sides(w) == left.1);
                // Halving never meets 0 itself.
                if before < 0.0 && place > 0.0 {
                    place = 0.0;
                }
                let there = self.sides(place);
                let mut after = place;
                if there.tie && there != right {
                    [_, after] = bisect([place, end], &mut |w| self.sides(w) == there);
                }
                found.push([place, after]);
                left = (after, self.sides(after));
            }
            left = (end, right);
        }
        found
    }

    /// The sides that its formulas take.
    #[inline(never)]
    fn sides(&self, w: f64) -> Sides {
        let (mut sides, w) = (Sides::default(), [Jet::variable(w)]);
        match &self.kind {
            Kind::Losses(losses) => {
                for f in losses {
                    f.sided(&w, &mut sides);
                }
            }
            Kind::Moments { gradient, variance } => {
                gradient.sided(&w, &mut sides);
                variance.sided(&w, &mut sides);
            }
            _ => {}
        }
        sides
    }
}

#[inline(never)]
fn meet(a: f64, b: f64, size: f64) -> bool {
    (a - b).abs() <= MEETS * (1e-3 * size + a.abs() + b.abs())
}
