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

use crate::plane::current::chain::Chain;

/// What the terms left out may add up to.
const TAIL: f64 = 1e-10;
/// e⁸ times the rounding of a double leaves 10⁻¹².
const GROWTH: f64 = 8.0;
/// A longer series of positive terms is cut: its first term would underflow.
const LONGEST: f64 = 600.0;

/// Advances cell masses by τ steps. Mass is kept to rounding, and none is below 0.
pub fn advance(chain: &Chain, masses: &mut Vec<f64>, tau: f64) {
    let most = |x: &[f64]| x.iter().fold(0.0_f64, |a, b| a.max(*b));
    let q = most(&chain.exits);
    let total: f64 = masses.iter().sum();
    if q * tau <= 0.0 || !(total > 0.0) {
        return;
    }
    let pieces = (most(&chain.drift_numbers) * tau / GROWTH).ceil().max(1.0);
    let chebyshev = chebyshev_terms(q * tau / pieces);
    let cuts = (q * tau / LONGEST).ceil();
    let poisson = poisson_terms(q * tau / cuts);
    if pieces * chebyshev.len() as f64 <= cuts * poisson.len() as f64 {
        for _ in 0..pieces as usize {
            chebyshev_sum(chain, masses, q, &chebyshev);
        }
    } else {
        for _ in 0..cuts as usize {
            poisson_sum(chain, masses, q, &poisson);
        }
    }
    // What cancellation left below 0 is taken from the rest in proportion.
    let positive: f64 = masses.iter().map(|m| m.max(0.0)).sum();
    for m in masses.iter_mut() {
        *m = m.max(0.0) * (total / positive);
    }
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

/// e^{−R}I₀(R), then 2e^{−R}I_k(R), of sum 1: by the recurrence I_{k−1} = I_{k+1} +
/// (2k/R) I_k from beyond the last one downwards (Miller's algorithm; DLMF §3.6(iii)).
fn chebyshev_terms(r: f64) -> Vec<f64> {
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
    while tail + terms[terms.len() - 1] < TAIL * sum && terms.len() > 1 {
        tail += terms.pop().unwrap_or(0.0);
    }
    let sum: f64 = terms.iter().rev().sum();
    terms.iter().map(|t| t / sum).collect()
}

fn chebyshev_sum(chain: &Chain, masses: &mut Vec<f64>, q: f64, terms: &[f64]) {
    let mut sum: Vec<f64> = masses.iter().map(|m| terms[0] * m).collect();
    let mut before = masses.clone();
    for (k, term) in terms.iter().enumerate().skip(1) {
        // T₁ = X, T_{k+1} = 2X T_k − T_{k−1}.
        let (scale, back) = if k == 1 { (1.0, 0.0) } else { (2.0, 1.0) };
        product(chain, q, scale, masses, back, &mut before, *term, &mut sum);
        std::mem::swap(masses, &mut before);
    }
    *masses = sum;
}

fn poisson_sum(chain: &Chain, masses: &mut Vec<f64>, q: f64, terms: &[f64]) {
    let mut sum: Vec<f64> = masses.iter().map(|m| terms[0] * m).collect();
    let mut next = vec![0.0; masses.len()];
    for term in &terms[1..] {
        product(chain, q, 1.0, masses, 0.0, &mut next, *term, &mut sum);
        std::mem::swap(masses, &mut next);
    }
    *masses = sum;
}

/// `y` ← `scale`·X`x` − `back`·`y`, and `sum` += `term`·`y`.
#[allow(clippy::too_many_arguments)]
fn product(
    chain: &Chain,
    q: f64,
    scale: f64,
    x: &[f64],
    back: f64,
    y: &mut [f64],
    term: f64,
    sum: &mut [f64],
) {
    let width = chain.grid().cells[1];
    let mut arrivals = vec![0.0; width];
    for (row, (y, sum)) in y.chunks_exact_mut(width).zip(sum.chunks_exact_mut(width)).enumerate() {
        let cells = row * width..(row + 1) * width;
        arrivals.fill(0.0);
        chain.arrivals(row, x, &mut arrivals);
        let (x, exits) = (&x[cells.clone()], &chain.exits[cells]);
        for j in 0..width {
            let change = (arrivals[j] - exits[j] * x[j]) / q;
            y[j] = scale * (x[j] + change) - back * y[j];
            sum[j] += term * y[j];
        }
    }
}
