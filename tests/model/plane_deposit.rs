//! Points shared among cells, against the same said once more without any thrift.

use crate::l1;
use proptest::prelude::*;
use sgd_current::plane::deposit::{Deposit, Points};
use sgd_current::plane::grid::Grid;

/// Shares along one axis of a point `at` cells behind the first centre, by cells: M4′, and among
/// the nearest two (Monaghan 1985, eq. 2.16).
fn shares(at: f64, cells: i32) -> Vec<(usize, [f64; 2])> {
    let (first, last) = (at.floor() as i32 - 1, cells - 1);
    (first..first + 4)
        .map(|k| {
            let x = (at - f64::from(k)).abs();
            let sharp = if x < 1.0 {
                1.0 - 2.5 * x * x + 1.5 * x * x * x
            } else {
                0.5 * (2.0 - x) * (2.0 - x) * (1.0 - x)
            };
            let cell = if k < 0 {
                -1 - k
            } else if k > last {
                2 * last + 1 - k
            } else {
                k
            };
            (cell as usize, [sharp, (1.0 - x).max(0.0)])
        })
        .collect()
}

/// What each point gives to which cell, by both kernels.
type Given = Vec<Vec<(usize, [f64; 2])>>;

/// Zalesak's limiter with one factor a point, in four rounds: the cells that were below 0 are
/// guarded, in the last round all.
fn limited(given: &Given, cells: usize) -> Vec<f64> {
    let sum = |factors: &[f64]| {
        let mut sum = vec![0.0; cells];
        for (point, factor) in given.iter().zip(factors) {
            for (cell, [sharp, even]) in point {
                sum[*cell] += even + factor * (sharp - even);
            }
        }
        sum
    };
    let mut factors = vec![1.0; given.len()];
    let mut guarded = vec![false; cells];
    for round in 1..=4 {
        let now = sum(&factors);
        if now.iter().map(|m| m.min(0.0)).sum::<f64>() > -1e-13 {
            break;
        }
        let mut gives = vec![1.0; cells];
        let (mut has, mut taken) = (vec![0.0; cells], vec![0.0; cells]);
        for (cell, [sharp, even]) in given.iter().flatten() {
            has[*cell] += even;
            taken[*cell] += (even - sharp).max(0.0);
        }
        for cell in 0..cells {
            guarded[cell] |= now[cell] < 0.0 || round == 4;
            if guarded[cell] && taken[cell] > has[cell] {
                gives[cell] = has[cell] / taken[cell];
            }
        }
        for (point, factor) in given.iter().zip(&mut factors) {
            let losers = point.iter().filter(|(_, [sharp, even])| sharp < even);
            *factor = losers.fold(1.0, |least: f64, (cell, _)| least.min(gives[*cell]));
        }
    }
    sum(&factors)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn points_are_shared_as_the_words_say(
        points in prop::collection::vec((0.0..1.0, 0.0..1.0, -12.0..0.0), 1..40),
    ) {
        let grid = Grid { domain: [[-1.0, 2.0], [0.0, 1.0]], cells: [9, 8] };
        let masses: Vec<f64> = points.iter().map(|(_, _, m): &(f64, f64, f64)| m.exp()).collect();
        let total: f64 = masses.iter().sum();
        let mut deposit = Deposit::new(&grid);
        let places: Vec<_> =
            points.iter().map(|(x, y, _)| deposit.place([3.0 * x - 1.0, *y])).collect();
        let mut found = vec![0.0; grid.len()];
        let all = [Points { places: &places, masses: &masses, weight: 1.0 }];
        deposit.share(&all, total, &mut found);

        let mut given = Given::new();
        for ((x, y, _), mass) in points.iter().zip(&masses) {
            let (rows, columns) = (shares(9.0 * x - 0.5, 9), shares(8.0 * y - 0.5, 8));
            let mut point: Vec<(usize, [f64; 2])> = Vec::new();
            for (i, a) in rows {
                for (j, b) in &columns {
                    point.push((grid.index(i, *j), [0, 1].map(|k| mass * a[k] * b[k])));
                }
            }
            given.push(point);
        }
        // Places are known to 2⁻³² of a cell.
        prop_assert!(l1(&found, &limited(&given, grid.len())) < 1e-7 * total);
    }
}
