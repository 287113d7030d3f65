//! Landscapes of two parameters: the loss of every datapoint, its gradient and how that
//! changes, at W = (W₁, W₂).
//!
//! A [`Landscape`] answers [`Landscape::loss`]. G and C ([`moments`]) follow from these, but for
//! landscapes that are given by G and C themselves, and for the current of momentum.

pub mod builtin;
pub mod factor;
mod jumps;
pub mod moments;
pub mod momentum;
pub mod spec;

use crate::error::{Error, Result};
use crate::jet::{Number, PlaneJet};
use crate::landscape::data::Model;
use crate::landscape::formula::typed::fault_in;
use crate::landscape::formula::{Constants, Formula, Space};
use crate::landscape::plane::momentum::Momentum;
use crate::numeral::Numeral;
pub use moments::Moments;
pub use spec::Spec;

/// One datapoint at one W.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loss {
    /// l_j, 0 where only gradients are known.
    pub value: f64,
    /// g_j, L/W.
    pub gradient: [f64; 2],
    /// ∂g_a/∂W_b, L/W²: the Hessian of l_j, or what stands for it where gradients are
    /// given that belong to no loss.
    pub jacobian: [[f64; 2]; 2],
}

impl From<PlaneJet> for Loss {
    fn from(l: PlaneJet) -> Self {
        let [p, q, r] = l.hessian;
        Self { value: l.value, gradient: l.gradient, jacobian: [[p, q], [q, r]] }
    }
}

/// Gradients g_j = H W − ξ_j.
#[derive(Clone, Debug)]
pub struct Affine {
    /// H.
    pub hessian: [[f64; 2]; 2],
    /// Every ξ_j.
    pub pulls: Vec<[f64; 2]>,
}

impl Affine {
    /// g_j at W.
    #[inline]
    pub fn gradient(&self, j: usize, [x, y]: [f64; 2]) -> [f64; 2] {
        let ([[a, b], [c, d]], [p, q]) = (self.hessian, self.pulls[j]);
        [a * x + b * y - p, c * x + d * y - q]
    }
}

/// A landscape ready to be evaluated: formulas are read, the rest is checked.
#[derive(Clone, Debug)]
pub struct Landscape(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Points { points: Vec<[f64; 2]>, curvature: f64 },
    Linear { hessian: [[f64; 2]; 2], columns: Vec<[f64; 2]> },
    Basins(builtin::Basins),
    Ring(builtin::Ring),
    Network(Vec<[f64; 2]>),
    Data { model: Model, points: Vec<[f64; 2]> },
    Losses(Vec<Formula>),
    Moments { gradient: [Formula; 2], covariance: [Formula; 3] },
    Momentum(Momentum),
}

impl Landscape {
    /// Reads the formulas of `spec`. Steps with momentum are those of T = 1 ([`Self::at_rate`]).
    ///
    /// # Errors
    /// [`Error::Formula`] with the column of the first fault.
    pub fn new(spec: &Spec) -> Result<Self> {
        Self::with(spec, &mut Constants::new())
    }

    fn with(spec: &Spec, constants: &mut Constants) -> Result<Self> {
        let mut read = |field: &str, text: &str| {
            Formula::read(text, Space::Plane, constants).map_err(fault_in(field))
        };
        Ok(Self(match spec {
            Spec::With { constants, landscape } => {
                return Self::with(landscape, &mut constants.clone());
            }
            Spec::Framed { frame, landscape } => {
                let mut inner = Self::with(landscape, constants)?;
                if let Kind::Points { points, .. }
                | Kind::Network(points)
                | Kind::Data { points, .. } = &mut inner.0
                {
                    *points = frame.counted(points);
                }
                return Ok(inner);
            }
            Spec::Points { points, curvature } => {
                Kind::Points { points: points.clone(), curvature: *curvature }
            }
            Spec::Linear { hessian, noise } => Kind::Linear {
                hessian: *hessian,
                columns: factor::columns([noise[0][0], noise[0][1], noise[1][1]]),
            },
            Spec::Basins(basins) => Kind::Basins(*basins),
            Spec::Ring(ring) => Kind::Ring(*ring),
            Spec::Network { points } => Kind::Network(points.clone()),
            Spec::Data { model, points } => Kind::Data { model: *model, points: points.clone() },
            Spec::Formula { losses } => {
                let mut formulas = Vec::with_capacity(losses.len());
                for (j, text) in losses.iter().enumerate() {
                    formulas.push(read(&format!("losses.{j}"), text)?);
                }
                Kind::Losses(formulas)
            }
            Spec::Moments { gradient: [g1, g2], covariance: [c11, c12, c22] } => Kind::Moments {
                gradient: [read("gradient.0", g1)?, read("gradient.1", g2)?],
                covariance: [
                    read("covariance.0", c11)?,
                    read("covariance.1", c12)?,
                    read("covariance.2", c22)?,
                ],
            },
            Spec::Momentum { landscape, momentum } => Kind::Momentum(Momentum {
                line: super::Landscape::new(landscape).map_err(|e| e.within("landscape"))?,
                part: *momentum,
                rate: 1.0,
            }),
        }))
    }

    /// The same under a learning rate, which momentum depends on.
    #[must_use]
    pub fn at_rate(mut self, rate: f64) -> Self {
        if let Kind::Momentum(momentum) = &mut self.0 {
            momentum.rate = rate;
        }
        self
    }

    /// The momentum and what it is on, if steps have momentum.
    pub fn momentum(&self) -> Option<&Momentum> {
        if let Kind::Momentum(momentum) = &self.0 { Some(momentum) } else { None }
    }

    /// n, the number of datapoints.
    pub fn datapoints(&self) -> usize {
        match &self.0 {
            Kind::Momentum(momentum) => momentum.line.datapoints(),
            Kind::Points { points, .. } | Kind::Network(points) | Kind::Data { points, .. } => {
                points.len()
            }
            Kind::Linear { columns, .. } => 1 << columns.len(),
            Kind::Basins(_) | Kind::Ring(_) | Kind::Moments { .. } => 4,
            Kind::Losses(losses) => losses.len(),
        }
    }

    /// l_j, g_j and its Jacobian at W.
    ///
    /// Where gradients are given without losses, datapoint j has the gradient
    /// G ± s₁ ± s₂, with s₁ and s₂ the eigenvectors of C scaled by the roots of its
    /// eigenvalues.
    pub fn loss(&self, j: usize, w: [f64; 2]) -> Loss {
        match &self.0 {
            Kind::Momentum(momentum) => momentum.loss(j, w),
            Kind::Points { points, curvature } => {
                let [a, b] = [w[0] - points[j][0], w[1] - points[j][1]];
                Loss {
                    value: 0.5 * curvature * (a * a + b * b),
                    gradient: [curvature * a, curvature * b],
                    jacobian: [[*curvature, 0.0], [0.0, *curvature]],
                }
            }
            Kind::Linear { hessian, columns } => builtin::linear(hessian, columns, j, w),
            Kind::Basins(basins) => basins.loss(j, PlaneJet::variables(w)).into(),
            Kind::Ring(ring) => ring.loss(j, PlaneJet::variables(w)).into(),
            Kind::Network(points) => {
                let ([x, y], [u, v]) = (points[j], PlaneJet::variables(w));
                let miss = u * v * x - PlaneJet::constant(y);
                (miss * miss).into()
            }
            Kind::Data { model, points } => {
                let ([x, y], [slope, intercept]) = (points[j], PlaneJet::variables(w));
                model.loss(slope * x + intercept, y).into()
            }
            Kind::Losses(losses) => losses[j].at(&PlaneJet::variables(w)).into(),
            Kind::Moments { gradient, covariance } => {
                let w = PlaneJet::variables(w);
                let g = gradient.each_ref().map(|f| f.at(&w));
                let c = covariance.each_ref().map(|f| f.at(&w));
                factor::four_point(g, c, j)
            }
        }
    }

    /// Its gradients, where all are affine with the same H.
    pub fn affine(&self) -> Option<Affine> {
        if !matches!(self.0, Kind::Points { .. } | Kind::Linear { .. }) {
            return None;
        }
        let at_0: Vec<Loss> = (0..self.datapoints()).map(|j| self.loss(j, [0.0; 2])).collect();
        let pulls = at_0.iter().map(|l| l.gradient.map(|g| -g)).collect();
        Some(Affine { hessian: at_0[0].jacobian, pulls })
    }

    /// G and C with their derivatives at W, for single draws (batch size 1).
    pub fn moments(&self, w: [f64; 2]) -> Moments {
        if let Kind::Moments { gradient, covariance } = &self.0 {
            let w = PlaneJet::variables(w);
            let g = gradient.each_ref().map(|f| f.at(&w));
            let c = covariance.each_ref().map(|f| f.at(&w));
            return Moments::given(g, c);
        }
        Moments::of((0..self.datapoints()).map(|j| self.loss(j, w)))
    }

    /// G and C of the current: those of [`Self::moments`], but for momentum.
    pub fn continuum(&self, w: [f64; 2]) -> Moments {
        self.momentum().map_or_else(|| self.moments(w), |momentum| momentum.continuum(w))
    }

    /// Columns s_k with C = Σ_k s_k s_kᵀ, exactly: the deviations of the datapoints'
    /// gradients over √n, or the scaled eigenvectors where C is given. What is of rank
    /// one is so here but for the rounding of the gradients.
    pub fn columns(&self, w: [f64; 2]) -> Vec<[f64; 2]> {
        match &self.0 {
            Kind::Linear { columns, .. } => columns.clone(),
            Kind::Moments { .. } => factor::columns(self.moments(w).covariance),
            _ => {
                let n = self.datapoints();
                let g: Vec<[f64; 2]> = (0..n).map(|j| self.loss(j, w).gradient).collect();
                let mean = [0, 1].map(|a| g.iter().map(|g| g[a]).sum::<f64>() / n as f64);
                let root = (n as f64).sqrt();
                g.iter().map(|g| [(g[0] - mean[0]) / root, (g[1] - mean[1]) / root]).collect()
            }
        }
    }

    /// Whether the losses l_j themselves are known, not only their gradients.
    pub fn has_losses(&self) -> bool {
        match &self.0 {
            Kind::Moments { .. } => false,
            Kind::Momentum(momentum) => momentum.line.has_losses(),
            Kind::Linear { hessian, .. } => hessian[0][1] == hessian[1][0],
            _ => true,
        }
    }

    /// What one evaluation of all datapoints costs, in operations of a formula.
    pub fn cost(&self) -> usize {
        let size = |formulas: &[Formula]| formulas.iter().map(Formula::size).sum::<usize>();
        match &self.0 {
            Kind::Losses(losses) => size(losses),
            Kind::Moments { gradient, covariance } => 4 * (size(gradient) + size(covariance)),
            Kind::Basins(_) | Kind::Ring(_) => 60,
            _ => 8 * self.datapoints(),
        }
    }

    /// The field to blame when datapoint j has no finite value.
    pub fn field(&self, j: usize) -> String {
        match &self.0 {
            Kind::Momentum(momentum) => format!("landscape.{}", momentum.line.field(j)),
            Kind::Losses(_) => format!("landscape.losses.{j}"),
            Kind::Points { .. } | Kind::Network(_) | Kind::Data { .. } => {
                format!("landscape.points.{j}")
            }
            Kind::Moments { .. } => "landscape.gradient".into(),
            _ => "landscape".into(),
        }
    }

    /// Refuses a landscape without finite gradients, or with a covariance that is none,
    /// at any of `places`, or with a loss that jumps between two that follow one another.
    ///
    /// # Errors
    /// [`Error::Conflict`], naming the field and the first such place.
    pub fn check(&self, places: impl Iterator<Item = [f64; 2]>) -> Result<()> {
        let mut before = None;
        for w in places {
            if let (Kind::Losses(losses), Some(before)) = (&self.0, before) {
                for (j, loss) in losses.iter().enumerate() {
                    jumps::check(loss, before, w, || self.field(j))?;
                }
            }
            before = Some(w);
            if let Some(momentum) = self.momentum() {
                let line = momentum.line.check(std::iter::once(w[0]));
                line.map_err(|e| e.within("landscape"))?;
            } else if let Kind::Moments { gradient, covariance } = &self.0 {
                let at = PlaneJet::variables(w);
                for (k, f) in gradient.iter().enumerate() {
                    if !is_usable(&f.at(&at).into()) {
                        return Err(not_finite(format!("landscape.gradient.{k}"), w));
                    }
                }
                let c = covariance.each_ref().map(|f| f.at(&at));
                if let Some(k) = c.iter().position(|c| !is_usable(&(*c).into())) {
                    return Err(not_finite(format!("landscape.covariance.{k}"), w));
                }
                factor::check("landscape.covariance", c.map(Number::value), Some(w))?;
            } else {
                let found = (0..self.datapoints()).find(|&j| !is_usable(&self.loss(j, w)));
                if let Some(j) = found {
                    return Err(not_finite(self.field(j), w));
                }
            }
        }
        Ok(())
    }
}

/// Finite, and small enough that its square is too.
fn is_usable(l: &Loss) -> bool {
    let [[a, b], [c, d]] = l.jacobian;
    [l.value, l.gradient[0], l.gradient[1], a, b, c, d].iter().all(|x| x.abs() < 1e100)
}

fn not_finite(field: String, w: [f64; 2]) -> Error {
    let [w1, w2] = w.map(Numeral);
    Error::Conflict {
        field,
        reason: format!(
            "it or its derivatives are not finite numbers at W1 = {w1}, W2 = {w2}; change the landscape or narrow the domain"
        ),
    }
}
