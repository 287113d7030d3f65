//! Scenarios of one parameter.

use super::{assert_distribution, assert_finite, complaint, json, unless_refused};
use sgd_current::line::simulation::Simulation;
use sgd_current::model::Model;
use sgd_current::scenario::Scenario;
use sgd_current::value::Value;

/// Reads a scenario, and what it writes.
pub fn reading(data: &[u8]) {
    if let Some(scenario) = scenario(data) {
        let again = Scenario::read(&scenario.write());
        assert_eq!(again.as_ref(), Ok(&scenario), "what it writes is read as it is");
    }
}

fn scenario(data: &[u8]) -> Option<Scenario> {
    let value: Value = json::value(std::str::from_utf8(data).ok()?)?;
    unless_refused(Scenario::read(&value))
}

/// Runs a scenario, made small, and asks all that can be asked.
pub fn run(data: &[u8]) {
    let Some(scenario) = scenario(data) else { return };
    let small = Scenario {
        cells: scenario.cells.min(48),
        walkers: scenario.walkers.min(20),
        substeps: scenario.substeps.min(3),
        ..scenario
    };
    let Some(mut simulation) = unless_refused(Simulation::new(small.clone())) else { return };
    let steps = 3;
    simulation.step(steps);
    assert_eq!(simulation.time(), steps);
    let first = shown(&mut simulation);
    rest(&simulation);
    simulation.reset();
    simulation.step(steps);
    assert_eq!(shown(&mut simulation), first, "the same run twice");
    let changed = Scenario { learning_rate: 0.5 * small.learning_rate, ..small };
    if let Some(changed) = unless_refused(changed.check())
        && unless_refused(simulation.update(changed)).is_some()
    {
        simulation.step(1);
        assert_eq!(simulation.time(), steps + 1);
        shown(&mut simulation);
    }
}

/// What every model has come to, none where it is refused.
fn shown(simulation: &mut Simulation) -> Vec<Option<Vec<f64>>> {
    if let Some(flux) = unless_refused(simulation.flux()) {
        assert_finite("flux", &flux);
    }
    let Scenario { domain, walkers, .. } = *simulation.scenario();
    let places = simulation.walkers();
    assert!(places.len() <= walkers, "{} walkers of {walkers}", places.len());
    assert!(
        places.iter().all(|w| (domain[0]..=domain[1]).contains(w)),
        "a walker beyond the walls"
    );
    Model::NAMES
        .iter()
        .map(|(name, model)| {
            let masses = unless_refused(simulation.masses(*model))?.to_vec();
            let absorbed = unless_refused(simulation.absorbed(*model))?;
            assert_distribution(name, &masses, absorbed);
            assert_finite(name, &unless_refused(simulation.density(*model))?);
            if let Some(moments) = unless_refused(simulation.moments(*model)) {
                assert_finite(name, &[moments.mean, moments.sd]);
            }
            Some(masses)
        })
        .collect()
}

/// End state, energies, passages: no number may be none.
fn rest(simulation: &Simulation) {
    let known = |what: &str, x: f64| assert!(!x.is_nan(), "{what} is no number");
    let end = simulation.stationary();
    end.energy.iter().for_each(|x| known("the end state's energy", *x));
    end.log_density.iter().for_each(|x| known("ln of the end state", *x));
    let shares: f64 = end.classes.iter().map(|class| class.share).chain(end.absorbed).sum();
    assert!((shares - 1.0).abs() < 1e-9, "shares add up to {shares}");
    known("the relaxation time", simulation.log_relaxation_time());
    if let Some(energies) = unless_refused(simulation.energies(None)) {
        for all in [&energies.current, &energies.sgd, &energies.theta_current, &energies.theta_sgd]
        {
            for x in all {
                known("an energy", *x);
            }
        }
    }
    let [a, b] = simulation.scenario().domain;
    for [from, to] in [[0.3, 0.8], [0.8, 0.3]].map(|p| p.map(|p| a + p * (b - a))) {
        match simulation.passage(from, to) {
            Ok(passage) => known("a passage time", passage.log_time),
            Err(error) => complaint(&error),
        }
    }
    if let Some(metric) = unless_refused(simulation.metric()) {
        assert_finite("the metric", &metric.x);
    }
}
