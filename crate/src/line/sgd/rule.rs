//! What one step of SGD does to W, for every batch that can be drawn.
//!
//! A batch of B draws with replacement is known by how often each datapoint is in
//! it; its gradient is Σ_j c_j g_j/B, its probability multinomial. Under
//! [`Rule::Flow`](crate::scenario::Rule::Flow) the batch is followed for m steps
//! of T/m before the next is drawn.

use crate::error::{Error, Result};
use crate::landscape::Landscape;
use crate::numeral::Numeral;
use crate::scenario::Scenario;
use crate::walls::{Fate, Walls};

/// Most distinct batches the exact operator is asked to carry.
pub const MOST_BATCHES: usize = 2000;

/// A batch, by the datapoints in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Probability of drawing it.
    pub weight: f64,
    /// Its datapoints with their parts of the batch, which add up to 1.
    pub parts: Vec<(usize, f64)>,
}

impl Batch {
    /// Its gradient and how that changes, at W.
    pub fn gradient(&self, landscape: &Landscape, w: f64) -> (f64, f64) {
        self.parts.iter().fold((0.0, 0.0), |(g, dg), &(j, part)| {
            let l = landscape.loss(j, w);
            (g + part * l.slope, dg + part * l.bend)
        })
    }
}

/// Every batch of `size` draws among `n` datapoints.
///
/// # Errors
/// [`Error::Conflict`] on `batchSize` if there are more than [`MOST_BATCHES`].
pub fn batches(n: usize, size: usize) -> Result<Vec<Batch>> {
    // C(n + B − 1, B), stopped long before it overflows.
    let mut count = 1.0;
    for i in 0..size.min(n - 1) {
        count *= (n + size - 1 - i) as f64 / (i + 1) as f64;
    }
    if count > MOST_BATCHES as f64 + 0.5 {
        return Err(Error::Conflict {
            field: "batchSize".into(),
            reason: format!(
                "batches of {size} among {n} datapoints can come out in {} ways, more than the {MOST_BATCHES} that the exact SGD operator carries; use a smaller batch, or the point rule and the current",
                Numeral(count)
            ),
        });
    }
    let log_factorial: Vec<f64> = (0..=size)
        .scan(0.0, |sum, i| {
            if i > 0 {
                *sum += (i as f64).ln();
            }
            Some(*sum)
        })
        .collect();
    let mut all = Vec::with_capacity(count.round() as usize);
    let mut counts = vec![0; n];
    distribute(size, 0, &mut counts, &mut |counts| {
        let ways = counts.iter().fold(log_factorial[size], |w, &c| w - log_factorial[c]);
        let weight = (ways - size as f64 * (n as f64).ln()).exp();
        let parts = counts.iter().enumerate().filter(|(_, c)| **c > 0);
        all.push(Batch {
            weight,
            parts: parts.map(|(j, c)| (j, *c as f64 / size as f64)).collect(),
        });
    });
    Ok(all)
}

/// Calls `found` with every way to hand `rest` draws to the datapoints from `j` on.
fn distribute(rest: usize, j: usize, counts: &mut [usize], found: &mut impl FnMut(&[usize])) {
    if j + 1 == counts.len() {
        counts[j] = rest;
        found(counts);
        return;
    }
    for c in 0..=rest {
        counts[j] = c;
        distribute(rest - c, j + 1, counts, found);
    }
}

/// The step on a batch, with the learning rate and the number of small steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// T/m, W²/L.
    rate: f64,
    /// m, the number of small steps.
    times: usize,
    /// The walls, between which the small steps stay.
    domain: [f64; 2],
    /// What the walls do.
    walls: Walls,
}

impl Step {
    /// The step of a scenario.
    pub fn new(scenario: &Scenario) -> Self {
        let times = scenario.steps_per_draw();
        let &Scenario { learning_rate, domain, walls, .. } = scenario;
        Self { rate: learning_rate / times as f64, times, domain, walls }
    }

    /// m, the gradients that one step asks of each datapoint in the batch.
    pub fn gradients(&self) -> usize {
        self.times
    }

    /// φ(W) and φ′(W) of a batch: where it sends W, before walls, and the derivative. All small
    /// steps but the last are mirrored at the walls, beyond which a landscape need not exist, or end
    /// there.
    pub fn image(&self, landscape: &Landscape, batch: &Batch, w: f64) -> (f64, f64) {
        self.image_by(w, |place| batch.gradient(landscape, place))
    }

    /// The same from the gradient of a batch and how that changes.
    pub fn image_by(&self, w: f64, gradient: impl Fn(f64) -> (f64, f64)) -> (f64, f64) {
        let (mut x, mut slope) = (w, 1.0);
        for step in 0..self.times {
            let mut place = x;
            if step > 0 {
                let (fate, direction) = self.walls.turned(x, self.domain);
                let Fate::Stands(there) = fate else { break };
                place = there;
                if self.walls != Walls::Periodic {
                    // On a ring the way goes on unbroken.
                    x = there;
                }
                slope *= direction;
            }
            let (g, dg) = gradient(place);
            x -= self.rate * g;
            slope *= 1.0 - self.rate * dg;
        }
        (x, slope)
    }
}
