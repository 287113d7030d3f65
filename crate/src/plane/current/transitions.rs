//! The chain's hops as probabilities, laid out for products with many masses in a row.

use crate::lanes::Eight;
use crate::plane::current::active::{Reached, SIDE};
use crate::plane::current::chain::{Chain, Run};
use std::ops::Range;

/// The transition probabilities X = 1 + A/q of the chain with all but some tiles frozen.
pub struct Transitions {
    /// Stretches of cells that mass comes to from as many others; nothing changes elsewhere.
    stretches: Vec<Stretch>,
    /// Those of each row.
    rows: Vec<Range<usize>>,
    /// How many rows away mass comes from at most.
    reach: usize,
    /// The cells from which mass comes to the first of a stretch, the stretch itself being one.
    sources: Vec<usize>,
    /// Probabilities of the ways to each [`BLOCK`] of a stretch, source by source, and then to
    /// each cell of what is left of it.
    ways: Vec<f64>,
}

/// Cells of one row that are reached in the same ways.
struct Stretch {
    /// The first cell.
    to: usize,
    /// Number of cells.
    len: usize,
    /// Its part of the sources.
    sources: Range<usize>,
    /// Where its ways begin.
    ways: usize,
}

/// Cells that are worked on at once.
const BLOCK: usize = 8;

impl Transitions {
    /// The chain with all tiles frozen that mass does not reach; q is the largest rate at which a
    /// cell of the others is left.
    pub fn new(chain: &Chain, reached: &Reached) -> Self {
        let [n1, n2] = chain.grid().cells;
        let per_exit = 1.0 / reached.exit.max(f64::MIN_POSITIVE);
        let columns = reached.columns(n2);
        let mut all = Self {
            stretches: Vec::with_capacity(2 * n1),
            rows: Vec::with_capacity(n1),
            reach: 0,
            sources: Vec::with_capacity(14 * n1),
            ways: Vec::with_capacity(7 * n1 * n2),
        };
        let mut runs = Vec::new();
        // Where a stretch begins or ends.
        let mut cuts = vec![false; n2 + 1];
        for (row, chain_runs) in chain.rows.iter().enumerate() {
            let stays = &columns[row / SIDE];
            runs.clear();
            for run in chain_runs {
                let column = run.from % n2;
                runs.extend(columns[run.from / n2 / SIDE].iter().filter_map(|part| {
                    let (from, to) = (column.max(part.start), (column + run.len).min(part.end));
                    (from < to).then(|| run.part(from - column, to - column))
                }));
            }
            let first = all.stretches.len();
            cuts.fill(false);
            for run in &runs {
                all.reach = all.reach.max(row.abs_diff(run.from / n2));
                cuts[run.to % n2] = true;
                cuts[run.to % n2 + run.len] = true;
            }
            for part in stays {
                cuts[part.start] = true;
                cuts[part.end] = true;
            }
            let ends: Vec<usize> = (0..=n2).filter(|column| cuts[*column]).collect();
            for ends in ends.windows(2) {
                let is_active = stays.iter().any(|part| part.contains(&ends[0]));
                let cells = row * n2 + ends[0]..row * n2 + ends[1];
                let stay = |k: usize| {
                    if is_active { 1.0 - chain.exits[cells.start + k] * per_exit } else { 1.0 }
                };
                all.add(chain, &runs, cells.clone(), per_exit, stay);
            }
            all.rows.push(first..all.stretches.len());
        }
        all
    }

    /// Adds a stretch of cells, each reached by those of the runs that reach all of them.
    fn add(
        &mut self,
        chain: &Chain,
        runs: &[Run],
        cells: Range<usize>,
        per_exit: f64,
        stay: impl Fn(usize) -> f64,
    ) {
        let first = self.sources.len();
        self.sources.push(cells.start);
        let mut rates: Vec<&[f64]> = Vec::with_capacity(runs.len());
        for run in runs.iter().filter(|r| r.to <= cells.start && r.to + r.len >= cells.end) {
            let part = run.part(cells.start - run.to, cells.end - run.to);
            self.sources.push(part.from);
            rates.push(chain.rates_of(&part));
        }
        let (ways, mut start) = (self.ways.len(), 0);
        while start < cells.len() {
            let block = if start + BLOCK <= cells.len() { BLOCK } else { 1 };
            self.ways.extend((start..start + block).map(&stay));
            for rates in &rates {
                self.ways.extend(rates[start..start + block].iter().map(|rate| rate * per_exit));
            }
            start += block;
        }
        self.stretches.push(Stretch {
            to: cells.start,
            len: cells.len(),
            sources: first..self.sources.len(),
            ways,
        });
    }

    /// Takes so many steps of a recurrence at once: each `y` ← `scale`·(X`x` − `back`·`y`) and
    /// `sum` += `term`·`y`, after which `x` and `y` change places. Row by row, each step as far
    /// behind the one before it as it looks ahead, so that the ways are fetched once for all.
    pub fn steps(&self, steps: &[[f64; 3]], x: &mut [f64], y: &mut [f64], sum: &mut [f64]) {
        for ahead in 0..self.rows.len() + self.reach * steps.len().saturating_sub(1) {
            for (k, step) in steps.iter().enumerate() {
                let Some(row) = ahead.checked_sub(k * self.reach) else { break };
                if row < self.rows.len() {
                    let (from, into) = if k % 2 == 0 { (&*x, &mut *y) } else { (&*y, &mut *x) };
                    self.step(row, *step, from, into, sum);
                }
            }
        }
    }

    /// One step of the recurrence in one row.
    fn step(
        &self,
        row: usize,
        [scale, back, term]: [f64; 3],
        x: &[f64],
        y: &mut [f64],
        sum: &mut [f64],
    ) {
        for Stretch { to, len, sources, ways } in &self.stretches[self.rows[row].clone()] {
            let sources = &self.sources[sources.clone()];
            let ways = &self.ways[*ways..ways + sources.len() * len];
            let (y, y_rest) = y[*to..to + len].as_chunks_mut::<BLOCK>();
            let (sum, sum_rest) = sum[*to..to + len].as_chunks_mut::<BLOCK>();
            let whole = len - y_rest.len();
            let (ways, ways_rest) = ways.split_at(sources.len() * whole);
            let blocks = ways.chunks_exact(sources.len() * BLOCK);
            for (b, ((y, sum), ways)) in y.iter_mut().zip(sum).zip(blocks).enumerate() {
                let mut new = Eight::ZERO;
                for (ways, from) in ways.as_chunks::<BLOCK>().0.iter().zip(sources) {
                    let Some(x) = x[from + BLOCK * b..].first_chunk() else { break };
                    new = new + Eight::of(ways) * Eight::of(x);
                }
                new = scale * (new - back * Eight::of(y));
                new.put(y);
                (Eight::of(sum) + term * new).put(sum);
            }
            let cells = ways_rest.chunks_exact(sources.len());
            for (k, ((y, sum), ways)) in y_rest.iter_mut().zip(sum_rest).zip(cells).enumerate() {
                let new: f64 =
                    ways.iter().zip(sources).map(|(way, from)| way * x[from + whole + k]).sum();
                *y = scale * (new - back * *y);
                *sum += term * *y;
            }
        }
    }

    /// Multiplies what may change by `factor`.
    pub fn scale(&self, factor: f64, masses: &mut [f64]) {
        for Stretch { to, len, .. } in &self.stretches {
            for m in &mut masses[*to..to + len] {
                *m *= factor;
            }
        }
    }
}
