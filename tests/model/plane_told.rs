//! What is told of the plane's end states in single numbers, on any number of cells: against
//! closed forms and quadrature, and whether the cells are said to carry it.

use crate::assert_close;
use crate::plane_current::lyapunov;
use sgd_current::landscape::Spec as LineSpec;
use sgd_current::landscape::plane::{Landscape, Spec};
use sgd_current::plane::scenario::Scenario;
use sgd_current::plane::stationary::Stationary;

fn end(scenario: &Scenario) -> Stationary {
    let landscape = scenario.stepped_landscape().unwrap();
    Stationary::new(scenario, &landscape, &scenario.grid()).unwrap()
}

#[test]
fn odd_numbers_of_cells_tell_as_much_as_even_ones() {
    let (t, h, c) = (0.1, [[1.0, 0.0], [0.0, 3.0]], [[1.0, 0.5], [0.5, 1.0]]);
    let [s11, s12, s22] = lyapunov(h, c, t);
    let q = h[0][0] * s12 + h[0][1] * s22 - 0.5 * t * c[0][1];
    for cells in [[97, 97], [131, 150], [149, 145]] {
        let scenario = Scenario {
            learning_rate: t,
            domain: [s11, s22].map(|v| [-6.5 * v.sqrt(), 6.0 * v.sqrt()]),
            cells,
            ..Scenario::of(Spec::Linear { hessian: h, noise: c })
        };
        let end = end(&scenario);
        for (found, exact) in end.totals.covariance.into_iter().zip([s11, s12, s22]) {
            assert_close(found, exact, 3e-5 * (s11 * s22).sqrt(), &format!("{cells:?}"));
        }
        assert_close(end.totals.circulation, 2.0 * t * q, 1e-4 * (t * q).abs(), "circulation");
        let determinant = s11 * s22 - s12 * s12;
        let peak = end.minima[0].peak * std::f64::consts::TAU * determinant.sqrt();
        assert_close(peak, 1.0, 1e-3, "peak");
        let [rates, moments, minima] =
            [end.resolutions.rates, end.resolutions.moments, end.resolutions.minima];
        assert!(rates.resolved && moments.resolved && minima.resolved, "{:?}", end.resolutions);
    }
}

#[test]
fn few_cells_have_a_grid_beside_them_to_be_held_against() {
    // Langevin's equation ends in a normal of variances Ts²/(2h(1−β)) and T²s²/(2(1−β)), and
    // turns in it by T h Var W + Var v.
    let losses = ["(W - 1)^2/2", "(W + 1)^2/2"].map(String::from).into();
    let scenario = Scenario {
        learning_rate: 0.1,
        domain: [[-2.5, 2.2], [-0.75, 0.8]],
        cells: [50, 61],
        ..Scenario::of(Spec::Momentum { landscape: LineSpec::Formula { losses }, momentum: 0.5 })
    };
    let end = end(&scenario);
    assert_close(end.totals.covariance[0], 0.1, 1e-6, "Var W");
    assert_close(end.totals.covariance[2], 0.01, 1e-7, "Var v");
    assert_close(end.totals.circulation, -0.02, 1e-6, "circulation");
    assert!(end.resolutions.rates.resolved && end.resolutions.moments.resolved);
}

#[test]
fn spreads_and_peaks_narrower_than_cells_are_said_not_to_be_carried() {
    // Nothing circulates, whatever the spread: T C/2, C half the identity.
    let corners = vec![[0.0, 1.0], [-0.75_f64.sqrt(), -0.5], [0.75_f64.sqrt(), -0.5]];
    for (t, cells) in [(0.002, 96), (0.002, 48), (0.05, 256)] {
        let scenario = Scenario {
            learning_rate: t,
            domain: [[-1.6, 1.6]; 2],
            cells: [cells; 2],
            ..Scenario::of(Spec::Points { points: corners.clone(), curvature: 1.0 })
        };
        let end = end(&scenario);
        assert!(end.resolutions.rates.resolved, "{:?}", end.resolutions);
        let off = end.totals.covariance[0] / (0.25 * t) - 1.0;
        let is_good = off.abs() < 0.005;
        assert_eq!(is_good, cells == 256, "{off}");
        assert_eq!(end.resolutions.moments.resolved, is_good);
        assert_eq!(end.resolutions.minima.resolved, is_good);
    }
}

#[test]
fn long_cells_are_not_trusted_because_half_of_them_tell_the_same() {
    // Noise that slants across long cells has no short offsets and is thickened, by as much on
    // half the cells: the spread of W₁ or of W₂ is 18 to 117 % above Lyapunov's.
    let t = 0.1;
    let cases = [
        ([[1.0, 0.0], [0.0, 3.0]], [[1.0, 0.5], [0.5, 1.0]], [16, 512]),
        ([[1.0, 0.0], [0.0, 3.0]], [[1.0, 0.5], [0.5, 1.0]], [31, 512]),
        ([[1.0, 0.3], [-0.3, 1.0]], [[1.0, 0.7], [0.7, 1.0]], [512, 32]),
    ];
    for (h, c, cells) in cases {
        let [s11, _, s22] = lyapunov(h, c, t);
        let scenario = Scenario {
            learning_rate: t,
            domain: [s11, s22].map(|v| [-6.2 * v.sqrt(), 6.4 * v.sqrt()]),
            cells,
            ..Scenario::of(Spec::Linear { hessian: h, noise: c })
        };
        let end = end(&scenario);
        let [v1, _, v2] = end.totals.covariance;
        assert!((v1 / s11).max(v2 / s22) > 1.3, "{:?}", end.totals);
        assert!(!end.resolutions.moments.resolved && !end.resolutions.minima.resolved);
        assert!(!end.resolutions.rates.resolved);
    }
}

/// V(x) = x⁴/4 − x²/2 + x/10, and its hilltop.
fn potential(x: f64) -> f64 {
    0.25 * x * x * x * x - 0.5 * x * x + 0.1 * x
}
const HILLTOP: f64 = 0.101_031_258;

#[test]
fn basins_part_at_their_ridges_whatever_their_direction() {
    // L = V(u) + V(v) in axes turned by an angle, C = 1: P_end ∝ e^{−2L/T} has four basins,
    // whose masses are products of those of e^{−2V/T}.
    let t = 0.5_f64;
    let part = |from: f64, to: f64| {
        let n = 20_000;
        let h = (to - from) / f64::from(n);
        let at = |k| (-2.0 / t * potential(from + h * (f64::from(k) + 0.5))).exp();
        (0..n).map(at).sum::<f64>() * h
    };
    let (left, right) = (part(-4.0, HILLTOP), part(HILLTOP, 4.0));
    let whole = left + right;
    let [high, low] = [left, right].map(|m| m / whole);
    let bottom = (-2.0 / t * potential(-1.046_680_5)).exp() / whole;
    for (angle, cells) in
        [(0.0_f64, [90, 97]), (0.5, [96, 96]), (0.5, [100, 150]), (1.2, [128, 81])]
    {
        let (c, s) = (angle.cos(), angle.sin());
        let (u, v) = (format!("({c}*W1+{s}*W2)"), format!("({c}*W2-{s}*W1)"));
        let slope = |x: &str| format!("({x}^3-{x}+0.1)");
        let gradient = [
            format!("{c}*{} - {s}*{}", slope(&u), slope(&v)),
            format!("{s}*{} + {c}*{}", slope(&u), slope(&v)),
        ];
        let covariance = ["1", "0", "1"].map(String::from);
        let scenario = Scenario {
            learning_rate: t,
            domain: [[-3.0, 3.0], [-2.9, 3.1]],
            cells,
            ..Scenario::of(Spec::Moments { gradient, covariance })
        };
        let minima = end(&scenario).minima;
        let masses: Vec<f64> = minima.iter().map(|m| m.mass).collect();
        assert_eq!(masses.len(), 4, "{masses:?}");
        for (found, exact) in masses.iter().zip([high * high, high * low, high * low, low * low]) {
            assert_close(*found, exact, 1e-3, &format!("{angle} {cells:?} {masses:?}"));
        }
        assert_close(masses.iter().sum(), 1.0, 1e-9, "all of it");
        assert_close(minima[0].peak, bottom * bottom, 5e-3 * bottom * bottom, "peak");
    }
}

#[test]
fn where_there_is_no_noise_the_words_say_so() {
    let gradient = ["W1", "W2"].map(String::from);
    let covariance = ["0", "0", "0"].map(String::from);
    let scenario =
        Scenario { cells: [40, 40], ..Scenario::of(Spec::Moments { gradient, covariance }) };
    let landscape = Landscape::new(&scenario.landscape).unwrap();
    let error = Stationary::new(&scenario, &landscape, &scenario.grid()).unwrap_err();
    assert!(error.to_string().contains("there is no noise here"), "{error}");
}

#[test]
fn whatever_units_the_parameters_have_the_end_is_the_same() {
    // H = diag(1/2, 3/2) and noise correlated by 0.8, with W₁ and W₂ counted in units of their own.
    let t = 0.5;
    let in_units = |units: [f64; 2], sds: [f64; 2]| {
        let [a, b] = units;
        let noise = [[a * a, 0.8 * a * b], [0.8 * a * b, b * b]];
        let scenario = Scenario {
            learning_rate: t,
            domain: [[-6.5 * sds[0] * a, 6.5 * sds[0] * a], [-6.5 * sds[1] * b, 6.5 * sds[1] * b]],
            cells: [64, 64],
            ..Scenario::of(Spec::Linear { hessian: [[0.5, 0.0], [0.0, 1.5]], noise })
        };
        let landscape = Landscape::new(&scenario.landscape).unwrap();
        Stationary::new(&scenario, &landscape, &scenario.grid()).unwrap().totals
    };
    let [v1, _, v2] =
        crate::plane_current::lyapunov([[0.5, 0.0], [0.0, 1.5]], [[1.0, 0.8], [0.8, 1.0]], t);
    let sds = [v1.sqrt(), v2.sqrt()];
    let one = in_units([1.0, 1.0], sds);
    // T² tr(Σ⁻¹QᵀD⁻¹Q) of this case is 4/9.
    assert_close(one.entropy_production, 4.0 / 9.0, 2e-4, "entropy production");
    // With the last two of these, a noise was taken for one along a line, and half of the entropy
    // production for all of it.
    for [a, b] in [[1.0, 1e-2], [9.0, 1e-3], [9.0, 2e-4], [2e-4, 9.0]] {
        let other = in_units([a, b], sds);
        let ratio = other.entropy_production / one.entropy_production;
        assert_close(ratio, 1.0, 1e-6, &format!("entropy production in units of {a} and {b}"));
        let turns = other.circulation / (a * b) / one.circulation;
        assert_close(turns, 1.0, 1e-6, &format!("circulation in units of {a} and {b}"));
        let [c, d, e] = other.covariance;
        for (found, expected) in [c / (a * a), d / (a * b), e / (b * b)].iter().zip(one.covariance)
        {
            assert_close(
                found / expected,
                1.0,
                1e-6,
                &format!("covariance in units of {a} and {b}"),
            );
        }
    }
}
