//! End states of the plane with many basins and high barriers, against P ∝ e^{−2L/T}.

use crate::assert_close;
use crate::plane_end::{end, moments};
use sgd_current::plane::scenario::Scenario;
use sgd_current::plane::told::Resolutions;

/// A landscape L = (W₁² − 1)² + tilt·W₁ + W₂²/2 under even noise: P ∝ e^{−2L/T}.
fn two_wells(rate: f64, tilt: f64, cells: [usize; 2]) -> Scenario {
    let landscape = moments([&format!("4*W1*(W1^2-1)+{tilt}"), "W2"], ["1", "0", "1"]);
    let domain = [[-1.6, 1.6], [-1.0, 1.0]];
    Scenario { landscape, domain, cells, learning_rate: rate, ..Scenario::default() }
}

#[test]
fn wells_behind_high_barriers_have_their_shares() {
    for (rate, tilt) in [(0.5, 0.02), (0.1, 0.02), (0.05, 0.01), (0.02, 0.002), (0.01, 0.002)] {
        let weight = |k: i32| {
            let w = f64::from(k) * 1e-4;
            (w, (-2.0 * ((w * w - 1.0).powi(2) + tilt * (w + 1.0)) / rate).exp())
        };
        let sum = |range: std::ops::Range<i32>| range.map(|k| weight(k).1).sum::<f64>();
        let share = sum(-16_000..0) / sum(-16_000..16_000);
        let end = end(&two_wells(rate, tilt, [128, 64]));
        let left = end.minima.iter().find(|m| m.at[0] < 0.0).unwrap();
        assert_close(left.mass, share, 1e-3, &format!("T = {rate}, tilt {tilt}"));
    }
}

#[test]
fn thirty_six_wells_are_alike() {
    // Before basins were balanced, one of them had 0.97 of all, or 24 of them anything.
    for rate in [0.2, 0.35, 0.7] {
        let landscape = moments(["-3*sin(3*W1)", "-3*sin(3*W2)"], ["0.5", "0", "0.5"]);
        let wall = 2.0 * std::f64::consts::PI;
        let domain = [[-wall, wall]; 2];
        let scenario = Scenario {
            landscape,
            domain,
            cells: [96, 96],
            learning_rate: rate,
            ..Scenario::default()
        };
        let end = end(&scenario);
        assert_eq!(end.minima.len(), 36, "T = {rate}");
        for m in &end.minima {
            assert_close(m.mass, 1.0 / 36.0, 1e-6, &format!("T = {rate} at {:?}", m.at));
        }
    }
}

#[test]
fn barriers_that_no_number_holds_are_told() {
    // e^{−800} is less than any number: nothing tells how much stands on either side.
    let end = end(&two_wells(0.0025, 0.0, [256, 64]));
    let Resolutions { rates, moments, minima } = end.resolutions;
    assert!(![rates, moments, minima].iter().any(|r| r.resolved), "{:?}", end.resolutions);
}
