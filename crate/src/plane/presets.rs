//! The plane's own experiments, each a scenario.

use crate::landscape::data::Model;
use crate::landscape::plane::Spec;
use crate::landscape::plane::builtin::{Basins, Ring};
use crate::landscape::plane::spec::triangle;
use crate::plane::scenario::{Initial, Scenario};
use std::f64::consts::PI;

/// A named scenario of the plane.
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
    Preset { id: "points", title: "Three points: a fractal and a bell", scenario: points },
    Preset { id: "pentagon", title: "Five points", scenario: pentagon },
    Preset { id: "linear", title: "Linear gradients under slanted noise", scenario: linear },
    Preset {
        id: "rotating",
        title: "A game of two players: turning gradients",
        scenario: rotating,
    },
    Preset {
        id: "circulation",
        title: "Two wells with a current round them",
        scenario: circulation,
    },
    Preset { id: "basins", title: "Wide against narrow in the plane", scenario: basins },
    Preset { id: "ring", title: "A flat valley with uneven noise", scenario: ring },
    Preset { id: "network", title: "Two weights in series", scenario: network },
    Preset { id: "intercept", title: "A line with its intercept", scenario: intercept },
    Preset { id: "logistic", title: "Logistic regression with its bias", scenario: logistic },
    Preset { id: "neuron", title: "A neuron with its bias", scenario: neuron },
    Preset { id: "momentum", title: "A parameter and its velocity", scenario: momentum },
    Preset { id: "uneven", title: "G and C themselves: noise that varies", scenario: uneven },
];

/// A landscape in the surroundings of the first preset of its kind.
pub fn around(landscape: Spec) -> Scenario {
    let kind = landscape.kind();
    let alike = PRESETS.iter().map(|p| (p.scenario)()).find(|s| s.landscape.kind() == kind);
    match landscape {
        Spec::Basins(b) => around_basins(b),
        Spec::Formula { .. } | Spec::Moments { .. } | Spec::With { .. } => Scenario::of(landscape),
        Spec::Momentum { landscape: ref line, .. } if *line != two_bowls() => {
            let place = crate::scenario::Scenario::around(line.clone());
            Scenario {
                learning_rate: place.learning_rate,
                domain: [place.domain, [-1.0, 1.0]],
                initial: Initial { mean: [place.initial.mean, 0.0], sd: [place.initial.sd, 0.1] },
                ..Scenario::of(landscape)
            }
        }
        _ => alike.map_or_else(
            || Scenario::of(landscape.clone()),
            |s| Scenario { landscape: landscape.clone(), ..s },
        ),
    }
}

/// Half the way to one of three points at each step: Sierpiński's triangle.
pub fn points() -> Scenario {
    Scenario {
        learning_rate: 0.5,
        domain: [[-1.6, 1.6]; 2],
        initial: Initial { mean: [0.0, 0.0], sd: [0.35, 0.35] },
        walkers: 20_000,
        ..Scenario::of(Spec::Points { points: triangle(), curvature: 1.0 })
    }
}

/// Five points of which none is near another's images at T = 0.618.
fn pentagon() -> Scenario {
    let corner = |j: usize| {
        let angle = PI / 2.0 + 2.0 * PI * j as f64 / 5.0;
        [angle.cos(), angle.sin()]
    };
    let landscape = Spec::Points { points: (0..5).map(corner).collect(), curvature: 1.0 };
    Scenario { landscape, learning_rate: 0.62, ..points() }
}

fn linear() -> Scenario {
    Scenario {
        learning_rate: 0.1,
        domain: [[-1.4, 1.4], [-0.9, 0.9]],
        initial: Initial { mean: [-0.8, 0.5], sd: [0.1, 0.1] },
        ..Scenario::of(Spec::Linear {
            hessian: [[1.0, 0.0], [0.0, 3.0]],
            noise: [[1.0, 0.8], [0.8, 1.0]],
        })
    }
}

fn rotating() -> Scenario {
    Scenario {
        domain: [[-1.5, 1.5]; 2],
        initial: Initial { mean: [-0.8, 0.0], sd: [0.1, 0.1] },
        landscape: Spec::Linear {
            hessian: [[1.0, 2.0], [-2.0, 1.0]],
            noise: [[1.0, 0.0], [0.0, 1.0]],
        },
        ..linear()
    }
}

/// L = a(u) + b(v), u = W₁ + 2W₂, v = W₁ + ½W₂, with noise diag(1, ¼): its end state
/// factorises in u and v, and the current goes round at T²(c₂ − c₁)/(α + 1/α).
fn circulation() -> Scenario {
    let loss = |s: &str| format!("((W1+2*W2)^2-1)^2/4 + (W1+W2/2)^2/2 + (W1+2*W2)/10 {s}");
    let losses = ["+ W1 + W2/2", "+ W1 - W2/2", "- W1 + W2/2", "- W1 - W2/2"].map(loss);
    Scenario {
        learning_rate: 0.2,
        domain: [[-3.0, 3.0], [-2.5, 2.5]],
        initial: Initial { mean: [0.0, 0.0], sd: [0.3, 0.3] },
        ..Scenario::of(Spec::Formula { losses: losses.into() })
    }
}

fn basins() -> Scenario {
    around_basins(Basins { ratio: 2.0, height: 0.1, noise: 1.0 })
}

/// T = 0.15 makes the barrier as high, in units of the temperature, as suits the eye.
fn around_basins(b: Basins) -> Scenario {
    let reach = 2.0 * PI * b.ratio;
    Scenario {
        learning_rate: 0.15,
        domain: [[-2.0 * PI, reach], [-0.75 * reach, 0.75 * reach]],
        initial: Initial { mean: [-PI, 0.0], sd: [0.5, 0.5] },
        ..Scenario::of(Spec::Basins(b))
    }
}

fn ring() -> Scenario {
    let ring = Ring { stiffness: 8.0, narrowing: 0.0, noise: 1.0, variation: 0.5 };
    Scenario {
        learning_rate: 0.05,
        domain: [[-2.0, 2.0]; 2],
        initial: Initial { mean: [1.0, 0.0], sd: [0.1, 0.1] },
        ..Scenario::of(Spec::Ring(ring))
    }
}

fn network() -> Scenario {
    Scenario {
        learning_rate: 0.02,
        domain: [[0.0, 2.0], [0.0, 2.0]],
        initial: Initial { mean: [1.5, 0.4], sd: [0.05, 0.05] },
        ..Scenario::of(Spec::Network {
            points: vec![[1.0, 0.9], [1.5, 1.8], [2.0, 1.7], [-1.0, -1.3]],
        })
    }
}

fn data(model: Model, points: &[[f64; 2]]) -> Spec {
    Spec::Data { model, points: points.to_vec() }
}

fn intercept() -> Scenario {
    let points = [[-1.0, -0.6], [-0.5, -0.7], [0.0, 0.4], [0.5, 0.3], [1.0, 1.2], [1.5, 1.0]];
    Scenario {
        learning_rate: 0.1,
        domain: [[-0.5, 2.0], [-1.25, 1.25]],
        initial: Initial { mean: [0.0, -0.8], sd: [0.1, 0.1] },
        ..Scenario::of(data(Model::Line, &points))
    }
}

fn logistic() -> Scenario {
    let points = [[-2.0, 0.0], [-1.0, 0.0], [-0.5, 1.0], [0.5, 0.0], [1.0, 1.0], [2.0, 1.0]];
    Scenario {
        learning_rate: 0.5,
        domain: [[-1.0, 4.0], [-2.5, 2.5]],
        initial: Initial { mean: [0.0, 1.0], sd: [0.2, 0.2] },
        ..Scenario::of(data(Model::Logistic, &points))
    }
}

fn neuron() -> Scenario {
    let points = [[-1.5, -0.9], [-0.5, -0.2], [0.0, 0.4], [0.5, 0.3], [1.5, 0.9]];
    Scenario {
        learning_rate: 0.3,
        domain: [[-1.0, 3.0], [-2.0, 2.0]],
        initial: Initial { mean: [0.0, -1.0], sd: [0.2, 0.2] },
        ..Scenario::of(data(Model::Neuron, &points))
    }
}

fn two_bowls() -> crate::landscape::Spec {
    let losses = ["(W - 1)^2/2", "(W + 1)^2/2"].map(String::from).to_vec();
    crate::landscape::Spec::Formula { losses }
}

/// Bowls about ±1, where every number is known: the velocity remembers ten steps.
fn momentum() -> Scenario {
    Scenario {
        learning_rate: 0.1,
        domain: [[-4.0, 4.0], [-1.4, 1.4]],
        initial: Initial { mean: [-2.0, 0.0], sd: [0.2, 0.05] },
        ..Scenario::of(Spec::Momentum { landscape: two_bowls(), momentum: 0.9 })
    }
}

fn uneven() -> Scenario {
    let text = |s: &str| String::from(s);
    Scenario {
        learning_rate: 0.2,
        domain: [[-3.0, 3.0]; 2],
        initial: Initial { mean: [-1.5, 1.0], sd: [0.2, 0.2] },
        ..Scenario::of(Spec::Moments {
            gradient: [text("W1"), text("W2")],
            covariance: [text("0.5 + W1^2"), text("W1*W2/2"), text("0.5 + W2^2")],
        })
    }
}
