//! Preconditioned steps: W → W − T A(W) g_j(W).
//!
//! Whoever asks a landscape for gradients gets A g_j, so that every model steps alike: G
//! becomes A G, and S² becomes A²S². What depends on derivatives gets those of the products,
//! exactly: A′ holds the third derivatives of the losses where A holds the second.
//!
//! | preconditioner | A | unit of T |
//! |---|---|---|
//! | rms | 1/(√(G² + S²/B) + ε): what RMSprop (Hinton 2012) and the denominator of Adam (Kingma & Ba 2015, algorithm 1) settle to | W |
//! | newton | 1/(\|L″\| + δ) | – |

use crate::jet::Jet;
use crate::landscape::{Kind, Landscape, Moments};
use crate::order::{ranked, rising};
use crate::search::{GOLDEN, bisect};
use std::cell::RefCell;

/// What the gradients are multiplied by, A.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preconditioner {
    /// 1: plain SGD.
    None,
    /// One over their root mean square, and ε.
    Rms,
    /// One over the size of the curvature of L, and δ.
    Newton,
}

impl Preconditioner {
    /// The names that a scenario knows them by.
    pub const NAMES: [(&'static str, Self); 3] =
        [("none", Self::None), ("rms", Self::Rms), ("newton", Self::Newton)];
}

/// Probes of the domain for changes of the sign of L″.
const PROBES: usize = 1024;
/// Second derivatives of losses that these probes may cost.
const MOST_EVALUATIONS: usize = 1 << 18;
/// With more kinks than these no cell edges are put on them.
const MOST_KINKS: usize = 64;
/// Nearer than this to a kink, as a part of the domain, the sign of L″ is the one noted for that
/// side of the kink and is not computed: it would be rounding.
const NEAR: f64 = 1e-9;

/// A(W) of a landscape.
#[derive(Clone, Debug)]
pub(super) struct Scaling {
    by: Preconditioner,
    damping: f64,
    batch_size: f64,
    /// The kinks, with the signs of L″ to the left and to the right.
    kinks: Vec<(f64, [f64; 2])>,
    /// [`NEAR`] as a length, in units of W.
    near: f64,
    /// A and A′ at places asked for before, each found by its bits: a model asks for one
    /// datapoint after the other at the same places, and A needs all of them.
    known: RefCell<Vec<(u64, [f64; 2])>>,
}

impl Landscape {
    /// The same landscape with its gradients multiplied by A, for batches of `batch_size`, within a
    /// domain that has about `cells` cells.
    pub fn preconditioned(
        mut self,
        by: Preconditioner,
        damping: f64,
        batch_size: usize,
        domain: [f64; 2],
        cells: usize,
    ) -> Self {
        if by == Preconditioner::None {
            return self;
        }
        let [from, to] = domain;
        let kinks = if by == Preconditioner::Newton { self.kinks(domain) } else { Vec::new() };
        let mut breaks = self.breaks().to_vec();
        breaks.extend(kinks.iter().map(|(w, _)| *w));
        let places = ranked(breaks.iter().map(|w| rising(*w)));
        self.breaks = places.into_iter().map(|i| breaks[i]).collect();
        let nothing = (f64::NAN.to_bits(), [f64::NAN; 2]);
        self.scaling = Some(Scaling {
            by,
            damping,
            batch_size: batch_size as f64,
            kinks,
            near: NEAR * (to - from),
            known: RefCell::new(vec![nothing; (4 * cells).next_power_of_two()]),
        });
        self
    }

    /// Whether steps are preconditioned.
    pub fn is_preconditioned(&self) -> bool {
        self.scaling.is_some()
    }

    /// The places where L″ passes zero, with its signs on either side.
    fn kinks(&self, [from, to]: [f64; 2]) -> Vec<(f64, [f64; 2])> {
        let probes = self.probes(PROBES, MOST_EVALUATIONS);
        let near = NEAR * (to - from);
        let sign = |w: f64| self.bends(w)[0].signum();
        let mut kinks = Vec::new();
        // Off round numbers, so that no probe hits a zero of L″ exactly.
        let at = |i: usize| from + (to - from) * (i as f64 + 1.0 - GOLDEN) / probes as f64;
        for i in 1..probes {
            let ends = [at(i - 1), at(i)];
            let [left, right] = ends.map(sign);
            if !(left * right < 0.0) {
                continue;
            }
            let [_, kink] = bisect(ends, &mut |w| sign(w) == left);
            // Where L″ jumps there is a break already.
            if self.breaks().iter().all(|b| (b - kink).abs() > near) {
                kinks.push((kink, [left, right]));
            }
        }
        if kinks.len() > MOST_KINKS { Vec::new() } else { kinks }
    }

    /// L″ and L‴.
    fn bends(&self, w: f64) -> [f64; 2] {
        if let Kind::Moments { gradient, .. } = &self.kind {
            let g = gradient.at(&[Jet::variable(self.right_of(w))]);
            return [g.slope, g.bend];
        }
        let n = self.datapoints();
        let sum = (0..n)
            .map(|j| self.bare_loss(j, w))
            .fold([0.0; 2], |[b, t], l| [b + l.bend, t + l.twist]);
        sum.map(|x| x / n as f64)
    }

    /// A and A′ at W, if there is a preconditioner.
    pub(super) fn scale(&self, w: f64) -> Option<[f64; 2]> {
        let scaling = self.scaling.as_ref()?;
        let mut known = scaling.known.borrow_mut();
        // Fibonacci hashing (Knuth, vol. 3, §6.4).
        let bits = w.to_bits();
        let spread = bits.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        let slot = spread as usize & (known.len() - 1);
        if known[slot].0 != bits {
            known[slot] = (bits, scaling.compute(self, w));
        }
        Some(known[slot].1)
    }
}

impl Scaling {
    fn compute(&self, landscape: &Landscape, w: f64) -> [f64; 2] {
        // What A is one over, but for the damping, and its derivative.
        let [size, slope] = if self.by == Preconditioner::Rms {
            let m = landscape.bare_moments(w);
            let root = (m.gradient * m.gradient + m.variance / self.batch_size).sqrt();
            let half = m.gradient * m.gradient_slope + 0.5 * m.variance_slope / self.batch_size;
            [root, if root > 0.0 { half / root } else { 0.0 }]
        } else {
            let [bend, twist] = landscape.bends(w);
            let kink = self.kinks.iter().find(|(at, _)| (w - at).abs() < self.near);
            let sign = kink.map_or(bend.signum(), |(at, signs)| signs[usize::from(w >= *at)]);
            [bend.abs(), sign * twist]
        };
        let a = 1.0 / (size + self.damping);
        [a, -slope * a * a]
    }
}

/// The loss of a datapoint whose gradient g is replaced by A g.
pub(super) fn scaled([a, da]: [f64; 2], l: Jet) -> Jet {
    // Third derivatives of scaled losses are never used.
    Jet { value: l.value, slope: a * l.slope, bend: a * l.bend + da * l.slope, twist: f64::NAN }
}

/// The moments of A g.
pub(super) fn scaled_moments([a, da]: [f64; 2], m: Moments) -> Moments {
    Moments {
        gradient: a * m.gradient,
        gradient_slope: a * m.gradient_slope + da * m.gradient,
        variance: a * a * m.variance,
        variance_slope: a * (a * m.variance_slope + 2.0 * da * m.variance),
    }
}
