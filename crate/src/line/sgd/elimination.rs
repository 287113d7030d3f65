//! How often an absorbed Markov chain stands in each of its states, by an elimination
//! without subtractions, with numbers that neither over- nor underflow.
//!
//! The visits y solve y = x + yQ. Eliminating a state means to look at the chain only while
//! it stands elsewhere; what it does in between is a sum of products of probabilities, and
//! the probability to leave is the sum of the ways out instead of one less the way back
//! (Grassmann, Taksar & Heyman 1985, *Oper. Res.* 33, 1107). So every digit survives,
//! of slow drifts and of traps left once in 10¹⁰⁰⁰ steps alike: these times are in the visits,
//! which are found last and carry powers of two of their own.

/// A number ≥ 0, mantissa · 2^exponent, far beyond what a double holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scaled {
    /// The digits.
    pub mantissa: f64,
    /// The power of two.
    pub exponent: i64,
}

impl Scaled {
    /// e^x.
    pub fn exp(x: f64) -> Self {
        let exponent = (x / std::f64::consts::LN_2).floor();
        if !exponent.is_finite() {
            return Self { mantissa: 0.0, exponent: 0 };
        }
        Self { mantissa: (x - exponent * std::f64::consts::LN_2).exp(), exponent: exponent as i64 }
    }

    /// ln, −∞ of nothing.
    pub fn ln(self) -> f64 {
        self.mantissa.ln() + self.exponent as f64 * std::f64::consts::LN_2
    }

    /// How often `unit` goes into it; 0 or infinite where a double cannot say.
    pub fn over(self, unit: Self) -> f64 {
        let shift = (self.exponent - unit.exponent).max(-2000).min(2000) as f64;
        // In two halves: a quotient that is a double must not pass through one that is none.
        let half = (0.5 * shift).exp2();
        self.mantissa / unit.mantissa * half * half
    }
}

/// Where the chain goes from one state.
pub trait Chain {
    /// Number of states.
    fn states(&self) -> usize;

    /// Adds the probabilities of going from `state` to each state into `row`, as long as
    /// there are states, and returns the first and the last that may have one, with the
    /// probability of being absorbed.
    fn add_row(&self, state: usize, row: &mut [f64]) -> ([usize; 2], f64);
}

/// Limits of one elimination.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Multiplications that it may cost.
    pub work: usize,
    /// Numbers that it may keep.
    pub numbers: usize,
}

/// The expected visits of all states from a start, given by its probabilities.
#[derive(Clone, Debug, PartialEq)]
pub enum Visits {
    /// The visits of each state, and the number of multiplications they took.
    Finite(Vec<Scaled>, usize),
    /// Some state that is reached is never left.
    Infinite,
    /// There was not room enough.
    TooLong,
}

/// Solves y = x + yQ for the start x, state 0 first, best with the goal behind the last one.
pub fn visits(chain: &impl Chain, start: &[f64], room: Room) -> Visits {
    let m = chain.states();
    let mut work = room.work;
    let mut before = Rows::default();
    let mut behind = Rows::default();
    let mut out = vec![0.0; m];
    let mut row = vec![0.0; m];
    let mut pushed = start.to_vec();
    for i in 0..m {
        let ([first, mut last], mut absorbed) = chain.add_row(i, &mut row);
        let first = first.min(i);
        last = last.max(i);
        // What goes to a state already eliminated goes on from there.
        for k in first..i {
            let part = row[k];
            if part == 0.0 || out[k] == 0.0 {
                continue;
            }
            let passed = behind.of(k);
            if passed.len() > work {
                return Visits::TooLong;
            }
            work -= passed.len();
            last = last.max(k + passed.len());
            for (q, p) in row[k + 1..].iter_mut().zip(passed) {
                *q += part * p;
            }
            absorbed += part * behind.absorbed[k];
        }
        while last > i && row[last] == 0.0 {
            last -= 1;
        }
        out[i] = row[i + 1..=last].iter().sum::<f64>() + absorbed;
        if out[i] > 0.0 {
            for q in &mut row[i + 1..=last] {
                *q /= out[i];
            }
            absorbed /= out[i];
            let mass = pushed[i];
            for (v, p) in pushed[i + 1..].iter_mut().zip(&row[i + 1..=last]) {
                *v += mass * p;
            }
        }
        before.push(&row[first..i], 0.0);
        behind.push(if out[i] > 0.0 { &row[i + 1..=last] } else { &[] }, absorbed);
        if before.numbers.len() + behind.numbers.len() > room.numbers {
            return Visits::TooLong;
        }
        row[first..=last].fill(0.0);
    }
    match substitute(&before, &out, &pushed) {
        Some(found) => Visits::Finite(found, room.work - work),
        None => Visits::Infinite,
    }
}

/// Visits above this are scaled down by a power of two.
const HIGH: f64 = 1e150;
/// Visits below this are scaled up, if nothing larger waits.
const LOW: f64 = 1e-150;

/// The visits of all states, found from the last state back: each gets what the states behind it
/// send to it. `None` if some state that is reached is never left.
fn substitute(before: &Rows, out: &[f64], pushed: &[f64]) -> Option<Vec<Scaled>> {
    let m = out.len();
    let mut found = vec![Scaled { mantissa: 0.0, exponent: 0 }; m];
    // What is sent to states not yet reached, in units of 2^exponent, from `lowest` on.
    let mut waiting = vec![0.0; m];
    let (mut exponent, mut lowest) = (0_i64, m);
    for i in (0..m).rev() {
        let own = Scaled { mantissa: pushed[i], exponent: 0 };
        let mut come = waiting[i] + own.over(Scaled { mantissa: 1.0, exponent });
        lowest = lowest.min(i);
        let largest = || waiting[lowest..i].iter().fold(0.0_f64, |m, v| m.max(*v));
        let shift = if come > HIGH * out[i] || come.is_infinite() {
            500
        } else if come > 0.0 && come < LOW * out[i] && largest() < LOW {
            -500
        } else {
            0
        };
        if shift != 0 {
            let scale = (-f64::from(shift)).exp2();
            for v in &mut waiting[lowest..=i] {
                *v *= scale;
            }
            exponent += i64::from(shift);
            come = waiting[i] + own.over(Scaled { mantissa: 1.0, exponent });
        }
        if come == 0.0 {
            continue;
        }
        if out[i] == 0.0 {
            return None;
        }
        let visits = come / out[i];
        found[i] = Scaled { mantissa: visits, exponent };
        let row = before.of(i);
        let first = i - row.len();
        lowest = lowest.min(first);
        for (v, p) in waiting[first..i].iter_mut().zip(row) {
            *v += visits * p;
        }
    }
    Some(found)
}

/// Rows of various length, one behind the other.
#[derive(Clone, Debug, Default)]
struct Rows {
    ends: Vec<usize>,
    numbers: Vec<f64>,
    absorbed: Vec<f64>,
}

impl Rows {
    fn push(&mut self, row: &[f64], absorbed: f64) {
        self.numbers.extend_from_slice(row);
        self.ends.push(self.numbers.len());
        self.absorbed.push(absorbed);
    }

    fn of(&self, i: usize) -> &[f64] {
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        &self.numbers[start..self.ends[i]]
    }
}
