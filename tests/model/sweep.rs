//! Every function of the core, asked of scenarios with everything over its whole range: nothing
//! panics, nothing is no number, and what is refused is refused by the name of a field.
//! `SWEEP=100000` asks for that many answers, on up to all the cells there can be.

use rand::{Rng, RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use sgd_current::error::Result;
use sgd_current::landscape::Spec;
use sgd_current::landscape::plane::{Landscape as PlaneLandscape, Spec as PlaneSpec};
use sgd_current::line::resolution::{Passage, Resolution};
use sgd_current::line::series::histogram;
use sgd_current::line::simulation::Simulation;
use sgd_current::line::widths::Comparison;
use sgd_current::model::Model;
use sgd_current::plane;
use sgd_current::scenario::{Convention, Initial, Rule, Scenario, WalkerRule};
use sgd_current::walls::Walls;
use std::collections::BTreeMap;

/// Answers asked for in the suite.
const ANSWERS: usize = 600;
const MODELS: [Model; 3] = [Model::Current, Model::Gaussian, Model::Sgd];

/// What has been answered.
#[derive(Default)]
struct Book {
    answers: usize,
    refusals: usize,
    /// The slowest answer of each function, s, and of what.
    slowest: BTreeMap<&'static str, (f64, String)>,
}

impl Book {
    /// Asks a function: whatever it answers is a number, whatever it refuses has a field.
    fn ask<T>(
        &mut self,
        what: &'static str,
        of: &dyn Fn() -> String,
        ask: impl FnOnce() -> Result<T>,
        numbers: impl FnOnce(&T) -> Vec<f64>,
    ) -> Option<T> {
        let start = seconds();
        let answer = ask();
        let took = seconds() - start;
        let slowest = self.slowest.entry(what).or_default();
        if took > slowest.0 {
            *slowest = (took, of());
        }
        self.answers += 1;
        match answer {
            Ok(answer) => {
                let bad = numbers(&answer).iter().any(|x| x.is_nan());
                assert!(!bad, "{what} is no number: {}", of());
                Some(answer)
            }
            Err(error) => {
                self.refusals += 1;
                assert!(!error.field().is_empty(), "{what} of {}: {error}", of());
                None
            }
        }
    }
}

/// Seconds that this thread has computed, where the system tells.
fn seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).map_or(0.0, |ns| 1e-9 * ns)
}

/// How many answers are asked for, and whether on all the cells there can be.
fn asked() -> (usize, bool) {
    let asked = std::env::var("SWEEP").ok().and_then(|n| n.parse().ok());
    (asked.unwrap_or(ANSWERS), asked.is_some())
}

fn told(book: &Book) {
    println!("{} answers, {} of them refusals; the slowest of each:", book.answers, book.refusals);
    for (what, (took, of)) in &book.slowest {
        println!("{what}: {:.0} ms, {of}", 1e3 * took);
    }
}

/// A scenario with everything over its whole range, and two places in it.
pub fn anything(random: &mut impl Rng) -> (Scenario, [f64; 2]) {
    let mut within = |from: f64, to: f64| from + (to - from) * random.random::<f64>();
    let [a, b, c, learning_rate, cells, left, right] = [
        [0.01, 30.0],
        [0.01, 30.0],
        [1e-4, 30.0],
        [1e-4, 2.0],
        [32.0, 200.0],
        [0.1, 900.0],
        [0.1, 900.0],
    ]
    .map(|[from, to]: [f64; 2]| within(from.ln(), to.ln()).exp());
    let batch_size = if within(0.0, 1.0) < 0.7 { 1 } else { within(2.0, 40.0) as usize };
    let rule = if within(0.0, 1.0) < 0.8 { Rule::Jump } else { Rule::Flow };
    let substeps = within(1.0, 70.0) as usize;
    let formula = |losses: &[String]| Spec::Formula { losses: losses.to_vec() };
    let given = |g: String, s2: String| Spec::Moments { gradient: g, variance: s2 };
    let landscape = match within(0.0, 12.0) as usize {
        0 => Spec::pit(),
        1 => Spec::wells(1.0 + 0.2 * a, b, c),
        2 => given(format!("{a}*(W^3 - {b}*W)"), format!("{c} + W^2")),
        3 => given(format!("{a}"), format!("{b}*W^2")),
        4 => given("0".into(), format!("{a}")),
        5 => given(format!("{a}*W"), "0".into()),
        6 => given(format!("{a}*sin(5*W)"), format!("{c}*(1 + cos({b}*W))")),
        7 => formula(&["exp(-W^2)".into(), format!("W^4*{a}")]),
        8 => formula(&[format!("{a}*abs(W)"), format!("{b}*abs(W - 1)"), format!("{c}*W")]),
        9 => formula(&[format!("tanh({a}*W)*{b}")]),
        10 => formula(&[format!("{a}*(W - 1)^2"), format!("{b}*(W + 1)^2"), "W^3".into()]),
        _ => Spec::Data {
            model: sgd_current::landscape::data::Model::Logistic,
            points: (0..3 + (10.0 * a) as usize)
                .map(|_| [within(-2.0, 2.0), within(0.0, 1.0).round()])
                .collect(),
        },
    };
    let from = -[1.0, 2.5, 0.0, left][within(0.0, 4.0) as usize];
    let to = [4.0, 2.5, 1.0, right][within(0.0, 4.0) as usize];
    let mut place = || match within(0.0, 8.0) as usize {
        0 => from,
        1 => to,
        2 => 0.0,
        _ => within(from, to),
    };
    let way = [place(), place()];
    let scenario = Scenario {
        landscape,
        learning_rate,
        batch_size,
        rule,
        substeps,
        domain: [from, to],
        cells: cells as usize,
        initial: Initial { mean: 0.5 * (from + to), sd: 0.1 },
        walkers: 0,
        ..Scenario::default()
    };
    (scenario, way)
}

/// Steps, walkers, conventions and a change, at random.
fn more(random: &mut impl Rng, scenario: &Scenario, all_cells: bool) -> (Scenario, u64) {
    let mut part = || random.random::<f64>();
    let cells = 32.0 * (if all_cells { 1024.0_f64 } else { 16.0 }).powf(part());
    let more = Scenario {
        convention: [Convention::Ito, Convention::Stratonovich, Convention::Klimontovich]
            [(3.0 * part()) as usize],
        second_order: part() < 0.3,
        cells: cells as usize,
        walkers: (200.0 * part()) as usize,
        walker_rule: [WalkerRule::Sgd, WalkerRule::Gaussian][(2.0 * part()) as usize],
        seed: (100.0 * part()) as u64,
        walls: if part() < 0.4 { Walls::Reflect } else { Walls::NAMES[(5.0 * part()) as usize].1 },
        ..scenario.clone()
    };
    (more, 30.0_f64.powf(part()) as u64)
}

#[test]
fn on_the_line_nothing_panics_and_nothing_is_no_number() {
    let (asked, all_cells) = asked();
    let mut random = Xoshiro256PlusPlus::seed_from_u64(12);
    let mut book = Book::default();
    while book.answers < asked {
        let (small, way) = anything(&mut random);
        let (scenario, steps) = more(&mut random, &small, all_cells);
        of_line(&mut book, &scenario, way, steps);
    }
    told(&book);
    assert!(book.answers > 5 * book.refusals, "{} of {}", book.refusals, book.answers);
}

fn of_line(book: &mut Book, scenario: &Scenario, [from, to]: [f64; 2], steps: u64) {
    let of = || format!("{scenario:?} from {from} to {to}, {steps} steps");
    let all = |x: &Vec<f64>| x.clone();
    let cells = scenario.cells;
    let known = move |r: &Resolution| {
        assert!(r.resolved || r.cells > cells);
        Vec::new()
    };
    let made = || scenario.clone().check().and_then(Simulation::new);
    let Some(mut sim) = book.ask("set-up", &of, made, |_| Vec::new()) else { return };
    sim.step(steps);
    for model in MODELS {
        let density = book.ask("density", &of, || sim.density(model), all);
        if density.is_none() {
            continue;
        }
        let left: f64 = sim.masses(model).map_or(f64::NAN, |masses| masses.iter().sum());
        let gone = book.ask("absorbed", &of, || sim.absorbed(model), |gone| gone.to_vec());
        let gone: f64 = gone.into_iter().flatten().sum();
        assert!((left + gone - 1.0).abs() < 1e-11, "{left} and {gone}: {}", of());
        book.ask("moments", &of, || sim.moments(model), |m| vec![m.mean, m.sd]);
        let [low, high] = [from.min(to), from.max(to)];
        book.ask("mass", &of, || sim.mass(model, low, high), |m| vec![*m]);
        book.ask("distance", &of, || sim.distance(model, Model::Sgd), |d| vec![*d]);
        book.ask("resolution", &of, || sim.resolution(model, None), known);
    }
    book.ask("flux", &of, || sim.flux(), all);
    book.ask("walkers", &of, || Ok(sim.walkers().to_vec()), all);
    let domain = scenario.domain;
    book.ask("histogram", &of, || Ok(histogram(sim.walkers(), scenario.walkers, domain, 50)), all);
    let end = |end: &sgd_current::line::current::stationary::Stationary| {
        let minima = end.minima.iter().flat_map(|m| [m.at, m.log_peak, m.log_mass]);
        let shares = end.classes.iter().map(|c| c.share).chain(end.absorbed).chain([end.flux]);
        end.density().into_iter().chain(end.energy.clone()).chain(minima).chain(shares).collect()
    };
    book.ask("end state", &of, || Ok(sim.stationary()), end);
    book.ask("resolution of the end", &of, || sim.resolution_of_end(), known);
    let profile = |p: &sgd_current::line::series::Profile| {
        [&p.loss, &p.gradient, &p.variance, &p.energy].into_iter().flatten().copied().collect()
    };
    book.ask("landscape", &of, || Ok(sim.profile()), profile);
    let time = |p: &Passage| {
        known(&p.resolution);
        vec![p.log_time]
    };
    book.ask("passage", &of, || sim.passage(from, to), time);
    book.ask("passage of SGD", &of, || sim.passage_of_sgd(from, to), time);
    book.ask("relaxation", &of, || Ok(sim.log_relaxation_time()), |t| vec![*t]);
    book.ask(
        "energies",
        &of,
        || sim.energies(Some(from)),
        |e| {
            [&e.current, &e.sgd, &e.theta_current, &e.theta_sgd]
                .into_iter()
                .flatten()
                .copied()
                .collect()
        },
    );
    book.ask(
        "metric",
        &of,
        || sim.metric(),
        |m| [&m.x, &m.edges, &m.stretch, &m.drift].into_iter().flatten().copied().collect(),
    );
    if scenario.landscape.as_wells().is_some() {
        let place = Scenario::around(scenario.landscape.clone());
        let wells = Scenario { domain: place.domain, initial: place.initial, ..scenario.clone() };
        book.ask(
            "widths",
            &of,
            || Comparison::new(&wells),
            |c| {
                known(&c.resolution_of_ratios.and(c.resolution_of_relaxation));
                let ratios = [c.solved.log_peak, c.solved.log_mass, c.predicted.log_mass];
                let times = [c.times.log_narrow_to_wide, c.times.log_wide_to_narrow];
                [&ratios[..], &times, &[c.log_relaxation_time]].concat()
            },
        );
        book.ask(
            "widths of SGD",
            &of,
            || Comparison::times_of_sgd(&wells),
            |t| vec![t.log_narrow_to_wide, t.log_wide_to_narrow],
        );
    }
    let changed =
        Scenario { learning_rate: (2.0 * scenario.learning_rate).min(2.0), ..scenario.clone() };
    book.ask("change", &of, || sim.update(changed), |()| Vec::new());
    sim.step(2);
    book.ask("density after a change", &of, || sim.density(Model::Current), all);
    sim.reset();
    book.ask("density at the start", &of, || sim.density(Model::Sgd), all);
}

/// A scenario of the plane with everything over its whole range.
fn anywhere(random: &mut impl Rng) -> (plane::scenario::Scenario, u64) {
    let mut within = |from: f64, to: f64| from + (to - from) * random.random::<f64>();
    let [a, b] = [(); 2].map(|()| within(0.01_f64.ln(), 10.0_f64.ln()).exp());
    let mut points = |n: usize| (0..n).map(|_| [within(-2.0, 2.0), within(-2.0, 2.0)]).collect();
    let three: Vec<[f64; 2]> = points(3);
    let losses = |texts: [String; 2]| PlaneSpec::Formula { losses: texts.to_vec() };
    let landscape = match within(0.0, 11.0) as usize {
        0 => PlaneSpec::Points { points: three, curvature: a },
        1 => {
            PlaneSpec::Linear { hessian: [[a, b], [-b, 1.0]], noise: [[1.0, 0.5], [0.5, 0.25 + b]] }
        }
        2 => PlaneSpec::Network { points: three },
        3 => losses([format!("{a}*(W1 - 1)^2 + W2^2"), format!("{b}*W1*W2 + W2^4")]),
        4 => losses([format!("exp(-{a}*W1^2)"), format!("abs(W2 - {b}*W1)")]),
        5 => PlaneSpec::Moments {
            gradient: [format!("{a}*W1"), format!("{b}*W2")],
            covariance: ["1".into(), "W1*0".into(), format!("{a} + W1^2")],
        },
        6 => {
            PlaneSpec::Data { model: sgd_current::landscape::data::Model::Logistic, points: three }
        }
        7 => PlaneSpec::Momentum {
            landscape: sgd_current::landscape::Spec::pit(),
            momentum: within(0.0, 0.99),
        },
        8 => PlaneSpec::Linear { hessian: [[a, 0.3], [0.0, b]], noise: [[1.0, 2.0], [2.0, 4.0]] },
        9 => (plane::presets::PRESETS[5].scenario)().landscape,
        _ => (plane::presets::PRESETS[6].scenario)().landscape,
    };
    let side = |x: f64| [-x, x + 0.3];
    let domain = [side(within(0.2, 4.0)), side(within(0.2, 4.0))];
    let cells = [(); 2].map(|()| (16.0 * 3.0_f64.powf(within(0.0, 1.0))) as usize);
    let initial = plane::scenario::Initial {
        mean: [within(-0.2, 0.2), within(-0.2, 0.2)],
        sd: [within(0.01, 1.0), within(0.01, 1.0)],
    };
    let scenario = plane::scenario::Scenario {
        learning_rate: within(1e-4_f64.ln(), 2.0_f64.ln()).exp(),
        batch_size: 1 + within(0.0, 3.0) as usize,
        convention: [Convention::Ito, Convention::Klimontovich][within(0.0, 2.0) as usize],
        second_order: within(0.0, 1.0) < 0.3,
        domain,
        cells,
        initial,
        walkers: 50,
        ..plane::scenario::Scenario::of(landscape)
    };
    (scenario, within(0.0, 12.0) as u64)
}

#[test]
fn in_the_plane_nothing_panics_and_nothing_is_no_number() {
    let (asked, _) = asked();
    let mut random = Xoshiro256PlusPlus::seed_from_u64(21);
    let mut book = Book::default();
    while book.answers < asked / 3 {
        let (scenario, steps) = anywhere(&mut random);
        of_plane(&mut book, &scenario, steps);
    }
    told(&book);
    assert!(book.answers > 5 * book.refusals, "{} of {}", book.refusals, book.answers);
}

fn of_plane(book: &mut Book, scenario: &plane::scenario::Scenario, steps: u64) {
    let of = || format!("{scenario:?}, {steps} steps");
    let all = |x: &Vec<f64>| x.clone();
    let made = || scenario.clone().check().and_then(plane::simulation::Simulation::new);
    let Some(mut sim) = book.ask("set-up", &of, made, |_| Vec::new()) else { return };
    sim.step(steps);
    for model in MODELS {
        if book.ask("density", &of, || sim.density(model), all).is_none() {
            continue;
        }
        let masses = sim.masses(model).unwrap();
        let total: f64 = masses.iter().sum();
        let whole = (total - 1.0).abs() < 1e-11 && masses.iter().all(|m| *m >= 0.0);
        assert!(whole, "{model:?} has a mass of {total}, or is negative: {}", of());
        book.ask("marginal", &of, || sim.marginal(model, 1), all);
        book.ask(
            "moments",
            &of,
            || sim.moments(model),
            |m| [m.mean, m.covariance[0], m.covariance[1]].concat(),
        );
        let rectangle = [[-1.0, 0.5], [0.0, f64::INFINITY]];
        book.ask("mass", &of, || sim.mass(model, rectangle), |m| vec![*m]);
        book.ask("distance", &of, || sim.distance(model, Model::Sgd), |d| vec![*d]);
    }
    book.ask("flux", &of, || sim.flux(), |f| f.concat());
    book.ask("walkers", &of, || Ok(sim.walkers().to_vec()), |w| w.concat());
    book.ask(
        "landscape",
        &of,
        || Ok(sim.profile().clone()),
        |p| [&p.gradient.concat()[..], &p.covariance.concat(), &p.loss].concat(),
    );
    let end = || {
        let landscape = PlaneLandscape::new(&scenario.landscape)?;
        plane::stationary::Stationary::new(scenario, &landscape, &scenario.grid())
    };
    book.ask("end state", &of, end, |end| {
        let t = &end.totals;
        let minima = end.minima.iter().flat_map(|m| [m.at[0], m.at[1], m.peak, m.mass]);
        let totals = [t.mean[0], t.mean[1], t.circulation, t.entropy_production];
        let fields = [&end.masses, &end.energy, &end.flux[0], &end.flux[1]];
        fields
            .into_iter()
            .flatten()
            .copied()
            .chain(minima)
            .chain(totals)
            .chain(t.covariance)
            .collect()
    });
    let changed = plane::scenario::Scenario {
        learning_rate: 0.5 * scenario.learning_rate,
        ..scenario.clone()
    };
    book.ask("change", &of, || sim.update(changed), |()| Vec::new());
    sim.step(1);
    book.ask("density after a change", &of, || sim.density(Model::Sgd), all);
}
