//! Every number that the page would show of random scenarios, on the cells that are set and on
//! four times as many: one whose digits differ carries the word. `SURVEY=2000` asks so many and
//! prints how many would have lied without it.

use crate::{moments, simulate};
use sgd_current::error::Result;
use sgd_current::landscape::Spec;
use sgd_current::landscape::data::Model as DataModel;
use sgd_current::line::resolution::{Passage, Resolution};
use sgd_current::line::simulation::Simulation;
use sgd_current::line::widths::Comparison;
use sgd_current::model::Model;
use sgd_current::scenario::{Initial, Rule, Scenario};
use std::f64::consts::{LN_10, TAU};

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

/// Scenarios that are asked: those of the survey, or a few.
fn scenarios(few: usize) -> usize {
    std::env::var("SURVEY").ok().and_then(|n| n.parse().ok()).unwrap_or(few)
}

/// A number as multiples of the last of so many digits of a number of size `scale`.
fn rounded(value: f64, scale: f64, digits: i32) -> String {
    if scale == 0.0 {
        return "0".into();
    }
    let digit = scale.abs().log10().floor() as i32 + 1 - digits;
    // A mean that is nothing beside its spread has no sign.
    let multiple = (value / 10.0_f64.powi(digit)).round() + 0.0;
    // 9.996 and 10.04 are both 10.0.
    let places = usize::try_from(-digit).unwrap_or(0);
    format!("{:.places$}", multiple * 10.0_f64.powi(digit))
}

/// The same of a number given by its ln.
fn from_log(log: f64, digits: i32) -> String {
    if !log.is_finite() {
        return log.to_string();
    }
    let exponent = (log / LN_10).floor();
    let mantissa = rounded((log - exponent * LN_10).exp(), 1.0, digits);
    if mantissa.starts_with("10") {
        format!("{} e{}", rounded(1.0, 1.0, digits), exponent + 1.0)
    } else {
        format!("{mantissa} e{exponent}")
    }
}

fn percent(part: f64) -> String {
    if part < 5e-5 { "<0.01%".into() } else { rounded(part, part.max(0.01).min(0.99), 3) }
}

fn time(log: f64) -> String {
    from_log(log, if log < 1000_f64.ln() { 3 } else { 2 })
}

/// How often something is said, and how often wrongly.
#[derive(Default, Debug)]
struct Count {
    /// Answers,
    all: usize,
    /// among them those with a digit that four times the cells change: without the word they lie,
    differ: usize,
    /// and with it these do.
    lies: usize,
    /// Answers that carry the word, though no digit differs.
    needless: usize,
}

impl Count {
    /// One answer: its numbers as shown on its cells and on more.
    fn add(&mut self, Resolution { resolved, .. }: Resolution, numbers: &[[String; 2]]) {
        let differs = numbers.iter().any(|[here, exact]| here != exact);
        self.all += 1;
        self.differ += usize::from(differs);
        self.lies += usize::from(resolved && differs);
        self.needless += usize::from(!resolved && !differs);
        if resolved && differs && std::env::var("SURVEY").is_ok() {
            println!("{numbers:?}");
        }
    }

    /// At most one of `of` answers lies, and most are not held back.
    fn is_honest(&self, what: &str, of: usize) {
        println!("{what}: {self:?}");
        assert!(self.lies <= self.all / of, "{what}: {self:?}");
        assert!(self.needless < 3 + (self.all - self.differ) * 2 / 3, "{what}: {self:?}");
    }
}

/// What is shown of a model: mean, spread, what is past the hilltop, total variation from SGD.
fn shown(sim: &mut Simulation, model: Model) -> [f64; 4] {
    let at = sim.moments(model).unwrap();
    let past = hilltop(sim).map(|top| sim.mass(model, top, f64::INFINITY).unwrap());
    let apart = (model != Model::Sgd).then(|| sim.distance(model, Model::Sgd).unwrap());
    [at.mean, at.sd, past.unwrap_or(0.0), apart.unwrap_or(0.0)]
}

/// The only place that descent leaves to both sides.
fn hilltop(sim: &Simulation) -> Option<f64> {
    let (pull, at) = (sim.profile().gradient, &sim.grid().centres);
    let tops: Vec<f64> = (1..pull.len())
        .filter(|k| pull[k - 1] > 0.0 && pull[*k] <= 0.0)
        .map(|k| at[k - 1] + (at[k] - at[k - 1]) * pull[k - 1] / (pull[k - 1] - pull[k]))
        .collect();
    if let [top] = tops[..] { Some(top) } else { None }
}

#[test]
fn densities() {
    let mut draws = Draws(0x9E37_79B9_7F4A_7C15);
    let [mut of_models, mut of_figures] = [Count::default(), Count::default()];
    for _ in 0..scenarios(24) {
        let (scenario, steps) = draws.scenario();
        let (mut sim, mut fine) = (simulate(scenario.clone()), simulate(on(&scenario, 4)));
        sim.step(steps);
        fine.step(steps);
        let (mut whole, mut all) = (Resolution::good(scenario.cells), Vec::new());
        for (_, model) in Model::NAMES {
            let other = (model != Model::Sgd).then_some(Model::Sgd);
            let Ok(resolution) = sim.resolution(model, other) else { continue };
            if fine.masses(model).is_err() {
                continue;
            }
            let [here, exact] = [&mut sim, &mut fine].map(|sim| shown(sim, model));
            let scale = here[0].abs().max(here[1]);
            let cell = sim.grid().widths[sim.grid().cell_of(here[0])];
            let spread = |sd: f64| {
                if here[1] < cell { (sd < cell).to_string() } else { rounded(sd, here[1], 3) }
            };
            let numbers = [here, exact].map(|[mean, sd, past, apart]: [f64; 4]| {
                [rounded(mean, scale, 3), spread(sd), percent(past), rounded(apart, 0.1, 2)]
            });
            let [here, exact] = numbers;
            let pairs: Vec<_> = here.into_iter().zip(exact).map(|(a, b)| [a, b]).collect();
            of_models.add(resolution, &pairs);
            whole = whole.and(resolution);
            all.extend(pairs);
        }
        of_figures.add(whole, &all);
    }
    of_models.is_honest("densities", 150);
    println!("figures of three densities: {of_figures:?}");
}

#[test]
fn end_states() {
    let mut draws = Draws(0xD134_2543_DE82_EF95);
    let mut count = Count::default();
    for _ in 0..scenarios(60) {
        let (scenario, _) = draws.scenario();
        let (sim, fine) = (simulate(scenario.clone()), simulate(on(&scenario, 4)));
        let [from, to] = sim.grid().domain();
        let (end, exact) = (sim.stationary(), fine.stationary());
        let basins = |end: &sgd_current::line::current::stationary::Stationary| {
            let share = |m: f64| if m < 1e-4_f64.ln() { from_log(m, 3) } else { percent(m.exp()) };
            let basins = end.minima.iter().flat_map(|m| {
                let place = rounded(m.at, m.at.abs().max(1e-3 * (to - from)), 3);
                [place, share(m.log_mass)]
            });
            basins.chain(end.classes.iter().map(|c| percent(c.share))).collect::<Vec<_>>()
        };
        let (here, exact) = (basins(&end), basins(&exact));
        let mut pairs: Vec<_> =
            here.iter().cloned().zip(exact.iter().cloned()).map(|(a, b)| [a, b]).collect();
        pairs.push([here.len().to_string(), exact.len().to_string()]);
        count.add(sim.resolution_of_end().unwrap(), &pairs);
    }
    count.is_honest("end states", 200);
}

#[test]
fn times() {
    let mut draws = Draws(0xA076_1D64_78BD_642F);
    let [mut current, mut sgd] = [Count::default(), Count::default()];
    for _ in 0..scenarios(10) {
        let (scenario, _) = draws.scenario();
        let [from, to] = scenario.domain;
        let way = [0.3, 0.7].map(|part| from + (part + draws.within(-0.2, 0.2)) * (to - from));
        let (sim, fine) = (simulate(scenario.clone()), simulate(on(&scenario, 4)));
        for (count, ask) in [
            (&mut current, Simulation::passage as fn(&Simulation, f64, f64) -> Result<Passage>),
            (&mut sgd, Simulation::passage_of_sgd),
        ] {
            let (Ok(here), Ok(exact)) = (ask(&sim, way[0], way[1]), ask(&fine, way[0], way[1]))
            else {
                continue;
            };
            count.add(here.resolution, &[[here.log_time, exact.log_time].map(time)]);
        }
    }
    current.is_honest("times of the current", 150);
    // Solved on cells of their own, and told as settled where the last digit may be one off.
    sgd.is_honest("times of SGD", 10);
}

#[test]
fn widths() {
    let mut draws = Draws(0xE703_7ED1_A0B4_28DB);
    let [mut ratios, mut relaxation, mut times_between] = [(); 3].map(|()| Count::default());
    for _ in 0..scenarios(24) {
        let k = draws.within(1.0, 5.0);
        let wells = Spec::wells(k, draws.within(0.02, 1.0), draws.within(0.1, 2.0));
        let scenario = Scenario {
            learning_rate: draws.spread(1e-3, 1.0),
            cells: [256, 512, 1024, 2048][draws.below(4)],
            domain: [-TAU, TAU * k],
            initial: Initial { mean: -3.0, sd: 0.1 },
            walkers: 0,
            ..Scenario::around(wells)
        };
        let (Ok(here), Ok(exact)) =
            (Comparison::new(&scenario), Comparison::new(&on(&scenario, 4)))
        else {
            continue;
        };
        let pair = |of: fn(&Comparison) -> String| [of(&here), of(&exact)];
        ratios.add(
            here.resolution_of_ratios,
            &[
                pair(|w| from_log(w.solved.log_peak, 3)),
                pair(|w| from_log(w.solved.log_mass, 3)),
                [here, exact].map(|w| rounded(w.solved.log_peak, here.solved.log_peak, 3)),
                [here, exact].map(|w| rounded(w.solved.log_mass, here.solved.log_mass, 3)),
            ],
        );
        relaxation.add(here.resolution_of_relaxation, &[pair(|w| time(w.log_relaxation_time))]);
        times_between.add(
            here.times.resolution,
            &[
                pair(|w| time(w.times.log_narrow_to_wide)),
                pair(|w| time(w.times.log_wide_to_narrow)),
            ],
        );
    }
    ratios.is_honest("ratios", 150);
    relaxation.is_honest("relaxation times", 150);
    times_between.is_honest("times between the wells", 150);
}
