//! The one table of parameters: sliders, links, validation and docs are made from it.

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
    /// Kinds of landscape it belongs to; empty for all.
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
const LINEAR: (bool, bool) = (false, false);
const LOG: (bool, bool) = (true, false);
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
    row("batchSize", "B", "Batch size B", "", [1.0, 1.0, 1024.0], COUNT, &[],
        "Datapoints averaged in one step, drawn with replacement. Divides S² by B."),
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
        "Left wall. Walls reflect: what would land beyond is mirrored."),
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
