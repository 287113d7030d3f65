//! What the cells are said to carry: told alike at any time, and of the article's own figures.

use crate::simulate;
use sgd_current::line::resolution::Resolution;
use sgd_current::line::widths::Comparison;
use sgd_current::model::Model;
use sgd_current::scenario::Scenario;

#[test]
fn it_is_the_same_whenever_it_is_asked_and_lives_through_changes() {
    let start = Scenario { cells: 512, ..Scenario::default() };
    let (mut early, mut late) = (simulate(start.clone()), simulate(start.clone()));
    early.resolution(Model::Current, Some(Model::Sgd)).unwrap();
    for sim in [&mut early, &mut late] {
        sim.step(20);
        sim.masses(Model::Sgd).unwrap();
    }
    early.resolution(Model::Sgd, None).unwrap();
    for sim in [&mut early, &mut late] {
        sim.update(Scenario { learning_rate: 0.05, ..start.clone() }).unwrap();
        sim.step(10);
    }
    for (model, other) in [(Model::Current, Some(Model::Sgd)), (Model::Sgd, None)] {
        let [a, b] = [&mut early, &mut late].map(|sim| sim.resolution(model, other).unwrap());
        assert_eq!(a, b);
    }
    early.reset();
    let mut fresh = simulate(Scenario { learning_rate: 0.05, ..start });
    let [a, b] = [&mut early, &mut fresh].map(|sim| sim.resolution(Model::Sgd, None).unwrap());
    assert_eq!(a, b);
}

#[test]
fn as_many_cells_as_are_said_to_do_do() {
    // The pit on few cells: half the mass stands in a peak of two of them.
    let mut sim = simulate(Scenario { cells: 128, ..Scenario::default() });
    sim.step(40);
    let told = sim.resolution(Model::Current, None).unwrap();
    assert!(!told.resolved && told.cells > 128, "{told:?}");
    let mut more = simulate(Scenario { cells: told.cells, ..Scenario::default() });
    more.step(40);
    let told = more.resolution(Model::Current, None).unwrap();
    assert!(told.resolved, "{told:?}");
}

#[test]
fn the_wells_of_the_article_are_carried_by_its_cells() {
    let preset = sgd_current::presets::PRESETS.iter().find(|preset| preset.id == "widths").unwrap();
    let scenario = (preset.scenario)();
    let widths = Comparison::new(&scenario).unwrap();
    let sgd = Comparison::times_of_sgd(&scenario).unwrap();
    for (what, told) in [
        ("ratios", widths.resolution_of_ratios),
        ("relaxation", widths.resolution_of_relaxation),
        ("the current's times", widths.times.resolution),
        ("SGD's times", sgd.resolution),
    ] {
        assert_eq!(told, Resolution::good(scenario.cells), "{what}");
    }
    // On 32 cells the relaxation is not, but the times are integrals that need no more.
    let few = Scenario { cells: 32, ..scenario };
    let widths = Comparison::new(&few).unwrap();
    let relaxation = widths.resolution_of_relaxation;
    assert!(!relaxation.resolved && relaxation.cells > 32);
    assert_eq!(widths.times.resolution, Resolution::good(32));
}
