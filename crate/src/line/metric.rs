//! A metric in which the noise is even: x = ∫ dW/S (Lamperti).
//!
//! In x the noise is T² per step everywhere, the density is p = P S and the drift
//! of the stochastic differential equation is −TG/S − ½T²S′ + a T²S′ (Itô's
//! formula, for batches of 1; S → S/√B otherwise), with S′ = (S²)′/2S.

use crate::error::{Error, Result};
use crate::line::current::field::Field;
use crate::line::current::rates::Coefficients;
use crate::line::grid::Grid;
use crate::numeral::Numeral;

/// The coordinate at the cells, and the drift in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// x at the N centres, 0 in the middle of the grid, W²/L.
    pub x: Vec<f64>,
    /// x at the N + 1 edges.
    pub edges: Vec<f64>,
    /// dx/dW = 1/S at the N centres.
    pub stretch: Vec<f64>,
    /// Drift in x at the N centres, per step.
    pub drift: Vec<f64>,
}

impl Metric {
    /// The metric of a field.
    ///
    /// # Errors
    /// [`Error::Conflict`] on `landscape` where S² vanishes: x is infinite there.
    pub fn new(field: &Field, grid: &Grid, c: Coefficients) -> Result<Self> {
        let n = grid.cells();
        let s = |variance: f64| (variance / c.batch_size).sqrt();
        let vanishing = (0..n)
            .find(|k| field.centres[*k].variance <= TINY || field.edges[k + 1].variance <= TINY);
        if let Some(k) = vanishing {
            return Err(Error::Conflict {
                field: "landscape".into(),
                reason: format!(
                    "S² vanishes near W = {}, so no metric makes the noise even there",
                    Numeral(grid.centres[k])
                ),
            });
        }
        let stretch: Vec<f64> = field.centres.iter().map(|m| 1.0 / s(m.variance)).collect();
        let at_edge: Vec<f64> = field.edges.iter().map(|m| 1.0 / s(m.variance.max(TINY))).collect();
        let (mut x, mut edges) = (Vec::with_capacity(n), vec![0.0]);
        for k in 0..n {
            let (h, l, m, r) = (grid.widths[k], at_edge[k], stretch[k], at_edge[k + 1]);
            x.push(edges[k] + h / 24.0 * (5.0 * l + 8.0 * m - r));
            edges.push(edges[k] + h / 6.0 * (l + 4.0 * m + r));
        }
        let middle = edges[n / 2];
        for v in x.iter_mut().chain(&mut edges) {
            *v -= middle;
        }
        let t = c.learning_rate;
        let drift = field
            .centres
            .iter()
            .map(|m| {
                let sd = s(m.variance);
                let ds = 0.5 * m.variance_slope / (c.batch_size * sd);
                let second = if c.second_order { 0.5 * t * m.gradient_slope } else { 0.0 };
                -t * m.gradient * (1.0 + second) / sd + (c.convention - 0.5) * t * t * ds
            })
            .collect();
        Ok(Self { x, edges, stretch, drift })
    }
}

/// Less variance is none.
const TINY: f64 = 1e-200;
