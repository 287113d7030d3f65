//! Where drift outruns noise: the current along its characteristics.
//!
//! Upwinding smears: it adds the diffusion |b|h/2. In long stretches where the
//! true D is far smaller ([`super::stretch`]), mass is moved instead by the map that it
//! follows ([`super::paths`]), W to the end x(τ) of its drift, and spread by the variance v
//! that the noise of the way adds, v′ = 2D(x) + 2b′(x)v: as heat ([`super::heat`]) in a
//! stretch where that is somewhere wider than a cell, elsewhere by Gauss & Hermite's three
//! points. The map is applied by [`crate::line::remap`], of fourth order and without any
//! limit on the step. A semi-Lagrangian scheme in conservative form (compare Lin & Rood
//! 1996); by linearity nothing is lost when the rest of the mass is left to the faces.

use crate::line::current::heat::Heat;
use crate::line::current::stretch::{Followed, Noise, runs};
use crate::line::edge_density::{EdgeDensity, larger};
use crate::line::grid::Grid;
use crate::line::remap::Fragments;
use std::ops::Range;

/// The map of one sub-step and the mass that follows it.
#[derive(Clone, Debug)]
pub struct Transport {
    followed: Followed,
    /// The runs of cells in which anything follows it.
    cells: Vec<Range<usize>>,
    /// The maps with their weights: one of the cells without noise, three of those with it.
    maps: Vec<(f64, Fragments)>,
    /// The runs of cells whose noise is spread as heat.
    wide: Vec<Range<usize>>,
    /// The map of these.
    landed: Fragments,
    /// What spreads what lands, one run after another.
    heat: Heat,
    edge_density: EdgeDensity,
    widths: Vec<f64>,
    buffer: Vec<f64>,
}

impl Transport {
    /// Prepares the maps of what is followed.
    pub fn new(followed: Followed, grid: &Grid) -> Self {
        let n = grid.cells();
        let Followed { ends, noises, .. } = &followed;
        let follows = |k: usize| followed.follows(k);
        let root = 3.0_f64.sqrt();
        let map = |sign: f64, with: Noise| {
            let value = |i: usize| ends[i].at + sign * ends[i].noise();
            let secant = |k: usize| (value(k + 1) - value(k)) / grid.widths[k];
            // Characteristics do not cross; where a cell cannot show how steeply they
            // part, the cubic must still stay between its ends (Fritsch & Carlson 1980).
            let slope = |i: usize, k: usize| {
                let steepest = 3.0 * secant(k).max(0.0);
                let (a, b) = (i.saturating_sub(1), (i + 1).min(n));
                let noise = (ends[b].noise() - ends[a].noise()) / (grid.edges[b] - grid.edges[a]);
                (ends[i].slope + sign * noise).max(0.0).min(steepest)
            };
            let cell = |k: usize| {
                (follows(k) && noises[k] == with)
                    .then(|| ([value(k), value(k + 1)], [slope(k, k), slope(k + 1, k)]))
            };
            // A drift that ends within the walls never reaches beyond the limits of a cut.
            Fragments::cut(grid, &cell, usize::MAX).unwrap_or_default()
        };
        let mut maps = vec![(1.0, map(0.0, Noise::None))];
        if noises.contains(&Noise::Narrow) {
            // Gauss & Hermite's rule: the first five moments of the normal.
            maps.extend(
                [(-root, 1.0 / 6.0), (0.0, 2.0 / 3.0), (root, 1.0 / 6.0)]
                    .map(|(sign, weight)| (weight, map(sign, Noise::Narrow))),
            );
        }
        let cells = runs(&mut (0..n).filter(|k| follows(*k)));
        let wide = runs(&mut (0..n).filter(|k| noises[*k] == Noise::Wide));
        let landings = |run: &Range<usize>| {
            ends[run.start..=run.end].iter().map(|l| (l.at, l.variance)).collect()
        };
        let heat = Heat::new(grid, &wide.iter().map(landings).collect::<Vec<_>>());
        let landed = map(0.0, Noise::Wide);
        let (widths, buffer) = (grid.widths.clone(), vec![0.0; n]);
        let edge_density = EdgeDensity::new(grid);
        Self { followed, cells, maps, wide, landed, heat, edge_density, widths, buffer }
    }

    /// For each of the N + 1 edges, the part (0…1) of the density there that has come by the map.
    pub fn arrivals(&self, grid: &Grid) -> Vec<f64> {
        self.followed.arrivals(grid)
    }

    /// Takes what follows the map out of the cell masses, leaving at least `floor` in each cell.
    /// `moved` is overwritten with these masses where they land.
    pub fn take(&mut self, masses: &mut [f64], floor: f64, moved: &mut [f64]) {
        let n = masses.len();
        let mut edge_density = vec![0.0; n + 1];
        let mut following = vec![0.0; n];
        for cells in &self.cells {
            self.edge_density.fill(cells.clone(), masses, &mut edge_density);
        }
        for k in self.cells.iter().cloned().flatten() {
            following[k] = self.followed.part_of(k) * masses[k];
            masses[k] = larger(masses[k] - following[k], floor);
        }
        for (p, part) in edge_density.iter_mut().zip(&self.followed.part) {
            *p *= part;
        }
        let push = |map: &Fragments, cells: Range<usize>, weight: f64, to: &mut [f64]| {
            map.push_forward(cells, &self.widths, &following, &edge_density, weight, to);
        };
        moved.fill(0.0);
        for (weight, map) in &self.maps {
            push(map, 0..n, *weight, moved);
        }
        for (i, cells) in self.wide.iter().enumerate() {
            self.buffer.fill(0.0);
            push(&self.landed, cells.clone(), 1.0, &mut self.buffer);
            self.heat.spread(i, &mut self.buffer);
            for (m, landed) in moved.iter_mut().zip(&self.buffer) {
                *m += landed;
            }
        }
    }
}
