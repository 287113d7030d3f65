//! Scenarios: defaults, presets, and what is refused.

use crate::simulate;
use sgd_current::error::Error;
use sgd_current::groups::GROUPS;
use sgd_current::landscape::{Spec, data};
use sgd_current::line::simulation::Simulation;
use sgd_current::model::Model;
use sgd_current::parameters::{CHOICES, PARAMETERS, plane_choices, plane_parameters};
use sgd_current::presets::PRESETS;
use sgd_current::scenario::{Rule, Scenario};
use sgd_current::value::Value;

fn text(s: &str) -> Value {
    Value::Text(s.into())
}

fn with(key: &str, value: Value) -> Value {
    Value::Map(vec![(key.into(), value)])
}

fn refused(key: &str, value: &Value) -> Error {
    match Scenario::read(&with(key, value.clone())) {
        Ok(_) => panic!("{key} = {value:?} was accepted"),
        Err(error) => error,
    }
}

#[test]
fn nothing_given_is_the_posts_pit() {
    for nothing in [Value::Nothing, Value::Map(vec![])] {
        assert_eq!(Scenario::read(&nothing).unwrap(), Scenario::default());
    }
}

#[test]
fn writing_and_reading_a_scenario_is_the_identity() {
    for preset in PRESETS {
        let scenario = (preset.scenario)();
        assert_eq!(Scenario::read(&scenario.write()).unwrap(), scenario, "{}", preset.id);
    }
}

#[test]
fn every_preset_can_be_named_as_a_landscape_and_runs() {
    for preset in PRESETS {
        let scenario = Scenario::read(&with("landscape", text(preset.id))).unwrap();
        assert_eq!(scenario, (preset.scenario)(), "{}", preset.id);
        let mut sim = Simulation::new(scenario).unwrap();
        sim.step(20);
        for model in [Model::Current, Model::Sgd] {
            assert!(sim.masses(model).unwrap().iter().all(|m| m.is_finite() && *m >= 0.0));
        }
    }
}

#[test]
fn bad_values_are_refused_by_the_name_of_their_field() {
    let number = Value::Number;
    for (key, value, field) in [
        ("learningRate", number(-0.02), "learningRate"),
        ("learningRate", number(f64::NAN), "learningRate"),
        ("learningRate", number(f64::INFINITY), "learningRate"),
        ("learningRate", text("fast"), "learningRate"),
        ("cells", number(1e9), "cells"),
        ("cells", number(100.5), "cells"),
        ("landscape", text("canyon"), "landscape"),
        ("landscape", number(3.0), "landscape"),
        ("landscape", with("kind", text("canyon")), "landscape.kind"),
        ("landscape", Value::Map(vec![]), "landscape.kind"),
        ("landscape", with("kind", text("formula")), "landscape.losses"),
        ("convention", text("stratonovic"), "convention"),
        ("secondOrder", number(1.0), "secondOrder"),
        ("initial", with("sd", number(0.0)), "initial.sd"),
        ("initial", with("mean", number(9.0)), "initial.mean"),
        ("initial", with("width", number(1.0)), "initial.width"),
        ("domain", Value::List(vec![number(4.0), number(-1.0)]), "domain"),
        ("domain", Value::List(vec![number(4.0)]), "domain"),
        ("domain", Value::List(vec![text("a"), number(1.0)]), "domain.0"),
        ("learningrate", number(0.1), "learningrate"),
        ("seed", number(-1.0), "seed"),
        ("batchSize", number(0.0), "batchSize"),
    ] {
        let error = refused(key, &value);
        assert_eq!(error.field(), field, "{key} = {value:?}: {error}");
        assert!(error.to_string().contains(field), "{error}");
    }
    assert_eq!(Scenario::read(&text("pit")).unwrap_err().field(), "scenario");
}

#[test]
fn every_parameter_of_the_table_is_checked_at_both_ends() {
    for p in PARAMETERS {
        assert!(p.min <= p.default && p.default <= p.max, "{}", p.key);
        assert!(!p.log || p.min > 0.0 || p.integer, "{} cannot be logarithmic", p.key);
        assert!(!p.help.is_empty());
    }
    let links: Vec<&str> =
        PARAMETERS.iter().map(|p| p.link).chain(CHOICES.iter().map(|c| c.link)).collect();
    for (i, link) in links.iter().enumerate() {
        assert!(!links[..i].contains(link), "two rows share the link key {link}");
    }
}

#[test]
fn every_parameter_stands_in_one_group() {
    let numbers = PARAMETERS.iter().chain(plane_parameters()).map(|p| p.key);
    let choices = CHOICES.iter().chain(plane_choices()).map(|c| c.key);
    for key in numbers.chain(choices) {
        let field = key.split('.').next().unwrap();
        assert_eq!(GROUPS.iter().filter(|group| group.fields.contains(&field)).count(), 1, "{key}");
    }
}

#[test]
fn the_pit_runs_at_every_learning_rate_of_the_table() {
    let row = PARAMETERS.iter().find(|p| p.key == "learningRate").unwrap();
    let steps = 24;
    for i in 0..=steps {
        let t = row.min * (row.max / row.min).powf(f64::from(i) / f64::from(steps));
        let scenario =
            Scenario { learning_rate: t.min(row.max), cells: 256, ..Scenario::default() };
        let mut sim = Simulation::new(scenario).unwrap();
        sim.step(50);
        for model in [Model::Current, Model::Sgd] {
            let masses = sim.masses(model).unwrap();
            assert!(masses.iter().all(|m| *m >= 0.0), "{model:?} at T = {t}");
            assert!((masses.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{model:?} at T = {t}");
        }
        assert!(sim.walkers().iter().all(|w| (-1.0..=4.0).contains(w)), "walkers at T = {t}");
    }
}

#[test]
fn a_changed_learning_rate_keeps_time_and_densities() {
    let mut sim = Simulation::new(Scenario { cells: 256, ..Scenario::default() }).unwrap();
    sim.step(30);
    let before = sim.masses(Model::Current).unwrap().to_vec();
    sim.update(Scenario { cells: 256, learning_rate: 0.05, ..Scenario::default() }).unwrap();
    assert_eq!(sim.time(), 30);
    assert_eq!(sim.masses(Model::Current).unwrap(), before);
    sim.step(1);
    assert_ne!(sim.masses(Model::Current).unwrap(), before);
    // Another grid carries the densities over.
    sim.update(Scenario { cells: 512, ..Scenario::default() }).unwrap();
    let total: f64 = sim.masses(Model::Current).unwrap().iter().sum();
    assert!((total - 1.0).abs() < 1e-12);
    assert_eq!(sim.time(), 31);
}

#[test]
fn a_formula_that_cannot_be_read_is_refused_when_the_scenario_is_read() {
    let text = |s: &str| Value::Text(s.into());
    let list = |texts: &[&str]| Value::List(texts.iter().map(|t| text(t)).collect());
    for (fields, field, column) in [
        (vec![("kind", text("formula")), ("losses", list(&["W+"]))], "landscape.losses.0", 2),
        (vec![("kind", text("formula")), ("losses", list(&["W", "W 2"]))], "landscape.losses.1", 2),
        (
            vec![("kind", text("moments")), ("gradient", text("W")), ("variance", text("foo(W)"))],
            "landscape.variance",
            0,
        ),
    ] {
        let landscape = fields.into_iter().map(|(key, value)| (key.into(), value)).collect();
        let scenario = Value::Map(vec![("landscape".into(), Value::Map(landscape))]);
        let error = Scenario::read(&scenario).unwrap_err();
        assert_eq!((error.field(), error.position()), (field, Some(column)), "{error}");
    }
}

#[test]
fn what_would_take_seconds_is_refused_in_words() {
    let points: Vec<[f64; 2]> = (0..1000).map(|i| [f64::from(i) / 500.0 - 1.0, 0.5]).collect();
    let landscape = Spec::Data { model: data::Model::Line, points };
    let many = Scenario { landscape, walkers: 0, ..Scenario::default() };
    let error = Scenario { cells: 32_768, ..many.clone() }.check().unwrap_err();
    assert_eq!(
        error.to_string(),
        "cells: with 1000 datapoints there can be 4194 cells at most; use fewer of either"
    );
    assert!(Scenario { cells: 4096, ..many.clone() }.check().is_ok());
    let flow = Scenario { rule: Rule::Flow, substeps: 50, cells: 256, ..many };
    let sgd = |scenario: Scenario| {
        let mut sim = simulate(scenario);
        sim.step(1);
        sim.masses(Model::Sgd).map(<[f64]>::len)
    };
    assert!(sgd(Scenario { substeps: 2, ..flow.clone() }).is_ok());
    let error = sgd(Scenario { cells: 2048, ..flow.clone() }).unwrap_err();
    assert_eq!(error.field(), "substeps");
    assert!(error.to_string().contains("take 14 small steps at most"), "{error}");
    // A thousand batches of two datapoints each, for fifty small steps.
    let landscape = Spec::Formula { losses: vec!["W^2".into(), "(W - 1)^2".into()] };
    let error = sgd(Scenario { landscape, batch_size: 999, cells: 2048, ..flow }).unwrap_err();
    assert_eq!(error.field(), "substeps");
}
