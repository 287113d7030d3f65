//! exp(τA) of the chain's generator A on cell masses, by products with A alone.
//!
//! With q the largest rate at which a cell is left, X = 1 + A/q is a matrix of transition
//! probabilities, and exp(τA) is
//!
//! * Σ_k e^{−R} R^k/k! X^k, R = qτ: uniformization (Jensen 1953; Grassmann 1977), no term
//!   negative, R + 7√R products;
//! * e^{−R}[I₀(R) + 2 Σ_k I_k(R) T_k(X)]: Chebyshev's series (Tal-Ezer 1989), some 6√R
//!   products. Each T_k(X) keeps the mass, but where drift is strong it grows on the way
//!   to e^ν, ν = τβᵀD⁻¹β/4, before it cancels, so the step is cut where ν is large.
//!
//! Whichever is cheaper is taken.

use crate::error::{Error, Result};
use crate::plane::current::active::{Filled, Reached};
use crate::plane::current::chain::Chain;
use crate::plane::current::transitions::Transitions;

/// What the terms left out may add up to, times the factor by which they grow on the way. Chebyshev's
/// terms are estimated for the roughest masses; for smooth ones the error is far smaller, since the sum
/// of the terms is made 1.
const TAIL: f64 = 1e-8;
/// e⁸ times the rounding of a double leaves 10⁻¹².
const GROWTH: f64 = 8.0;
/// The longest series of positive terms: beyond, its first term would underflow.
const LONGEST: f64 = 600.0;
/// Most parts that a step is cut into.
const MOST_CUTS: f64 = 1024.0;

/// The part of the mass that may be below 0 after a series. More of it is a sign that the terms grew
/// further than ν says, and left rounding errors where they cancelled.
const MOST_LOST: f64 = 1e-6;
/// Products that a step may take, times cells: some seconds.
const MOST_WORK: f64 = 5e8;
/// What a product costs besides its cells, as a number of cells.
const EACH_PRODUCT: f64 = 1000.0;

/// Steps of a series that are taken at once: their rows fit a cache.
const AT_ONCE: usize = 8;

/// Advances cell masses by τ steps. Mass is kept to rounding, and none is below 0.
///
/// # Errors
/// [`Error::Conflict`] on `learningRate` if mass is, or comes to, where noise or drift crosses so
/// many cells in a step that a step would take minutes; the masses are then somewhere on the way.
pub fn advance(chain: &Chain, masses: &mut Vec<f64>, tau: f64) -> Result<()> {
    let total: f64 = masses.iter().sum();
    if !(total > 0.0) {
        return Ok(());
    }
    let mut work_left = MOST_WORK * tau;
    let mut left = tau;
    // No cut is longer, since one of twice that length lost too much.
    let mut longest = tau;
    while left > 0.0 {
        let next = left.min(longest);
        let Plan { cut, reached, series, products } = plan(chain, masses, next);
        let each = reached.part * masses.len() as f64 + EACH_PRODUCT;
        if left / next * products * each > work_left {
            return Err(too_far());
        }
        let before = masses.clone();
        if reached.exit > 0.0 {
            // Only what can be paid is laid out: of terms there can be more than memory holds.
            let terms = series.terms(reached.exit * cut, reached.growth);
            work_left -= terms.len() as f64 * each;
            series.sum(&Transitions::new(chain, &reached), masses, &terms);
        }
        let sum: f64 = masses.iter().sum();
        let lost: f64 = masses.iter().map(|m| (-m).max(0.0)).sum();
        if !sum.is_finite() || lost > MOST_LOST * total {
            *masses = before;
            longest = 0.5 * cut;
            continue;
        }
        // What cancellation left below 0 is taken from the rest in proportion.
        let positive: f64 = masses.iter().map(|m| m.max(0.0)).sum();
        for m in masses.iter_mut() {
            *m = m.max(0.0) * (total / positive);
        }
        left = if cut < left { left - cut } else { 0.0 };
    }
    Ok(())
}

fn too_far() -> Error {
    Error::Conflict {
        field: "learningRate".into(),
        reason: "in one step noise or drift crosses so many cells that the current would take minutes; take a lower learning rate, fewer cells or a smaller domain".into(),
    }
}

/// How the products are added up.
#[derive(Clone, Copy, Debug)]
enum Series {
    Chebyshev,
    Poisson,
}

impl Series {
    /// What the products of R = `r` are multiplied by, where Chebyshev's grow to e^(8 `growth`).
    fn terms(self, r: f64, growth: f64) -> Vec<f64> {
        match self {
            Self::Chebyshev => chebyshev_terms(r, TAIL * (-GROWTH * growth).exp()),
            Self::Poisson => poisson_terms(r),
        }
    }

    /// The sum of the series: the masses times the first term, and what the steps of its recurrence
    /// add.
    fn sum(self, hops: &Transitions, masses: &mut Vec<f64>, terms: &[f64]) {
        let step = |(k, term): (usize, &f64)| match self {
            // T₁ = X, T_{k+1} = 2(X T_k − ½T_{k−1}).
            Self::Chebyshev if k > 0 => [2.0, 0.5, *term],
            _ => [1.0, 0.0, *term],
        };
        let steps: Vec<_> = terms[1..].iter().enumerate().map(step).collect();
        let mut sum = masses.clone();
        hops.scale(terms[0], &mut sum);
        let mut other = masses.clone();
        for some in steps.chunks(AT_ONCE) {
            hops.steps(some, masses, &mut other, &mut sum);
            if some.len() % 2 == 1 {
                std::mem::swap(masses, &mut other);
            }
        }
        *masses = sum;
    }
}

/// How to go on.
struct Plan {
    /// The next time to go at once.
    cut: f64,
    /// What mass reaches in it.
    reached: Reached,
    /// The series of the fewest products for all the time left.
    series: Series,
    /// How many those are, about.
    products: f64,
}

/// Plans the time left, of which one cut is to be taken.
fn plan(chain: &Chain, masses: &[f64], left: f64) -> Plan {
    let filled = Filled::new(chain, masses);
    let mut cuts = 1.0;
    let mut best: Option<(f64, f64, f64, Reached, bool)> = None;
    loop {
        let cut = left / cuts;
        let reached = filled.reach(cut, GROWTH);
        let r = reached.exit * cut;
        let chebyshev = reached.growth <= 1.0;
        let may = chebyshev || r <= LONGEST;
        let each = if chebyshev { (6.0 * r.sqrt()).min(r) } else { r + 7.0 * r.sqrt() } + 10.0;
        let products = cuts * each;
        let cost = products * (reached.part + 0.1);
        if may && best.as_ref().is_none_or(|b| cost < b.0) {
            best = Some((cost, products, cut, reached, chebyshev));
        }
        if chebyshev || cuts >= MOST_CUTS {
            break;
        }
        cuts *= 2.0;
    }
    let Some((_, products, cut, reached, chebyshev)) = best else {
        // Drift that no number of terms follows: as much of it as one series can.
        let reached = filled.reach(left / cuts, GROWTH);
        let cut = LONGEST / reached.exit;
        let products = left * reached.exit;
        return Plan { cut, reached, series: Series::Poisson, products };
    };
    let series = if chebyshev { Series::Chebyshev } else { Series::Poisson };
    Plan { cut, reached, series, products }
}

/// e^{−R} R^k/k!, of sum 1.
fn poisson_terms(r: f64) -> Vec<f64> {
    let (mut term, mut sum, mut k) = ((-r).exp(), 0.0, 0.0);
    let mut terms = Vec::new();
    while 1.0 - sum > TAIL && (k <= r || term > 1e-3 * TAIL) {
        terms.push(term);
        sum += term;
        k += 1.0;
        term *= r / k;
    }
    terms.iter().map(|t| t / sum).collect()
}

/// e^{−R}I₀(R), then 2e^{−R}I_k(R), of sum 1, up to a tail of `most`: by the recurrence I_{k−1} = I_{k+1} +
/// (2k/R) I_k from beyond the last one downwards (Miller's algorithm; DLMF §3.6(iii)).
fn chebyshev_terms(r: f64, most: f64) -> Vec<f64> {
    let last = (r + 40.0).min(10.0 * r.sqrt() + 40.0) as usize;
    let mut terms = vec![0.0; last + 1];
    let (mut above, mut here) = (0.0, 1e-300);
    for k in (0..=last).rev() {
        terms[k] = if k == 0 { here } else { 2.0 * here };
        (above, here) = (here, above + 2.0 * k as f64 / r * here);
        if here > 1e200 {
            for t in &mut terms[k..] {
                *t *= 1e-200;
            }
            (above, here) = (above * 1e-200, here * 1e-200);
        }
    }
    // The sum of all is 1.
    let sum: f64 = terms.iter().rev().sum();
    let mut tail = 0.0;
    while tail + terms[terms.len() - 1] < most * sum && terms.len() > 1 {
        tail += terms.pop().unwrap_or(0.0);
    }
    let sum: f64 = terms.iter().rev().sum();
    terms.iter().map(|t| t / sum).collect()
}
