//! The current where noise goes along one line at most at every place, so that D has no
//! inverse: a push-forward of cell masses.
//!
//! With 2D = vvᵀ the current is that of dW = β_S dt + v ∘ dB in Stratonovich's sense,
//! β_S = β − ½(v·∇)v, and exp(τA) is, to second order in τ, half the flow of β_S, the flow
//! of v for a normal time of variance τ, and half the flow of β_S again (Strang 1968; Ninomiya
//! & Victoir 2008). The normal time is five points of Gauss and Hermite, so every cell has
//! five images, at which its mass is shared as that of SGD is ([`crate::plane::deposit`]).

use crate::landscape::plane::{Landscape, Moments};
use crate::plane::current::field::Coefficients;
use crate::plane::current::flow::{along, cuts, flow};
use crate::plane::current::smooth_map::SmoothMap;
use crate::plane::deposit::{Deposit, Place, Points};
use crate::plane::grid::Grid;
use std::array;

/// The five points √(5 ± √10), 0 of Gauss and Hermite, for a standard normal, with weights.
const NODES: [(f64, f64); 5] = [
    (0.0, 0.533_333_333_333_333_3),
    (1.355_626_179_974_266, 0.222_075_922_005_612_6),
    (2.856_970_013_872_806, 0.011_257_411_327_720_69),
    (-1.355_626_179_974_266, 0.222_075_922_005_612_6),
    (-2.856_970_013_872_806, 0.011_257_411_327_720_69),
];
/// Allowed error of the images, in cells.
const ERROR: f64 = 1e-3;
/// A smaller part of the mass is left out of a cell, and shared by all others: so a run does not
/// depend on which images were known before it.
const NOTHING: f64 = 1e-16;

/// The push-forward of one step.
#[derive(Clone, Debug)]
pub struct Lines {
    flows: Flows,
    /// Where the five points take a cell, W₁ and W₂ in turn.
    map: SmoothMap<10>,
    /// The same as places, with their weights.
    images: [(f64, Vec<Place>); 5],
    deposit: Deposit,
    /// Parts that a step is cut into.
    cuts: usize,
}

impl Lines {
    /// The push-forward of a landscape.
    pub fn new(c: Coefficients, landscape: &Landscape, grid: &Grid) -> Self {
        let deposit = Deposit::new(grid);
        let widths = grid.widths();
        // A cell without mass may have any images.
        let images = vec![deposit.place(grid.centre(0, 0)); grid.len()];
        Self {
            flows: Flows { c, landscape: landscape.clone() },
            map: SmoothMap::new(grid, array::from_fn(|k| ERROR * widths[k % 2])),
            images: NODES.map(|(_, weight)| (weight, images.clone())),
            deposit,
            cuts: cuts(c, landscape, grid) as usize,
        }
    }

    /// Advances cell masses by so many steps.
    pub fn step(&mut self, masses: &mut Vec<f64>, steps: usize) {
        let mut image = vec![0.0; masses.len()];
        for _ in 0..steps * self.cuts {
            let total: f64 = masses.iter().sum();
            for m in masses.iter_mut().filter(|m| **m <= NOTHING * total) {
                *m = 0.0;
            }
            let (flows, part, deposit) = (&self.flows, 1.0 / self.cuts as f64, &self.deposit);
            self.map.reach(
                masses,
                |w| flows.images(w, part),
                |cell, images| {
                    for (k, (_, places)) in self.images.iter_mut().enumerate() {
                        places[cell] = deposit.place([images[2 * k], images[2 * k + 1]]);
                    }
                },
            );
            let all = self.images.each_ref();
            let all = all.map(|(weight, places)| Points { places, masses, weight: *weight });
            self.deposit.share(&all, total, &mut image);
            std::mem::swap(masses, &mut image);
        }
    }
}

/// The two flows that a step is made of.
#[derive(Clone, Debug)]
struct Flows {
    c: Coefficients,
    landscape: Landscape,
}

impl Flows {
    /// Where the five points take a place in such a part of a step, W₁ and W₂ in turn.
    fn images(&self, w: [f64; 2], part: f64) -> [f64; 10] {
        let first = self.drift(w, 0.5 * part);
        let (mut at, mut images) = (first, [0.0; 10]);
        for (k, (node, _)) in NODES.into_iter().enumerate() {
            // Outwards along the line, once to either side.
            let before = if k == 3 { 0.0 } else { NODES[k.saturating_sub(1)].0 };
            at = self.noise(if k == 3 { first } else { at }, part.sqrt() * (node - before));
            [images[2 * k], images[2 * k + 1]] = self.drift(at, 0.5 * part);
        }
        images
    }

    /// Where β_S takes a place in a time.
    fn drift(&self, w: [f64; 2], time: f64) -> [f64; 2] {
        along(self.c, &self.landscape, w, time, |m| self.stratonovich(m))
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
            // Of either sign: that which goes on as it began.
            let v = self.column(&self.landscape.continuum(w));
            if v[0] * first[0] + v[1] * first[1] < 0.0 { [-v[0], -v[1]] } else { v }
        })
    }

    /// v.
    fn column(&self, m: &Moments) -> [f64; 2] {
        let scale = (2.0 * self.c.half).sqrt();
        Column::of(m.covariance).map_or([0.0; 2], |column| column.s.map(|s| scale * s))
    }

    /// (v·∇)v. With v = √(2·half) s it is 2·half (s·∇)s, and the derivative of s = Ce/√(eᵀCe) along s is
    /// (C′e − ½ s eᵀC′e/√(eᵀCe))/√(eᵀCe), with C′ that of C.
    fn bend(&self, m: &Moments) -> [f64; 2] {
        let Some(Column { axis, root, s }) = Column::of(m.covariance) else { return [0.0; 2] };
        let along = |k: usize| s[0] * m.covariance_slope[0][k] + s[1] * m.covariance_slope[1][k];
        let stretch = along(2 * axis) / root;
        [0, 1].map(|a| 2.0 * self.c.half * (along(axis + a) - 0.5 * stretch * s[a]) / root)
    }

    /// β_S.
    fn stratonovich(&self, m: &Moments) -> [f64; 2] {
        let (drift, bend) = (self.c.drift(m), self.bend(m));
        [drift[0] - 0.5 * bend[0], drift[1] - 0.5 * bend[1]]
    }
}

/// s with C = ssᵀ, for C of rank one: s = Ce/√(eᵀCe) with e the unit vector of the axis along which C is
/// larger.
struct Column {
    axis: usize,
    /// √(eᵀCe).
    root: f64,
    s: [f64; 2],
}

impl Column {
    /// That of C₁₁, C₁₂, C₂₂; `None` where C is 0.
    fn of(c: [f64; 3]) -> Option<Self> {
        let axis = usize::from(c[2] > c[0]);
        let root = c[2 * axis].max(0.0).sqrt();
        (root > 0.0).then(|| Self { axis, root, s: [c[axis] / root, c[axis + 1] / root] })
    }
}
