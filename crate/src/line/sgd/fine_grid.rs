//! The grid on which SGD's passage times are solved: its own, for it has to follow the
//! visits, not the gradients.
//!
//! Against the slope the visits fall like e^{−V/T}, by a factor e within T/θ, which is no
//! longer than a few of SGD's steps ([`crate::line::energy`]). How they run is known
//! beforehand up to a factor of order 1: as those of a current that has SGD's own exponent θ/T
//! in place of 2BG/(TS²). From that follows how wide a cell may be anywhere.

use crate::landscape::Landscape;
use crate::line::energy::theta;
use crate::line::escape::log_add;
use crate::line::grid::Grid;
use crate::line::sgd::elimination::Scaled;
use crate::line::sgd::rule::{Batch, Step};
use crate::scenario::Scenario;

/// ln of the time may be off by this because of the cells' width.
const ERROR: f64 = 2e-4;
/// Change of ln of the visits within a cell, at most.
const MOST_CHANGE: f64 = 0.35;
/// Widest cell where SGD moves against the slope, in SGD's steps.
const STEPS_WIDE: f64 = 0.8;
/// Widest cell at the goal, where the visits end in a jump, in SGD's steps.
const STEPS_AT_GOAL: f64 = 0.25;
/// Growth of a cell's width with the distance.
const GROWTH: f64 = 0.2;
/// Most parts into which a cell of the scenario's grid is divided.
const MOST_PARTS: f64 = 32.0;
/// Cells behind the start that are visited e^{−SELDOM} times as often as the rest do not count.
const SELDOM: f64 = 16.0;
/// SGD climbs where ln of the visits changes by more than this across a cell of the scenario's grid.
const CLIMBS: f64 = 0.02;
/// Larger changes of ln of the visits across such a cell are taken as this one.
const CLIFF: f64 = 40.0;
/// Gradients computed to find θ.
const MOST_GRADIENTS: usize = 1 << 18;

/// The way to a goal, with the widths its cells should have.
#[derive(Clone, Debug)]
pub struct FineGrid {
    /// The scenario's edges between the wall behind the start and the goal.
    edges: Vec<f64>,
    /// For each cell between these edges, into how many parts it is to be divided; below 1 if it is
    /// to be merged with others.
    parts: Vec<f64>,
    /// Edges, by number, that must stay.
    fixed: Vec<usize>,
    /// ln of the visits per length that are expected at the middle of each cell, up to a constant.
    log_visits: Vec<f64>,
}

impl FineGrid {
    /// Looks at the way from `from` to `to` on the scenario's grid. `singles` are the batches
    /// of one datapoint.
    pub fn new(
        scenario: &Scenario,
        landscape: &Landscape,
        grid: &Grid,
        step: &Step,
        singles: &[Batch],
        [from, to]: [f64; 2],
    ) -> Self {
        let rightwards = to > from;
        let at = grid.edges.partition_point(|e| *e < to);
        let mut edges = grid.edges.clone();
        if edges[at] != to {
            edges.insert(at, to);
        }
        let edges = if rightwards { edges[..=at].to_vec() } else { edges[at..].to_vec() };
        let way = Grid::of_edges(edges);
        let pull = Pull::along(scenario, landscape, &way, step, singles, rightwards);
        let mut log_visits = pull.log_visits(if rightwards {
            way.cell_of(from)
        } else {
            way.cells() - 1 - way.cell_of(from)
        });
        let mut parts = pull.parts(&log_visits, way.cell_of(from), rightwards);
        if !rightwards {
            log_visits.reverse();
            parts.reverse();
        }
        let fixed = fixed(landscape, &way.edges);
        Self { edges: way.edges, parts, fixed, log_visits }
    }

    /// The number of cells it should have.
    pub fn cells(&self) -> f64 {
        self.parts.iter().sum()
    }

    /// The grid with about so many cells instead.
    pub fn with_cells(&self, cells: f64) -> Grid {
        let scale = cells / self.cells();
        let mut edges = vec![self.edges[0]];
        for ends in self.fixed.windows(2) {
            let parts = &self.parts[ends[0]..ends[1]];
            let total: f64 = parts.iter().sum();
            let count = (total * scale).round().max(1.0);
            let (mut k, mut before) = (0, 0.0);
            for i in 1..count as usize {
                let target = total * i as f64 / count;
                while k + 1 < parts.len() && before + parts[k] < target {
                    before += parts[k];
                    k += 1;
                }
                let (left, right) = (self.edges[ends[0] + k], self.edges[ends[0] + k + 1]);
                let x = ((target - before) / parts[k]).max(0.0).min(1.0);
                edges.push(left + x * (right - left));
            }
            edges.push(self.edges[ends[1]]);
        }
        // Walls may be as near to one another as two numbers can be.
        edges.dedup_by(|next, last| *next <= *last);
        Grid::of_edges(edges)
    }

    /// The visits expected of the cells of such a grid.
    pub fn expected(&self, grid: &Grid) -> Vec<Scaled> {
        spread(&Grid::of_edges(self.edges.clone()), &self.log_visits, grid)
    }
}

/// The masses on `grid` of a density given by its logarithm at the centres of `known`.
pub fn spread(known: &Grid, log_density: &[f64], grid: &Grid) -> Vec<Scaled> {
    let mut k = 0;
    let mass = |(w, h): (&f64, &f64)| {
        while k + 1 < known.cells() && known.centres[k + 1] <= *w {
            k += 1;
        }
        let next = (k + 1).min(known.cells() - 1);
        let (a, b) = (log_density[k], log_density[next]);
        let x = (w - known.centres[k]) / (known.centres[next] - known.centres[k]);
        let between = a + x.max(0.0).min(1.0) * (b - a);
        Scaled::exp(h.ln() + if between.is_finite() { between } else { a })
    };
    grid.centres.iter().zip(&grid.widths).map(mass).collect()
}

/// What moves SGD in each cell of the way, numbered from the wall to the goal.
#[derive(Clone, Debug)]
struct Pull {
    widths: Vec<f64>,
    /// θ/T, the rate at which the visits fall towards the goal where they must climb, 1/W.
    rate: Vec<f64>,
    /// Mean step, W, without its sign.
    drift: Vec<f64>,
    /// Standard deviation of a step, W.
    spread: Vec<f64>,
}

impl Pull {
    fn along(
        scenario: &Scenario,
        landscape: &Landscape,
        way: &Grid,
        step: &Step,
        singles: &[Batch],
        rightwards: bool,
    ) -> Self {
        let cost = singles.len() * step.gradients() * way.cells();
        let stride = cost.div_ceil(MOST_GRADIENTS);
        let (n, size) = (singles.len() as f64, scenario.batch_size as f64);
        let mut pull = Self {
            widths: way.widths.clone(),
            rate: Vec::new(),
            drift: Vec::new(),
            spread: Vec::new(),
        };
        for block in way.centres.chunks(stride) {
            let w = block[block.len() / 2];
            // Away from the goal is up.
            let along = if rightwards { 1.0 } else { -1.0 };
            let moves: Vec<f64> =
                singles.iter().map(|one| along * (w - step.image(landscape, one, w).0)).collect();
            let mean = moves.iter().sum::<f64>() / n;
            let variance = moves.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n * size);
            for _ in block {
                pull.rate.push(size * theta(&moves));
                pull.drift.push(mean.abs());
                pull.spread.push(variance.sqrt());
            }
        }
        if !rightwards {
            for list in [&mut pull.widths, &mut pull.rate, &mut pull.drift, &mut pull.spread] {
                list.reverse();
            }
        }
        pull
    }

    /// ln y = −V/T − ln D + ln ∫ e^{V/T} from the later of here and the start to the goal,
    /// the flux of one step to the goal (Gardiner 2009, eq. 5.5.24), with the D that makes it
    /// 1/|drift| downhill.
    fn log_visits(&self, start: usize) -> Vec<f64> {
        let cells = self.widths.len();
        let change: Vec<f64> =
            (0..cells).map(|k| (self.rate[k] * self.widths[k]).max(-CLIFF).min(CLIFF)).collect();
        let log_d = |k: usize| {
            let rate = change[k].abs() / self.widths[k];
            let half = 0.5 * self.spread[k] * self.spread[k];
            let d = if change[k].abs() > 1e-6 { self.drift[k] / rate } else { half };
            d.max(1e-300).ln()
        };
        // ∫ e^{V/T} across a part of a cell, V counted from its beginning.
        let across = |k: usize, part: f64| {
            let a = part * change[k];
            let mean = if a.abs() < 1e-8 { 1.0 } else { a.exp_m1() / a };
            (part * self.widths[k] * mean).ln()
        };
        let mut out = vec![0.0; cells];
        let mut ahead = f64::NEG_INFINITY;
        for k in (0..cells).rev() {
            let half = 0.5 * change[k];
            if k >= start {
                out[k] = log_add(across(k, 0.5), half + ahead) - log_d(k);
                ahead = log_add(across(k, 1.0), change[k] + ahead);
            } else {
                // Nothing flows: it only balances what is at the start.
                out[k] = ahead + half - log_d(k);
                ahead += change[k];
            }
        }
        out
    }

    /// In how many parts each cell is to be divided.
    fn parts(&self, log_visits: &[f64], start: usize, rightwards: bool) -> Vec<f64> {
        let cells = self.widths.len();
        let start = if rightwards { start } else { cells - 1 - start };
        let most = log_visits.iter().fold(f64::NEG_INFINITY, |m, v| m.max(*v));
        let first = log_visits.iter().position(|v| *v > most - SELDOM).unwrap_or(0).min(start);
        let gap = |k: usize| 0.5 * (self.widths[k] + self.widths[k + 1]);
        let slope = |k: usize| (log_visits[k + 1] - log_visits[k]) / gap(k);
        let slopes: Vec<[f64; 2]> = (0..cells)
            .map(|k| {
                let (before, behind) = (k > 0, k + 1 < cells);
                let left = if before {
                    slope(k - 1)
                } else if behind {
                    slope(k)
                } else {
                    0.0
                };
                [left, if behind { slope(k) } else { left }]
            })
            .collect();
        // How fast ln y or its slope changes, 1/W.
        let pace = |k: usize| {
            let [l, r] = slopes[k];
            (l * l).max(r * r).max((r - l).abs() / self.widths[k]).sqrt()
        };
        let total: f64 = (first..cells).map(|k| pace(k) * self.widths[k]).sum();
        let share = ERROR / total.max(1.0);
        let mut wide: Vec<f64> = (0..cells)
            .map(|k| {
                let (h, s) = (self.widths[k], self.spread[k]);
                if k < first {
                    return h;
                }
                let pace = pace(k).max(1e-300);
                // A cubic's error of a step that is short against the cell counts as (hκ)²/12
                // of the rate κ, of one that is not as (hκ)² (h/s)²/192.
                let short = (12.0 * share).sqrt() / pace;
                let long = (192.0 * share * s * s / (pace * pace)).sqrt().sqrt();
                let mut wide = short.max(long).min(MOST_CHANGE / pace);
                if slopes[k][0].abs().max(slopes[k][1].abs()) * h > CLIMBS {
                    wide = wide.min(STEPS_WIDE * s);
                }
                wide.min(h).max(h / MOST_PARTS)
            })
            .collect();
        let last = cells - 1;
        let at_goal = STEPS_AT_GOAL * self.spread[last];
        if -slopes[last][1] * at_goal > CLIMBS * STEPS_AT_GOAL {
            wide[last] = wide[last].min(at_goal).max(self.widths[last] / MOST_PARTS);
        }
        for k in (0..last).rev() {
            wide[k] = wide[k].min(wide[k + 1] + GROWTH * gap(k));
        }
        for k in 1..cells {
            wide[k] = wide[k].min(wide[k - 1] + GROWTH * gap(k - 1));
        }
        self.widths.iter().zip(&wide).map(|(h, wide)| (h / wide).min(MOST_PARTS).max(1.0)).collect()
    }
}

/// The edges, by number, on breaks of the gradients and on points that nothing passes, and
/// both ends.
fn fixed(landscape: &Landscape, edges: &[f64]) -> Vec<usize> {
    let last = edges.len() - 1;
    let moments: Vec<_> = edges.iter().map(|w| landscape.moments(*w)).collect();
    (0..=last)
        .filter(|f| {
            let inner = *f > 0 && *f < last;
            !inner
                || landscape.breaks().contains(&edges[*f])
                || moments[*f].is_wall(&moments[f - 1], &moments[f + 1])
        })
        .collect()
}
