//! The post's experiments, each a scenario.

use crate::landscape::Spec;
use crate::landscape::wells::WELLS;
use crate::scenario::{Initial, Scenario};
use crate::walls::Walls;
use std::f64::consts::PI;

/// A named scenario.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Name in links and in `landscape`.
    pub id: &'static str,
    /// Name on the page.
    pub title: &'static str,
    /// Makes the scenario.
    pub scenario: fn() -> Scenario,
}

/// The presets, in the order of the article.
pub const PRESETS: &[Preset] = &[
    Preset { id: "pit", title: "The pit: drift and noise", scenario: Scenario::default },
    Preset { id: "trajectories", title: "Descent without noise: a fan of starts", scenario: flow },
    Preset { id: "flow", title: "Descent without noise: densities", scenario: flow },
    Preset { id: "spread", title: "Noise without descent", scenario: spread },
    Preset { id: "balance", title: "Drift against uneven noise", scenario: balance },
    Preset {
        id: "end-state",
        title: "Two wells under uneven noise: the end state",
        scenario: end_state,
    },
    Preset { id: "widths", title: "Wide against narrow", scenario: widths },
    Preset { id: "metric", title: "A metric in which the noise is even", scenario: metric },
    Preset { id: "ring", title: "A tilted ring: a current that never rests", scenario: ring },
    Preset {
        id: "absorbing",
        title: "A well between walls that absorb: how long it holds",
        scenario: absorbing,
    },
];

/// Gradient descent on the pit's mean loss: one datapoint, so S² ≡ 0.
fn flow() -> Scenario {
    let losses = vec!["-exp(-(W-2)^2) - exp(-100*(W-1)^2)/2".into()];
    Scenario { landscape: Spec::Formula { losses }, ..Scenario::default() }
}

fn moments(gradient: &str, variance: &str) -> Spec {
    Spec::Moments { gradient: gradient.into(), variance: variance.into() }
}

fn spread() -> Scenario {
    Scenario {
        landscape: moments("0", "1"),
        learning_rate: 0.1,
        domain: [-6.0, 6.0],
        initial: Initial { mean: 0.0, sd: 0.175 },
        ..Scenario::default()
    }
}

fn balance() -> Scenario {
    Scenario {
        landscape: moments("W", "0.5 + W^2"),
        learning_rate: 0.3,
        domain: [-4.0, 4.0],
        initial: Initial { mean: -2.0, sd: 0.3 },
        ..Scenario::default()
    }
}

fn end_state() -> Scenario {
    Scenario {
        landscape: moments("W^3 - W", "1 + W^2"),
        learning_rate: 0.2,
        domain: [-2.5, 2.5],
        initial: Initial { mean: -1.0, sd: 0.2 },
        ..Scenario::default()
    }
}

/// T = 0.3 makes I = 4a/(Tσ²) = 4/3, the post's factor e⁴ at k = 2.
fn widths() -> Scenario {
    Scenario { learning_rate: 0.3, ..Scenario::around(Spec::default_of(&WELLS)) }
}

fn metric() -> Scenario {
    Scenario { learning_rate: 0.2, ..balance() }
}

/// Down a tilted row of hills that closes to a ring: each round it comes down as far as it is long.
fn ring() -> Scenario {
    Scenario {
        landscape: moments("sin(W) - 0.6", "2"),
        learning_rate: 0.3,
        domain: [-PI, PI],
        walls: Walls::Periodic,
        initial: Initial { mean: -1.5, sd: 0.2 },
        ..Scenario::default()
    }
}

/// A well up to both hilltops, where walls absorb: what is left falls as e to −t/τ.
fn absorbing() -> Scenario {
    Scenario {
        landscape: moments("sin(W)", "4"),
        learning_rate: 0.25,
        domain: [-PI, PI],
        walls: Walls::Absorb,
        initial: Initial { mean: -0.5, sd: 0.2 },
        ..Scenario::default()
    }
}
