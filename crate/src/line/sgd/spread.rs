//! Mass spread by normals that are wider than the cells it comes from, at a cost that does
//! not grow with how many cells they cover.
//!
//! What normals of standard deviation σ or more add up to is smooth on the scale σ: it is
//! known from its values at nodes a quarter of σ apart, through which a quintic spline goes
//! (Unser 1999), exact to 2·10⁻⁷ even of a single normal. The nodes form levels, each
//! with half the spacing of the one before; every normal is added up on the level that
//! suits it, by a recurrence of two products for a node (Greengard & Lee 2004), and the
//! integral of the spline over each cell is its mass, also over the cells beyond the walls, which
//! are images of those between them, or have been absorbed.

use crate::line::edge_density::larger;
use crate::line::grid::Grid;
use crate::line::unfolded::Unfolded;
use crate::order::ranked;
use crate::walls::{Fate, Side};
use std::f64::consts::TAU;

/// Standard deviations covered on either side: beyond lie 4·10⁻¹¹ of a normal.
const CUT: f64 = 6.5;
/// Nodes for each standard deviation, at least; less than twice as many.
const PER_SD: f64 = 4.0;
/// Between walls that absorb nothing, a normal whose sd is more than this many domains is even to
/// 5·10⁻⁹.
const EVEN: f64 = 2.0;
/// Between walls that absorb, a normal whose sd is more than this many domains cannot be followed.
const WIDEST: f64 = 100.0;
/// log₂ of the number of nodes between the walls on the coarsest level.
const COARSEST: i32 = 3;
/// log₂ of the number of nodes between the walls on the finest level.
const FINEST: i32 = 40;
/// Empty nodes kept on both sides of a run: the filter of the spline forgets by 0.43 for each.
const MARGIN: i64 = 20;

/// A normal that a part of the mass is spread by.
#[derive(Clone, Copy, Debug)]
pub struct Normal {
    /// Where its middle lies, W.
    pub mean: f64,
    /// Its standard deviation, W.
    pub sd: f64,
}

/// How normals are added up.
#[derive(Clone, Debug)]
pub struct Spread {
    normals: Vec<Result<Placed, Side>>,
    runs: Vec<Run>,
    /// What the walls have absorbed of the normals that lie beyond them.
    absorbed: [f64; 2],
}

/// A normal on the nodes of a run, or all of it beyond a wall that absorbs.
#[derive(Clone, Copy, Debug)]
struct Placed {
    run: u32,
    /// Counted from the first node of the run.
    first: u32,
    nodes: u32,
    /// Its value at the first node for a mass of 1, the ratio of the second to the first,
    /// and how the ratio changes from node to node.
    value: f64,
    ratio: f64,
    change: f64,
}

/// Neighbouring nodes of a level, in use together.
#[derive(Clone, Debug)]
struct Run {
    /// log₂ of the number of nodes between the walls.
    level: i32,
    /// Numbers of the first node and of the one behind the last; node i lies i + ½ spacings
    /// from the left wall.
    first: i64,
    end: i64,
    values: Vec<f64>,
}

impl Spread {
    /// Prepares the normals on a grid; `None` if walls absorb and one is too wide.
    pub fn new(normals: &[Normal], grid: &Grid) -> Option<Self> {
        let [from, to] = grid.domain();
        let length = to - from;
        let absorbs = grid.walls.absorbing().next().is_some();
        // For each normal its level and its nodes, as they lie on the endless line.
        let mut reach = Vec::with_capacity(normals.len());
        let mut placed = Vec::with_capacity(normals.len());
        for normal in normals {
            if absorbs && !(normal.sd < WIDEST * length) {
                return None;
            }
            let sd = if absorbs { normal.sd } else { normal.sd.min(EVEN * length) };
            let level = ((PER_SD * length / sd).log2().ceil() as i32).max(COARSEST).min(FINEST);
            let spacing = length / 2.0_f64.powi(level);
            // Turned back at the walls, both normals are the same.
            let mean = match grid.walls.land(normal.mean, [from, to]) {
                Fate::Stands(mean) => mean,
                Fate::Absorbed(side) => {
                    // Its tail may reach the domain, perhaps where it is mirrored.
                    let reach = CUT * sd;
                    let near = |mean: f64| from - reach < mean && mean < to + reach;
                    let mirrored = [from, to].map(|wall| 2.0 * wall - normal.mean);
                    if !near(normal.mean) && !mirrored.into_iter().any(near) {
                        placed.push(Err(side));
                        continue;
                    }
                    normal.mean
                }
            };
            let mean = (mean - from) / spacing;
            let d = spacing / sd;
            let first = (mean - CUT / d - 0.5).ceil() as i64;
            let last = (mean + CUT / d - 0.5).floor() as i64;
            let u = (first as f64 + 0.5 - mean) * d;
            reach.push((level, (first, last), placed.len()));
            placed.push(Ok(Placed {
                run: 0,
                first: 0,
                nodes: (last - first + 1).max(0) as u32,
                value: (-0.5 * u * u).exp() / (sd * TAU.sqrt()),
                ratio: (-d * (u + 0.5 * d)).exp(),
                change: (-d * d).exp(),
            }));
        }
        // By level, and on a level from the left: within 2⁴¹ nodes of the left wall.
        let key = |&(level, (first, _), _): &(i32, (i64, i64), usize)| {
            ((level as u64) << 43) + (first + (1 << 42)) as u64
        };
        let order = ranked(reach.iter().map(key));
        let mut runs: Vec<Run> = Vec::new();
        for i in order {
            let (level, (first, last), normal) = reach[i];
            match runs.last_mut() {
                Some(run) if run.level == level && first <= run.end + 2 * MARGIN => {
                    run.end = run.end.max(last + 1);
                }
                _ => {
                    runs.push(Run {
                        level,
                        first: first - MARGIN,
                        end: last + 1,
                        values: Vec::new(),
                    });
                }
            }
            if let (Ok(placed), Some(run)) = (&mut placed[normal], runs.last()) {
                placed.run = runs.len() as u32 - 1;
                placed.first = (first - run.first) as u32;
            }
        }
        for run in &mut runs {
            run.end += MARGIN;
            run.values = vec![0.0; (run.end - run.first) as usize];
        }
        Some(Self { normals: placed, runs, absorbed: [0.0; 2] })
    }

    /// Begins a step.
    pub fn clear(&mut self) {
        self.absorbed = [0.0; 2];
        for run in &mut self.runs {
            run.values.fill(0.0);
        }
    }

    /// Adds a mass, spread by the normal number `i`.
    #[inline]
    pub fn add(&mut self, i: usize, mass: f64) {
        let p = match &self.normals[i] {
            Ok(placed) => placed,
            Err(side) => {
                self.absorbed[*side as usize] += mass;
                return;
            }
        };
        let first = p.first as usize;
        let values = &mut self.runs[p.run as usize].values[first..first + p.nodes as usize];
        // Four nodes at a time, side by side.
        let (g, r, c) = (mass * p.value, p.ratio, p.change);
        let (g1, r1) = (g * r, r * c);
        let (g2, r2) = (g1 * r1, r1 * c);
        let (g3, r3) = (g2 * r2, r2 * c);
        let c2 = c * c;
        let c4 = c2 * c2;
        let c16 = c4 * c4 * c4 * c4;
        let mut lanes = [g, g1, g2, g3];
        // From each node to the fourth after it.
        let four = r * r1 * r2 * r3;
        let mut ratios = [four, four * c4, four * c4 * c4, four * c4 * c4 * c4];
        let mut chunks = values.chunks_exact_mut(4);
        for chunk in &mut chunks {
            for k in 0..4 {
                chunk[k] += lanes[k];
                lanes[k] *= ratios[k];
                ratios[k] *= c16;
            }
        }
        for (value, lane) in chunks.into_remainder().iter_mut().zip(lanes) {
            *value += lane;
        }
    }

    /// Adds the spread masses to `image`: the cells, and behind them what each wall absorbs.
    pub fn collect(&mut self, grid: &Grid, image: &mut [f64]) {
        for run in &self.runs {
            run.collect(grid, image);
        }
        for (image, absorbed) in image[grid.cells()..].iter_mut().zip(self.absorbed) {
            *image += absorbed;
        }
    }
}

impl Run {
    fn collect(&self, grid: &Grid, image: &mut [f64]) {
        let [from, to] = grid.domain();
        let spacing = (to - from) / 2.0_f64.powi(self.level);
        let f = &self.values;
        let c = quintic(f);
        let position = |i: usize| from + (self.first as f64 + i as f64 + 0.5) * spacing;
        let unfolded = Unfolded { grid };
        let mut cell = unfolded.place(position(2), true);
        for i in 2..f.len() - 3 {
            let (low, high) = (position(i), position(i + 1));
            // The spline between two nodes, in powers of the way x ∈ [0, 1], integrated.
            let [a, b, m, p, q, r] = [c[i - 2], c[i - 1], c[i], c[i + 1], c[i + 2], c[i + 3]];
            let k = [
                f[i],
                (q - a + 10.0 * (p - b)) / 48.0,
                (a + q + 2.0 * (b + p) - 6.0 * m) / 36.0,
                (q - a - 2.0 * (p - b)) / 48.0,
                (a + q - 4.0 * (b + p) + 6.0 * m) / 120.0,
                (r - a + 5.0 * (b - q) + 10.0 * (p - m)) / 720.0,
            ];
            let upto =
                |x: f64| x * (k[0] + x * (k[1] + x * (k[2] + x * (k[3] + x * (k[4] + x * k[5])))));
            let mut before = 0.0;
            loop {
                let end = unfolded.edge(cell + 1);
                if !(end < high) {
                    break;
                }
                let here = upto((end - low) / spacing);
                image[unfolded.cell(cell)] += larger(spacing * (here - before), 0.0);
                before = here;
                cell += 1;
            }
            image[unfolded.cell(cell)] += larger(spacing * (upto(1.0) - before), 0.0);
        }
    }
}

/// The coefficients of the quintic spline through values that vanish at both ends: two
/// recursive filters, forth and back (Unser 1999, table 1).
fn quintic(values: &[f64]) -> Vec<f64> {
    let poles = [
        ((135.0_f64 / 2.0) - (17745.0_f64 / 4.0).sqrt()).sqrt() + (105.0_f64 / 4.0).sqrt()
            - 13.0 / 2.0,
        ((135.0_f64 / 2.0) + (17745.0_f64 / 4.0).sqrt()).sqrt()
            - (105.0_f64 / 4.0).sqrt()
            - 13.0 / 2.0,
    ];
    let gain: f64 = poles.iter().map(|z| (1.0 - z) * (1.0 - 1.0 / z)).product();
    let mut c: Vec<f64> = values.iter().map(|v| gain * v).collect();
    for z in poles {
        // Beyond the ends the values stay what they are there.
        let mut state = c[0] / (1.0 - z);
        for x in &mut c {
            state = *x + z * state;
            *x = state;
        }
        let mut state = c[c.len() - 1] / (1.0 - z);
        // c⁺ at the end of a constant: (its last value) · −z/(1 − z).
        state *= -z;
        let last = c.len() - 1;
        c[last] = state;
        for x in c[..last].iter_mut().rev() {
            state = z * (state - *x);
            *x = state;
        }
    }
    c
}
