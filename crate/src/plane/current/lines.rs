//! The current where noise goes along one line at most at every place, so that D has no
//! inverse: a push-forward of cell masses.
//!
//! With 2D = vvᵀ the current is that of dW = β_S dt + v ∘ dB in Stratonovich's sense,
//! β_S = β − ½(v·∇)v, and exp(τA) is, to second order in τ, half the flow of β_S, the flow
//! of v for a normal time of variance τ, and half the flow of β_S again (Strang 1968; Ninomiya
//! & Victoir 2008). The normal time is five points of Gauss and Hermite, so every cell has
//! five images, at which its mass is shared as that of SGD is ([`crate::plane::deposit`]).

use crate::landscape::plane::{Landscape, Moments, factor};
use crate::plane::current::field::Coefficients;
use crate::plane::current::flow::{along, cuts, flow};
use crate::plane::deposit::{Deposit, Place, Points};
use crate::plane::grid::Grid;

/// The five points √(5 ± √10), 0 of Gauss and Hermite, for a standard normal, with weights.
const NODES: [(f64, f64); 5] = [
    (0.0, 0.533_333_333_333_333_3),
    (1.355_626_179_974_266, 0.222_075_922_005_612_6),
    (2.856_970_013_872_806, 0.011_257_411_327_720_69),
    (-1.355_626_179_974_266, 0.222_075_922_005_612_6),
    (-2.856_970_013_872_806, 0.011_257_411_327_720_69),
];
/// The push-forward of one step.
#[derive(Clone, Debug)]
pub struct Lines {
    /// Where the five points take each cell, with their weights.
    images: Vec<(f64, Vec<Place>)>,
    deposit: Deposit,
    /// Parts that a step is cut into.
    cuts: usize,
}

impl Lines {
    /// The push-forward of a landscape.
    pub fn new(c: Coefficients, landscape: &Landscape, grid: &Grid) -> Self {
        let flows = Flows { c, landscape };
        let deposit = Deposit::new(grid);
        let cuts = cuts(c, landscape, grid);
        let (half, root) = (0.5 / cuts, 1.0 / cuts.sqrt());
        let mut images = NODES.map(|(_, weight)| (weight, Vec::with_capacity(grid.len())));
        for w in grid.all() {
            let first = flows.drift(w, half);
            let mut at = first;
            for (k, (node, _)) in NODES.into_iter().enumerate() {
                // Outwards along the line, once to either side.
                let before = if k == 3 { 0.0 } else { NODES[k.saturating_sub(1)].0 };
                at = flows.noise(if k == 3 { first } else { at }, root * (node - before));
                images[k].1.push(deposit.place(flows.drift(at, half)));
            }
        }
        Self { images: images.into(), deposit, cuts: cuts as usize }
    }

    /// Advances cell masses by so many steps.
    pub fn step(&self, masses: &mut Vec<f64>, steps: usize) {
        let mut deposit = self.deposit.clone();
        let mut image = vec![0.0; masses.len()];
        for _ in 0..steps * self.cuts {
            let total = masses.iter().sum();
            let all: Vec<Points> = self
                .images
                .iter()
                .map(|(weight, places)| Points { places, masses, weight: *weight })
                .collect();
            deposit.share(&all, total, &mut image);
            std::mem::swap(masses, &mut image);
        }
    }
}

/// The two flows that a step is made of.
struct Flows<'a> {
    c: Coefficients,
    landscape: &'a Landscape,
}

impl Flows<'_> {
    /// Where β_S takes a place in a time.
    fn drift(&self, w: [f64; 2], time: f64) -> [f64; 2] {
        along(self.c, self.landscape, w, time, |m| self.stratonovich(m))
    }

    /// Where v takes a place in a time, which may be below 0.
    fn noise(&self, w: [f64; 2], time: f64) -> [f64; 2] {
        if time == 0.0 {
            return w;
        }
        let m = self.landscape.continuum(w);
        let first = self.column(&m);
        let length = first[0].hypot(first[1]);
        if length == 0.0 {
            return w;
        }
        // v changes by (v·∇)v a time, in units of itself.
        let bend = self.bend(&m);
        let turn = bend[0].hypot(bend[1]) / length * time.abs();
        flow(w, first, time, turn, |w| {
            // The eigenvector of either sign: that which goes on as it began.
            let v = self.column(&self.landscape.continuum(w));
            if v[0] * first[0] + v[1] * first[1] < 0.0 { [-v[0], -v[1]] } else { v }
        })
    }

    /// v, the eigenvector of 2D with the root of its eigenvalue as length.
    fn column(&self, m: &Moments) -> [f64; 2] {
        let ([larger, _], [x, y]) = factor::eigen(m.covariance);
        let root = (2.0 * self.c.half * larger.max(0.0)).sqrt();
        [x * root, y * root]
    }

    /// (v·∇)v. For a unit vector f, v = Mf/√(fᵀMf) wherever M = 2D is of rank one and f not
    /// at right angles to v; here with f along v.
    fn bend(&self, m: &Moments) -> [f64; 2] {
        let ([larger, _], f) = factor::eigen(m.covariance);
        if !(larger > 0.0) {
            return [0.0; 2];
        }
        // With s the column of C, v = √(2·half) s: (v·∇)v = 2·half (s·∇)s.
        let root = larger.sqrt();
        let s = [root * f[0], root * f[1]];
        let along = |k: usize| s[0] * m.covariance_slope[0][k] + s[1] * m.covariance_slope[1][k];
        let [c11, c12, c22] = [along(0), along(1), along(2)];
        let turned = [c11 * f[0] + c12 * f[1], c12 * f[0] + c22 * f[1]];
        let stretch = f[0] * turned[0] + f[1] * turned[1];
        let part = |a: usize| 2.0 * self.c.half * (turned[a] - 0.5 * stretch * f[a]) / root;
        [part(0), part(1)]
    }

    /// β_S.
    fn stratonovich(&self, m: &Moments) -> [f64; 2] {
        let (drift, bend) = (self.c.drift(m), self.bend(m));
        [drift[0] - 0.5 * bend[0], drift[1] - 0.5 * bend[1]]
    }
}
