//! Every cell's mass becomes a normal of its own mean and covariance Σ, mirrored at the walls: the
//! point rule ([`crate::plane::point_rule`]), and the noise of the current where drift outruns it
//! ([`crate::plane::current::carried`]).
//!
//! A normal of covariance Σ, whose smaller eigenvalue is λ₂, is a round normal of any variance
//! c ≤ λ₂, blurred by Σ − c. So cells are sorted into classes by their λ₂. Of each class every
//! cell's mass goes to points that stand for Σ − c, along its eigenvectors: three by the rule of
//! Gauss & Hermite where it is small against c, else evenly spaced ones at less than 1.5 √c,
//! whose pattern the blur by c wipes out to 2·10⁻⁴. The classes are blurred together, the widest
//! first: G(c₁)(μ₁ + G(c₂ − c₁)(μ₂ + …)), with G(c) the convolution by the round normal
//! ([`crate::plane::blur`]).
//!
//! Where λ₂ is below one cell², c is 0 and the evenly spaced points stand by themselves, three
//! cells apart: a start that is narrower shows them for a step or two. No more than 41 points
//! stand in a line, farther apart where a normal is long: beyond 14 √c, or 14 cells.

use crate::error::{Error, Result};
use crate::landscape::plane::factor;
use crate::plane::blur::Blur;
use crate::plane::deposit::{Deposit, Place, Points};
use crate::plane::grid::Grid;

/// Factor by which c grows from class to class.
const RATIO: f64 = 1.5;
/// Factor by which c grows from blur to blur where no class lies between.
const LEAP: f64 = 4.0;
/// Standard deviations that evenly spaced points reach.
const REACH: f64 = 4.2;
/// Distance of evenly spaced points in units of √c.
const SPACING: f64 = 1.5;
/// Distance of evenly spaced points in cells, where c = 0.
const APART: f64 = 3.0;
/// Most and fewest of them on either side.
const MOST: usize = 20;
const FEWEST: usize = 4;
/// Where c = 0, three points stand for a variance below this, in cells².
const NARROW: f64 = 0.25;
/// Below this variance, in cells², a single point stands for the normal.
const NONE: f64 = 1e-12;
/// Less than this part of the mass is left out.
const NOTHING: f64 = 1e-30;
/// A cell with less than this part of the mass is left out: its parts would be denormal numbers, which
/// are slow.
const FAINT: f64 = 1e-200;
/// Points that the tables may hold, 12 bytes each.
const MOST_POINTS: usize = 12_000_000;

/// The operator on the cell masses of a grid.
#[derive(Clone, Debug)]
pub struct Normals {
    /// The classes by increasing c; the first has c = 0.
    classes: Vec<Class>,
    /// Weights of the points by [`Nodes`].
    weights: Vec<Vec<f64>>,
    deposit: Deposit,
}

/// Cells that are blurred alike, and the blur from here to the class before.
#[derive(Clone, Debug)]
struct Class {
    /// c, in cells².
    variance: f64,
    blur: Option<Blur>,
    /// Cells, each with its points along the two eigenvectors.
    cells: Vec<(usize, [Nodes; 2])>,
    places: Vec<Place>,
}

/// How many points stand for a normal along one line: one, three by the rule of Gauss &
/// Hermite, or so many evenly spaced on either side.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Nodes {
    One,
    Three,
    Even(usize),
}

impl Normals {
    /// Prepares the operator that turns each cell's mass into its normal.
    ///
    /// # Errors
    /// [`Error::Conflict`] on `cells` if the points of all normals are too many.
    pub fn new(normals: &[Normal], grid: &Grid) -> Result<Self> {
        let (h, deposit) = (grid.widths(), Deposit::new(grid));
        let mut classes = classes(normals);
        let mut room = MOST_POINTS;
        for (cell, normal) in normals.iter().enumerate() {
            let k = classes.partition_point(|c| c.variance <= normal.variances[1]) - 1;
            let c = classes[k].variance;
            let rest = normal.variances.map(|v| v - c);
            let nodes = rest.map(|rest| Nodes::of(rest, c));
            let [across, along] = [nodes[1].places(rest[1]), nodes[0].places(rest[0])];
            room = room.checked_sub(across.len() * along.len()).ok_or_else(too_many)?;
            let [x, y] = normal.direction;
            for a in &along {
                let point = |b: &f64| {
                    let off = [a * x - b * y, a * y + b * x];
                    deposit.place([0, 1].map(|axis| normal.mean[axis] + h[axis] * off[axis]))
                };
                classes[k].places.extend(across.iter().map(point));
            }
            classes[k].cells.push((cell, nodes));
        }
        let weights = (0..=MOST + 1).map(|k| Nodes::numbered(k).weights()).collect();
        Ok(Self { classes, weights, deposit })
    }

    /// Replaces cell masses by what they become.
    pub fn step(&mut self, masses: &mut [f64]) {
        let before: f64 = masses.iter().sum();
        let (nothing, faint) = (before * NOTHING, before * FAINT);
        let (mut sum, mut room) = (vec![0.0; masses.len()], Vec::new());
        let mut is_empty = true;
        for class in self.classes.iter().rev() {
            let mut parts = Vec::with_capacity(class.places.len());
            let mut total = 0.0;
            for (cell, nodes) in &class.cells {
                let m = if masses[*cell] > faint { masses[*cell] } else { 0.0 };
                total += m;
                let [along, across] = nodes.map(|n| &self.weights[n.number()]);
                for a in along {
                    let m = m * a;
                    parts.extend(across.iter().map(|b| m * b));
                }
            }
            let points = Points { places: &class.places, masses: &parts, weight: 1.0 };
            match &class.blur {
                _ if !(total > nothing) => {}
                // What is blurred afterwards loses what M4′ has below 0.
                Some(_) => self.deposit.add_signed(&points, nothing, &mut sum),
                None => {
                    self.deposit.share(&[points], total, &mut masses[..]);
                    for (x, y) in sum.iter_mut().zip(masses.iter()) {
                        *x += y;
                    }
                }
            }
            is_empty &= !(total > nothing);
            if let (Some(blur), false) = (&class.blur, is_empty) {
                blur.apply(self.deposit.grid(), &mut sum, &mut room);
            }
        }
        let after: f64 = sum.iter().map(|m| m.max(0.0)).sum();
        let scale = if after > 0.0 { before / after } else { 1.0 };
        for (m, x) in masses.iter_mut().zip(&sum) {
            *m = x.max(0.0) * scale;
        }
    }
}

/// What a cell's mass becomes.
#[derive(Clone, Copy, Debug)]
pub struct Normal {
    mean: [f64; 2],
    /// Eigenvalues of the covariance, in cells², the larger first.
    variances: [f64; 2],
    /// The unit eigenvector of the larger one, in cells.
    direction: [f64; 2],
}

impl Normal {
    /// The normal of a mean, W, and a covariance Σ₁₁, Σ₁₂, Σ₂₂, W², on cells of the widths `h`, W.
    pub fn new(mean: [f64; 2], [s11, s12, s22]: [f64; 3], h: [f64; 2]) -> Self {
        let in_cells = [s11 / (h[0] * h[0]), s12 / (h[0] * h[1]), s22 / (h[1] * h[1])];
        let (variances, direction) = factor::eigen(in_cells);
        Self { mean, variances: variances.map(|v| v.max(0.0)), direction }
    }
}

/// The classes that normals of these widths need, still empty.
fn classes(normals: &[Normal]) -> Vec<Class> {
    let class = |variance| Class { variance, blur: None, cells: Vec::new(), places: Vec::new() };
    let wide = normals.iter().map(|n| n.variances[1]).filter(|v| *v >= 1.0);
    let [least, most] = wide.fold([f64::INFINITY, 0.0_f64], |[l, m], v| [l.min(v), m.max(v)]);
    let mut classes = vec![class(0.0)];
    if most == 0.0 {
        return classes;
    }
    // Rounding must not move one of equal normals into the class below.
    let least = least * (1.0 - 1e-12);
    let mut variance = 1.0;
    while LEAP * variance < least {
        classes.push(class(variance));
        variance *= LEAP;
    }
    // A blur as wide as the domain leaves nothing to be told apart.
    variance = least;
    while variance <= most && variance < 1e7 {
        classes.push(class(variance));
        variance *= RATIO;
    }
    for k in 1..classes.len() {
        let later = classes[k - 1].variance;
        classes[k].blur = Some(Blur::new(classes[k].variance - later, later));
    }
    classes
}

impl Nodes {
    /// How many points the variance `rest` needs beside a blur by `blurred`, both in cells².
    fn of(rest: f64, blurred: f64) -> Self {
        let sd = rest.max(0.0).sqrt();
        if !(rest > NONE.max(1e-9 * blurred)) {
            Self::One
        } else if rest <= NARROW.max((RATIO - 1.0) * blurred) {
            Self::Three
        } else {
            let distance = if blurred > 0.0 { SPACING * blurred.sqrt() } else { APART };
            Self::Even(((REACH * sd / distance).ceil() as usize).max(FEWEST).min(MOST))
        }
    }

    /// Its place in a list.
    fn number(self) -> usize {
        match self {
            Self::One => 0,
            Self::Three => 1,
            Self::Even(k) => k,
        }
    }

    fn numbered(k: usize) -> Self {
        match k {
            0 => Self::One,
            1 => Self::Three,
            k => Self::Even(k),
        }
    }

    /// The weights, which add up to 1.
    fn weights(self) -> Vec<f64> {
        match self {
            Self::One => vec![1.0],
            Self::Three => vec![1.0 / 6.0, 2.0 / 3.0, 1.0 / 6.0],
            Self::Even(k) => {
                let value = |i: usize| {
                    let z = REACH * (i as f64 / k as f64 - 1.0);
                    (-0.5 * z * z).exp()
                };
                let values: Vec<f64> = (0..=2 * k).map(value).collect();
                let sum: f64 = values.iter().sum();
                values.iter().map(|v| v / sum).collect()
            }
        }
    }

    /// The places, which have the variance `rest` by the weights.
    fn places(self, rest: f64) -> Vec<f64> {
        let sd = rest.max(0.0).sqrt();
        match self {
            Self::One => vec![0.0],
            Self::Three => [-1.0, 0.0, 1.0].map(|x| x * 3.0_f64.sqrt() * sd).to_vec(),
            Self::Even(k) => {
                let off = |i: usize| i as f64 - k as f64;
                let square = |(i, w): (usize, &f64)| w * off(i) * off(i);
                let own: f64 = self.weights().iter().enumerate().map(square).sum();
                (0..=2 * k).map(|i| off(i) * sd / own.sqrt()).collect()
            }
        }
    }
}

fn too_many() -> Error {
    Error::Conflict {
        field: "cells".into(),
        reason: "the noise of one step covers too many of so many cells; take fewer cells, a larger batch or a lower learning rate".into(),
    }
}
