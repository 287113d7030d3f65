//! Landscapes: the loss of every datapoint and its gradient, l_j(W) and g_j(W).
//!
//! A [`Landscape`] answers [`Landscape::loss`]: the jet of l_j at W, whose slope is the gradient
//! g_j and whose bend is g_j′. G and S² ([`Landscape::moments`]) follow from these, but for
//! landscapes that are given by G and S² themselves: there they are what is read, and the
//! gradients are the two of the same moments, G ± S.
//!
//! Whatever changes the gradients in a step is applied here, in [`precondition`] for instance, and
//! every model gets it by asking [`crate::scenario::Scenario::stepped_landscape`]. Where it makes
//! them jump or gives them a kink, it adds the place to [`Landscape::breaks`], so that an edge of
//! the grid stands there.

pub mod closed;
pub mod data;
pub mod double;
pub mod formula;
pub mod frame;
mod kinks;
pub mod moments;
pub mod pit;
pub mod plane;
pub mod poles;
pub mod precondition;
pub mod spec;
pub mod wells;

use crate::error::{Error, Result};
use crate::jet::Jet;
use crate::numeral::Numeral;
use closed::ClosedForm;
use data::Model;
use formula::typed::fault_in;
use formula::{Constants, Formula, Space};
pub use moments::Moments;
pub use spec::Spec;

/// Operations of a formula that cost as much as a gradient of the pit.
const OPERATIONS: f64 = 3.0;

/// With more datapoints than this, keeping their losses in memory costs less than computing them twice.
const MANY: usize = 8;

/// Fewest probes of a domain, whatever they cost.
const FEWEST_PROBES: usize = 64;

/// A landscape ready to be evaluated: formulas are read, the rest is checked.
#[derive(Clone, Debug)]
pub struct Landscape {
    kind: Kind,
    scaling: Option<precondition::Scaling>,
    /// Where formulas change sides, increasing, with the first place right of each.
    kinks: Vec<[f64; 2]>,
    /// Which of them are kinks of the gradients, and where A has one.
    breaks: Vec<f64>,
}

#[derive(Clone, Debug)]
enum Kind {
    Closed { form: &'static ClosedForm, numbers: Vec<f64> },
    Losses(Vec<Formula>),
    Moments { gradient: Formula, variance: Formula },
    Data { model: Model, points: Vec<[f64; 2]> },
}

impl Landscape {
    /// Reads the formulas of `spec`.
    ///
    /// # Errors
    /// [`Error::Formula`] with the column of the first fault.
    pub fn new(spec: &Spec) -> Result<Self> {
        Self::with(spec, &mut Constants::new())
    }

    fn with(spec: &Spec, constants: &mut Constants) -> Result<Self> {
        let mut read = |field: &str, text: &str| {
            Formula::read(text, Space::Line, constants).map_err(fault_in(field))
        };
        let kind = match spec {
            Spec::With { constants, landscape } => {
                return Self::with(landscape, &mut constants.clone());
            }
            Spec::Framed { frame, landscape } => {
                let mut inner = Self::with(landscape, constants)?;
                if let Kind::Data { points, .. } = &mut inner.kind {
                    *points = frame.counted(points);
                }
                return Ok(inner);
            }
            Spec::Closed { form, numbers } => Kind::Closed { form, numbers: numbers.clone() },
            Spec::Formula { losses } => {
                let mut formulas = Vec::with_capacity(losses.len());
                for (j, text) in losses.iter().enumerate() {
                    formulas.push(read(&format!("losses.{j}"), text)?);
                }
                Kind::Losses(formulas)
            }
            Spec::Moments { gradient, variance } => Kind::Moments {
                gradient: read("gradient", gradient)?,
                variance: read("variance", variance)?,
            },
            Spec::Data { model, points } => Kind::Data { model: *model, points: points.clone() },
        };
        Ok(Self { kind, scaling: None, kinks: Vec::new(), breaks: Vec::new() })
    }

    /// n, the number of datapoints.
    pub fn datapoints(&self) -> usize {
        match &self.kind {
            Kind::Closed { form, .. } => form.datapoints,
            Kind::Moments { .. } => 2,
            Kind::Losses(losses) => losses.len(),
            Kind::Data { points, .. } => points.len(),
        }
    }

    /// How often to probe a domain: `most` times, or fewer where that would take more than
    /// `evaluations` of a loss, but never so few that all is missed.
    pub(crate) fn probes(&self, most: usize, evaluations: usize) -> usize {
        most.min(evaluations / self.datapoints()).max(FEWEST_PROBES)
    }

    /// What one gradient costs, as a multiple of one of the pit's.
    pub fn cost(&self) -> f64 {
        let operations = match &self.kind {
            Kind::Losses(losses) => losses.iter().map(Formula::size).sum::<usize>() / losses.len(),
            Kind::Moments { gradient, variance } => gradient.size() + variance.size(),
            Kind::Closed { .. } | Kind::Data { .. } => return 1.0,
        };
        (operations as f64 / OPERATIONS).max(1.0)
    }

    /// l_j, g_j and g_j′ at W: value, slope and bend of the loss of datapoint j. Where steps are
    /// preconditioned slope and bend are A g_j and (A g_j)′.
    ///
    /// Where only G and S² are given, no loss is known: its value is 0, slope and bend are those of
    /// G ± S.
    pub fn loss(&self, j: usize, w: f64) -> Jet {
        let bare = self.bare_loss(j, w);
        self.scale(w).map_or(bare, |a| precondition::scaled(a, bare))
    }

    /// The same without a preconditioner, and with g_j″.
    pub fn bare_loss(&self, j: usize, w: f64) -> Jet {
        let w = self.right_of(w);
        match &self.kind {
            Kind::Closed { form, numbers } => (form.loss)(numbers, j, w),
            Kind::Losses(losses) => bent(losses[j].at(&[Jet::variable(w)])),
            Kind::Moments { gradient, variance } => {
                let w = [Jet::variable(w)];
                moments::two_point(gradient.at(&w), variance.at(&w), j)
            }
            Kind::Data { model, points } => {
                let [x, y] = points[j];
                model.loss(Jet::variable(w) * x, y)
            }
        }
    }

    /// G and S² with their derivatives at W, for single draws (batch size 1); A G and A²S²
    /// where there is a preconditioner.
    pub fn moments(&self, w: f64) -> Moments {
        let bare = self.bare_moments(w);
        self.scale(w).map_or(bare, |a| precondition::scaled_moments(a, bare))
    }

    fn bare_moments(&self, w: f64) -> Moments {
        if let Kind::Moments { gradient, variance } = &self.kind {
            let w = [Jet::variable(self.right_of(w))];
            return Moments::given(gradient.at(&w), variance.at(&w));
        }
        let losses = (0..self.datapoints()).map(|j| self.bare_loss(j, w));
        if self.datapoints() > MANY {
            // Computed once, although `of` looks at them twice.
            return Moments::of(losses.collect::<Vec<_>>().into_iter());
        }
        Moments::of(losses)
    }

    /// Whether the losses l_j themselves are known, not only their gradients.
    pub fn has_losses(&self) -> bool {
        !matches!(self.kind, Kind::Moments { .. })
    }

    /// Points where the gradients jump, or A has a kink: a cell edge must stand on each.
    /// What holds at such a point belongs to its right side.
    pub fn breaks(&self) -> &[f64] {
        match &self.kind {
            Kind::Closed { form, .. } if self.scaling.is_none() => form.breaks,
            _ => &self.breaks,
        }
    }

    /// The field to blame when the landscape has no finite value.
    pub fn field(&self, j: usize) -> String {
        match self.kind {
            Kind::Losses(_) => format!("landscape.losses.{j}"),
            Kind::Data { .. } => format!("landscape.points.{j}"),
            Kind::Moments { .. } => "landscape.gradient".into(),
            Kind::Closed { .. } => "landscape".into(),
        }
    }

    /// Refuses a landscape without finite gradients, or with a negative
    /// variance, at any of `places`.
    ///
    /// # Errors
    /// [`Error::NotFinite`] or [`Error::Conflict`], naming the first such place.
    pub fn check(&self, places: impl Iterator<Item = f64>) -> Result<()> {
        for at in places {
            if let Kind::Moments { gradient, variance } = &self.kind {
                let w = [Jet::variable(at)];
                let (g, s2) = (gradient.at(&w), variance.at(&w));
                if !is_usable(g) {
                    return Err(not_finite("landscape.gradient".into(), "the gradient", at));
                }
                if !is_usable(s2) {
                    return Err(not_finite("landscape.variance".into(), "the variance", at));
                }
                // Rounding may take a variance that touches zero below it.
                if s2.value < -1e-14 * s2.bend.abs() {
                    return Err(Error::Conflict {
                        field: "landscape.variance".into(),
                        reason: format!(
                            "the variance is {} at W = {}, but must not be negative anywhere in the domain",
                            Numeral(s2.value),
                            Numeral(at)
                        ),
                    });
                }
            } else if let Some(j) = (0..self.datapoints()).find(|&j| !is_usable(self.loss(j, at))) {
                return Err(not_finite(self.field(j), "the loss or its gradient", at));
            }
        }
        Ok(())
    }
}

/// Finite, and small enough that its square is too.
fn is_usable(f: Jet) -> bool {
    [f.value, f.slope].iter().all(|x| x.abs() < 1e100)
}

/// The same jet with a bend and a twist that can be computed with. They become 0 where the gradient has
/// a kink with no finite slope, as that of W^1.5 at 0, and at the kink of |W|.
fn bent(f: Jet) -> Jet {
    let usable = |x: f64| if x.abs() < 1e100 { x } else { 0.0 };
    Jet { bend: usable(f.bend), twist: usable(f.twist), ..f }
}

fn not_finite(field: String, what: &'static str, at: f64) -> Error {
    Error::NotFinite { field, what, at }
}
