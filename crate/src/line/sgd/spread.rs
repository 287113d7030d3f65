//! Mass spread by normals that are wider than the cells it comes from, at a cost that does
//! not grow with how many cells they cover.
//!
//! What normals of standard deviation σ or more add up to is smooth on the scale σ: it is
//! known from its values at nodes a quarter of σ apart, through which a quintic spline goes
//! (Unser 1999), exact to 2·10⁻⁷ even of a single normal. The nodes form levels, each
//! with half the spacing of the one before; every normal is added up on the level that
//! suits it, by a recurrence of two products for a node (Greengard & Lee 2004), and the
//! integral of the spline over each cell is its mass. Nodes mirror at the walls as cells do.

use crate::line::grid::Grid;
use crate::line::remap::larger;
use crate::line::sgd::rule::reflect;
use crate::order::ranked;
use std::f64::consts::TAU;

/// Standard deviations covered on either side: beyond lie 4·10⁻¹¹ of a normal.
const CUT: f64 = 6.5;
/// Nodes for each standard deviation, at least; less than twice as many.
const PER_SD: f64 = 4.0;
/// Of a normal wider than so many domains nothing is left but evenness, to 5·10⁻⁹.
const EVEN: f64 = 2.0;
/// Nodes of the coarsest level between the walls, as a power of two,
const COARSEST: i32 = 3;
/// and of the finest.
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
    normals: Vec<Placed>,
    runs: Vec<Run>,
}

/// A normal on the nodes of a run.
#[derive(Clone, Copy, Debug)]
struct Placed {
    run: u32,
    /// Whether all its nodes lie between the walls. Its first one is then counted from the
    /// first of the run, else as the run counts its own.
    within: bool,
    first: i64,
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
    /// Prepares the normals on a grid.
    pub fn new(normals: &[Normal], grid: &Grid) -> Self {
        let [from, to] = grid.domain();
        let length = to - from;
        // For each normal its level and its nodes, as they lie on the endless line.
        let mut reach = Vec::with_capacity(normals.len());
        let mut placed = Vec::with_capacity(normals.len());
        for normal in normals {
            let sd = normal.sd.min(EVEN * length);
            let level = ((PER_SD * length / sd).log2().ceil() as i32).max(COARSEST).min(FINEST);
            let spacing = length / 2.0_f64.powi(level);
            // Mirrored at the walls, both normals are the same.
            let mean = (reflect(normal.mean, [from, to]) - from) / spacing;
            let d = spacing / sd;
            let first = (mean - CUT / d - 0.5).ceil() as i64;
            let last = (mean + CUT / d - 0.5).floor() as i64;
            let u = (first as f64 + 0.5 - mean) * d;
            placed.push(Placed {
                run: 0,
                within: first >= 0 && last < 1 << level,
                first,
                nodes: (last - first + 1).max(0) as u32,
                value: (-0.5 * u * u).exp() / (sd * TAU.sqrt()),
                ratio: (-d * (u + 0.5 * d)).exp(),
                change: (-d * d).exp(),
            });
            reach.push((level, folded(first, last, 1 << level)));
        }
        // By level, and on a level from the left: nodes are counted from 0 to 2⁴⁰.
        let key = |&(level, (low, _)): &(i32, (i64, i64))| ((level as u64) << 41) + low as u64;
        let order = ranked(reach.iter().map(key));
        let mut runs: Vec<Run> = Vec::new();
        for i in order {
            let (level, (low, high)) = reach[i];
            match runs.last_mut() {
                Some(run) if run.level == level && low <= run.end + 2 * MARGIN => {
                    run.end = run.end.max(high + 1);
                }
                _ => runs.push(Run { level, first: low, end: high + 1, values: Vec::new() }),
            }
            placed[i].run = runs.len() as u32 - 1;
        }
        for run in &mut runs {
            run.first -= MARGIN;
            run.end += MARGIN;
            run.values = vec![0.0; (run.end - run.first) as usize];
        }
        for p in &mut placed {
            let run = &runs[p.run as usize];
            if p.within {
                p.first -= run.first;
            }
        }
        Self { normals: placed, runs }
    }

    /// Begins a step.
    pub fn clear(&mut self) {
        for run in &mut self.runs {
            run.values.fill(0.0);
        }
    }

    /// Adds a mass, spread by the normal number `i`.
    #[inline]
    pub fn add(&mut self, i: usize, mass: f64) {
        let p = &self.normals[i];
        let run = &mut self.runs[p.run as usize];
        let (mut g, mut r) = (mass * p.value, p.ratio);
        if p.within {
            let first = p.first as usize;
            let values = &mut run.values[first..first + p.nodes as usize];
            // Four nodes at a time, side by side.
            let (c, r0) = (p.change, r);
            let (g1, r1) = (g * r0, r0 * c);
            let (g2, r2) = (g1 * r1, r1 * c);
            let (g3, r3) = (g2 * r2, r2 * c);
            let c2 = c * c;
            let c4 = c2 * c2;
            let c16 = c4 * c4 * c4 * c4;
            let mut lanes = [g, g1, g2, g3];
            // From each node to the fourth after it.
            let four = r0 * r1 * r2 * r3;
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
            return;
        }
        for node in p.first..p.first + i64::from(p.nodes) {
            run.values[(fold(node, 1 << run.level) - run.first) as usize] += g;
            g *= r;
            r *= p.change;
        }
    }

    /// Adds what has come together to the cells.
    pub fn collect(&mut self, grid: &Grid, image: &mut [f64]) {
        for run in &mut self.runs {
            run.collect(grid, image);
        }
    }
}

/// Node `i` mirrored at the walls, between which there are `n`.
fn fold(i: i64, n: i64) -> i64 {
    let i = i.rem_euclid(2 * n);
    if i < n { i } else { 2 * n - 1 - i }
}

/// The lowest and the highest of the nodes between the walls that others are mirrored to.
fn folded(first: i64, last: i64, n: i64) -> (i64, i64) {
    if last - first >= n {
        return (0, n - 1);
    }
    let (a, b) = (fold(first, n), fold(last, n));
    let (mut low, mut high) = (a.min(b), a.max(b));
    if first.div_euclid(n) != last.div_euclid(n) {
        // One wall is met: the left one if an even multiple of the domain lies in between.
        if last.div_euclid(n) % 2 == 0 { low = 0 } else { high = n - 1 }
    }
    (low, high)
}

impl Run {
    fn collect(&mut self, grid: &Grid, image: &mut [f64]) {
        let [from, to] = grid.domain();
        let n = 1_i64 << self.level;
        let spacing = (to - from) / n as f64;
        // Beyond a wall stands the mirror image.
        for i in self.first..self.end {
            if (i < 0 || i >= n) && (self.first..self.end).contains(&fold(i, n)) {
                self.values[(i - self.first) as usize] =
                    self.values[(fold(i, n) - self.first) as usize];
            }
        }
        let f = &self.values;
        let c = quintic(f);
        let position = |i: usize| from + (self.first as f64 + i as f64 + 0.5) * spacing;
        let mut cell = grid.cell_of(position(2));
        for i in 2..f.len() - 3 {
            let (low, high) = (position(i).max(from), position(i + 1).min(to));
            if high <= low {
                continue;
            }
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
            let at = |w: f64| (w - position(i)) / spacing;
            let mut before = if low > position(i) { upto(at(low)) } else { 0.0 };
            while cell + 1 < image.len() && grid.edges[cell + 1] < high {
                if grid.edges[cell + 1] > low {
                    let here = upto(at(grid.edges[cell + 1]));
                    image[cell] += larger(spacing * (here - before), 0.0);
                    before = here;
                }
                cell += 1;
            }
            let here = if high < position(i + 1) { upto(at(high)) } else { upto(1.0) };
            image[cell] += larger(spacing * (here - before), 0.0);
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
