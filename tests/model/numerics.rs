//! The parts against naive oracles.

use crate::{assert_close, l1};
use sgd_current::landscape::{Landscape, Spec};
use sgd_current::line::current::cram::{Cram, Tridiagonal};
use sgd_current::line::edge_density::{EdgeDensity, cumulative};
use sgd_current::line::grid::Grid;
use sgd_current::line::remap::Fragments;

/// exp(A) x by its Taylor series in small steps, dense and slow.
fn taylor(a: &Tridiagonal, tau: f64, x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let times = |v: &[f64]| -> Vec<f64> {
        (0..n)
            .map(|i| {
                let left = if i > 0 { a.lower[i] * v[i - 1] } else { 0.0 };
                let right = if i + 1 < n { a.upper[i] * v[i + 1] } else { 0.0 };
                left + a.diagonal[i] * v[i] + right
            })
            .collect()
    };
    let worst = a.diagonal.iter().fold(0.0_f64, |m, d| m.max(d.abs()));
    let pieces = (2.0 * tau * worst).ceil().max(1.0);
    let mut x = x.to_vec();
    for _ in 0..pieces as usize {
        let mut term = x.clone();
        for k in 1..30 {
            term = times(&term).iter().map(|v| v * tau / pieces / f64::from(k)).collect();
            x.iter_mut().zip(&term).for_each(|(x, t)| *x += t);
        }
    }
    x
}

fn birth_death(up: impl Fn(usize) -> f64, down: impl Fn(usize) -> f64, n: usize) -> Tridiagonal {
    Tridiagonal {
        lower: (0..n).map(|i| if i > 0 { up(i - 1) } else { 0.0 }).collect(),
        diagonal: (0..n)
            .map(|i| -(if i + 1 < n { up(i) } else { 0.0 }) - if i > 0 { down(i) } else { 0.0 })
            .collect(),
        upper: (0..n).map(|i| if i + 1 < n { down(i + 1) } else { 0.0 }).collect(),
    }
}

#[test]
fn the_rational_exponential_is_the_exponential() {
    let n = 40;
    let mut x = vec![0.0; n];
    (x[5], x[20]) = (0.7, 0.3);
    let diffusion = birth_death(|_| 50.0, |_| 50.0, n);
    let uneven = birth_death(|i| 3.0 + i as f64, |i| 40.0 / (1.0 + i as f64), n);
    for (a, tau, tolerance) in [(&diffusion, 1.0, 1e-12), (&uneven, 0.05, 1e-12)] {
        let mut found = x.clone();
        Cram::new(a, tau).apply(&mut found);
        let error = l1(&found, &taylor(a, tau, &x));
        assert!(error < tolerance, "error {error}");
    }
    // Pure upwind transport: as good as the module says for its Courant number.
    let upwind = birth_death(|_| 1.0, |_| 0.0, 200);
    let x: Vec<f64> =
        (0..200).map(|i| (-0.5 * (f64::from(i) - 60.0).powi(2) / 100.0).exp() / 25.0).collect();
    for (courant, tolerance) in [(5.0, 1e-11), (8.0, 1e-10), (12.0, 2e-9)] {
        let mut found = x.clone();
        Cram::new(&upwind, courant).apply(&mut found);
        let error = l1(&found, &taylor(&upwind, courant, &x));
        assert!(error < tolerance, "error {error} at Courant number {courant}");
    }
}

#[test]
fn grids_are_even_under_quadratic_losses_and_crowd_at_the_pit() {
    let spec = Spec::Moments { gradient: "2*W".into(), variance: "1".into() };
    let even = Grid::new(&Landscape::new(&spec).unwrap(), [-1.0, 3.0], 100).unwrap();
    for h in &even.widths {
        assert_close(*h, 0.04, 1e-12, "even width");
    }
    let pit = Grid::new(&Landscape::new(&Spec::pit()).unwrap(), [-1.0, 4.0], 2048).unwrap();
    assert_eq!(pit.cells(), 2048);
    assert!(pit.widths[pit.cell_of(1.0)] < 0.2 * pit.widths[pit.cell_of(3.0)]);
    for pair in pit.widths.windows(2) {
        let ratio = pair[0] / pair[1];
        assert!((0.9..1.1).contains(&ratio), "neighbouring cells differ by {ratio}");
    }
}

#[test]
fn a_grid_has_as_many_cells_as_are_asked_for() {
    let spec = Spec::wells(2.0, 0.1, 1.0);
    let wells = Landscape::new(&spec).unwrap();
    for (domain, cells) in [([-6.2, 0.0001], 2048), ([-0.0001, 6.0], 2048), ([-6.2, 1e-9], 32)] {
        let grid = Grid::new(&wells, domain, cells).unwrap();
        assert_eq!(grid.cells(), cells, "on {domain:?}");
        assert!(grid.edges.contains(&0.0) && grid.widths.iter().all(|h| *h > 0.0));
    }
}

#[test]
fn the_wells_have_an_edge_on_their_barrier() {
    for ratio in [1.0, 2.0, 3.7, 6.0] {
        let spec = Spec::wells(ratio, 0.1, 1.0);
        let tau = std::f64::consts::TAU;
        let grid = Grid::new(&Landscape::new(&spec).unwrap(), [-tau, tau * ratio], 777).unwrap();
        assert!(grid.edges.contains(&0.0));
        assert_eq!(grid.cells(), 777);
    }
}

#[test]
fn the_density_at_an_edge_is_of_fourth_order() {
    let error = |n: usize| {
        // Uneven but smooth cells.
        let edges = (0..=n)
            .map(|i| {
                let x = i as f64 / n as f64;
                3.0 * (x + 0.1 * (6.0 * x).sin() / 6.0)
            })
            .collect();
        let grid = Grid::of_edges(edges);
        let masses: Vec<f64> = grid
            .edges
            .windows(2)
            .map(|e| 2.0 * (e[1] - e[0]) + (-(e[1].cos()) + e[0].cos()))
            .collect();
        let at = EdgeDensity::new(&grid).of(&masses);
        (2..n - 1).map(|i| (at[i] - 2.0 - grid.edges[i].sin()).abs()).fold(0.0, f64::max)
    };
    let (coarse, fine) = (error(50), error(100));
    let order = (coarse / fine).log2();
    assert!((3.7..4.3).contains(&order), "order {order}: {coarse} → {fine}");
}

#[test]
fn a_map_moves_mass_as_its_preimages_say() {
    let grid = Grid::of_edges((0..=400).map(|i| f64::from(i) / 400.0).collect());
    let cdf = |w: f64| w + 0.1 * (6.0 * w).sin() / (1.0 + 0.1 * 6.0_f64.sin());
    let total = cdf(1.0);
    let masses: Vec<f64> = grid.edges.windows(2).map(|e| (cdf(e[1]) - cdf(e[0])) / total).collect();
    let edge = EdgeDensity::new(&grid);
    // The logistic map folds at ½: {φ ≤ y} is what lies outside the two preimages.
    let phi = |w: f64| (3.6 * w * (1.0 - w), 3.6 * (1.0 - 2.0 * w));
    let values = |k: usize| {
        let (a, b) = (phi(grid.edges[k]), phi(grid.edges[k + 1]));
        Some(([a.0, b.0], [a.1, b.1]))
    };
    let fragments = Fragments::cut(&grid, &values, 1_000_000).unwrap();
    let mut image = vec![0.0; 400];
    fragments.push_forward(
        0..masses.len(),
        &grid.widths,
        &masses,
        &edge.of(&masses),
        1.0,
        &mut image,
    );
    assert_close(image.iter().sum(), 1.0, 1e-13, "mass");
    let at = EdgeDensity::new(&grid).of(&image);
    for y in [0.1, 0.35, 0.6, 0.85] {
        let r = (0.25_f64 - y / 3.6).sqrt();
        let exact = (cdf(0.5 - r) + total - cdf(0.5 + r)) / total;
        assert_close(
            cumulative(&grid, &at, &image, y),
            exact,
            1e-7,
            "distribution function of the image",
        );
    }
}

#[test]
fn a_map_that_leaves_is_mirrored_at_both_walls_again_and_again() {
    let grid = Grid::of_edges((0..=64).map(|i| f64::from(i) / 64.0).collect());
    let masses = vec![1.0 / 64.0; 64];
    // W → 7W − 3 stretches the domain over seven copies of itself.
    let values =
        |k: usize| Some(([7.0 * grid.edges[k] - 3.0, 7.0 * grid.edges[k + 1] - 3.0], [7.0, 7.0]));
    let fragments = Fragments::cut(&grid, &values, 1_000_000).unwrap();
    let mut image = vec![0.0; 64];
    let edge = EdgeDensity::new(&grid).of(&masses);
    fragments.push_forward(0..masses.len(), &grid.widths, &masses, &edge, 1.0, &mut image);
    for m in image {
        assert_close(m, 1.0 / 64.0, 1e-13, "an even density stays even");
    }
    let far = |_: usize| Some(([0.0, 1e9], [0.0, 0.0]));
    assert!(Fragments::cut(&grid, &far, 1_000_000).is_none());
}

#[test]
fn a_grid_begins_and_ends_at_exactly_the_walls() {
    let landscape = Landscape::new(&Spec::pit()).unwrap();
    for i in 0..400 {
        let from = -5.0 + 0.0137 * f64::from(i);
        let to = from + 0.1 + 0.031 * f64::from(i);
        let grid = Grid::new(&landscape, [from, to], 64).unwrap();
        assert_eq!(grid.domain(), [from, to]);
    }
}
