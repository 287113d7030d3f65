//! Poles of the gradients between the places where a landscape is evaluated.

use crate::error::Result;
use crate::jet::Jet;
use crate::landscape::{Kind, Landscape, not_finite};

/// How often the interval around a peak is halved.
const HALVINGS: usize = 45;
/// After this many halvings a function with a bound has come to it, apart from spikes a millionth of a
/// cell wide. What still grows in the halvings after these has no bound: it is a pole.
const EARLY: usize = 20;
const UNBOUNDED: f64 = 100.0;
/// A peak is no pole when its values at both ends and in the middle agree to this part.
const ROUND: f64 = 0.02;

impl Landscape {
    /// Refuses a landscape one of whose gradients has a pole between neighbours of `edges`:
    /// G or S² where they are typed, the gradient of a datapoint where its loss is. What
    /// shows neither in a value nor in a slope at the edges is not found.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::error::Error::NotFinite) at the first pole.
    pub fn check_between(&self, edges: &[f64]) -> Result<()> {
        let both = |f: Jet| [f.value, f.slope];
        match &self.kind {
            Kind::Moments { gradient, variance } => {
                refuse(edges, "landscape.gradient", "the gradient", |w| {
                    both(gradient.at(&[Jet::variable(w)]))
                })?;
                refuse(edges, "landscape.variance", "the variance", |w| {
                    both(variance.at(&[Jet::variable(w)]))
                })
            }
            Kind::Losses(losses) => (0..losses.len()).try_for_each(|j| {
                refuse(edges, &self.field(j), "the loss or its gradient", |w| {
                    let l = self.loss(j, w);
                    [l.slope, l.bend]
                })
            }),
            // These are made of functions without poles.
            Kind::Closed { .. } | Kind::Data { .. } => Ok(()),
        }
    }
}

fn refuse(
    edges: &[f64],
    field: &str,
    what: &'static str,
    f: impl Fn(f64) -> [f64; 2],
) -> Result<()> {
    let Some(first) = edges.first() else { return Ok(()) };
    let mut left = (*first, f(*first));
    for edge in &edges[1..] {
        let right = (*edge, f(*edge));
        if let Some(at) = pole(&f, left, right) {
            return Err(not_finite(field.into(), what, at));
        }
        left = right;
    }
    Ok(())
}

/// The place between two others where `f`, which gives a value and its slope, has a pole: |f| grows
/// inwards from both ends, and without bound. None if there is no such place.
fn pole(
    f: &impl Fn(f64) -> [f64; 2],
    (mut a, left): (f64, [f64; 2]),
    (mut b, right): (f64, [f64; 2]),
) -> Option<f64> {
    let grows = |[value, slope]: [f64; 2]| value * slope > 0.0;
    let falls = |[value, slope]: [f64; 2]| value * slope < 0.0;
    if !(grows(left) && falls(right)) {
        return None;
    }
    let (mut before, mut after) = (left[0], right[0]);
    let mut early = f64::INFINITY;
    for halving in 0..HALVINGS {
        let middle = 0.5 * (a + b);
        let here = f(middle);
        // The shortest number there is the likely one.
        let likely = if a < 0.0 && b > 0.0 { 0.0 } else { middle };
        if !here.iter().all(|x| x.abs() < 1e100) {
            return Some(likely);
        }
        let near = |x: f64| (x - here[0]).abs() <= ROUND * here[0].abs();
        if near(before) && near(after) {
            return None;
        }
        if halving == EARLY {
            early = here[0].abs();
        }
        if here[0].abs() > UNBOUNDED * early {
            return Some(likely);
        }
        if grows(here) {
            (a, before) = (middle, here[0]);
        } else {
            (b, after) = (middle, here[0]);
        }
    }
    None
}
