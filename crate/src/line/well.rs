//! One of the two wells in closed form: the exponent of the current's end state, and what
//! stands before it.
//!
//! With y = (W − bottom)/s, s the stretch, G = (a/s) sin y, S = σ/s and L″ = (a/s²) cos y. The
//! exponent Φ(y) = ∫2G/(T A S²/B) dW is, in units of 2aB/(Tσ²):
//!
//! | preconditioner | exponent | at the barrier |
//! |---|---|---|
//! | none | s²(1 − cos y) | 2s² |
//! | rms | s Q(y) + ε s²(1 − cos y), Q = ∫sin √(a² sin² + σ²/B) | → 2sσ/√B for a ≪ σ, ε = 0 |
//! | newton | a N(y) + δ s²(1 − cos y), N = ∫sin \|cos\| | a + 2δs² |
//!
//! So it grows with the square of the width, with the width, and not at all. The density at
//! the bottom is (A²S²)^{−(1−a)} e^{Φ(π)} over what it is on the barrier.

use crate::landscape::precondition::Preconditioner;
use crate::scenario::Scenario;
use crate::search::bisect;
use std::f64::consts::{FRAC_PI_2, PI};

/// Where the exponent above the bottom exceeds this, a well holds no mass that counts.
const EMPTY: f64 = 50.0;
/// Panels of Simpson's rule from the bottom to the steepest place, and from there on.
const PANELS: usize = 1024;

/// A well of a scenario.
#[derive(Clone, Copy, Debug)]
pub struct Well {
    /// s, how many times wider than the narrow well it is.
    stretch: f64,
    by: Preconditioner,
    damping: f64,
    /// a, L.
    height: f64,
    /// σ²/B of the well that is not stretched, L²/W².
    variance: f64,
    /// T.
    rate: f64,
    /// One minus the noise convention.
    ito: f64,
}

impl Well {
    /// The well of `stretch`, of height a and noise σ.
    pub fn new(scenario: &Scenario, stretch: f64, height: f64, noise: f64) -> Self {
        // Every field stands here, so that the compiler asks about a new one: either the closed
        // form has it, or it changes nothing in the end state between the walls of the wells, or
        // [`super::widths`] refuses it.
        let Scenario {
            preconditioner: by,
            damping,
            learning_rate: rate,
            batch_size,
            convention,
            landscape: _,
            schedule: _,
            sampling: _,
            second_order: _,
            rule: _,
            substeps: _,
            domain: _,
            walls: _,
            cells: _,
            initial: _,
            walkers: _,
            walker_rule: _,
            seed: _,
        } = *scenario;
        let variance = noise * noise / batch_size as f64;
        Self { stretch, by, damping, height, variance, rate, ito: 1.0 - convention.a() }
    }

    /// Φ at the barrier above the bottom.
    pub fn exponent(&self) -> f64 {
        self.exponent_at(PI)
    }

    /// ln of the density at the bottom, over that of A²S²P on the barrier to the power of the
    /// convention.
    pub fn log_peak(&self) -> f64 {
        self.exponent() - self.ito * self.log_noise(0.0)
    }

    /// ln of the mass of the well, over the same.
    pub fn log_mass(&self) -> f64 {
        let counts = |y: f64| self.exponent_at(y) < EMPTY;
        let end = if counts(PI) { PI } else { bisect([0.0, PI], &mut |y| counts(y))[0] };
        let bottom = self.log_noise(0.0);
        let weight =
            |y: f64| (-self.exponent_at(y) - self.ito * (self.log_noise(y) - bottom)).exp();
        // Where L″ = 0 Newton's steps have a kink.
        let half = simpson(0.0, end.min(FRAC_PI_2), weight) + simpson(FRAC_PI_2, end, weight);
        self.log_peak() + (2.0 * self.stretch * half).ln()
    }

    /// Φ(y) above the bottom, 0 ≤ y ≤ π.
    fn exponent_at(&self, y: f64) -> f64 {
        let (s, a, half) = (self.stretch, self.height, (0.5 * y).sin());
        let fall = 2.0 * half * half;
        let part = match self.by {
            Preconditioner::None => s * s * fall,
            Preconditioner::Rms => {
                // ∫√(a²(1 − u²) + σ²) du from 0 to u.
                let integral = |u: f64| {
                    let root = self.root_mean_square(1.0 - u * u);
                    let whole = a * a + self.variance;
                    0.5 * (u * root + whole / a * (a * u / root).atan())
                };
                s * (integral(1.0) - integral(1.0 - fall)) + self.damping * s * s * fall
            }
            Preconditioner::Newton => {
                let first = 0.5 * y.sin().powi(2);
                let steep = if y < FRAC_PI_2 { first } else { 1.0 - first };
                a * steep + self.damping * s * s * fall
            }
        };
        2.0 * a / (self.rate * self.variance) * part
    }

    /// √(G² + S²) at the place whose sin² is given, of the well that is not stretched.
    fn root_mean_square(&self, sin2: f64) -> f64 {
        (self.height * self.height * sin2 + self.variance).sqrt()
    }

    /// ln A²S²/B.
    fn log_noise(&self, y: f64) -> f64 {
        let s = self.stretch;
        let divisor = match self.by {
            Preconditioner::None => 1.0,
            Preconditioner::Rms => self.root_mean_square(y.sin().powi(2)) / s + self.damping,
            Preconditioner::Newton => self.height * y.cos().abs() / (s * s) + self.damping,
        };
        2.0 * (self.variance.sqrt() / (s * divisor)).ln()
    }
}

/// ∫f from `from` to `to`, nothing if they are the wrong way round.
fn simpson(from: f64, to: f64, f: impl Fn(f64) -> f64) -> f64 {
    if to <= from {
        return 0.0;
    }
    let h = (to - from) / PANELS as f64;
    let panel = |i: usize| {
        let [a, b, c] = [0.0, 0.5, 1.0].map(|x| f(from + (i as f64 + x) * h));
        a + 4.0 * b + c
    };
    h / 6.0 * (0..PANELS).map(panel).sum::<f64>()
}
