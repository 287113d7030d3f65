//! How long the core takes natively: `./build.sh bench` prints these lines in its
//! table, each "what<TAB>figure". The time that one run in ten does not exceed, because
//! a busy machine only adds time; beside a figure stands what it is to be held against,
//! measured in the same run.

use sgd_current::landscape::plane::{Landscape, Spec};
use sgd_current::line::current::cram::{Cram, Tridiagonal};
use sgd_current::line::current::evolve::generator;
use sgd_current::line::simulation::Simulation;
use sgd_current::model::Model;
use sgd_current::plane::point_rule::PointRule;
use sgd_current::plane::presets::PRESETS;
use sgd_current::plane::push::Push;
use sgd_current::plane::stationary::Stationary;
use sgd_current::plane::{self, initial};
use sgd_current::scenario::Scenario;
use std::hint::black_box;
use std::time::Instant;

/// First decile of the seconds that `work` takes.
fn seconds(mut work: impl FnMut()) -> f64 {
    let begin = Instant::now();
    let mut times = Vec::new();
    while begin.elapsed().as_secs_f64() < 0.5 || times.len() < 5 {
        let start = Instant::now();
        work();
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 10]
}

fn row(what: &str, figure: &str) {
    println!("{what}\t{figure}");
}

fn micro(seconds: f64) -> String {
    format!("{:.1} µs", 1e6 * seconds)
}

fn pit(cells: usize, learning_rate: f64, walkers: usize) -> Simulation {
    let scenario = Scenario { cells, learning_rate, walkers, ..Scenario::default() };
    Simulation::new(scenario).expect("the pit is a good scenario")
}

/// One step of a model, its operator prepared.
fn step(cells: usize, model: Model) -> f64 {
    const STEPS: u64 = 10;
    let mut sim = pit(cells, 0.02, 0);
    let mut advance = || {
        sim.step(STEPS);
        black_box(sim.masses(model).expect("the pit has every model"));
    };
    advance();
    seconds(advance) / STEPS as f64
}

/// A real tridiagonal solve by Thomas' sweeps, its factors prepared: the yardstick.
fn thomas(a: &Tridiagonal) -> f64 {
    let n = a.diagonal.len();
    let mut pivots = vec![0.0; n];
    for i in 0..n {
        let coupling = if i == 0 { 0.0 } else { a.lower[i] * a.upper[i - 1] * pivots[i - 1] };
        pivots[i] = 1.0 / (1.0 - a.diagonal[i] - coupling);
    }
    let mut x = vec![1.0 / n as f64; n];
    seconds(|| {
        for _ in 0..20 {
            let mut z = 0.0;
            for i in 0..n {
                z = (x[i] + a.lower[i] * z) * pivots[i];
                x[i] = z;
            }
            let mut y = 0.0;
            for i in (0..n).rev() {
                y = x[i] + a.upper[i] * pivots[i] * y;
                x[i] = y;
            }
            black_box(&mut x);
        }
    }) / 20.0
}

/// The plane at 256², its start some steps ago.
fn plane() {
    let cells = vec![1.0 / 65_536.0; 65_536];
    let mut copy = cells.clone();
    let time = seconds(|| {
        for _ in 0..100 {
            black_box(&mut copy).copy_from_slice(black_box(&cells));
        }
    });
    row("plane, a copy of 256² cells", &micro(time / 100.0));
    let milli = |seconds: f64| format!("{:.2} ms", 1e3 * seconds);
    for (id, what) in
        [("basins", "the limiter rests"), ("points", "it works"), ("circulation", "it works")]
    {
        let preset = PRESETS.iter().find(|p| p.id == id).expect("a preset of the plane");
        let scenario = (preset.scenario)();
        let grid = scenario.grid();
        let landscape = Landscape::new(&scenario.landscape).expect("a good landscape");
        let sgd = || Push::new(&scenario, &landscape, &grid).expect("few batches");
        let rule = || PointRule::new(&scenario, &landscape, &grid).expect("a good landscape");
        row(&format!("{id}, preparing sgd"), &milli(seconds(|| drop(black_box(sgd())))));
        row(
            &format!("{id}, preparing the point rule"),
            &milli(seconds(|| drop(black_box(rule())))),
        );
        let mut masses = initial::masses(scenario.initial, &grid);
        let (mut sgd, mut rule) = (sgd(), rule());
        (0..10).for_each(|_| sgd.step(&mut masses));
        let each = seconds(|| sgd.step(&mut masses)) / landscape.datapoints() as f64;
        row(&format!("{id}, sgd, a datapoint ({what})"), &milli(each));
        row(&format!("{id}, a step of the point rule"), &milli(seconds(|| rule.step(&mut masses))));
    }
}

/// The current, walkers and end states of the plane, beside their limits.
fn plane_current() {
    let linear = |noise: [[f64; 2]; 2], cells: usize, walkers: usize| {
        let hessian = [[1.0, 0.0], [0.0, 3.0]];
        plane::scenario::Scenario {
            learning_rate: 0.1,
            domain: [[-1.4, 1.4], [-0.9, 0.9]],
            cells: [cells; 2],
            walkers,
            ..plane::scenario::Scenario::of(Spec::Linear { hessian, noise })
        }
    };
    let (slanted, thin) = ([[1.0, 0.8], [0.8, 1.0]], [[1.0, 1.0], [1.0, 1.0]]);
    let run = |cells, walkers| {
        let scenario = linear(slanted, cells, walkers);
        plane::simulation::Simulation::new(scenario).expect("a good scenario")
    };
    let step = |cells| {
        let mut sim = run(cells, 0);
        let mut advance = || {
            sim.step(4);
            black_box(sim.masses(Model::Current).expect("it has a current"));
        };
        (0..10).for_each(|_| advance());
        seconds(advance) / 4.0
    };
    let milli = |seconds: f64| format!("{:.1} ms", 1e3 * seconds);
    let times = [64, 128, 256, 512].map(|n| (n, step(n)));
    for ((n, time), limit) in times[1..3].iter().zip([4, 16]) {
        let figure = format!("{}, limit {limit} ms", milli(*time));
        row(&format!("linear, a step of the current, {n}²"), &figure);
    }
    let per_cell = times.map(|(n, time)| format!("{n}²: {:.0}", 1e9 * time / (n * n) as f64));
    row("linear, a step of the current, ns a cell", &per_cell.join(", "));
    let mut sim = run(256, 0);
    let mut rate = 0.1;
    let change = seconds(|| {
        rate = 0.21 - rate;
        let scenario = linear(slanted, 256, 0);
        let scenario = plane::scenario::Scenario { learning_rate: rate, ..scenario };
        sim.update(scenario).expect("a good scenario");
        sim.step(1);
        black_box(sim.masses(Model::Current).expect("it has a current"));
    });
    row("linear, a change of T and a step, 256²", &format!("{}, limit 50 ms", milli(change)));
    let mut flock = run(64, 100_000);
    let walk = seconds(|| {
        flock.step(10);
        black_box(flock.walkers());
    });
    row("linear, a step of 10⁵ walkers", &format!("{}, limit 1 ms", milli(walk / 10.0)));
    for (noise, what) in [(slanted, "noise both ways"), (thin, "along one line")] {
        for (cells, limit) in [(128, 0.3), (256, 1.5)] {
            let scenario = linear(noise, cells, 0);
            let landscape = Landscape::new(&scenario.landscape).expect("a good landscape");
            let end = || Stationary::new(&scenario, &landscape, &scenario.grid());
            let time = seconds(|| drop(black_box(end())));
            row(
                &format!("linear, end state, {what}, {cells}²"),
                &format!("{time:.2} s, limit {limit} s"),
            );
        }
    }
}

fn main() {
    plane();
    plane_current();
    let cells = 2048;
    let sim = pit(cells, 0.02, 0);
    let a = generator(sim.rates(), sim.grid());
    let real = thomas(&a);
    let mut cram = Cram::new(&a, 1.0);
    let mut masses = vec![1.0 / cells as f64; cells];
    let exponential = seconds(|| cram.apply(black_box(&mut masses)));
    let per_cell = |seconds: f64| format!("{:.2} ns a cell", 1e9 * seconds / cells as f64);
    row("one real tridiagonal solve (Thomas)", &per_cell(real));
    row(
        "one complex solve of the exponential (an eighth of it)",
        &format!("{}, {:.1} real solves", per_cell(exponential / 8.0), exponential / 8.0 / real),
    );
    for (name, model) in Model::NAMES {
        let time = step(cells, model);
        let solves = time / real;
        row(
            &format!("pit, one step of {name}"),
            &format!("{}, {solves:.0} real solves", micro(time)),
        );
    }
    row("pit, end state", &micro(seconds(|| drop(black_box(sim.stationary())))));
    row("pit, setting up", &micro(seconds(|| drop(black_box(pit(cells, 0.02, 0))))));
    let mut running = pit(cells, 0.02, 0);
    running.step(10);
    running.masses(Model::Current).expect("the pit has a current");
    let mut t = 0.02;
    let change = seconds(|| {
        t = 0.041 - t;
        let scenario = Scenario { learning_rate: t, walkers: 0, ..Scenario::default() };
        running.update(scenario).expect("the pit is a good scenario");
        running.masses(Model::Current).expect("the pit has a current");
    });
    row("pit, a change of T until the next step can start", &micro(change));
    let walkers = 1_000_000;
    let mut flock = pit(cells, 0.02, walkers);
    flock.step(1);
    flock.walkers();
    let update = seconds(|| {
        flock.step(1);
        black_box(flock.walkers());
    });
    row("pit, walkers", &format!("{:.2e} updates/s", walkers as f64 / update));
    let per_cell: Vec<String> = [512, 2048, 8192, 32_768]
        .iter()
        .map(|&n| format!("{n}: {:.1}", 1e9 * step(n, Model::Sgd) / n as f64))
        .collect();
    row("pit, one step of sgd, ns a cell", &per_cell.join(", "));
    let per_cell: Vec<String> = [512, 2048, 8192, 32_768]
        .iter()
        .map(|&n| {
            let mut sim = pit(n, 0.02, 0);
            let pieces = sim.evolution().unwrap().substeps();
            sim.masses(Model::Current).expect("the pit has a current");
            format!("{n}: {:.1}", 1e9 * step(n, Model::Current) / (n * pieces) as f64)
        })
        .collect();
    row("pit, one sub-step of the current, ns a cell", &per_cell.join(", "));
}
