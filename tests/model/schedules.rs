//! Schedules of T: their shapes, and that every model follows the same T.

use crate::{assert_close, l1, simulate};
use sgd_current::line::simulation::Simulation;
use sgd_current::model::Model;
use sgd_current::scenario::{Sampling, Scenario};
use sgd_current::schedule::{Kind, Schedule};
use sgd_current::value::Value;

fn every_kind() -> Vec<Schedule> {
    let kinds = Kind::NAMES.map(|(_, kind)| Schedule::new(kind));
    kinds.map(|s| Schedule { time: 4.0, factor: 0.7, floor: 0.1, growth: 1.5, ..s }).to_vec()
}

#[test]
fn the_shapes_are_those_of_the_formulas() {
    let with =
        |kind| Schedule { time: 10.0, factor: 0.5, floor: 0.2, growth: 2.0, ..Schedule::new(kind) };
    let part = |kind, t| with(kind).part(t);
    assert_close(part(Kind::Constant, 12345), 1.0, 0.0, "constant");
    for (t, expected) in [(0, 1.0), (9, 1.0), (10, 0.5), (19, 0.5), (20, 0.25)] {
        assert_close(part(Kind::Step, t), expected, 0.0, "step");
    }
    assert_close(part(Kind::Inverse, 30), 0.25, 1e-15, "inverse");
    for (t, expected) in [(0, 1.0), (5, 0.6), (10, 0.2), (1000, 0.2)] {
        assert_close(part(Kind::Cosine, t), expected, 1e-15, "cosine");
    }
    for (t, expected) in [(0, 1.0), (5, 0.6), (10, 1.0), (20, 0.6), (30, 1.0), (50, 0.6), (70, 1.0)]
    {
        assert_close(part(Kind::Restarts, t), expected, 1e-12, &format!("restarts, {t}"));
    }
    let even = Schedule { growth: 1.0, ..with(Kind::Restarts) };
    assert_close(even.part(1_000_000_005), 0.6, 1e-12, "restarts, evenly");
    // What is too little to move anything is nothing.
    assert_close(part(Kind::Step, 10_000), 0.0, 0.0, "in the end");
}

#[test]
fn a_restart_that_ends_at_a_step_ends_there() {
    let of = |time, growth| Schedule { time, growth, ..Schedule::new(Kind::Restarts) };
    // In binary 110 is less than 100 · 1.1, and 33 % 3.3 is next to 3.3: T stood at its floor there.
    for (schedule, t) in
        [(of(100.0, 1.1), 210), (of(100.0, 1.1), 331), (of(3.3, 1.0), 33), (of(10.0, 1.3), 23)]
    {
        assert_close(schedule.part(t), 1.0, 1e-12, &format!("{schedule:?} at {t}"));
    }
    // Each cosine added to the last, against the time that they have taken at once.
    for growth in [1.01, 1.7, 10.0] {
        let (mut start, mut length) = (0.0_f64, 7.3);
        for t in 0..20_000_u64 {
            while t as f64 >= start + length {
                start += length;
                length *= growth;
            }
            let x = (t as f64 - start) / length;
            let expected = 0.5 * (1.0 + (std::f64::consts::PI * x).cos());
            assert_close(of(7.3, growth).part(t), expected, 1e-7, &format!("{growth} at {t}"));
        }
    }
    // A million short ones, and more, take no time to count.
    let expected = of(1.0, 1.000_001).part(3_000_000_000_000);
    assert!((0.0..=1.0).contains(&expected), "{expected}");
}

#[test]
fn the_state_is_the_composition_of_single_steps() {
    for schedule in every_kind() {
        for base in [
            Scenario { cells: 512, learning_rate: 0.05, walkers: 100, ..Scenario::default() },
            Scenario {
                cells: 512,
                learning_rate: 0.3,
                walkers: 1000,
                sampling: Sampling::Shuffle,
                ..Scenario::around(sgd_current::landscape::Spec::wells(2.0, 0.1, 1.0))
            },
        ] {
            let mut whole = simulate(Scenario { schedule, ..base.clone() });
            whole.step(14);
            let mut single = simulate(base.clone());
            for t in 0..14 {
                let rate = base.learning_rate * schedule.part(t);
                // The cells of epochs crowd where the T of the scenario says.
                let next = if base.sampling == Sampling::Shuffle {
                    let part = Schedule { floor: schedule.part(t), ..Schedule::new(Kind::Cosine) };
                    Scenario { schedule: Schedule { time: 1e-9, ..part }, ..base.clone() }
                } else {
                    base.with_rate(rate)
                };
                single.update(next).unwrap();
                for (_, model) in Model::NAMES {
                    single.masses(model).unwrap();
                }
                single.walkers();
                single.step(1);
            }
            for (name, model) in Model::NAMES {
                let apart = l1(whole.masses(model).unwrap(), single.masses(model).unwrap());
                assert!(apart < 1e-10, "{name}, {schedule:?}: {apart}");
            }
            assert_eq!(whole.walkers(), single.walkers(), "{schedule:?}");
        }
    }
}

#[test]
fn slow_schedules_take_the_steps_of_their_own_t() {
    // Under these several steps are taken with one T: against an operator of its own for each step.
    let slow = [
        Schedule { time: 2000.0, floor: 0.1, ..Schedule::new(Kind::Cosine) },
        Schedule { time: 5000.0, ..Schedule::new(Kind::Inverse) },
        Schedule { time: 700.0, growth: 1.5, floor: 0.1, ..Schedule::new(Kind::Restarts) },
    ];
    for schedule in slow {
        for base in [
            Scenario { cells: 512, ..Scenario::default() },
            Scenario {
                cells: 512,
                learning_rate: 0.3,
                ..Scenario::around(sgd_current::landscape::Spec::wells(2.0, 0.1, 1.0))
            },
        ] {
            let mut whole = simulate(Scenario { schedule, ..base.clone() });
            let mut single = simulate(base.clone());
            for t in 0..300 {
                single.update(base.with_rate(base.learning_rate * schedule.part(t))).unwrap();
                for (_, model) in Model::NAMES {
                    single.masses(model).unwrap();
                }
                single.step(1);
                whole.step(1);
                if ![37, 150, 299].contains(&t) {
                    continue;
                }
                for (name, model) in Model::NAMES {
                    let what = format!("{name}, {schedule:?} at {t}");
                    let [ours, own] =
                        [&mut whole, &mut single].map(|sim| sim.moments(model).unwrap());
                    assert_close(ours.mean, own.mean, 2e-5 * own.sd, &what);
                    assert_close(ours.sd, own.sd, 2e-5 * own.sd, &what);
                    let [ours, own] =
                        [&mut whole, &mut single].map(|sim| sim.masses(model).unwrap());
                    // SGD leaves the pit in lumps of a cell or two, which move by parts of a cell.
                    let lumps = model == Model::Sgd && base.learning_rate == 0.02;
                    let most = if lumps { 3e-3 } else { 1e-4 };
                    assert!(l1(ours, own) < most, "{what}: {}", l1(ours, own));
                }
            }
        }
    }
}

#[test]
fn steps_that_are_taken_with_one_t_add_up_to_their_own() {
    let mut kinds = every_kind();
    for schedule in &mut kinds {
        schedule.time = 30_000.5;
        let (mut sum, mut squares) = ([0.0; 2], [0.0; 2]);
        let mut operators = 1;
        for t in 0..64 * 200 {
            let own = [schedule.part(t), schedule.part_of_steps(t)];
            assert!((own[0] - own[1]).abs() <= own[0] / 2048.0, "{schedule:?} at {t}: {own:?}");
            for i in 0..2 {
                sum[i] += own[i];
                squares[i] += own[i] * own[i];
            }
            let behind = (sum[0] - sum[1]).abs() / own[0];
            assert!(behind < 0.004, "{schedule:?} at {t}: {behind}");
            operators += u64::from(t > 0 && own[1] != schedule.part_of_steps(t - 1));
        }
        assert!((sum[0] - sum[1]).abs() < 1e-9 && (squares[1] / squares[0] - 1.0).abs() < 2e-8);
        assert!(operators < 64 * 200 / 3, "{schedule:?}: {operators} operators");
    }
}

#[test]
fn who_looks_late_sees_the_same() {
    let schedule = Schedule { time: 5.0, ..Schedule::new(Kind::Inverse) };
    let scenario = Scenario { schedule, cells: 256, ..Scenario::default() };
    let (mut early, mut late) = (simulate(scenario.clone()), simulate(scenario.clone()));
    for sim in [&mut early, &mut late] {
        sim.step(6);
    }
    early.masses(Model::Sgd).unwrap();
    let changed = Scenario { schedule: Schedule { time: 50.0, ..schedule }, ..scenario };
    for sim in [&mut early, &mut late] {
        sim.update(changed.clone()).unwrap();
        sim.step(6);
    }
    let early = early.masses(Model::Sgd).unwrap().to_vec();
    assert_eq!(early, late.masses(Model::Sgd).unwrap());
}

#[test]
fn a_t_that_has_fallen_to_nothing_moves_nothing() {
    for schedule in [
        Schedule { time: 3.0, ..Schedule::new(Kind::Cosine) },
        Schedule { time: 1.0, factor: 0.01, ..Schedule::new(Kind::Step) },
    ] {
        let mut sim = simulate(Scenario { schedule, cells: 256, ..Scenario::default() });
        sim.step(40);
        for (_, model) in Model::NAMES {
            let before = sim.masses(model).unwrap().to_vec();
            sim.step(10);
            let after = sim.masses(model).unwrap();
            assert!(l1(&before, after) < 1e-12 && after.iter().all(|m| m.is_finite()));
        }
        assert!(sim.flux().unwrap().iter().all(|f| f.abs() < 1e-9));
        assert!(sim.profile().energy.iter().all(|e| !e.is_nan()));
    }
}

#[test]
fn end_states_are_of_the_last_t_or_refused_in_words() {
    let of = |kind, floor| {
        let schedule = Schedule { floor, ..Schedule::new(kind) };
        Scenario { schedule, learning_rate: 0.4, ..Scenario::default() }.settled()
    };
    assert_close(of(Kind::Cosine, 0.25).unwrap().learning_rate, 0.1, 1e-15, "cosine");
    assert_close(of(Kind::Constant, 0.0).unwrap().learning_rate, 0.4, 0.0, "constant");
    for (kind, floor) in
        [(Kind::Step, 0.0), (Kind::Inverse, 0.0), (Kind::Cosine, 0.0), (Kind::Restarts, 0.5)]
    {
        assert_eq!(of(kind, floor).unwrap_err().field(), "schedule");
    }
}

#[test]
fn schedules_are_read_by_name_or_by_their_fields() {
    let text = |s: &str| Value::Text(s.into());
    let read = |schedule: Value| Scenario::read(&Value::Map(vec![("schedule".into(), schedule)]));
    let fields = |fields: &[(&str, Value)]| {
        Value::Map(fields.iter().map(|(k, v)| ((*k).into(), v.clone())).collect())
    };
    assert_eq!(read(text("cosine")).unwrap().schedule, Schedule::new(Kind::Cosine));
    let step = fields(&[("kind", text("step")), ("factor", Value::Number(0.1))]);
    let read_step = read(step).unwrap();
    assert_close(read_step.schedule.factor, 0.1, 0.0, "factor");
    assert_close(read_step.schedule.time, 100.0, 0.0, "time");
    assert_eq!(Scenario::read(&read_step.write()).unwrap(), read_step);
    for (wrong, field) in [
        (text("linear"), "schedule"),
        (Value::Number(1.0), "schedule"),
        (fields(&[("kind", text("linear"))]), "schedule.kind"),
        (fields(&[("kind", text("step")), ("floor", Value::Number(0.1))]), "schedule.floor"),
        (fields(&[("kind", text("cosine")), ("floor", Value::Number(-0.1))]), "schedule.floor"),
        (fields(&[("time", Value::Number(3.0))]), "schedule.time"),
    ] {
        assert_eq!(read(wrong).unwrap_err().field(), field);
    }
}

#[test]
fn walkers_follow_the_schedule_too() {
    let schedule = Schedule { time: 10.0, ..Schedule::new(Kind::Inverse) };
    let scenario =
        Scenario { schedule, walkers: 200_000, learning_rate: 0.1, ..Scenario::default() };
    let mut sim: Simulation = simulate(scenario);
    sim.step(20);
    let worst = crate::ks_to_walkers(&mut sim);
    assert!(worst < 1.95 / 200_000_f64.sqrt(), "{worst}");
}

#[test]
fn a_schedule_that_changes_nothing_has_an_end() {
    let flat = |kind| Schedule { factor: 1.0, floor: 1.0, ..Schedule::new(kind) };
    for kind in [Kind::Constant, Kind::Step, Kind::Cosine, Kind::Restarts] {
        assert_eq!(flat(kind).last(), Ok(1.0), "{kind:?}");
    }
    assert!(Schedule::new(Kind::Step).last().is_err());
    assert!(Schedule::new(Kind::Restarts).last().is_err());
}
