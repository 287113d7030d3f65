//! The flux through each face, exponentially fitted.
//!
//! ρ = bP − D ∂P/∂W with D = ½T²S²/B and b = −T(G + [T/2 G G′]) − (1−a)½T²(S²)′/B
//! is integrated exactly between two cell centres with b and D constant there
//! (Scharfetter & Gummel 1969; Chang & Cooper 1970):
//!
//! ρ = u P_left − d P_right,  u = (D/Δ) 𝓑(−Pe),  d = (D/Δ) 𝓑(Pe),  Pe = Δ b/D,
//!
//! with 𝓑(x) = x/(eˣ − 1). As D → 0 this is upwinding, so a vanishing S² needs no
//! special case: a face with u or d zero is a gate, with both zero a wall. Where
//! S² is well away from zero, Pe is taken from the exact ratio of the end state
//! across the face, Pe = −ΔΦ, and the discrete end state equals the true one at
//! every centre. D is then taken from ∫e^Φ/D between the centres, so that drift varying between
//! the centres is accounted for. Of second order in the cell width where |Pe| is small, of fourth
//! with [`super::evolve`]'s sharpening.
//!
//! Beside a wall at which S² vanishes ([`super::walls`]) P at rest bends within the cells. There
//! the ratio across a face is that of the means of P over the two cells, and the conductance that
//! of D P at the edge, over Δ. The drift of the mean of W is then exact, since (D P)′ is the drift
//! times P at rest.
//!
//! At a wall that absorbs P is 0: the same fit between the last centre and the wall, half a cell
//! on. On even cells under even drift and noise it is the face between the last cell and its
//! mirror image of the opposite sign, so nothing of the order of the other faces is lost.

use crate::landscape::Moments;
use crate::line::current::field::Field;
use crate::line::current::jump::quiet_side;
use crate::line::current::walls::Ends;
use crate::line::grid::Grid;
use crate::scenario::Scenario;
use crate::walls::{Side, Walls};

/// Beyond this Péclet number the rate against the drift is 0: e⁻⁷⁰⁰ is about the smallest ratio
/// that a double holds. The logarithm of the rate is still known.
const ONE_WAY: f64 = 700.0;
/// Beyond this Péclet number the way against the drift counts as closed: a sum with such a
/// logarithm in it would have no digits left for the other terms.
const GATE: f64 = 1e12;
/// S² is well away from zero where it changes by less than this factor between
/// two centres.
const SMOOTH: f64 = 4.0;

/// Péclet number up to which the weight of the integrand in [`relative_resistance`] moves towards
/// one of the centres.
const SHARP: f64 = 2.0;

/// Largest correction of a resistance, as a part of it, for a Φ or a D that bends between two
/// centres. Where they ask for more, the parabola through three places is no longer a good guess.
const MOST_BENT: f64 = 0.1;

/// What the current takes from a scenario besides the landscape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coefficients {
    /// T, W²/L.
    pub learning_rate: f64,
    /// B.
    pub batch_size: f64,
    /// a ∈ {0, ½, 1}.
    pub convention: f64,
    /// Whether the drift is G + (T/2) G G′.
    pub second_order: bool,
}

impl From<&Scenario> for Coefficients {
    fn from(s: &Scenario) -> Self {
        Self {
            learning_rate: s.learning_rate,
            batch_size: s.batch_size as f64,
            convention: s.convention.a(),
            second_order: s.second_order,
        }
    }
}

/// Rates of the discrete current.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    /// u at the N + 1 edges, W/step: flux to the right per density in the cell on the left. At the
    /// right wall it is 0 if that reflects, and the rate of absorption if it absorbs. On a ring the
    /// first and the last edge are the same.
    pub up: Vec<f64>,
    /// d at the N + 1 edges, W/step: flux to the left per density in the cell on
    /// the right.
    pub down: Vec<f64>,
    /// ln(u/d) at the N + 1 edges: the change of ln P_end across the face. It is ±∞ at gates and
    /// NaN at walls of every kind, and finite also where u or d is too small for a double.
    pub log_ratio: Vec<f64>,
}

impl Rates {
    /// The rates of a landscape's field.
    pub fn new(field: &Field, grid: &Grid, c: Coefficients) -> Self {
        let n = grid.cells();
        let mut rates =
            Self { up: vec![0.0; n + 1], down: vec![0.0; n + 1], log_ratio: vec![f64::NAN; n + 1] };
        let ends = Ends::new(field, grid, c);
        for f in 1..n {
            let beside = ends.beside(f).and_then(|means| beside_end(field, grid, c, f, means));
            let face = || Face::new(&Between::cells(field, grid, c, f), c).rates();
            let found = beside.or_else(|| quiet_side(field, grid, c, f)).unwrap_or_else(face);
            rates.set(f, found, [ends.keeps[f - 1], ends.keeps[f]]);
        }
        if grid.walls == Walls::Periodic {
            let face = Face::new(&Between::ends(field, grid, c), c).rates();
            rates.set(n, face, [ends.keeps[n - 1], ends.keeps[0]]);
            rates.up[0] = rates.up[n];
            rates.down[0] = rates.down[n];
            rates.log_ratio[0] = rates.log_ratio[n];
        }
        for side in grid.walls.absorbing() {
            let at = if side == Side::Left { 0 } else { n };
            let rate =
                ends.out[side as usize].unwrap_or_else(|| Self::to_point(field, grid, c, at, side));
            match side {
                Side::Left => rates.down[0] = rate,
                Side::Right => rates.up[n] = rate,
            }
        }
        rates
    }

    /// Sets the rates of edge `f`; `keeps` says for the cells on its left and right whether they
    /// keep all that comes to them.
    fn set(&mut self, f: usize, (up, down, log_ratio): (f64, f64, f64), keeps: [bool; 2]) {
        self.up[f] = if keeps[0] { 0.0 } else { up };
        self.down[f] = if keeps[1] { 0.0 } else { down };
        let shut = keeps[0] || keeps[1];
        self.log_ratio[f] = if shut { (self.up[f] / self.down[f]).ln() } else { log_ratio };
    }

    /// The rate, W/step, at which a cell beside edge `f` of a ring loses mass if all is absorbed at
    /// that edge. `side` says which wall of the cell the edge is: with [`Side::Left`] it is the cell
    /// on the right of the edge.
    pub fn to_point(field: &Field, grid: &Grid, c: Coefficients, f: usize, side: Side) -> f64 {
        let n = grid.cells();
        let (edge, cell) = match side {
            Side::Left => (f % n, f % n),
            Side::Right => ((f + n - 1) % n + 1, (f + n - 1) % n),
        };
        Face::new(&Between::wall(field, grid, c, side, [edge, cell]), c).out(side)
    }

    /// The same between walls that let nothing out.
    pub fn closed(mut self) -> Self {
        for f in [0, self.up.len() - 1] {
            (self.up[f], self.down[f], self.log_ratio[f]) = (0.0, 0.0, f64::NAN);
        }
        self
    }

    /// ln u and ln d at edge `f`, each from the other where it is too small for a number.
    #[inline(never)] // Called from many places, none hot: inlining only enlarges the wasm.
    pub fn logs(&self, f: usize) -> (f64, f64) {
        let (up, down, ratio) = (self.up[f].ln(), self.down[f].ln(), self.log_ratio[f]);
        if !ratio.is_finite() {
            return (up, down);
        }
        (up.max(down + ratio), down.max(up - ratio))
    }

    /// Whether mass passes edge `f` both ways, however seldom.
    pub fn two_way(&self, f: usize) -> bool {
        self.log_ratio[f].is_finite()
    }
}

/// What lies between two places, and at them.
struct Between {
    left: Moments,
    edge: Moments,
    right: Moments,
    /// Distances from the left place to the edge and from there to the right place, W.
    way: [f64; 2],
    /// The change of Φ over each of these distances, without that of its term ln S².
    rise: [f64; 2],
    /// Whether the gradients jump at the edge.
    jumps: bool,
    /// Whether S² touches zero beside the edge, but G does not.
    gate: bool,
}

impl Between {
    /// Between the centres of the cells on both sides of inner edge `f`.
    fn cells(field: &Field, grid: &Grid, c: Coefficients, f: usize) -> Self {
        Self {
            left: field.centres[f - 1],
            edge: field.edges[f],
            right: field.centres[f],
            way: [grid.edges[f] - grid.centres[f - 1], grid.centres[f] - grid.edges[f]],
            rise: rise(field, c, f),
            jumps: field.jumps[f - 1],
            gate: field.gates.binary_search(&f).is_ok(),
        }
    }

    /// Between the last centre and the first, round a ring.
    fn ends(field: &Field, grid: &Grid, c: Coefficients) -> Self {
        let n = grid.cells();
        Self {
            left: field.centres[n - 1],
            edge: middle(&field.edges[n], &field.edges[0]),
            right: field.centres[0],
            way: [0.5 * grid.widths[n - 1], 0.5 * grid.widths[0]],
            rise: rise(field, c, n),
            jumps: field.jumps[n - 1],
            gate: false,
        }
    }

    /// Between the centre of a cell and its edge on a side.
    fn wall(
        field: &Field,
        grid: &Grid,
        c: Coefficients,
        side: Side,
        [edge, cell]: [usize; 2],
    ) -> Self {
        let ends = (field.edges[edge], field.centres[cell]);
        let (left, right) = if side == Side::Left { ends } else { (ends.1, ends.0) };
        let edge = middle(&left, &right);
        let way = 0.25 * grid.widths[cell];
        let slope = |m: &Moments| slope_of_energy(m, c);
        let half = |a: &Moments, b: &Moments| 0.5 * way * (slope(a) + slope(b));
        let rise = [half(&left, &edge), half(&edge, &right)];
        Self { left, edge, right, way: [way; 2], rise, jumps: false, gate: false }
    }
}

/// The mean of two moments.
fn middle(a: &Moments, b: &Moments) -> Moments {
    let half = |of: fn(&Moments) -> f64| 0.5 * (of(a) + of(b));
    Moments {
        gradient: half(|m| m.gradient),
        gradient_slope: half(|m| m.gradient_slope),
        variance: half(|m| m.variance),
        variance_slope: half(|m| m.variance_slope),
    }
}

/// Φ′ without its term (ln S²)′.
fn slope_of_energy(m: &Moments, c: Coefficients) -> f64 {
    let second = if c.second_order { 0.5 * c.learning_rate * m.gradient_slope } else { 0.0 };
    m.gradient * (1.0 + second) / m.variance * 2.0 * c.batch_size / c.learning_rate
}

/// Drift and diffusion across one face.
struct Face {
    /// b at the edge, W/step.
    drift: f64,
    /// D divided by the distance of the two places, W/step.
    conductance: f64,
    /// −ΔΦ, exact, where S² is well away from zero.
    log_ratio: Option<f64>,
    /// (1−a) Δ ln S² at a jump of S², which b does not contain; else 0.
    jump: f64,
}

impl Face {
    fn new(between: &Between, c: Coefficients) -> Self {
        let t = c.learning_rate;
        let half = 0.5 * t * t / c.batch_size;
        let ito = 1.0 - c.convention;
        let Between { left, edge, right, way, rise, .. } = between;
        let correction = if c.second_order { 0.5 * t * edge.gradient_slope } else { 0.0 };
        let mut drift = -t * edge.gradient * (1.0 + correction);
        if between.gate {
            return Self { drift, conductance: 0.0, log_ratio: None, jump: 0.0 };
        }
        drift -= ito * half * edge.variance_slope;
        let smallest = left.variance.min(edge.variance).min(right.variance);
        let largest = left.variance.max(edge.variance).max(right.variance);
        let smooth = smallest > 0.0 && largest < SMOOTH * smallest;
        let jumps =
            smallest > 0.0 && (between.jumps || !smooth && left.is_torn(right, way[0] + way[1]));
        let fall = || ito * (right.variance / left.variance).ln();
        let log_ratio = (jumps || smooth).then(|| -(rise[0] + rise[1]) - fall());
        let diffusion = if jumps {
            across(half * left.variance, half * right.variance, c.convention)
        } else if let Some(log_ratio) = log_ratio.filter(|_| smooth) {
            let place = way[0] / (way[0] + way[1]);
            let bump = rise[0] + ito * (edge.variance / left.variance).ln() + place * log_ratio;
            let resistance = [left, edge, right].map(|m| edge.variance / m.variance);
            half * edge.variance / relative_resistance(place, bump, resistance, log_ratio)
        } else {
            half * edge.variance
        };
        let conductance = diffusion / (way[0] + way[1]);
        Self { drift, conductance, log_ratio, jump: if jumps { fall() } else { 0.0 } }
    }

    /// The rate, W/step, at which mass leaves by a wall, if this face lies between the last centre
    /// and that wall.
    fn out(&self, side: Side) -> f64 {
        let (up, down, _) = self.rates();
        if side == Side::Left { down } else { up }
    }

    /// (u, d, ln(u/d)).
    fn rates(&self) -> (f64, f64, f64) {
        let exact = self.log_ratio.filter(|r| r.is_finite());
        let peclet = exact.unwrap_or(self.drift / self.conductance.max(f64::MIN_POSITIVE));
        if !(peclet.abs() < ONE_WAY) || self.conductance < 1e-300 {
            // Pure drift; zero both ways where there is no drift either. On top of a
            // barrier the drift at the edge may be none, or not that between the centres.
            let known = exact.filter(|r| r.abs() < GATE);
            let between = known.map_or(0.0, |r| r * self.conductance);
            let drift =
                if between * self.drift > 0.0 || known.is_none() { self.drift } else { between };
            let (up, down) = (drift.max(0.0), (-drift).max(0.0));
            return (up, down, known.unwrap_or((up / down).ln()));
        }
        // Where S² jumps, what is continuous is S^{2(1−a)} P: the same fit in that
        // variable, whose Péclet number leaves the jump out.
        let (smooth, half_jump) = (peclet + self.jump, (0.5 * self.jump).exp());
        // 𝓑(−x) = x + 𝓑(x): one exponential for both.
        let back = bernoulli(smooth.abs());
        let on = smooth.abs() + back;
        let (to, fro) = if smooth > 0.0 { (on, back) } else { (back, on) };
        let up = self.conductance * to / half_jump;
        let down = self.conductance * fro * half_jump;
        (up, down, peclet)
    }
}

/// The change of Φ, without its term ln S², from the left centre to edge `f` and from there to the
/// right centre; of the last edge of a ring, across its seam.
fn rise(field: &Field, c: Coefficients, f: usize) -> [f64; 2] {
    let t = c.learning_rate;
    [0, 1].map(|side| {
        let second = if c.second_order { 0.5 * t * field.second_order[f - 1][side] } else { 0.0 };
        (field.drift_over_noise[f - 1][side] + second) * 2.0 * c.batch_size / t
    })
}

/// (u, d, ln(u/d)) of a face beside a wall at which S² vanishes. `means` is, for the two cells, ln of
/// the mean of P at rest over its value at the centre. None where S² or its integrals do not allow it.
fn beside_end(
    field: &Field,
    grid: &Grid,
    c: Coefficients,
    f: usize,
    means: [f64; 2],
) -> Option<(f64, f64, f64)> {
    let t = c.learning_rate;
    let (half, ito) = (0.5 * t * t / c.batch_size, 1.0 - c.convention);
    let (left, edge, right) = (&field.centres[f - 1], &field.edges[f], &field.centres[f]);
    let rise = rise(field, c, f);
    // ln P at rest of the edge, over that of the left and of the right centre.
    let over_left = -rise[0] - ito * (edge.variance / left.variance).ln() - means[0];
    let over_right = rise[1] + ito * (right.variance / edge.variance).ln() - means[1];
    let possible = |x: f64| x < ONE_WAY;
    if field.jumps[f - 1]
        || !(left.variance > 0.0 && edge.variance > 0.0 && right.variance > 0.0)
        || !(possible(over_left) && possible(over_right))
        || field.gates.binary_search(&f).is_ok()
    {
        return None;
    }
    let way = half * edge.variance / (grid.centres[f] - grid.centres[f - 1]);
    Some((way * over_left.exp(), way * over_right.exp(), over_left - over_right))
}

/// ∫e^Φ/D between two centres, over what it is where Φ is linear and D that of the edge:
/// the current through both is one over it, since ρ e^Φ/D = −∂(e^Φ P)/∂W. The ratio of the two
/// integrands is taken as the parabola through its values at the left centre, the edge and the
/// right centre. Without this a drift of slope b′ is off by b′h²/12D.
///
/// `place` is where the edge lies between the centres, 0…1; `bump` how far Φ at the edge lies above
/// the line between the centres; `inverse` 1/D at the three places, in units of 1/D at the edge.
fn relative_resistance(place: f64, bump: f64, inverse: [f64; 3], log_ratio: f64) -> f64 {
    let [left, edge, right] = [inverse[0], inverse[1] * bump.max(-1.0).min(1.0).exp(), inverse[2]];
    // ⟨x⟩ and ⟨x²⟩ for the weight e^{−px} on 0…1.
    let p = log_ratio.max(-SHARP).min(SHARP);
    let (first, second) = if p.abs() < 1e-3 {
        (0.5 - p / 12.0, 1.0 / 3.0 - p / 12.0)
    } else {
        let rest = 1.0 / p.exp_m1();
        let first = 1.0 / p - rest;
        (first, 2.0 * first / p - rest)
    };
    let slope = right - left;
    let bend = (edge - left - place * slope) / (place * (place - 1.0));
    let whole = left + first * slope + (second - first) * bend;
    whole.max(1.0 - MOST_BENT).min(1.0 + MOST_BENT)
}

/// D of a face between two media, for ρ = −D^a ∂(D^{1−a}P): the two D^a in series,
/// and the geometric mean of the two D^{1−a}, which the jump splits again.
fn across(left: f64, right: f64, a: f64) -> f64 {
    let (l, r) = (left.powf(a), right.powf(a));
    2.0 * l * r / (l + r) * (left * right).powf(0.5 * (1.0 - a))
}

/// 𝓑(x) = x/(eˣ − 1).
pub fn bernoulli(x: f64) -> f64 {
    if x.abs() < 1e-10 { 1.0 - 0.5 * x } else { x / x.exp_m1() }
}
