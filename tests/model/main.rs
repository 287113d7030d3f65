//! The model against exact answers, naive oracles and independent methods.

mod absorbing;
mod accuracy;
mod changes;
mod corpus;
mod current;
mod end_states;
mod energies;
mod epochs;
mod escape;
mod formulas;
mod kinks;
mod landscapes;
mod numerals;
mod numerics;
mod passage;
mod pit;
mod plane_basins;
mod plane_current;
mod plane_deposit;
mod plane_end;
mod plane_landscapes;
mod plane_momentum;
mod plane_point_rule;
mod plane_sgd;
mod plane_told;
mod point_rule;
mod preconditioned;
mod properties;
mod ratios;
mod resolution;
mod ring;
mod scenarios;
mod schedules;
mod sgd;
mod silence;
mod survey;
mod sweep;
#[path = "../fuzz/targets/mod.rs"]
mod targets;
mod walls;
mod widths;

use sgd_current::error::Error;
use sgd_current::landscape::Spec;
use sgd_current::line::simulation::Simulation;
use sgd_current::model::Model;
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

/// The largest distance between the cumulative distributions of SGD's operator and of the
/// walkers, at the edges of the cells (Kolmogorov & Smirnov).
fn ks_to_walkers(simulation: &mut Simulation) -> f64 {
    let masses = simulation.masses(Model::Sgd).unwrap().to_vec();
    let mut walkers = simulation.walkers().to_vec();
    walkers.sort_by(f64::total_cmp);
    let (mut upto, mut worst) = (0.0, 0.0_f64);
    for (mass, edge) in masses.iter().zip(&simulation.grid().edges[1..]) {
        upto += mass;
        let below = walkers.partition_point(|w| w <= edge) as f64 / walkers.len() as f64;
        worst = worst.max((upto - below).abs());
    }
    worst
}

/// Sum of |a − b|.
fn l1(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum()
}
