//! Basins of a chain's end state, brought to balance with each other.
//!
//! Mass passes a barrier of height ΔΦ at a rate of e^{−ΔΦ}, and what cycles of neighbouring cells do
//! to the masses on both sides of it falls with that rate. So each basin is taken as one state, whose
//! rates to the others are those of its cells, as they stand within it (Koury, McAllister & Stewart
//! 1984), and their chain is solved directly.

use crate::plane::current::multilevel::FLOOR;

/// More basins than these are left alone: they are those of a density that is rough yet.
const MOST_BASINS: usize = 100;
/// Masses of this part of the whole are as good as none: they may come from [`FLOOR`] or [`LEAST_RATE`].
const NOTHING: f64 = 1e-190;
/// No rate out of a state is taken to be less than this.
const LEAST_RATE: f64 = 1e-200;

/// Gives each basin of `x` what it has in the end if the cells within it stand as they do. `hops_to` says
/// for a cell where the hops into it begin, and their rates.
pub fn balance<Hops: Iterator<Item = (usize, f64)>>(
    x: &mut [f64],
    hops_to: impl Fn(usize) -> Hops,
) {
    let (basins, count) = basins_of(x, &hops_to);
    if !(2..=MOST_BASINS).contains(&count) {
        return;
    }
    let mut sums = vec![0.0; count];
    for (basin, x) in basins.iter().zip(&*x) {
        sums[*basin] += x;
    }
    // rates[from][to].
    let mut rates = vec![vec![0.0; count]; count];
    for (cell, to) in basins.iter().enumerate() {
        for (source, rate) in hops_to(cell) {
            let from = basins[source];
            if from != *to {
                rates[from][*to] += rate * (x[source] / sums[from]);
            }
        }
    }
    let before = sums.clone();
    bring_to_rest(rates, &mut sums);
    for (x, basin) in x.iter_mut().zip(&basins) {
        *x = (*x * (sums[*basin] / before[*basin])).max(FLOOR);
    }
}

/// Whether the shares of the basins of an end state are known: no barrier is so high that all masses on
/// it are as good as none. Then what is there is one piece, and wherever there is nothing drift leads
/// into it.
pub fn are_known<Hops: Iterator<Item = (usize, f64)>>(
    x: &[f64],
    hops_to: impl Fn(usize) -> Hops,
) -> bool {
    let is_there = |cell: usize| x[cell] > NOTHING;
    if (0..x.len()).all(is_there) {
        return true;
    }
    // Where each cell sends most, and which cells with mass hang together.
    let mut next: Vec<(usize, f64)> = (0..x.len()).map(|cell| (cell, 0.0)).collect();
    let mut pieces: Vec<usize> = (0..x.len()).collect();
    let piece = |pieces: &[usize], mut cell: usize| {
        while pieces[cell] != cell {
            cell = pieces[cell];
        }
        cell
    };
    for to in 0..x.len() {
        for (from, rate) in hops_to(to) {
            if rate > next[from].1 {
                next[from] = (to, rate);
            }
            if is_there(from) && is_there(to) {
                let ends = [from, to].map(|cell| piece(&pieces, cell));
                pieces[ends[0].max(ends[1])] = ends[0].min(ends[1]);
                pieces[from] = ends[0].min(ends[1]);
            }
        }
    }
    if (0..x.len()).filter(|cell| is_there(*cell) && pieces[*cell] == *cell).count() > 1 {
        return false;
    }
    // The cell from which a way came by.
    let mut passed = vec![usize::MAX; x.len()];
    (0..x.len()).all(|first| {
        let mut at = first;
        while !is_there(at) && passed[at] == usize::MAX {
            passed[at] = first;
            at = next[at].0;
        }
        is_there(at) || passed[at] != first
    })
}

/// The basin of each cell, to whose peak the highest of the cells around leads up, and how many there
/// are.
fn basins_of<Hops: Iterator<Item = (usize, f64)>>(
    x: &[f64],
    hops_to: impl Fn(usize) -> Hops,
) -> (Vec<usize>, usize) {
    let up = |cell: usize| {
        hops_to(cell).fold(cell, |most, (from, _)| if x[from] > x[most] { from } else { most })
    };
    let (mut basins, mut count) = (vec![usize::MAX; x.len()], 0);
    let mut way = Vec::new();
    for cell in 0..x.len() {
        let mut at = cell;
        while basins[at] == usize::MAX {
            way.push(at);
            let next = up(at);
            if next == at {
                basins[at] = count;
                count += 1;
            }
            at = next;
        }
        for passed in way.drain(..) {
            basins[passed] = basins[at];
        }
    }
    (basins, count)
}

/// The end state of a chain of few states with `rates[from][to]`, without a subtraction (Grassmann,
/// Taksar & Heyman 1985), of the same sum as `x`.
pub fn bring_to_rest(mut rates: Vec<Vec<f64>>, x: &mut [f64]) {
    let n = x.len();
    let total: f64 = x.iter().sum();
    for k in (1..n).rev() {
        let out: f64 = rates[k][..k].iter().sum::<f64>().max(LEAST_RATE);
        for i in 0..k {
            let rate = rates[i][k];
            for j in 0..k {
                if i != j {
                    // A part of `out`, so that nothing overflows.
                    rates[i][j] += rate * (rates[k][j] / out);
                }
            }
            rates[i][k] = rate / out;
        }
    }
    x[0] = 1.0;
    for k in 1..n {
        x[k] = (0..k).map(|i| x[i] * rates[i][k]).sum::<f64>().max(FLOOR);
        if x[k] > 1.0 {
            let scale = x[k];
            for x in &mut x[..=k] {
                *x = (*x / scale).max(FLOOR);
            }
        }
    }
    let sum: f64 = x.iter().sum();
    for x in x {
        *x = (*x * (total / sum)).max(FLOOR);
    }
}
