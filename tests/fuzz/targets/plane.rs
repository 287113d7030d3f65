//! Scenarios of two parameters.

use super::{assert_distribution, assert_finite, json, unless_refused};
use sgd_current::model::Model;
use sgd_current::plane::scenario::Scenario;
use sgd_current::plane::simulation::Simulation;

/// Reads a scenario, and what it writes.
pub fn reading(data: &[u8]) {
    if let Some(scenario) = scenario(data) {
        let again = Scenario::read(&scenario.write());
        assert_eq!(again.as_ref(), Ok(&scenario), "what it writes is read as it is");
    }
}

fn scenario(data: &[u8]) -> Option<Scenario> {
    let value = json::value(std::str::from_utf8(data).ok()?)?;
    unless_refused(Scenario::read(&value))
}

/// Runs a scenario, made small.
pub fn run(data: &[u8]) {
    let Some(scenario) = scenario(data) else { return };
    let small = Scenario {
        cells: scenario.cells.map(|n| n.min(20)),
        walkers: scenario.walkers.min(10),
        ..scenario
    };
    let Some(mut simulation) = unless_refused(Simulation::new(small.clone())) else { return };
    simulation.step(2);
    assert_eq!(simulation.time(), 2);
    let first = shown(&mut simulation);
    simulation.reset();
    simulation.step(2);
    assert_eq!(shown(&mut simulation), first, "the same run twice");
    let changed = Scenario { learning_rate: 0.5 * small.learning_rate, ..small };
    if let Some(changed) = unless_refused(changed.check())
        && unless_refused(simulation.update(changed)).is_some()
    {
        simulation.step(1);
        assert_eq!(simulation.time(), 3);
        shown(&mut simulation);
    }
}

/// What every model has come to, none where it is refused.
fn shown(simulation: &mut Simulation) -> Vec<Option<Vec<f64>>> {
    if let Some(flux) = unless_refused(simulation.flux()) {
        assert_finite("flux", flux.iter().flatten());
    }
    let domain = simulation.scenario().domain;
    let inside =
        |w: &[f64; 2]| [0, 1].iter().all(|a| (domain[*a][0]..=domain[*a][1]).contains(&w[*a]));
    assert!(simulation.walkers().iter().all(inside), "a walker beyond the walls");
    Model::NAMES
        .iter()
        .map(|(name, model)| {
            let masses = unless_refused(simulation.masses(*model))?.to_vec();
            assert_distribution(name, &masses, [0.0; 2]);
            let moments = unless_refused(simulation.moments(*model))?;
            assert_finite(name, moments.mean.iter().chain(moments.covariance.iter().flatten()));
            Some(masses)
        })
        .collect()
}
