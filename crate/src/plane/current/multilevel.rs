//! The end state of the chain: masses x ≥ 0 with Ax = 0, by multilevel aggregation
//! (Horton & Leutenegger 1994; De Sterck et al. 2010).
//!
//! A cycle smooths x by Gauss–Seidel, adds up neighbouring cells to a chain of a quarter
//! of the size whose rates are those of the cells weighted by x, solves that one likewise,
//! and scales each aggregate of cells by what it got there. Then the basins are brought to balance
//! ([`super::basins`]), which aggregates that lie across barriers do not do. Everything stays positive. The
//! cycles are sped up by Anderson's mixing (1965) of the logarithms of the last iterates.

use crate::plane::current::basins;
use crate::plane::current::chain::Chain;
use crate::plane::current::mixing::Mixing;

/// A chain of at most this many cells is solved directly.
const DIRECT: usize = 48;
/// Most cycles; the masses are then taken as they are.
const CYCLES: usize = 300;
/// No cell is taken to have less mass than this, so that every aggregate has weights.
pub(super) const FLOOR: f64 = 1e-280;

/// One chain of the hierarchy.
struct Level {
    cells: [usize; 2],
    /// Where the hops into each cell begin, and one more.
    starts: Vec<u32>,
    /// The cell each hop leaves.
    sources: Vec<u32>,
    rates: Vec<f64>,
    exits: Vec<f64>,
    /// The aggregate of each cell, empty on the last level.
    parents: Vec<u32>,
    /// The hop between aggregates that each hop is part of, `WITHIN` if there is none.
    hops: Vec<u32>,
}

const WITHIN: u32 = u32::MAX;

/// The hierarchy of one chain.
pub struct Multilevel {
    levels: Vec<Level>,
}

impl Multilevel {
    /// The hierarchy of a chain.
    pub fn new(chain: &Chain) -> Self {
        let mut levels = vec![Level::of(chain)];
        while levels[levels.len() - 1].exits.len() > DIRECT {
            let Some(level) = levels.last_mut() else { break };
            let Some(mut next) = level.coarsen() else { break };
            // Rates under even weights, for the choice of the next aggregates.
            let (even, mut sums) = (vec![1.0; level.exits.len()], vec![0.0; next.exits.len()]);
            level.aggregate(&even, &mut next, &mut sums);
            levels.push(next);
        }
        Self { levels }
    }

    /// Brings `x` to rest: cycles until the next would change no more than `tolerance` of
    /// the mass. The sum of `x` becomes 1. Returns what part of the mass the last cycle moved, or
    /// infinity where barriers are so high that the shares of basins are not known.
    pub fn solve(&mut self, x: &mut Vec<f64>, tolerance: f64) -> f64 {
        let moved = self.cycles(x, tolerance);
        let level = &self.levels[0];
        if basins::are_known(x, |to| level.hops_to(to)) { moved } else { f64::INFINITY }
    }

    fn cycles(&mut self, x: &mut Vec<f64>, tolerance: f64) -> f64 {
        let mut mixing = Mixing::default();
        let mut last = f64::INFINITY;
        normalize(x);
        for _ in 0..CYCLES {
            let before = x.clone();
            self.cycle(0, x);
            let level = &self.levels[0];
            basins::balance(x, |to| level.hops_to(to));
            normalize(x);
            if !x.iter().all(|x| x.is_finite()) {
                *x = before;
                return last;
            }
            let change: f64 = before.iter().zip(&*x).map(|(a, b)| (a - b).abs()).sum();
            if change <= tolerance || (change < 1e-12 && change > 0.5 * last) {
                return change;
            }
            last = change;
            // Of logarithms, so that all stays positive.
            let mut logs: Vec<f64> = x.iter().map(|x| x.ln()).collect();
            let changes = logs.iter().zip(&before).map(|(l, b)| l - b.max(FLOOR).ln()).collect();
            mixing.mix(&mut logs, changes, x);
            for (x, log) in x.iter_mut().zip(&logs) {
                *x = (x.ln() + (log - x.ln()).clamp(-30.0, 30.0)).exp().max(FLOOR);
            }
            normalize(x);
        }
        last
    }

    fn cycle(&mut self, level: usize, x: &mut [f64]) {
        if level + 1 == self.levels.len() {
            self.levels[level].solve_directly(x);
            return;
        }
        self.levels[level].sweep(x, false);
        let (fine, coarse) = self.levels.split_at_mut(level + 1);
        let mut sums = vec![0.0; coarse[0].exits.len()];
        fine[level].aggregate(x, &mut coarse[0], &mut sums);
        let before = sums.clone();
        // The coarser chain is solved twice where it has a quarter of the cells, once where half.
        for _ in 0..if 3 * sums.len() < x.len() { 2 } else { 1 } {
            self.cycle(level + 1, &mut sums);
        }
        for (sum, before) in sums.iter_mut().zip(&before) {
            *sum /= before;
        }
        for (x, parent) in x.iter_mut().zip(&self.levels[level].parents) {
            *x = (*x * sums[*parent as usize]).max(FLOOR);
        }
        self.levels[level].sweep(x, true);
    }
}

impl Level {
    fn of(chain: &Chain) -> Self {
        let n = chain.exits.len();
        let mut starts = vec![0_u32; n + 1];
        for (_, to, _) in chain.hops() {
            starts[to + 1] += 1;
        }
        for k in 0..n {
            starts[k + 1] += starts[k];
        }
        let mut at = starts.clone();
        let (mut sources, mut rates) = (vec![0; starts[n] as usize], vec![0.0; starts[n] as usize]);
        for (from, to, rate) in chain.hops() {
            let k = at[to] as usize;
            (sources[k], rates[k]) = (from as u32, rate);
            at[to] += 1;
        }
        // A cell that nothing leaves would gather all there is in one sweep.
        let most = chain.exits.iter().fold(0.0_f64, |a, b| a.max(*b));
        let exits = chain.exits.iter().map(|e| e.max(1e-14 * most)).collect();
        let cells = chain.grid().cells;
        Self { cells, starts, sources, rates, exits, parents: Vec::new(), hops: Vec::new() }
    }

    /// The structure of the chain of aggregates: two by two cells, or two along the axis
    /// of by far the faster noise.
    fn coarsen(&mut self) -> Option<Self> {
        let [n1, n2] = self.cells;
        let mut speed = [0.0, 0.0];
        for (to, sources) in self.sources_of() {
            for (source, rate) in sources {
                let apart = |a: usize, b: usize| (a as f64 - b as f64) * (a as f64 - b as f64);
                speed[0] += rate * apart(to / n2, source / n2);
                speed[1] += rate * apart(to % n2, source % n2);
            }
        }
        let by = [0, 1].map(|a| {
            let fast = speed[a] * 6.0 > speed[1 - a] || self.cells[1 - a] < 3;
            if fast && self.cells[a] > 2 { 2 } else { 1 }
        });
        if by == [1, 1] {
            return None;
        }
        let cells = [n1.div_ceil(by[0]), n2.div_ceil(by[1])];
        let parent = |cell: usize| (cell / n2 / by[0]) * cells[1] + cell % n2 / by[1];
        self.parents = (0..n1 * n2).map(|c| parent(c) as u32).collect();
        // The members of each aggregate, then its hops in the order of their sources.
        let n = cells[0] * cells[1];
        let mut members = vec![Vec::with_capacity(4); n];
        for (cell, p) in self.parents.iter().enumerate() {
            members[*p as usize].push(cell);
        }
        self.hops = vec![WITHIN; self.sources.len()];
        let (mut starts, mut sources) = (vec![0_u32], Vec::new());
        // Where the hop from each aggregate stands, if it is one of this destination.
        let mut place = vec![WITHIN; n];
        for (to, members) in members.iter().enumerate() {
            let first = sources.len() as u32;
            for cell in members {
                for k in self.starts[*cell]..self.starts[*cell + 1] {
                    let from = self.parents[self.sources[k as usize] as usize];
                    if from as usize == to {
                        continue;
                    }
                    let place = &mut place[from as usize];
                    if *place == WITHIN || *place < first {
                        *place = sources.len() as u32;
                        sources.push(from);
                    }
                    self.hops[k as usize] = *place;
                }
            }
            starts.push(sources.len() as u32);
        }
        Some(Self {
            cells,
            starts,
            rates: vec![0.0; sources.len()],
            sources,
            exits: vec![0.0; n],
            parents: Vec::new(),
            hops: Vec::new(),
        })
    }

    /// Every cell, with where the hops into it begin and their rates.
    fn sources_of(&self) -> impl Iterator<Item = (usize, impl Iterator<Item = (usize, f64)> + '_)> {
        (0..self.exits.len()).map(|to| (to, self.hops_to(to)))
    }

    fn hops_to(&self, to: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let hops = self.starts[to] as usize..self.starts[to + 1] as usize;
        hops.map(|k| (self.sources[k] as usize, self.rates[k]))
    }

    /// One sweep of Gauss–Seidel: each cell gets what balances the others.
    fn sweep(&self, x: &mut [f64], backward: bool) {
        let n = x.len();
        for k in 0..n {
            let cell = if backward { n - 1 - k } else { k };
            let hops = self.starts[cell] as usize..self.starts[cell + 1] as usize;
            let arrivals: f64 = self.rates[hops.clone()]
                .iter()
                .zip(&self.sources[hops])
                .map(|(r, s)| r * x[*s as usize])
                .sum();
            x[cell] = (arrivals / self.exits[cell]).max(FLOOR);
        }
    }

    /// The rates between aggregates, where cells are weighted by `x`, and their sums.
    fn aggregate(&self, x: &[f64], coarse: &mut Self, sums: &mut [f64]) {
        for (x, parent) in x.iter().zip(&self.parents) {
            sums[*parent as usize] += x;
        }
        coarse.rates.fill(0.0);
        for ((hop, source), rate) in self.hops.iter().zip(&self.sources).zip(&self.rates) {
            if *hop != WITHIN {
                coarse.rates[*hop as usize] += rate * x[*source as usize];
            }
        }
        coarse.exits.fill(0.0);
        for (rate, source) in coarse.rates.iter_mut().zip(&coarse.sources) {
            let sum = sums[*source as usize];
            *rate /= sum;
            coarse.exits[*source as usize] += *rate;
        }
        let most = coarse.exits.iter().fold(0.0_f64, |a, b| a.max(*b));
        for exit in &mut coarse.exits {
            *exit = exit.max(1e-14 * most);
        }
    }

    /// The end state of a small chain, of the same sum as `x`.
    fn solve_directly(&self, x: &mut [f64]) {
        // rates[from][to].
        let mut rates = vec![vec![0.0; x.len()]; x.len()];
        for (to, sources) in self.sources_of() {
            for (from, rate) in sources {
                rates[from][to] += rate;
            }
        }
        basins::bring_to_rest(rates, x);
    }
}

fn normalize(x: &mut [f64]) {
    let sum: f64 = x.iter().sum();
    for x in x {
        *x /= sum;
    }
}
