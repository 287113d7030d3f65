//! The cells that the exponential of the faces is taken on, and whether it can be trusted.
//!
//! The windows and the test of trust both come from first-passage times. The entry of the resolvent
//! (A − z)⁻¹ from cell s to a cell x beyond it is its entry at x itself times E\[e^{−zt}\], t being the
//! time at which x is first reached. That expectation is a product of one factor for each cell on
//! the way, −(rate to the next cell)·(inverse pivot of the elimination).

use crate::line::current::cram::{self, Complex, Tridiagonal};
use crate::line::current::stretch::runs;
use std::ops::Range;

/// A window has all cells that mass reaches within τ with a chance of at least
/// e⁻²⁸ = 7·10⁻¹³.
const LEAST_LOG_CHANCE: f64 = -28.0;
/// Values of zτ at which that chance is bounded, by P(t < τ) ≤ e^{zτ} E\[e^{−zt}\] (Chernoff 1952).
/// The least is right for 7 sd of noise alone (zτ = 28), the largest for a drift of 10⁵ cells.
const CHERNOFF: [f64; 8] = [30.0, 60.0, 120.0, 240.0, 480.0, 960.0, 1920.0, 3840.0];

/// On a ring, what grows by more than this part from one round to the next is taken to grow for ever.
const ROUND: f64 = 0.01;

/// A chance smaller than this is moved into its logarithm.
const SMALL: f64 = 1e-200;

/// The windows of states that mass outside the transport can reach within τ; `begins` says in which
/// states there is such mass. On a ring a window may reach beyond the last state: number n is state
/// 0 again.
pub fn windows(a: &Tridiagonal, begins: &[bool], tau: f64) -> Vec<Range<usize>> {
    let n = a.diagonal.len();
    let mut covered = begins.to_vec();
    if !covered.contains(&false) {
        return std::iter::once(0..n).collect();
    }
    for rightwards in [true, false] {
        let mut reached = vec![true; n];
        for z in CHERNOFF {
            let mut now = vec![false; n];
            // The chance as e^log times a factor, below which none counts: a logarithm for
            // each cell would be dear.
            let (mut log, mut chance, mut least) = (0.0, 0.0, 1.0);
            let after = |log: f64| (LEAST_LOG_CHANCE - log).exp();
            passages(a, tau, rightwards, &|_| [z, 0.0], &mut |k, factor| {
                if begins[k] {
                    (log, chance, least) = (z, 1.0, after(z));
                } else {
                    chance *= factor;
                    if chance < SMALL && chance > 0.0 {
                        (log, chance) = (log + chance.ln(), 1.0);
                        least = after(log);
                    }
                }
                now[k] |= chance > least;
            });
            for (reached, now) in reached.iter_mut().zip(now) {
                *reached &= now;
            }
        }
        for (covered, reached) in covered.iter_mut().zip(reached) {
            *covered |= reached;
        }
    }
    let mut found = runs(&mut (0..n).filter(|k| covered[*k]));
    let meet = found.len() > 1 && covered[0] && covered[n - 1];
    if meet && a.is_ring() {
        let first = found.remove(0);
        if let Some(last) = found.last_mut() {
            last.end += first.end;
        }
    }
    found
}

/// The factor by which the solution of the outermost pole grows along the cells of a window; 1 or
/// less if it does not grow. `begins` is the part of the mass that starts in each cell.
///
/// The rational approximation replaces exp(τA) by resolvents at the poles θ/τ. Noise makes
/// them fall along the way; where drift rules this one grows as e^{−Re θ t/τ}, and the other
/// poles do not make up for it. On a ring it must not grow from round to round.
pub fn growth(a: &Tridiagonal, tau: f64, e: &[f64], begins: &[f64]) -> f64 {
    let mut most = 0.0_f64;
    for rightwards in [true, false] {
        let (mut size, mut count, mut rounds) = (0.0_f64, 0, [0.0_f64; 2]);
        passages(a, tau, rightwards, &|k| cram::outermost(e[k] / tau), &mut |k, factor| {
            size = (size * factor).max(begins[k]);
            let round = &mut rounds[usize::from(count >= begins.len())];
            *round = round.max(size);
            count += 1;
        });
        if rounds[1] > (1.0 + ROUND) * rounds[0] {
            return f64::INFINITY;
        }
        most = most.max(rounds[0]);
    }
    most
}

/// Calls `each` with every cell in the order of one direction, those of a ring twice, and with
/// |E\[e^{−zt}\]| for the passage to it from the cell before. `shift` is zτ in the row of a cell.
fn passages(
    a: &Tridiagonal,
    tau: f64,
    rightwards: bool,
    shift: &dyn Fn(usize) -> Complex,
    each: &mut dyn FnMut(usize, f64),
) {
    let n = a.diagonal.len();
    let (onwards, backwards) = if rightwards { (&a.lower, &a.upper) } else { (&a.upper, &a.lower) };
    let mut inverse: Complex = [0.0; 2];
    for i in 0..if a.is_ring() { 2 * n } else { n } {
        let (k, before) = if rightwards {
            (i % n, (i + n - 1) % n)
        } else {
            (n - 1 - i % n, (2 * n - i % n) % n)
        };
        let (on, back) =
            if i == 0 { (0.0, 0.0) } else { (tau * onwards[k], tau * backwards[before]) };
        // `hypot` would be slower; what it guards against, overflow, does not occur here.
        each(k, on * (inverse[0] * inverse[0] + inverse[1] * inverse[1]).sqrt());
        inverse = cram::pivot(tau * a.diagonal[k], shift(k), on * back, inverse);
    }
}
