//! The point rule in the plane: in one step a point at W becomes a normal of mean W − T G and
//! covariance T²C/B, mirrored at the walls. Discrete in time like SGD, normal in its noise like
//! the current.

use crate::error::Result;
use crate::landscape::plane::Landscape;
use crate::plane::grid::Grid;
use crate::plane::normals::{Normal, Normals};
use crate::plane::scenario::Scenario;

/// The operator of one step of the point rule on the cell masses of a grid.
#[derive(Clone, Debug)]
pub struct PointRule(Normals);

impl PointRule {
    /// Prepares the operator of a scenario.
    ///
    /// # Errors
    /// As [`Landscape::check`] and [`Normals::new`].
    pub fn new(scenario: &Scenario, landscape: &Landscape, grid: &Grid) -> Result<Self> {
        landscape.check(grid.all())?;
        let t = scenario.learning_rate;
        let noise = t * t / scenario.batch_size as f64;
        let normal = |w: [f64; 2]| {
            let m = landscape.moments(w);
            let mean = [0, 1].map(|a| w[a] - t * m.gradient[a]);
            Normal::new(mean, m.covariance.map(|c| noise * c), grid.widths())
        };
        let normals: Vec<Normal> = grid.all().map(normal).collect();
        Ok(Self(Normals::new(&normals, grid)?))
    }

    /// Replaces cell masses by those after one step.
    pub fn step(&mut self, masses: &mut [f64]) {
        self.0.step(masses);
    }
}
