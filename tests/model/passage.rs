//! SGD's passage times: from barriers of e^1000 to starts in chaos.

use crate::{assert_close, moments, simulate};

use sgd_current::landscape::Spec;
use sgd_current::landscape::precondition::Preconditioner;
use sgd_current::line::energy::theta;
use sgd_current::line::resolution::Passage;
use sgd_current::line::sgd::elimination::{Chain, Room, Scaled, Visits, visits};
use sgd_current::line::simulation::Simulation;
use sgd_current::scenario::{Initial, Rule, Scenario};
use std::f64::consts::LN_10;

/// Two wells under uneven noise, as the preset *end*.
fn two_wells(learning_rate: f64, cells: usize) -> Simulation {
    simulate(Scenario {
        landscape: moments("W^3 - W", "1 + W^2"),
        learning_rate,
        domain: [-2.5, 2.5],
        initial: Initial { mean: -1.0, sd: 0.2 },
        walkers: 0,
        cells,
        ..Scenario::default()
    })
}

fn pit(learning_rate: f64, cells: usize) -> Simulation {
    simulate(Scenario { learning_rate, cells, walkers: 0, ..Scenario::default() })
}

fn steps(passage: Passage) -> f64 {
    passage.log_time.exp()
}

#[test]
fn over_a_barrier_the_time_is_the_same_on_any_cells() {
    for (learning_rate, log10) in
        [(0.2, 2.1808), (0.05, 5.3766), (0.01, 20.226), (0.005, 38.240), (0.002, 91.781)]
    {
        for cells in [512, 1024, 2048, 4096, 8192] {
            let there = two_wells(learning_rate, cells).passage_of_sgd(-0.9, 0.9).unwrap();
            let what = format!("log₁₀ steps at T = {learning_rate} on {cells} cells");
            assert_close(there.log_time / LN_10, log10, 0.002, &what);
            assert!(there.resolution.resolved, "{what}: {:?}", there.resolution);
        }
    }
    // The landscape is even: the way back is alike.
    let sim = two_wells(0.01, 1024);
    let [there, back] = [[-0.9, 0.9], [0.9, -0.9]].map(|[a, b]| sim.passage_of_sgd(a, b).unwrap());
    assert_close(there.log_time, back.log_time, 1e-5, "there and back");
}

#[test]
fn the_time_grows_with_sgds_own_energy() {
    // V from the well at −1 to the hilltop at 0, with the root θ, by Simpson's rule.
    let gradients = |w: f64| {
        let (g, s) = (w * w * w - w, (1.0 + w * w).sqrt());
        theta(&[g + s, g - s])
    };
    let n = 2000;
    let v: f64 = (0..n)
        .map(|i| {
            let (a, h) = (-1.0 + f64::from(i) / f64::from(n), 1.0 / f64::from(n));
            h / 6.0 * (gradients(a) + 4.0 * gradients(a + 0.5 * h) + gradients(a + h))
        })
        .sum();
    let prefactor = |t: f64| {
        let passage = two_wells(t, 2048).passage_of_sgd(-0.9, 0.9).unwrap();
        // Kramers' time is 1/T times a number.
        passage.log_time - v / t + t.ln()
    };
    let all = [0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005].map(prefactor);
    let (least, most) =
        all.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, m), p| (l.min(*p), m.max(*p)));
    assert!(most - least < 0.25, "ln of the prefactors: {all:?}");
    // They tend to a limit, as T does.
    assert!((all[6] - all[5]).abs() < 0.02, "{all:?}");
}

#[test]
fn out_of_the_pit_at_any_t() {
    // Means of 10⁶ walkers at T = 0.05 (9.436 ± 0.007) and 0.02; the others by cells at rest.
    for (learning_rate, expected, part) in
        [(0.05, 9.436, 3e-3), (0.02, 142.0, 4e-3), (0.01, 3.82e6, 2e-3), (0.005, 8.62e12, 1e-2)]
    {
        for cells in [512, 1024, 2048, 8192] {
            let out = pit(learning_rate, cells).passage_of_sgd(1.007_453_3, 1.2).unwrap();
            let what = format!("steps at T = {learning_rate} on {cells} cells");
            assert_close(steps(out) / expected, 1.0, part, &what);
            assert!(out.resolution.resolved, "{what}: {:?}", out.resolution);
        }
    }
    // Where a double ends.
    for (learning_rate, log10) in [(2e-4, 290.247), (1.5e-4, 386.177), (1e-4, 577.961)] {
        for cells in [1024, 2048] {
            let out = pit(learning_rate, cells).passage_of_sgd(1.007_453_3, 1.2).unwrap();
            assert_close(out.log_time / LN_10, log10, 2e-3, "log₁₀ steps");
        }
    }
}

#[test]
fn in_chaos_a_start_is_a_point() {
    // Means of 10⁶ walkers: 8.320 ± 0.031 and 39.34 ± 0.10. From within 10⁻⁴ of the
    // start it would be 13.5 and 60.9.
    for (learning_rate, mean, error) in [(0.25, 8.320, 0.09), (0.3, 39.34, 0.25)] {
        let out = pit(learning_rate, 2048).passage_of_sgd(1.007_453_3, 1.2).unwrap();
        assert_close(steps(out), mean, error, &format!("steps at T = {learning_rate}"));
    }
}

#[test]
fn finer_cells_that_take_too_long_leave_what_the_coarser_found() {
    // On 2271 cells of its own it may be off by a percent; there is no room for twice as many.
    let sim = simulate(Scenario {
        landscape: moments("W^3 - W", "0.5 + 0.3*W^2"),
        learning_rate: 0.3,
        domain: [-2.5, 2.5],
        initial: Initial { mean: 0.0, sd: 0.2 },
        walkers: 0,
        ..Scenario::default()
    });
    // By 60 000 walkers 274.3 ± 1.1.
    assert_close(steps(sim.passage_of_sgd(1.0, -0.5).unwrap()), 274.3, 5.0, "steps");
}

#[test]
fn what_no_cells_carry_is_told() {
    // Against a pull of 195 the other datapoint's vanishes like e^(−W²): a cliff that no grid has.
    let losses = vec!["exp(-W^2)".into(), "W^4".into()];
    let sim = simulate(Scenario {
        landscape: Spec::Formula { losses },
        learning_rate: 1.7e-4,
        walkers: 0,
        ..Scenario::default()
    });
    let there = sim.passage_of_sgd(0.88, 3.656).unwrap();
    assert!(there.log_time > 1e4, "{there:?}");
    assert!(!there.resolution.resolved && there.resolution.cells > 2048, "{there:?}");
}

/// The mean time from `from` to the first place ≥ `goal` of a walk on 0…goal−1 that goes up by 1
/// or down by 2, mirrored at −½, by Gauss' elimination with pivots.
fn by_lattice(goal: usize, from: usize) -> f64 {
    let mut rows = vec![vec![0.0_f64; goal + 1]; goal];
    for (i, row) in rows.iter_mut().enumerate() {
        row[i] += 1.0;
        row[goal] = 1.0;
        let down = if i >= 2 { i - 2 } else { 1 - i };
        for target in [i + 1, down] {
            if target < goal {
                row[target] -= 0.5;
            }
        }
    }
    for c in 0..goal {
        let pivot =
            (c..goal).max_by(|a, b| rows[*a][c].abs().total_cmp(&rows[*b][c].abs())).unwrap();
        rows.swap(c, pivot);
        for r in 0..goal {
            if r != c {
                let part = rows[r][c] / rows[c][c];
                for k in c..=goal {
                    let p = rows[c][k];
                    rows[r][k] -= part * p;
                }
            }
        }
    }
    rows[from][goal] / rows[from][from]
}

#[test]
fn on_a_lattice_it_is_the_dense_solution() {
    // g = 2 and −1 at T = 0.05: down by two places, up by one. A wall half a place below the
    // first mirrors onto the lattice; the goal stands half a place below the last.
    for (places, from) in [(8, 0), (12, 3), (20, 10)] {
        let spacing = 0.05;
        let sim = simulate(Scenario {
            landscape: moments("0.5", "2.25"),
            learning_rate: spacing,
            domain: [0.0, 1.5],
            initial: Initial { mean: 0.3, sd: 0.1 },
            walkers: 0,
            ..Scenario::default()
        });
        let at = |i: usize| spacing * (i as f64 + 0.5);
        let found = sim.passage_of_sgd(at(from), spacing * places as f64).unwrap();
        let exact = by_lattice(places, from);
        assert_close(steps(found) / exact, 1.0, 3e-3, &format!("{from} → {places}: {exact}"));
    }
}

/// A walk on a line of states, up with probability `up`, down else, mirrored at 0.
struct Walk {
    states: usize,
    up: f64,
}

impl Chain for Walk {
    fn states(&self) -> usize {
        self.states
    }

    fn add_row(&self, state: usize, row: &mut [f64]) -> ([usize; 2], f64) {
        let down = state.saturating_sub(1);
        row[down] += 1.0 - self.up;
        let last = (state + 1).min(self.states - 1);
        if state + 1 == self.states {
            return ([down, state], self.up);
        }
        row[last] += self.up;
        ([down, last], 0.0)
    }
}

#[test]
fn the_elimination_neither_over_nor_underflows() {
    // From state k it takes r_k = 1/p + (q/p) r_(k−1) steps to the next one.
    for up in [0.5, 0.3, 0.9, 0.01, 1e-9] {
        let walk = Walk { states: 400, up };
        let mut start = vec![0.0; 400];
        start[7] = 1.0;
        let room = Room { work: 1 << 30, numbers: 1 << 30 };
        let Visits::Finite(found, _) = visits(&walk, &start, room) else { panic!() };
        let log_add = sgd_current::line::escape::log_add;
        let found = found.iter().fold(f64::NEG_INFINITY, |sum, v| log_add(sum, v.ln()));
        let (mut each, mut exact) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
        for k in 0..400 {
            each = log_add(-up.ln(), ((1.0 - up) / up).ln() + each);
            if k >= 7 {
                exact = log_add(exact, each);
            }
        }
        assert_close(found / exact, 1.0, 1e-13, &format!("ln of the time at p = {up}"));
    }
    // A state that is never left, and too little room.
    let walk = Walk { states: 4, up: 0.0 };
    let room = Room { work: 100, numbers: 100 };
    assert_eq!(visits(&walk, &[0.0, 0.0, 1.0, 0.0], room), Visits::Infinite);
    let walk = Walk { states: 40, up: 0.5 };
    let mut start = [0.0; 40];
    start[0] = 1.0;
    assert_eq!(visits(&walk, &start, Room { work: 10, numbers: 1000 }), Visits::TooLong);
    assert_eq!(visits(&walk, &start, Room { work: 1000, numbers: 10 }), Visits::TooLong);
}

#[test]
fn scaled_numbers_keep_their_logarithm() {
    for x in [0.0, 1.0, -1.0, 709.9, -745.2, 1e6, -1e6] {
        assert_close(Scaled::exp(x).ln(), x, 1e-9 + 1e-15 * x.abs(), "ln e^x");
    }
    assert_close(Scaled::exp(1e6).over(Scaled::exp(1e6 - 3.0)), 3.0_f64.exp(), 1e-8, "a quotient");
    assert_eq!(Scaled::exp(0.0).over(Scaled::exp(1e6)), 0.0);
    assert_eq!(Scaled::exp(f64::NEG_INFINITY).ln(), f64::NEG_INFINITY);
}

#[test]
fn a_flow_of_one_datapoint_is_counted() {
    // W ← (1 − T/m)^m W: 64 small steps for each draw, and no noise.
    let sim = simulate(Scenario {
        landscape: Spec::Formula { losses: vec!["W^2/2".into()] },
        learning_rate: 1e-5,
        rule: Rule::Flow,
        substeps: 64,
        domain: [-1.0, 2.0],
        walkers: 0,
        ..Scenario::default()
    });
    let found = steps(sim.passage_of_sgd(1.5, 0.5).unwrap());
    let rate = -64.0 * (-1e-5_f64 / 64.0).ln_1p();
    assert_close(found / (3.0_f64.ln() / rate), 1.0, 1e-3, "steps");
    assert_eq!(sim.passage_of_sgd(0.5, 1.5).unwrap().log_time, f64::INFINITY);
    // What is too much is refused at once, in words.
    let points = (0..1000).map(|i| [f64::from(i) / 500.0 - 1.0, f64::from(i % 7)]).collect();
    let sim = simulate(Scenario {
        landscape: Spec::Data { model: sgd_current::landscape::data::Model::Line, points },
        rule: Rule::Flow,
        substeps: 50,
        cells: 256,
        walkers: 0,
        ..Scenario::default()
    });
    let error = sim.passage_of_sgd(0.5, 2.0).unwrap_err();
    assert_eq!(error.field(), "substeps", "{error}");
}

#[test]
fn the_current_crosses_wide_domains() {
    let sim = simulate(Scenario {
        landscape: Spec::wells(4.05, 0.162, 1.81),
        learning_rate: 0.03565,
        batch_size: 2,
        domain: [-373.0, 373.0],
        initial: Initial { mean: -3.0, sd: 0.5 },
        walkers: 0,
        ..Scenario::default()
    });
    let there = sim.passage(-207.58, 291.16).unwrap();
    assert!(there.log_time.is_finite(), "{there:?}");
    let finer = simulate(Scenario { cells: 16384, ..sim.scenario().clone() });
    let finer = finer.passage(-207.58, 291.16).unwrap();
    assert_close(there.log_time, finer.log_time, 1e-3, "ln steps on eight times as many cells");
}

#[test]
fn cells_that_bar_the_current_do_not_pass_for_a_wall() {
    // Finite, as 328 cells say: there is noise everywhere on the way.
    let losses = vec!["exp(-W^2)".into(), "0.05608585992412441*W^4".into()];
    let sim = simulate(Scenario {
        landscape: Spec::Formula { losses },
        learning_rate: 0.008_248_340_450_958_09,
        domain: [-1.0, 397.385_717_830_456_2],
        cells: 82,
        walkers: 0,
        ..Scenario::default()
    });
    let there = sim.passage(115.563_197_724_073_82, 382.086_043_576_970_7).unwrap();
    assert!(there.log_time.is_finite() || !there.resolution.resolved, "{there:?}");
}

#[test]
fn start_and_goal_count_within_their_cells() {
    // Nearly none of the noise is left behind the start, so that the time is the sum over faces. By
    // 2·10⁵ trapezoids from where S² is least 71.899 steps.
    let losses = vec!["cos(W) + 0.35*W^2".into(), "0.9*cos(W) + 0.25*(W - 1)^2".into()];
    let at = |cells| {
        let sim = simulate(Scenario {
            landscape: Spec::Formula { losses: losses.clone() },
            learning_rate: 0.0493,
            preconditioner: Preconditioner::Rms,
            damping: 0.03,
            batch_size: 5,
            domain: [-3.3, 3.7],
            cells,
            walkers: 0,
            ..Scenario::default()
        });
        sim.passage(-1.2, 1.04).unwrap()
    };
    for cells in [3000, 4096, 8192] {
        let there = at(cells);
        // Of second order, and never below the digits of the oracle.
        let error = 71.9 * 3e-4 * (3000.0 / cells as f64).powi(2).max(0.2);
        assert_close(steps(there), 71.899, error, &format!("on {cells} cells"));
    }
}

#[test]
fn where_steps_fold_the_line_a_small_change_does_not_settle_the_time() {
    // Newton's steps beside a kink reach across the domain and fold it, so that densities are not
    // smooth. By 4·10⁵ walkers 177.96 ± 0.23 steps, by 5 267 cells 178.10; but three
    // coarser grids in a row agree on 175.9.
    for cells in [777, 1024, 2048, 4096] {
        let pi = std::f64::consts::PI;
        let sim = simulate(Scenario {
            landscape: Spec::wells(3.0, 0.0236, 0.3537),
            learning_rate: 0.047_575_783_903,
            preconditioner: Preconditioner::Newton,
            damping: 0.002,
            batch_size: 2,
            domain: [-2.0 * pi, 6.0 * pi],
            cells,
            walkers: 0,
            ..Scenario::default()
        });
        let there = sim.passage_of_sgd(-pi, 3.0 * pi).unwrap();
        let told = steps(there).round();
        assert!(told == 178.0 || !there.resolution.resolved, "{cells} cells: {there:?}");
    }
}

#[test]
fn a_goal_within_a_cell_uphill_is_reached_as_late_as_on_fine_cells() {
    // Φ = W²/T rises by 25 from one of 128 centres to the next: there the time is the sum over
    // faces, on 4 096 cells the integral.
    let to = |cells, goal| {
        let sim = simulate(Scenario {
            landscape: moments("W", "1"),
            learning_rate: 0.005,
            domain: [-1.0, 3.0],
            cells,
            walkers: 0,
            ..Scenario::default()
        });
        sim.passage(0.0, goal).unwrap()
    };
    for goal in [2.0, 2.004, 2.01, 2.016, 2.022, 2.028] {
        let [coarse, fine] = [128, 4096].map(|cells| to(cells, goal));
        println!("{goal}: {} for {}", coarse.log_time, fine.log_time);
        assert_close(coarse.log_time, fine.log_time, 0.1, &format!("ln of the time to {goal}"));
    }
}
