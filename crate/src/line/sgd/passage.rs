//! First-passage times of SGD itself: the mean time is the sum over the cells of how
//! often SGD is expected to stand in each before it is absorbed at the goal.
//!
//! These visits y solve y = x₀ + yQ, Q the transfer operator between the cells that
//! are not the goal. With the shape of y within the cells ([`crate::line::remap`]) given, Q
//! is a matrix of probabilities, and the cells are eliminated one by one without a
//! subtraction (Grassmann, Taksar & Heyman 1985): every time scale, of slow drift and of any number of traps, keeps its digits. The
//! shape follows from y, y from the shape, until the time is settled.

use crate::error::Result;
use crate::landscape::Landscape;
use crate::line::grid::Grid;
use crate::line::remap::EdgeDensity;
use crate::line::sgd::rule::{Step, batches, reflect};
use crate::line::sgd::transfer::Transfer;
use crate::scenario::Scenario;

/// Rounds that the shape of the visits is given to settle,
const MOST_ROUNDS: usize = 12;
/// which it has where ln of the time changes by less than this.
const SETTLED: f64 = 1e-6;
/// Points that the start is followed as, exactly, before they are put into cells,
const MOST_POINTS: usize = 2000;
/// with so many steps of points at most;
const MOST_STEPS: usize = 4_000_000;
/// points nearer to one another than this part of the domain are one.
const SAME: f64 = 1e-13;
/// Cells that are looked at one by one.
const MOST_CELLS: usize = 4096;
/// Multiplications of one elimination; where they would be more, on half the cells.
const MOST_WORK: usize = 150_000_000;

/// ln of the mean number of steps of SGD from `from` until it first stands at or
/// beyond `to`; +∞ if it may never get there.
///
/// # Errors
/// As [`Transfer::new`].
pub fn log_passage_time(
    scenario: &Scenario,
    landscape: &Landscape,
    grid: &Grid,
    [from, to]: [f64; 2],
) -> Result<f64> {
    if from == to {
        return Ok(f64::NEG_INFINITY);
    }
    if grid.cells() > MOST_CELLS {
        let fewer = Grid::new(landscape, scenario.domain, MOST_CELLS)?;
        return log_passage_time(scenario, landscape, &fewer, [from, to]);
    }
    let rightwards = to > from;
    // An edge on the goal, the cells on the way between it and the wall behind.
    let mut edges = grid.edges.clone();
    let at = edges.partition_point(|e| *e < to);
    if edges[at] != to {
        edges.insert(at, to);
    }
    let grid = &Grid::of_edges(edges);
    let cells = if rightwards { 0..at } else { at..grid.cells() };
    let transfer = Transfer::new(scenario, landscape, grid)?;

    // The first steps point by point: a start is no cell.
    let (step, draws) =
        (Step::new(scenario), batches(landscape.datapoints(), scenario.batch_size)?);
    let mut points = vec![(from, 1.0)];
    let mut early = 0.0;
    let same = SAME * (scenario.domain[1] - scenario.domain[0]);
    let mut room = MOST_STEPS;
    while !points.is_empty() && points.len() * draws.len() <= MOST_POINTS.min(room) {
        room -= points.len() * draws.len();
        let mut next: Vec<(f64, f64)> = Vec::new();
        for (w, mass) in points {
            early += mass;
            for draw in &draws {
                let image = reflect(step.image(landscape, draw, w).0, scenario.domain);
                if if rightwards { image >= to } else { image <= to } {
                    continue;
                }
                // Where all draws pull alike one point stays one.
                let mass = mass * draw.weight;
                match next.last_mut() {
                    Some(last) if (image - last.0).abs() < same => last.1 += mass,
                    _ => next.push((image, mass)),
                }
            }
        }
        points = next;
    }
    let way = Grid::of_edges(grid.edges[cells.start..=cells.end].to_vec());
    let mut start = vec![0.0; way.cells()];
    for (w, mass) in points {
        start[way.cell_of(w)] += mass;
    }

    let edge_density = EdgeDensity::new(&way);
    // The visits of the cells on the way; at first evenly spread.
    let mut visits = way.widths.clone();
    let mut masses = vec![0.0; grid.cells()];
    let mut edge = vec![0.0; grid.cells() + 1];
    let mut log_time = f64::NAN;
    for _ in 0..MOST_ROUNDS {
        edge[cells.start..=cells.end].copy_from_slice(&edge_density.of(&visits));
        let mut rows = Vec::with_capacity(visits.len());
        for (k, cell) in cells.clone().enumerate() {
            // A cell that nothing visits may have any shape.
            masses[cell] = if visits[k] > 0.0 { visits[k] } else { way.widths[k] };
            let mut image = transfer.image_of_cell(cell, &masses, &edge);
            for q in &mut image {
                *q /= masses[cell];
            }
            // The cells on the way, the goal behind them.
            let mut row = image[cells.clone()].to_vec();
            image[cells.clone()].fill(0.0);
            row.push(image.iter().sum());
            rows.push(row);
        }
        let Some(next) = eliminated(rows, start.clone()) else {
            let fewer = Grid::new(landscape, scenario.domain, grid.cells() / 2)?;
            return log_passage_time(scenario, landscape, &fewer, [from, to]);
        };
        visits = next;
        let before = log_time;
        log_time = (early + visits.iter().sum::<f64>()).ln();
        if log_time == f64::INFINITY || (log_time - before).abs() < SETTLED {
            break;
        }
    }
    Ok(log_time)
}

/// The visits of the cells from a start, given the probabilities of going from each to
/// each and, last, to the goal; infinite if mass may come where no way leads to it.
/// `None` if it would take too long.
fn eliminated(mut rows: Vec<Vec<f64>>, mut visits: Vec<f64>) -> Option<Vec<f64>> {
    let m = rows.len();
    let mut out = vec![0.0; m];
    // The cells up to here are all that the rows so far lead to.
    let (mut end, mut room) = (0, MOST_WORK);
    for i in 0..m {
        let (done, rest) = rows.split_at_mut(i);
        let row = &mut rest[0];
        end = end.max(row[..m].iter().rposition(|q| *q > 0.0).map_or(0, |last| last + 1));
        // What goes to a cell already eliminated goes on from there.
        for (k, passed) in done.iter().enumerate() {
            if row[k] * out[k] == 0.0 {
                continue;
            }
            room = room.checked_sub(end - k)?;
            let part = row[k] / out[k];
            for (q, p) in row[k + 1..end].iter_mut().zip(&passed[k + 1..end]) {
                *q += part * p;
            }
            row[m] += part * passed[m];
        }
        out[i] = row[i + 1..].iter().sum();
        if out[i] > 0.0 {
            let mass = visits[i] / out[i];
            for (v, p) in visits[i + 1..].iter_mut().zip(&row[i + 1..]) {
                *v += mass * p;
            }
        }
    }
    for i in (0..m).rev() {
        if visits[i] > 0.0 {
            if out[i] == 0.0 {
                visits[i] = f64::INFINITY;
                break;
            }
            visits[i] /= out[i];
            let mass = visits[i];
            for (v, p) in visits[..i].iter_mut().zip(&rows[i]) {
                *v += mass * p;
            }
        }
    }
    Some(visits)
}
