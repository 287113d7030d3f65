//! Whether the cells carry what is shown: random scenarios, as they are and on four times the cells.

use crate::{moments, simulate};
use sgd_current::landscape::Spec;
use sgd_current::landscape::data::Model as DataModel;
use sgd_current::line::current::stationary::Stationary;
use sgd_current::line::resolution::Resolution;
use sgd_current::line::widths::Comparison;
use sgd_current::model::Model;
use sgd_current::scenario::{Initial, Rule, Scenario};
use std::f64::consts::TAU;

/// Marsaglia's xorshift, 2003.
struct Draws(u64);

impl Draws {
    fn unit(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn within(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.unit()
    }

    fn spread(&mut self, from: f64, to: f64) -> f64 {
        self.within(from.ln(), to.ln()).exp()
    }

    fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }

    /// A scenario with the steps it is to take.
    fn scenario(&mut self) -> (Scenario, u64) {
        let (landscape, [from, to]) = match self.below(6) {
            0 => (Spec::pit(), [-1.0, 4.0]),
            1 => {
                let k = self.within(1.0, 5.0);
                let wells = Spec::wells(k, self.within(0.02, 1.0), self.within(0.1, 2.0));
                (wells, [-TAU, TAU * k])
            }
            2 => {
                let k = self.within(0.3, 3.0);
                let waves = format!("sin({k}*W) + {k}*(W-1)^2");
                let hill = format!("exp(-(W+{k})^2)*2");
                (Spec::Formula { losses: vec![waves, "tanh(W)".into(), hill] }, [-2.0, 3.0])
            }
            3 => {
                let gradient = format!("{}*(W^3-W)", self.within(0.2, 2.0));
                let variance = format!("{}+W^2/4", self.within(0.0, 2.0));
                (moments(&gradient, &variance), [-2.0, 2.0])
            }
            4 => (moments("W", &format!("{}+W^2", self.within(0.0, 2.0))), [-5.0, 5.0]),
            _ => {
                let points = |draws: &mut Self| [draws.within(-2.0, 2.0), draws.unit()];
                let points = (0..4).map(|_| points(self)).collect();
                let model = [DataModel::Line, DataModel::Logistic][self.below(2)];
                (Spec::Data { model, points }, [-3.0, 4.0])
            }
        };
        let margin = 0.2 * (to - from);
        let scenario = Scenario {
            landscape,
            learning_rate: self.spread(1e-3, 1.0),
            batch_size: 1 + self.below(2),
            rule: if self.below(4) == 0 { Rule::Flow } else { Rule::Jump },
            substeps: 4,
            domain: [from, to],
            cells: [256, 512, 1024, 2048][self.below(4)],
            initial: Initial {
                mean: self.within(from + margin, to - margin),
                sd: self.spread(0.02, 0.5),
            },
            walkers: 0,
            ..Scenario::default()
        };
        (scenario, self.spread(1.0, 100.0) as u64)
    }
}

fn on(scenario: &Scenario, times: usize) -> Scenario {
    Scenario { cells: times * scenario.cells, ..scenario.clone() }
}

/// A unit of the third digit of a number.
fn unit(size: f64) -> f64 {
    10.0_f64.powi(size.log10().floor() as i32 - 2)
}

/// How often something is said, and how often wrongly.
#[derive(Default, Debug)]
struct Count {
    all: usize,
    /// Resolved, as said.
    said: usize,
    /// Off by more than a unit of the last digit, resolved or not,
    off: usize,
    /// although said to be resolved.
    lies: usize,
    /// Said to be unresolved, though all digits are right to half a unit.
    needless: usize,
}

impl Count {
    fn add(&mut self, Resolution { resolved, .. }: Resolution, off: f64) {
        self.all += 1;
        self.said += usize::from(resolved);
        self.off += usize::from(off > 1.0);
        self.lies += usize::from(resolved && off > 1.0);
        self.needless += usize::from(!resolved && off < 0.5);
    }
}

#[test]
fn a_density_that_is_said_to_be_resolved_is_so() {
    const SCENARIOS: usize = 25;
    let mut draws = Draws(0x9E37_79B9_7F4A_7C15);
    let mut count = Count::default();
    for _ in 0..SCENARIOS {
        let (scenario, steps) = draws.scenario();
        let (mut sim, mut fine) = (simulate(scenario.clone()), simulate(on(&scenario, 4)));
        sim.step(steps);
        fine.step(steps);
        for (_, model) in Model::NAMES {
            let other = (model != Model::Sgd).then_some(Model::Sgd);
            let Ok(resolution) = sim.resolution(model, other) else { continue };
            let Ok(exact) = fine.moments(model) else { continue };
            let here = sim.moments(model).unwrap();
            let mean = (here.mean - exact.mean).abs() / unit(here.mean.abs().max(here.sd));
            let cell = sim.grid().widths[sim.grid().cell_of(here.mean)];
            let sd = if here.sd < cell { 0.0 } else { (here.sd - exact.sd).abs() / unit(here.sd) };
            let apart = other.map_or(0.0, |other| {
                let [here, exact] =
                    [&mut sim, &mut fine].map(|sim| sim.distance(model, other).unwrap());
                (here - exact).abs() / 0.01
            });
            count.add(resolution, mean.max(sd).max(apart));
        }
    }
    // Of 1 200, 768 were said to be resolved, 2 of these wrongly; 224 needlessly not.
    assert!(count.lies <= 1 && count.said > count.all / 2, "{count:?}");
}

#[test]
fn an_end_state_that_is_said_to_be_resolved_is_so() {
    const SCENARIOS: usize = 100;
    let mut draws = Draws(0xD134_2543_DE82_EF95);
    let mut count = Count::default();
    for _ in 0..SCENARIOS {
        let (scenario, _) = draws.scenario();
        let sim = simulate(scenario.clone());
        let (end, exact) = (sim.stationary(), simulate(on(&scenario, 4)).stationary());
        count.add(sim.resolution_of_end().unwrap(), off(&end, &exact, sim.grid().domain()));
    }
    // Of 1 000, 55 were off, none of them among those said to be resolved.
    assert!(count.lies == 0 && count.said > count.all / 2, "{count:?}");
}

/// How far masses and places of basins are off, in units of the last digit shown.
fn off(end: &Stationary, exact: &Stationary, [from, to]: [f64; 2]) -> f64 {
    if end.minima.len() != exact.minima.len() || end.classes.len() != exact.classes.len() {
        return f64::INFINITY;
    }
    let pairs = end.minima.iter().zip(&exact.minima);
    let basins = pairs.map(|(a, b)| {
        let place = (a.at - b.at).abs() / unit(a.at.abs().max(1e-3 * (to - from)));
        let (mass, other) = (a.log_mass.exp(), b.log_mass.exp());
        let mass = if mass < 1e-4 {
            // Three digits of a power of ten: 1.00 to 9.99.
            (a.log_mass - b.log_mass).abs() / 0.01
        } else {
            (mass - other).abs() / unit(mass)
        };
        place.max(mass)
    });
    let classes = end.classes.iter().zip(&exact.classes);
    let shares = classes.map(|(a, b)| (a.share - b.share).abs() / unit(a.share.max(1e-4)));
    basins.chain(shares).fold(0.0, f64::max)
}

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
