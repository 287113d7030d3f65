//! The current where drift carries mass across cells faster than noise spreads it within them.
//! There the chain's upwinding would spread it more than the noise does: by the cells, at first order.
//!
//! exp(τA) is, to second order in τ, half the flow of β, a normal of covariance 2Dτ, and half the flow
//! of β again (Strang 1968). After the last flow each cell's mass is taken to be a normal again
//! ([`crate::plane::normals`]), with the mean and covariance of four points of the normal before it
//! (the unscented transform: Julier & Uhlmann 1997).

use crate::error::Result;
use crate::landscape::plane::{Landscape, factor};
use crate::plane::current::field::Coefficients;
use crate::plane::current::flow::{along, cuts};
use crate::plane::grid::Grid;
use crate::plane::normals::{Normal, Normals};

/// The operator of one step.
#[derive(Clone, Debug)]
pub struct Carried {
    normals: Normals,
    /// Parts that a step is cut into.
    cuts: usize,
}

impl Carried {
    /// The operator of a landscape.
    ///
    /// # Errors
    /// As [`Normals::new`].
    pub fn new(c: Coefficients, landscape: &Landscape, grid: &Grid) -> Result<Self> {
        let cuts = cuts(c, landscape, grid);
        let half = |w| along(c, landscape, w, 0.5 / cuts, |m| c.drift(m));
        let normal = |w: [f64; 2]| {
            let middle = half(w);
            let variance = c.diffusion(&landscape.continuum(middle)).map(|d| 2.0 * d / cuts);
            let ([v1, v2], [x, y]) = factor::eigen(variance);
            let (s1, s2) = ((2.0 * v1.max(0.0)).sqrt(), (2.0 * v2.max(0.0)).sqrt());
            let offs = [[s1 * x, s1 * y], [-s1 * x, -s1 * y], [-s2 * y, s2 * x], [s2 * y, -s2 * x]];
            let ends = offs.map(|off| half([middle[0] + off[0], middle[1] + off[1]]));
            let mean = [0, 1].map(|a| ends.iter().map(|end| 0.25 * end[a]).sum::<f64>());
            let about = |a: usize, b: usize| {
                ends.iter().map(|end| 0.25 * (end[a] - mean[a]) * (end[b] - mean[b])).sum()
            };
            Normal::new(mean, [about(0, 0), about(0, 1), about(1, 1)], grid.widths())
        };
        let normals: Vec<Normal> = grid.all().map(normal).collect();
        Ok(Self { normals: Normals::new(&normals, grid)?, cuts: cuts as usize })
    }

    /// Advances cell masses by one SGD step.
    pub fn step(&mut self, masses: &mut [f64]) {
        for _ in 0..self.cuts {
            self.normals.step(masses);
        }
    }
}
