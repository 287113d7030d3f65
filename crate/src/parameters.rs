//! The one table of parameters: sliders, links, validation and docs are made from it.
//! A scenario of the plane shares some of its rows and adds its own.

/// A numeric parameter of a scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// Dotted path in the scenario.
    pub key: &'static str,
    /// Key in a link.
    pub link: &'static str,
    /// Name on the page.
    pub label: &'static str,
    /// Unit, empty for a pure number.
    pub unit: &'static str,
    /// Value in the default scenario.
    pub default: f64,
    /// Smallest value allowed.
    pub min: f64,
    /// Largest value allowed.
    pub max: f64,
    /// Whether a slider moves by factors and not by steps.
    pub log: bool,
    /// Whether only whole numbers are allowed.
    pub integer: bool,
    /// What it does, in a sentence or two.
    pub help: &'static str,
    /// Kinds of landscape that it belongs to, or of schedule if its key begins so; empty for all.
    pub applies_to: &'static [&'static str],
}

/// A parameter that is a choice among names (or yes and no).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// Dotted path in the scenario.
    pub key: &'static str,
    /// Key in a link.
    pub link: &'static str,
    /// Name on the page.
    pub label: &'static str,
    /// Value in the default scenario.
    pub default: &'static str,
    /// The values with their names on the page.
    pub options: &'static [(&'static str, &'static str)],
    /// What it does, in a sentence or two.
    pub help: &'static str,
    /// Kinds of landscape it belongs to; empty for all.
    pub applies_to: &'static [&'static str],
}

const WELLS: &[&str] = &["wells"];
const BOTH_WELLS: &[&str] = &["wells", "double"];
const DOUBLE: &[&str] = &["double"];
/// A slider that moves by steps.
const LINEAR: (bool, bool) = (false, false);
/// A slider that moves by factors: for numbers whose size matters. From a least value of 0 on, the first
/// ten-thousandth of the range is even.
const LOG: (bool, bool) = (true, false);
/// A slider that moves by factors, over whole numbers.
const COUNT: (bool, bool) = (true, true);

/// One row of the table, in the order of reading.
#[allow(clippy::too_many_arguments)]
const fn row(
    key: &'static str,
    link: &'static str,
    label: &'static str,
    unit: &'static str,
    [default, min, max]: [f64; 3],
    (log, integer): (bool, bool),
    applies_to: &'static [&'static str],
    help: &'static str,
) -> Parameter {
    Parameter { key, link, label, unit, default, min, max, log, integer, help, applies_to }
}

/// The numeric parameters.
#[rustfmt::skip]
pub const PARAMETERS: &[Parameter] = &[
    row("learningRate", "T", "Learning rate T", "W²/L", [0.02, 1e-4, 2.0], LOG, &[],
        "How far one step goes: W → W − T g. The temperature of the descent: drift grows with T, noise with T²."),
    row("schedule.time", "tau", "Schedule: time τ", "steps", [100.0, 1.0, 1e5], LOG, &["step", "inverse", "cosine", "restarts"],
        "Steps after which T drops, has halved, has come to its floor, or begins anew."),
    row("schedule.factor", "drop", "Schedule: factor", "", [0.5, 0.01, 1.0], LINEAR, &["step"],
        "What T is multiplied by at each drop."),
    row("schedule.floor", "floor", "Schedule: floor", "", [0.0, 0.0, 1.0], LINEAR, &["cosine", "restarts"],
        "The part of T that is left at the end of a cosine."),
    row("schedule.growth", "growth", "Schedule: growth", "", [2.0, 1.0, 10.0], LINEAR, &["restarts"],
        "How many times longer each cosine is than the one before."),
    row("batchSize", "B", "Batch size B", "", [1.0, 1.0, 1024.0], COUNT, &[],
        "Datapoints averaged in one step. Divides S² by B."),
    row("damping", "damping", "Damping ε, δ", "", [0.01, 1e-6, 100.0], LOG, &[],
        "Added to what a preconditioner divides gradients by: ε, in L/W, to their root mean square, or δ, in L/W², to the curvature."),
    row("landscape.ratio", "ratio", "Width ratio k", "", [2.0, 1.0, 8.0], LINEAR, WELLS,
        "How many times wider the right well is than the left one."),
    row("landscape.height", "height", "Height a", "L", [0.1, 1e-3, 10.0], LOG, BOTH_WELLS,
        "Half the height of the barrier between the wells."),
    row("landscape.noise", "noise", "Noise σ", "L/W", [1.0, 1e-2, 10.0], LOG, BOTH_WELLS,
        "Standard deviation of the gradients; where the right well is k times wider it is σ/k there."),
    row("landscape.tilt", "tilt", "Tilt b", "L/W", [-0.05, -10.0, 10.0], LINEAR, DOUBLE,
        "How much the double well leans: b W is added to its loss."),
    row("initial.mean", "mean", "Start: mean", "W", [0.5, -1e3, 1e3], LINEAR, &[],
        "Centre of the normal distribution that W starts from, cut to the domain."),
    row("initial.sd", "sd", "Start: spread", "W", [0.175, 1e-3, 1e2], LOG, &[],
        "Standard deviation of the start before it is cut to the domain."),
    row("substeps", "substeps", "Small steps m", "", [8.0, 1.0, 1000.0], COUNT, &[],
        "With the flow rule, each draw of a datapoint is followed for this many steps of T/m."),
    row("domain.0", "from", "Domain from", "W", [-1.0, -1e3, 1e3], LINEAR, &[],
        "Left wall."),
    row("domain.1", "to", "Domain to", "W", [4.0, -1e3, 1e3], LINEAR, &[],
        "Right wall."),
    row("cells", "cells", "Cells", "", [2048.0, 32.0, 32768.0], COUNT, &[],
        "Cells of the grid. They crowd where the gradients change fast; the cost grows in proportion."),
    row("walkers", "walkers", "Walkers", "", [1000.0, 0.0, 4e6], COUNT, &[],
        "Monte Carlo walkers beside the densities."),
    row("seed", "seed", "Seed", "", [1.0, 0.0, 9_007_199_254_740_991.0], (false, true), &[],
        "Fixes every random draw of the walkers: the same seed gives the same walk."),
];

/// The parameters that are choices.
pub const CHOICES: &[Choice] = &[
    Choice {
        key: "landscape.kind",
        link: "landscape",
        label: "Landscape",
        default: "pit",
        options: &[
            ("pit", "The post's pit"),
            ("wells", "Two wells, one wider"),
            ("double", "A double well that may lean"),
            ("formula", "A loss for each datapoint"),
            ("moments", "G and S² themselves"),
            ("data", "A model fitted to data"),
        ],
        help: "What is descended: the loss of every datapoint as a function of W.",
        applies_to: &[],
    },
    Choice {
        key: "landscape.model",
        link: "model",
        label: "Model",
        default: "line",
        options: &[
            ("line", "Line y ≈ Wx, squared loss"),
            ("logistic", "Logistic, log loss"),
            ("neuron", "Neuron y ≈ tanh Wx, squared loss"),
        ],
        help: "The model with one parameter that is fitted to the points.",
        applies_to: &["data"],
    },
    Choice {
        key: "schedule.kind",
        link: "schedule",
        label: "Schedule of T",
        default: "constant",
        options: &[
            ("constant", "constant"),
            ("step", "drops by a factor"),
            ("inverse", "T/(1 + t/τ)"),
            ("cosine", "cosine to a floor"),
            ("restarts", "cosines with warm restarts"),
        ],
        help: "How the learning rate follows the time. Every model takes the same T in the same step.",
        applies_to: &[],
    },
    Choice {
        key: "sampling",
        link: "sampling",
        label: "Datapoints are drawn",
        default: "replace",
        options: &[("replace", "with replacement"), ("shuffle", "in epochs, without replacement")],
        help: "Whether SGD and its walkers go through all datapoints before one comes again. The point rule and the current are built on independent draws.",
        applies_to: &[],
    },
    Choice {
        key: "preconditioner",
        link: "precondition",
        label: "Preconditioner",
        default: "none",
        options: &[
            ("none", "none: plain SGD"),
            ("rms", "RMS, as in RMSprop and Adam"),
            ("newton", "Newton, by the curvature"),
        ],
        help: "What gradients are divided by before a step: their root mean square (T is then in W), or the curvature |L″| (T is then a pure number).",
        applies_to: &[],
    },
    Choice {
        key: "walls",
        link: "walls",
        label: "Walls",
        default: "reflect",
        options: &[
            ("reflect", "both reflect"),
            ("absorb", "both absorb"),
            ("absorbLeft", "the left one absorbs"),
            ("absorbRight", "the right one absorbs"),
            ("periodic", "none: W goes round a ring"),
        ],
        help: "What becomes of W where it would land beyond the domain: it is mirrored, or absorbed and gone from the densities, or it goes on at the other end.",
        applies_to: &[],
    },
    Choice {
        key: "convention",
        link: "convention",
        label: "Noise convention",
        default: "ito",
        options: &[
            ("ito", "Itô"),
            ("stratonovich", "Stratonovich"),
            ("klimontovich", "Klimontovich"),
        ],
        help: "Where in its step the noise is evaluated. SGD takes its gradient before it moves: Itô.",
        applies_to: &[],
    },
    Choice {
        key: "secondOrder",
        link: "second",
        label: "Second order",
        default: "false",
        options: &[("false", "off"), ("true", "on")],
        help: "Adds (T/2) G G′ to the drift of the current: finite steps to second order in T.",
        applies_to: &[],
    },
    Choice {
        key: "rule",
        link: "rule",
        label: "Step rule",
        default: "jump",
        options: &[("jump", "one jump"), ("flow", "small steps on one datapoint")],
        help: "How SGD uses a drawn datapoint: one step of T, or m steps of T/m before the next draw.",
        applies_to: &[],
    },
    Choice {
        key: "walkerRule",
        link: "walkerRule",
        label: "Walkers follow",
        default: "sgd",
        options: &[("sgd", "SGD"), ("gaussian", "the point rule")],
        help: "Walkers draw datapoints, or a normal of mean −TG and variance T²S².",
        applies_to: &[],
    },
];

/// What a scenario of the plane takes from the table of one parameter.
const IN_THE_PLANE: &[&str] =
    &["learningRate", "batchSize", "walkers", "seed", "convention", "secondOrder", "walkerRule"];

/// The numeric parameters that only the plane has.
#[rustfmt::skip]
const PLANE_PARAMETERS: &[Parameter] = &[
    row("landscape.curvature", "curvature", "Curvature κ", "L/W²", [1.0, 0.1, 4.0], LOG, &["points"],
        "How steep each point's bowl is: a step goes the part Tκ of the way to the point drawn."),
    row("landscape.hessian.0.0", "h11", "H₁₁", "L/W²", [1.0, -10.0, 10.0], LINEAR, &["linear"],
        "How fast the first gradient grows with W₁."),
    row("landscape.hessian.0.1", "h12", "H₁₂", "L/W²", [0.0, -10.0, 10.0], LINEAR, &["linear"],
        "How fast the first gradient grows with W₂. Unlike H₂₁ in a game of two players: then no loss has these gradients."),
    row("landscape.hessian.1.0", "h21", "H₂₁", "L/W²", [0.0, -10.0, 10.0], LINEAR, &["linear"],
        "How fast the second gradient grows with W₁."),
    row("landscape.hessian.1.1", "h22", "H₂₂", "L/W²", [3.0, -10.0, 10.0], LINEAR, &["linear"],
        "How fast the second gradient grows with W₂."),
    row("landscape.noise.0.0", "c11", "C₁₁", "L²/W²", [1.0, 0.0, 100.0], LINEAR, &["linear"],
        "Variance of the first gradient over datapoints."),
    row("landscape.noise.0.1", "c12", "C₁₂", "L²/W²", [0.8, -100.0, 100.0], LINEAR, &["linear"],
        "Covariance of the two gradients."),
    row("landscape.noise.1.0", "c21", "C₂₁", "L²/W²", [0.8, -100.0, 100.0], LINEAR, &["linear"],
        "The same as C₁₂."),
    row("landscape.noise.1.1", "c22", "C₂₂", "L²/W²", [1.0, 0.0, 100.0], LINEAR, &["linear"],
        "Variance of the second gradient over datapoints."),
    row("landscape.ratio", "ratio", "Width ratio k", "", [2.0, 1.0, 8.0], LINEAR, &["basins"],
        "How many times wider the right basin is than the left one."),
    row("landscape.height", "height", "Height a", "L", [0.1, 1e-3, 10.0], LOG, &["basins"],
        "Half the height of the barrier between the basins."),
    row("landscape.noise", "noise", "Noise σ", "L/W", [1.0, 1e-2, 10.0], LOG, &["basins", "ring"],
        "Standard deviation of the gradients: in the left basin, or where the valley crosses W₁ = 0 but for its variation."),
    row("landscape.stiffness", "stiffness", "Stiffness κ", "L/W²", [8.0, 0.1, 100.0], LOG, &["ring"],
        "Curvature across the valley."),
    row("landscape.narrowing", "narrowing", "Narrowing c", "1/W", [0.0, -1.0, 1.0], LINEAR, &["ring"],
        "Makes the valley narrow where W₂ is large and wide where it is small."),
    row("landscape.variation", "variation", "Variation v", "1/W", [0.5, -1.0, 1.0], LINEAR, &["ring"],
        "Makes the noise strong where W₁ is large and weak where it is small."),
    row("landscape.momentum", "momentum", "Momentum β", "", [0.9, 0.0, 0.999], LINEAR, &["momentum"],
        "The part of the velocity that a step keeps: v → βv − T g, W → W + v. It remembers 1/(1 − β) steps."),
    row("initial.mean.0", "mean1", "Start: mean of W₁", "W", [0.0, -1e3, 1e3], LINEAR, &[],
        "Centre of the normal distribution that W₁ starts from, cut to the domain."),
    row("initial.mean.1", "mean2", "Start: mean of W₂", "W", [0.0, -1e3, 1e3], LINEAR, &[],
        "Centre of the normal distribution that W₂ starts from, cut to the domain."),
    row("initial.sd.0", "sd1", "Start: spread of W₁", "W", [0.1, 1e-3, 1e2], LOG, &[],
        "Standard deviation of the start of W₁ before it is cut to the domain."),
    row("initial.sd.1", "sd2", "Start: spread of W₂", "W", [0.1, 1e-3, 1e2], LOG, &[],
        "Standard deviation of the start of W₂ before it is cut to the domain."),
    row("domain.0.0", "from1", "W₁ from", "W", [-2.0, -1e3, 1e3], LINEAR, &[],
        "Left wall. Walls reflect: what would land beyond is mirrored."),
    row("domain.0.1", "to1", "W₁ to", "W", [2.0, -1e3, 1e3], LINEAR, &[],
        "Right wall."),
    row("domain.1.0", "from2", "W₂ from", "W", [-2.0, -1e3, 1e3], LINEAR, &[],
        "Lower wall."),
    row("domain.1.1", "to2", "W₂ to", "W", [2.0, -1e3, 1e3], LINEAR, &[],
        "Upper wall."),
    row("cells.0", "cells1", "Cells along W₁", "", [256.0, 16.0, 512.0], COUNT, &[],
        "Equal cells of the grid along W₁; the cost grows with the number of all cells."),
    row("cells.1", "cells2", "Cells along W₂", "", [256.0, 16.0, 512.0], COUNT, &[],
        "Equal cells of the grid along W₂."),
];

/// The choices that only the plane has.
const PLANE_CHOICES: &[Choice] = &[
    Choice {
        key: "landscape.kind",
        link: "landscape",
        label: "Landscape",
        default: "points",
        options: &[
            ("points", "Points to be drawn to"),
            ("linear", "Linear gradients"),
            ("basins", "Two basins, one wider"),
            ("ring", "A valley along a circle"),
            ("network", "Two weights in series"),
            ("data", "A model with intercept fitted to data"),
            ("formula", "A loss for each datapoint"),
            ("moments", "G and C themselves"),
            ("momentum", "One parameter and its velocity"),
        ],
        help: "What is descended: the loss of every datapoint as a function of W₁ and W₂.",
        applies_to: &[],
    },
    Choice {
        key: "landscape.model",
        link: "model",
        label: "Model",
        default: "line",
        options: &[
            ("line", "Line y ≈ W₁x + W₂, squared loss"),
            ("logistic", "Logistic with bias, log loss"),
            ("neuron", "Neuron y ≈ tanh(W₁x + W₂), squared loss"),
        ],
        help: "The model with two parameters that is fitted to the points.",
        applies_to: &["data"],
    },
];

/// The numeric parameters of a scenario of the plane.
pub fn plane_parameters() -> impl Iterator<Item = &'static Parameter> {
    let shared = PARAMETERS.iter().filter(|p| IN_THE_PLANE.contains(&p.key));
    shared.chain(PLANE_PARAMETERS)
}

/// The parameters of a scenario of the plane that are choices.
pub fn plane_choices() -> impl Iterator<Item = &'static Choice> {
    PLANE_CHOICES.iter().chain(CHOICES.iter().filter(|c| IN_THE_PLANE.contains(&c.key)))
}

/// The numeric parameter of the plane of a dotted path.
///
/// # Panics
/// As [`parameter`].
pub fn plane_parameter(key: &str) -> &'static Parameter {
    plane_parameters().find(|p| p.key == key).expect("a row of the table")
}

/// The choice of the plane of a dotted path.
///
/// # Panics
/// As [`choice`].
pub fn plane_choice(key: &str) -> &'static Choice {
    plane_choices().find(|c| c.key == key).expect("a row of the table")
}

/// The numeric parameter of a dotted path.
///
/// ```
/// let rate = sgd_current::parameters::parameter("learningRate");
/// assert_eq!((rate.link, rate.unit, rate.default), ("T", "W²/L", 0.02));
/// ```
///
/// # Panics
/// If the table has no such row, which a test rules out for every use.
pub fn parameter(key: &str) -> &'static Parameter {
    PARAMETERS.iter().find(|p| p.key == key).expect("a row of the table")
}

/// The choice of a dotted path.
///
/// ```
/// let rule = sgd_current::parameters::choice("rule");
/// assert_eq!(rule.options.len(), 2);
/// ```
///
/// # Panics
/// If the table has no such row, which a test rules out for every use.
pub fn choice(key: &str) -> &'static Choice {
    CHOICES.iter().find(|c| c.key == key).expect("a row of the table")
}
