//! Drift β and diffusion D of the current at the cell centres.
//!
//! ρ = −T G P − ½T²[C∇P + (1−a)(∇·C)P]/B, which is ρ = βP − ∇·(DP) with D = ½T²C/B and
//! β = −TG + a ½T²∇·C/B: the convention a of one dimension, with ∇·C in the place of
//! (S²)′. For a = 0 it is Itô's. With the second order, G is G + (T/2) G′G (Li, Tai & E
//! 2017, eq. 10).

use crate::error::Result;
use crate::landscape::plane::{Landscape, Moments, factor};
use crate::plane::grid::Grid;
use crate::plane::scenario::Scenario;

/// The smaller eigenvalue of D, in cells², is taken for zero below this part of the larger one.
pub const RANK_ONE: f64 = 1e-9;

/// β and D.
#[derive(Clone, Debug)]
pub struct Field {
    /// β of every cell, W/step.
    pub drift: Vec<[f64; 2]>,
    /// D₁₁, D₁₂, D₂₂ of every cell, W²/step.
    pub diffusion: Vec<[f64; 3]>,
}

/// What the drift and the diffusion take from a scenario besides its landscape.
#[derive(Clone, Copy, Debug)]
pub struct Coefficients {
    /// T, W²/L.
    pub learning_rate: f64,
    /// ½T²/B.
    pub half: f64,
    /// a ∈ {0, ½, 1}.
    pub convention: f64,
    /// Whether the drift is G + (T/2) G′G.
    pub second_order: bool,
}

impl From<&Scenario> for Coefficients {
    fn from(s: &Scenario) -> Self {
        Self {
            learning_rate: s.learning_rate,
            half: 0.5 * s.learning_rate * s.learning_rate / s.batch_size as f64,
            convention: s.convention.a(),
            second_order: s.second_order,
        }
    }
}

impl Coefficients {
    /// β where the landscape has these moments.
    pub fn drift(&self, m: &Moments) -> [f64; 2] {
        let t = self.learning_rate;
        let (g, j, s) = (m.gradient, m.jacobian, m.covariance_slope);
        let divergence = [s[0][0] + s[1][1], s[0][1] + s[1][2]];
        [0, 1].map(|a| {
            let second =
                if self.second_order { 0.5 * t * (j[a][0] * g[0] + j[a][1] * g[1]) } else { 0.0 };
            -t * (g[a] + second) + self.convention * self.half * divergence[a]
        })
    }

    /// D where the landscape has these moments.
    pub fn diffusion(&self, m: &Moments) -> [f64; 3] {
        m.covariance.map(|c| self.half * c)
    }
}

impl Field {
    /// β and D of a scenario.
    ///
    /// # Errors
    /// As [`Landscape::check`] at the cell centres, and but for Itô's convention as
    /// [`Landscape::check_noise`].
    pub fn new(scenario: &Scenario, landscape: &Landscape, grid: &Grid) -> Result<Self> {
        landscape.check(grid.all())?;
        let c = Coefficients::from(scenario);
        if c.convention > 0.0 {
            landscape.check_noise(grid.all())?;
        }
        let (mut drift, mut diffusion) =
            (Vec::with_capacity(grid.len()), Vec::with_capacity(grid.len()));
        for w in grid.all() {
            let m = landscape.continuum(w);
            drift.push(c.drift(&m));
            diffusion.push(c.diffusion(&m));
        }
        Ok(Self { drift, diffusion })
    }

    /// Whether noise goes along one line at most in every cell, so that D has no inverse
    /// anywhere.
    pub fn is_rank_one(&self, grid: &Grid) -> bool {
        self.diffusion.iter().all(|d| {
            let ([larger, smaller], _) = factor::eigen(grid.in_cells(*d));
            smaller <= RANK_ONE * larger
        })
    }
}
