//! The model against exact answers, naive oracles and independent methods.

mod accuracy;
mod changes;
mod current;
mod end_states;
mod escape;
mod landscapes;
mod numerals;
mod numerics;
mod passage;
mod pit;
mod plane_current;
mod plane_end;
mod plane_landscapes;
mod plane_point_rule;
mod plane_sgd;
mod point_rule;
mod properties;
mod ratios;
mod resolution;
mod scenarios;
mod sgd;
mod walls;
mod widths;

use sgd_current::error::Error;
use sgd_current::landscape::Spec;
use sgd_current::line::simulation::Simulation;
use sgd_current::scenario::Scenario;

/// A simulation of a scenario that is known to be good.
fn simulate(scenario: Scenario) -> Simulation {
    Simulation::new(scenario).unwrap_or_else(|e| panic!("a good scenario was refused: {e}"))
}

/// G and S² typed directly.
fn moments(gradient: &str, variance: &str) -> Spec {
    Spec::Moments { gradient: gradient.into(), variance: variance.into() }
}

/// The complaint about a scenario that is known to be bad.
fn refusal(scenario: Scenario) -> Error {
    match Simulation::new(scenario) {
        Ok(_) => panic!("a bad scenario was accepted"),
        Err(error) => error,
    }
}

#[track_caller]
fn assert_close(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{what}: found {found}, expected {expected} ± {tolerance}"
    );
}

/// Sum of |a − b|.
fn l1(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum()
}
