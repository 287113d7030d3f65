//! The two moments of the gradient over datapoints that the current sees:
//! G = mean_j g_j and S² = mean_j (g_j − G)², with their exact derivatives.

use crate::jet::{Jet, Number};

/// G and S² at one W, for single draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// G, the mean gradient, L/W.
    pub gradient: f64,
    /// G′, L/W².
    pub gradient_slope: f64,
    /// S², the population variance of the gradient, L²/W².
    pub variance: f64,
    /// (S²)′. S itself has a kink where S² touches 0, so S² is what is differentiated.
    pub variance_slope: f64,
}

/// S² jumps where it changes by this many times what its slopes make of the way.
const TORN: f64 = 4.0;

impl Moments {
    /// The moments of the datapoints whose losses have these jets. Two passes,
    /// so that a variance far below G² keeps its digits.
    pub fn of(losses: impl Iterator<Item = Jet> + Clone) -> Self {
        let (mut n, mut g, mut dg) = (0.0, 0.0, 0.0);
        for l in losses.clone() {
            n += 1.0;
            g += l.slope;
            dg += l.bend;
        }
        g /= n;
        dg /= n;
        let (mut s2, mut ds2) = (0.0, 0.0);
        for l in losses {
            s2 += (l.slope - g) * (l.slope - g);
            ds2 += 2.0 * (l.slope - g) * (l.bend - dg);
        }
        Self { gradient: g, gradient_slope: dg, variance: s2 / n, variance_slope: ds2 / n }
    }

    /// Whether G and S² vanish here up to rounding, compared with their values to the left and to the
    /// right. Neither drift nor noise then carries anything past this point.
    pub fn is_wall(&self, left: &Self, right: &Self) -> bool {
        self.is_silent(left, right)
            && self.gradient.abs() <= 1e-6 * left.gradient.abs().max(right.gradient.abs())
    }

    /// Whether S² vanishes here up to rounding, compared with its values to the left and to the right.
    pub fn is_silent(&self, left: &Self, right: &Self) -> bool {
        self.variance <= 1e-10 * left.variance.max(right.variance)
    }

    /// Whether S² changes over a way far more than its slopes can tell, as at the kink of a typed loss, on
    /// which no edge stands. Between kinks S² may have no slope at all: the drift that a jump makes is in
    /// none.
    pub fn is_torn(&self, there: &Self, way: f64) -> bool {
        let steepest = self.variance_slope.abs().max(there.variance_slope.abs());
        (there.variance - self.variance).abs() > TORN * steepest * way
    }

    /// The moments of a landscape that is given by them.
    pub fn given(gradient: Jet, variance: Jet) -> Self {
        Self {
            gradient: gradient.value,
            gradient_slope: gradient.slope,
            variance: variance.value.max(0.0),
            variance_slope: variance.slope,
        }
    }
}

/// Datapoint j of the two, G + S and G − S, that have the moments G and S².
/// Where S² = 0 the kink of S is given slope 0.
pub fn two_point(gradient: Jet, variance: Jet, j: usize) -> Jet {
    let s = if variance.value > 0.0 { variance.sqrt() } else { Jet::constant(0.0) };
    let g = if j == 0 { gradient + s } else { gradient - s };
    Jet { value: 0.0, slope: g.value, bend: g.slope, twist: g.bend }
}
