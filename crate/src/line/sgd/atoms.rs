//! A start is a point: its first steps, exactly.

use crate::landscape::Landscape;
use crate::line::sgd::rule::{Batch, Step};
use crate::walls::{Fate, Side, Walls};

/// A place less probable than this is not followed further.
const LEAST: f64 = 1.0 / 65_536.0;
/// No place is followed once this many gradients have been computed in all.
const MOST_GRADIENTS: usize = 1 << 19;
/// Places nearer to one another than this part of the domain count as one.
const SAME: f64 = 1e-13;

/// What has become of a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Atoms {
    /// Expected steps until then, of all that has or has not arrived.
    pub steps: f64,
    /// Where it may stand now, with probabilities: none if it has surely arrived.
    pub places: Vec<(f64, f64)>,
}

/// Follows the point `from` through every sequence of batches as long as where it leads is
/// not too improbable: 16 steps for two datapoints, further where batches pull alike.
pub fn follow(
    landscape: &Landscape,
    step: &Step,
    draws: &[Batch],
    domain: [f64; 2],
    walls: Walls,
    [from, to]: [f64; 2],
) -> Atoms {
    let rightwards = to > from;
    let same = SAME * (domain[1] - domain[0]);
    let each: usize = draws.iter().map(|draw| draw.parts.len()).sum::<usize>() * step.gradients();
    let mut room = MOST_GRADIENTS;
    let (mut followed, mut places, mut steps) = (vec![(from, 1.0)], Vec::new(), 0.0);
    while !followed.is_empty() {
        let Some(rest) = room.checked_sub(followed.len() * each) else { break };
        room = rest;
        let mut next: Vec<(f64, f64)> = Vec::new();
        for (w, mass) in followed.drain(..) {
            steps += mass;
            for draw in draws {
                let image = match walls.land(step.image(landscape, draw, w).0, domain) {
                    Fate::Stands(image) => image,
                    // No mass of a passage is absorbed behind its start.
                    Fate::Absorbed(side) => domain[usize::from(side == Side::Right)],
                };
                let mass = mass * draw.weight;
                if mass == 0.0 || if rightwards { image >= to } else { image <= to } {
                    continue;
                }
                // Where all draws lead to the same place, the point does not split.
                match next.last_mut() {
                    Some(last) if (image - last.0).abs() < same => last.1 += mass,
                    _ => next.push((image, mass)),
                }
            }
        }
        let (likely, seldom): (Vec<_>, Vec<_>) =
            next.into_iter().partition(|(_, mass)| *mass >= LEAST);
        followed = likely;
        places.extend(seldom);
    }
    places.append(&mut followed);
    Atoms { steps, places }
}
