//! Landscapes of the plane: derivatives, moments, refusals.

use crate::assert_close;
use sgd_current::error::Error;
use sgd_current::landscape::plane::{Landscape, Moments, factor};
use sgd_current::plane::presets::PRESETS;
use sgd_current::plane::scenario::Scenario;
use sgd_current::value::Value;

const PLACES: [[f64; 2]; 4] = [[0.3, -0.7], [-1.1, 0.4], [0.02, 0.9], [1.3, 1.2]];

fn landscapes() -> Vec<(&'static str, Landscape)> {
    let of = |s: Scenario| Landscape::new(&s.landscape).unwrap();
    PRESETS.iter().map(|p| (p.id, of((p.scenario)()))).collect()
}

/// ∂f/∂W_b by differences of fourth order.
fn difference(f: impl Fn([f64; 2]) -> f64, w: [f64; 2], b: usize) -> f64 {
    let h = 1e-3;
    let at = |k: f64| {
        let mut v = w;
        v[b] += k * h;
        f(v)
    };
    (8.0 * (at(1.0) - at(-1.0)) - at(2.0) + at(-2.0)) / (12.0 * h)
}

#[test]
fn gradients_and_jacobians_are_the_derivatives() {
    for (id, landscape) in landscapes() {
        for w in PLACES {
            for j in 0..landscape.datapoints() {
                let l = landscape.loss(j, w);
                for b in 0..2 {
                    // A step of a weight and its velocity is no slope of the weight's loss.
                    if landscape.has_losses() && landscape.momentum().is_none() {
                        let slope = difference(|w| landscape.loss(j, w).value, w, b);
                        assert!((l.gradient[b] - slope).abs() < 1e-7, "{id} {j} {w:?} {b}");
                    }
                    for a in 0..2 {
                        let slope = difference(|w| landscape.loss(j, w).gradient[a], w, b);
                        assert!((l.jacobian[a][b] - slope).abs() < 1e-7, "{id} {j} {w:?} {a} {b}");
                    }
                }
            }
        }
    }
}

#[test]
fn moments_are_those_of_the_datapoints_and_their_slopes_are_derivatives() {
    for (id, landscape) in landscapes() {
        let n = landscape.datapoints();
        for w in PLACES {
            let m = landscape.moments(w);
            let g: Vec<[f64; 2]> = (0..n).map(|j| landscape.loss(j, w).gradient).collect();
            let mean = [0, 1].map(|a| g.iter().map(|g| g[a]).sum::<f64>() / n as f64);
            let c = |a: usize, b: usize| {
                g.iter().map(|g| (g[a] - mean[a]) * (g[b] - mean[b])).sum::<f64>() / n as f64
            };
            for a in 0..2 {
                assert_close(m.gradient[a], mean[a], 1e-12, id);
                for b in 0..2 {
                    let slope = difference(|w| landscape.moments(w).gradient[a], w, b);
                    assert!((m.jacobian[a][b] - slope).abs() < 1e-7, "{id}");
                }
            }
            for (k, c) in [c(0, 0), c(0, 1), c(1, 1)].into_iter().enumerate() {
                assert_close(m.covariance[k], c, 1e-12, id);
                for b in 0..2 {
                    let slope = difference(|w| landscape.moments(w).covariance[k], w, b);
                    assert!((m.covariance_slope[b][k] - slope).abs() < 1e-6, "{id} {k} {b}");
                }
            }
            let sum =
                |a: usize, b: usize| landscape.columns(w).iter().map(|s| s[a] * s[b]).sum::<f64>();
            assert_close(sum(0, 0), c(0, 0), 1e-12, id);
            assert_close(sum(0, 1), c(0, 1), 1e-12, id);
            assert_close(sum(1, 1), c(1, 1), 1e-12, id);
        }
    }
}

#[test]
fn a_factor_tells_rank_one_from_two() {
    assert!(factor::columns([0.0; 3]).is_empty());
    assert_eq!(factor::columns([4.0, 0.0, 0.0]), [[2.0, 0.0]]);
    for angle in [0.0_f64, 0.3, 1.2, 2.7] {
        let (y, x) = angle.sin_cos();
        assert_eq!(factor::columns([x * x, x * y, y * y]).len(), 1);
        assert_eq!(factor::columns([x * x + 1e-9, x * y, y * y + 1e-9]).len(), 2);
    }
}

#[test]
fn the_network_is_balanced_by_noise_alone() {
    // Δ = u² − w² obeys Δ′ = Δ(1 − 4T²r²x²) at every datapoint.
    let network = PRESETS.iter().find(|p| p.id == "network").unwrap();
    let landscape = Landscape::new(&(network.scenario)().landscape).unwrap();
    let (t, [u, w]) = (0.02, [1.5, 0.4]);
    for (j, [x, y]) in [[1.0, 0.9], [1.5, 1.8], [2.0, 1.7], [-1.0, -1.3]].into_iter().enumerate() {
        let g = landscape.loss(j, [u, w]).gradient;
        let r = u * w * x - y;
        let (u1, w1) = (u - t * g[0], w - t * g[1]);
        let law = (u * u - w * w) * (1.0 - 4.0 * t * t * r * r * x * x);
        assert_close(u1 * u1 - w1 * w1, law, 1e-13, "balance");
    }
}

fn map(fields: &[(&str, Value)]) -> Value {
    Value::Map(fields.iter().map(|(k, v)| ((*k).into(), v.clone())).collect())
}

fn list(values: &[Value]) -> Value {
    Value::List(values.to_vec())
}

fn text(s: &str) -> Value {
    Value::Text(s.into())
}

fn refused(scenario: &Value) -> Error {
    Scenario::read(scenario).unwrap_err()
}

#[test]
fn every_preset_is_read_back_unchanged() {
    for preset in PRESETS {
        let scenario = (preset.scenario)();
        assert_eq!(Scenario::read(&scenario.write()).unwrap(), scenario, "{}", preset.id);
        let by_name = map(&[("landscape", text(preset.id))]);
        assert_eq!(Scenario::read(&by_name).unwrap(), scenario, "{}", preset.id);
    }
}

#[test]
fn refusals_name_the_field() {
    let landscape = |fields: &[(&str, Value)]| map(&[("landscape", map(fields))]);
    let number = Value::Number;
    let rows = |m: [[f64; 2]; 2]| list(&m.map(|r| list(&r.map(number))));
    for (scenario, field) in [
        (map(&[("learningRate", number(-1.0))]), "learningRate"),
        (map(&[("cells", number(100.0))]), "cells"),
        (map(&[("cells", list(&[number(100.0), number(3.0)]))]), "cells.1"),
        (map(&[("domain", rows([[1.0, -1.0], [0.0, 1.0]]))]), "domain.0"),
        (map(&[("domain", list(&[number(0.0), number(1.0)]))]), "domain.0"),
        (
            map(&[("initial", map(&[("mean", list(&[number(0.0), number(9.0)]))]))]),
            "initial.mean.1",
        ),
        (map(&[("initial", map(&[("sd", list(&[number(0.0), number(9.0)]))]))]), "initial.sd.0"),
        (map(&[("rule", text("jump"))]), "rule"),
        (map(&[("landscape", text("pit"))]), "landscape"),
        (landscape(&[("kind", text("wells"))]), "landscape.kind"),
        (landscape(&[("kind", text("network"))]), "landscape.points"),
        (
            landscape(&[("kind", text("points")), ("points", list(&[number(1.0)]))]),
            "landscape.points.0",
        ),
        (
            landscape(&[("kind", text("linear")), ("noise", rows([[1.0, 2.0], [2.0, 1.0]]))]),
            "landscape.noise",
        ),
        (
            landscape(&[("kind", text("linear")), ("noise", rows([[1.0, 0.2], [0.1, 1.0]]))]),
            "landscape.noise",
        ),
        (
            landscape(&[("kind", text("linear")), ("hessian", rows([[1.0, 0.2], [0.1, 1e9]]))]),
            "landscape.hessian.1.1",
        ),
        (
            landscape(&[("kind", text("formula")), ("losses", list(&[text("W1"), text("W")]))]),
            "landscape.losses.1",
        ),
        (
            landscape(&[
                ("kind", text("moments")),
                ("gradient", list(&[text("W1")])),
                ("covariance", list(&[])),
            ]),
            "landscape.gradient",
        ),
    ] {
        assert_eq!(refused(&scenario).field(), field, "{scenario:?}");
    }
    let wrong = landscape(&[("kind", text("formula")), ("losses", list(&[text("W1 + W")]))]);
    let Error::Formula { position, reason, .. } = refused(&wrong) else { panic!("a formula") };
    assert_eq!(position, 5);
    assert!(reason.contains("W1, W2"), "{reason}");
}

#[test]
fn covariances_below_zero_and_poles_are_refused() {
    let moments = |c: [&str; 3]| {
        let fields = [
            ("kind", text("moments")),
            ("gradient", list(&["W1", "W2"].map(text))),
            ("covariance", list(&c.map(text))),
        ];
        let scenario = Scenario::read(&map(&[("landscape", map(&fields))])).unwrap();
        Landscape::new(&scenario.landscape).unwrap().check(scenario.grid().all())
    };
    assert!(moments(["1 + W1^2", "W1*W2", "1 + W2^2"]).is_ok());
    let refusal = moments(["1", "W1", "1"]).unwrap_err();
    assert_eq!(refusal.field(), "landscape.covariance");
    assert_eq!(moments(["1", "0", "log(W1)"]).unwrap_err().field(), "landscape.covariance.2");
}

#[test]
fn moments_of_one_datapoint_have_no_noise() {
    let all = landscapes();
    let one = Moments::of(std::iter::once(all[0].1.loss(0, [0.1, 0.2])));
    assert_eq!(one.covariance, [0.0; 3]);
}
