//! Headings that the parameters of [`crate::parameters`] stand under on the page and in its documentation.

/// What stands together: a heading, and the fields of a scenario under it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// Name on the page.
    pub title: &'static str,
    /// First parts of the keys of its parameters, in the order of showing.
    pub fields: &'static [&'static str],
}

const fn group(title: &'static str, fields: &'static [&'static str]) -> Group {
    Group { title, fields }
}

/// All parameters in the order in which one needs them: first what is descended, how far a step
/// goes and where it starts, last what one seldom touches. The lab and the documentation list them so.
#[rustfmt::skip]
pub const GROUPS: &[Group] = &[
    group("What is descended", &["landscape"]),
    group("Step", &["learningRate", "batchSize"]),
    group("Start", &["initial"]),
    group("Schedule and rule", &["schedule", "sampling", "preconditioner", "damping", "rule", "substeps"]),
    group("Fokker–Planck", &["convention", "secondOrder"]),
    group("Domain and grid", &["domain", "walls", "cells"]),
    group("Walkers", &["walkers", "walkerRule", "seed"]),
];
