//! A change acts from when it is made, on every model and the walkers, whether somebody
//! has looked at them before or not.

use crate::{assert_close, l1, simulate};
use sgd_current::line::simulation::Simulation;
use sgd_current::model::Model;
use sgd_current::scenario::Scenario;

const MODELS: [Model; 3] = [Model::Current, Model::Gaussian, Model::Sgd];

fn pit(learning_rate: f64) -> Scenario {
    Scenario { cells: 512, walkers: 20_000, learning_rate, ..Scenario::default() }
}

fn beyond(walkers: &[f64], w: f64) -> f64 {
    walkers.iter().filter(|x| **x > w).count() as f64 / walkers.len() as f64
}

/// Three scenarios one after another, all looked at before each change or never.
fn changed(look: bool, last: &Scenario) -> Simulation {
    let mut sim = simulate(pit(0.02));
    for (steps, next) in [(30, pit(0.3)), (0, pit(0.05)), (20, last.clone())] {
        sim.step(steps);
        if look {
            for model in MODELS {
                sim.masses(model).unwrap();
            }
            sim.walkers();
        }
        sim.update(next).unwrap();
    }
    sim.step(10);
    sim
}

#[test]
fn walkers_that_nobody_watched_walked_under_what_was_in_force() {
    let mut sim = simulate(pit(0.02));
    sim.walkers();
    sim.step(100);
    sim.update(pit(0.3)).unwrap();
    sim.step(1);
    let found = beyond(sim.walkers(), 1.3);
    let exact = sim.mass(Model::Sgd, 1.3, 4.0).unwrap();
    assert_close(found, exact, 0.015, "walkers beyond 1.3");
}

#[test]
fn who_looks_late_sees_what_who_looked_all_along_sees() {
    let domain = [-0.2, 2.5];
    for last in [pit(0.1), Scenario { domain, cells: 300, ..pit(0.1) }] {
        let (mut watched, mut unseen) = (changed(true, &last), changed(false, &last));
        for model in MODELS {
            let error = l1(watched.masses(model).unwrap(), unseen.masses(model).unwrap());
            assert!(error < 1e-12, "{model:?}: {error}");
        }
        assert_eq!(watched.walkers(), unseen.walkers());
        // A new start under the last scenario is that of a new simulation.
        unseen.reset();
        unseen.step(5);
        let mut fresh = simulate(last.clone());
        fresh.step(5);
        for model in MODELS {
            assert_eq!(unseen.masses(model).unwrap(), fresh.masses(model).unwrap());
        }
        assert_eq!(unseen.walkers(), fresh.walkers());
    }
}

#[test]
fn new_walls_mirror_densities_as_they_do_walkers() {
    let mut sim = simulate(pit(0.02));
    sim.step(10);
    for model in MODELS {
        sim.masses(model).unwrap();
    }
    sim.update(Scenario { domain: [0.45, 3.0], ..pit(0.02) }).unwrap();
    let walkers = sim.walkers().to_vec();
    for model in [Model::Sgd, Model::Gaussian] {
        for w in [0.5, 0.6, 0.7, 0.9] {
            let exact = sim.mass(model, w, 3.0).unwrap();
            assert_close(beyond(&walkers, w), exact, 0.015, "mass to the right");
        }
    }
}

#[test]
fn what_cannot_be_known_is_refused_until_the_next_start() {
    let many = Scenario {
        landscape: sgd_current::landscape::Spec::Formula {
            losses: (0..40).map(|j| format!("(W - {j}/40)^2")).collect(),
        },
        ..pit(0.02)
    };
    let mut sim = simulate(Scenario { batch_size: 8, ..many.clone() });
    sim.step(3);
    let refused = sim.masses(Model::Sgd).unwrap_err();
    assert_eq!(refused.field(), "batchSize");
    sim.update(many).unwrap();
    assert_eq!(sim.masses(Model::Sgd).unwrap_err(), refused);
    assert!(sim.masses(Model::Current).is_ok());
    sim.reset();
    sim.step(3);
    assert!(sim.masses(Model::Sgd).is_ok());
}
