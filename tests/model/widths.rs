//! Wide against narrow: the closed form, and the solved end state beside it.

use crate::escape::by_quadrature;
use crate::{assert_close, simulate};
use sgd_current::landscape::Spec;
use sgd_current::landscape::precondition::Preconditioner;
use sgd_current::line::simulation::Simulation;
use sgd_current::line::widths::Comparison;
use sgd_current::scenario::{Convention, Scenario};
use sgd_current::value::Value;
use std::f64::consts::PI;

fn wells(fields: &[(&str, f64)]) -> Scenario {
    let map = fields.iter().map(|(k, v)| ((*k).into(), Value::Number(*v))).collect();
    Comparison::question(&Value::Map(map)).unwrap()
}

fn compare(fields: &[(&str, f64)]) -> Comparison {
    Comparison::new(&wells(fields)).unwrap()
}

/// ln of ∫ exp(x cos θ) dθ/2π by the trapezoidal rule, exact for periodic functions.
fn ln_i0_by_quadrature(x: f64) -> f64 {
    let n = 4096;
    let sum: f64 = (0..n)
        .map(|i| (x * ((std::f64::consts::TAU * f64::from(i) / f64::from(n)).cos() - 1.0)).exp())
        .sum();
    x + (sum / f64::from(n)).ln()
}

#[test]
fn the_prediction_is_the_closed_form_and_the_end_state_agrees() {
    for t in [0.02, 0.1, 0.3, 1.0] {
        for k in [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0] {
            let c = compare(&[("ratio", k), ("learningRate", t)]);
            let i = 4.0 * 0.1 / t;
            let peak = 2.0 * k.ln() + (k * k - 1.0) * i;
            let mass =
                3.0 * k.ln() + 0.5 * (k * k - 1.0) * i + ln_i0_by_quadrature(0.5 * k * k * i)
                    - ln_i0_by_quadrature(0.5 * i);
            assert_close(c.predicted.log_peak, peak, 1e-10, "predicted peak ratio");
            assert_close(c.predicted.log_mass, mass, 1e-10, "predicted mass ratio");
            assert_close(
                c.solved.log_peak,
                peak,
                1e-3,
                &format!("solved peak ratio, k = {k}, T = {t}"),
            );
            assert_close(
                c.solved.log_mass,
                mass,
                1e-3,
                &format!("solved mass ratio, k = {k}, T = {t}"),
            );
            assert_close(c.exponent_wide, k * k * c.exponent_narrow, 1e-9, "k² times the exponent");
            // Wells that are alike are so on any cells.
            assert!(k > 1.0 || c.resolution_of_ratios.resolved, "told of k = 1 at T = {t}");
        }
    }
}

#[test]
fn the_posts_e_to_the_fourth_is_k_two_and_i_four_thirds() {
    let c = compare(&[("ratio", 2.0), ("learningRate", 0.3)]);
    assert_close(c.predicted.log_peak - 2.0 * 2.0_f64.ln(), 4.0, 1e-12, "exponent");
}

#[test]
fn walls_elsewhere_than_those_of_the_closed_form_are_refused() {
    for domain in [[-6.0, 12.56], [-6.29, 9.0], [1.0, 12.566], [-2.0, 2.0]] {
        let scenario = Scenario { domain, ..wells(&[("ratio", 2.0)]) };
        assert_eq!(Comparison::new(&scenario).unwrap_err().field(), "domain", "{domain:?}");
    }
}

#[test]
fn only_wells_are_compared() {
    let map = vec![("landscape".into(), Value::Text("pit".into()))];
    let scenario = Comparison::question(&Value::Map(map)).unwrap();
    assert_eq!(Comparison::new(&scenario).unwrap_err().field(), "landscape");
}

/// SGD's passage times between the wells by its operator, on as many cells as are given.
fn by_operator(scenario: &Scenario, cells: usize) -> [f64; 2] {
    let sgd = Simulation::new(Scenario { cells, ..scenario.clone() }).unwrap();
    let wide = std::f64::consts::PI * scenario.domain[1] / std::f64::consts::TAU;
    let (narrow, way) =
        (-std::f64::consts::PI, |from, to| sgd.passage_of_sgd(from, to).unwrap().log_time);
    [way(narrow, wide), way(wide, narrow)]
}

#[test]
fn sgds_times_are_those_of_its_operator_on_a_fine_grid() {
    // ratio, height, noise, learning rate, batch size, substeps (1: a jump).
    for (fields, part) in [
        // Low barriers, by the operator on few cells.
        ([2.0, 0.1, 1.0, 0.3, 1.0, 1.0], 3e-3),
        ([2.0, 0.1, 1.0, 0.6, 1.0, 1.0], 3e-3),
        // High ones, by the energies.
        ([2.0, 0.1, 1.0, 0.15, 1.0, 1.0], 1e-2),
        ([2.0, 0.1, 1.0, 0.05, 1.0, 1.0], 1e-2),
        ([2.0, 0.1, 1.0, 0.3, 4.0, 1.0], 2e-2),
        ([3.0, 0.05, 0.5, 0.1, 1.0, 1.0], 1e-2),
        ([2.0, 0.3, 1.0, 0.1, 1.0, 1.0], 2e-2),
        ([2.0, 0.6, 1.0, 0.3, 1.0, 1.0], 4e-2),
        ([2.0, 0.6, 1.0, 0.3, 1.0, 8.0], 1e-1),
    ] {
        let keys = ["ratio", "height", "noise", "learningRate", "batchSize", "substeps"];
        let named: Vec<_> = keys.into_iter().zip(fields).collect();
        let mut scenario = wells(&named);
        if fields[5] > 1.0 {
            scenario.rule = sgd_current::scenario::Rule::Flow;
        }
        let times = Comparison::times_of_sgd(&scenario).unwrap();
        let [there, back] = by_operator(&scenario, 4096);
        assert_close(times.log_narrow_to_wide, there, part, &format!("there, {fields:?}"));
        assert_close(times.log_wide_to_narrow, back, part, &format!("back, {fields:?}"));
    }
}

#[test]
fn sgds_times_over_very_high_barriers_do_not_depend_on_the_grid() {
    let times = |cells| {
        let scenario = wells(&[("learningRate", 0.01), ("cells", cells)]);
        Comparison::times_of_sgd(&scenario).unwrap()
    };
    let (few, many) = (times(512.0), times(8192.0));
    assert_close(few.log_wide_to_narrow, many.log_wide_to_narrow, 1e-2, "back");
    // An elimination on a grid far finer than a step gave 10^74.2 and 10^21.25.
    assert_close(many.log_wide_to_narrow / 10f64.ln(), 74.2, 0.05, "back, in powers of ten");
    assert_close(many.log_narrow_to_wide / 10f64.ln(), 21.25, 0.05, "there, in powers of ten");
}

#[test]
fn small_steps_across_the_break_make_no_barrier() {
    // T S is far below a cell. A chain on cells of a third of a step has e^33.17 and e^316.17; as
    // long as the drift that two small steps make beside the break counted as that of a whole
    // cell, 500 cells had e^45.9, and e^317.8.
    for cells in [200.0, 500.0, 1000.0, 2048.0] {
        let mut scenario = wells(&[
            ("ratio", 3.707),
            ("height", 0.03715),
            ("noise", 2.8045),
            ("learningRate", 0.003_428),
            ("batchSize", 4.0),
            ("cells", cells),
        ]);
        (scenario.rule, scenario.substeps) = (sgd_current::scenario::Rule::Flow, 2);
        let times = Comparison::times_of_sgd(&scenario).unwrap();
        let what = format!("{cells} cells, {times:?}");
        // What stands before the exponential is not known there.
        let part = if times.resolution.resolved { 0.06 } else { 0.5 };
        assert_close(times.log_narrow_to_wide, 33.17, part, &what);
        assert_close(times.log_wide_to_narrow, 316.17, part, &what);
    }
}

#[test]
fn a_way_that_no_cells_carry_is_not_barred() {
    // e^3969, on cells that are wider than a step and others that are narrower: across the break
    // the gradients of both datapoints count.
    let energy = |w: f64| {
        let (g, s) = (-0.06 * (w / 7.5).sin() / 7.5, 0.1312 / 7.5);
        sgd_current::line::energy::theta(&[g + s, g - s])
    };
    let n = 4000;
    let h = 7.5 * PI / f64::from(n);
    let exponent = -h * (0..n).map(|i| energy((f64::from(i) + 0.5) * h)).sum::<f64>() * 2.0 / 0.44;
    for cells in [256.0, 1024.0, 2048.0] {
        let scenario = wells(&[
            ("ratio", 7.5),
            ("height", 0.06),
            ("noise", 0.1312),
            ("learningRate", 0.44),
            ("batchSize", 2.0),
            ("cells", cells),
        ]);
        let times = Comparison::times_of_sgd(&scenario).unwrap();
        // What stands before the exponential is about 2π/(T|L″|), e^9.5.
        assert_close(times.log_wide_to_narrow, exponent + 9.5, 1.0, &format!("{cells} cells"));
    }
}

#[test]
fn nothing_climbs_where_all_datapoints_push_down() {
    // G reaches a = 2 on the slopes, S is 1.
    let scenario = wells(&[("height", 2.0), ("learningRate", 0.05)]);
    let times = Comparison::times_of_sgd(&scenario).unwrap();
    assert_eq!(times.log_narrow_to_wide, f64::INFINITY);
    assert_eq!(times.log_wide_to_narrow, f64::INFINITY);
}

#[test]
fn ratios_and_times_hold_where_one_face_carries_a_thousand_powers_of_e() {
    // I = 4a/(Tσ²) = 2·10⁵ and 4·10⁹.
    for (t, k) in [(2.0, 2.0), (1e-4, 2.0), (1e-4, 5.0), (1e-4, 8.0)] {
        let c = compare(&[("height", 10.0), ("noise", 0.01), ("learningRate", t), ("ratio", k)]);
        let (solved, predicted) = (c.solved, c.predicted);
        assert!((solved.log_peak / predicted.log_peak - 1.0).abs() < 1e-3, "{c:?}");
        assert!((solved.log_mass / predicted.log_mass - 1.0).abs() < 1e-3, "{c:?}");
        // The times have the exponents of the barriers.
        let times = [c.times.log_narrow_to_wide, c.times.log_wide_to_narrow];
        assert!((times[0] / c.exponent_narrow - 1.0).abs() < 1e-3, "{c:?}");
        assert!((times[1] / c.exponent_wide - 1.0).abs() < 1e-3, "{c:?}");
        assert!((c.log_relaxation_time / c.exponent_narrow - 1.0).abs() < 1e-3, "{c:?}");
    }
}

#[test]
fn a_passage_to_the_left_jumps_where_the_noise_does() {
    // Two wells whose S² is four times larger left of 0. P at rest is e^{−Φ}, and −w stands for w.
    let (height, ratio, t) = (0.1, 2.0, 0.1);
    let stretch = |w: f64| if -w < 0.0 { 1.0 } else { ratio };
    for (convention, a) in
        [(Convention::Ito, 0.0), (Convention::Stratonovich, 0.5), (Convention::Klimontovich, 1.0)]
    {
        let phi = |w: f64| {
            let s: f64 = stretch(w);
            2.0 * s * s * height * ((w / s).cos() - 1.0) / t - 2.0 * (1.0 - a) * s.ln()
        };
        let d = |w: f64| 0.5 * t * t / stretch(w).powi(2);
        let sim = simulate(Scenario {
            landscape: Spec::wells(ratio, height, 1.0),
            learning_rate: t,
            convention,
            domain: [-2.0 * PI, 2.0 * PI * ratio],
            walkers: 0,
            ..Scenario::default()
        });
        let found = sim.passage(ratio * PI, -PI).unwrap().log_time;
        let exact = by_quadrature(phi, d, -2.0 * ratio * PI, -ratio * PI, PI);
        assert_close(found, exact, 1e-4, &format!("ln τ at a = {a}"));
    }
}

#[test]
fn panels_end_on_newtons_kinks_not_beside_them() {
    // A rises to 1/δ within δ/|L‴| of the places where L″ = 0. By the trapezoidal rule on 8·10⁵ places
    // that crowd there: 2.979601 and 8.942110 steps. A last panel that ended beside a kink by rounding
    // made it 3.006 and 8.995 on some grids.
    for cells in [600, 908, 1024, 1048] {
        let mut scenario = wells(&[
            ("ratio", 3.0),
            ("height", 0.5337),
            ("noise", 0.8105),
            ("learningRate", 2.0),
            ("damping", 0.0011),
        ]);
        scenario.preconditioner = Preconditioner::Newton;
        scenario.convention = Convention::Klimontovich;
        scenario.cells = cells;
        let times = Comparison::new(&scenario).unwrap().times;
        let what = format!("on {cells} cells");
        assert_close(times.log_narrow_to_wide.exp(), 2.979_601, 1e-5, &what);
        assert_close(times.log_wide_to_narrow.exp(), 8.942_110, 1e-5, &what);
    }
}

#[test]
fn where_newtons_steps_jump_no_exponent_stands_in_for_them() {
    // By a sparse solution on 6 001 places 889 steps; the current's time with SGD's exponent is 1 355.
    let mut scenario = wells(&[
        ("ratio", 1.01),
        ("height", 0.1051),
        ("noise", 1.0343),
        ("learningRate", 0.032_276_692),
        ("batchSize", 2.0),
        ("damping", 0.0108),
    ]);
    scenario.preconditioner = Preconditioner::Newton;
    let times = Comparison::times_of_sgd(&scenario).unwrap();
    assert_close(times.log_narrow_to_wide, 889.0_f64.ln(), 0.01, "narrow to wide");
}
