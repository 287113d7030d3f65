//! ln I₀(x), the modified Bessel function of order zero, for any x ≥ 0.

/// ln I₀(x) to 10⁻¹⁴ (relative for large x): the power series Σ (x²/4)ⁿ/(n!)²
/// up to x = 40, the asymptotic series Σ ((2n−1)!!)²/(n! (8x)ⁿ) beyond (Abramowitz
/// & Stegun 1964, 9.6.12 and 9.7.1).
pub fn ln_i0(x: f64) -> f64 {
    let (mut term, mut sum, mut n) = (1.0_f64, 1.0_f64, 0.0);
    if x < 40.0 {
        while term > 1e-17 * sum {
            n += 1.0;
            term *= x * x / (4.0 * n * n);
            sum += term;
        }
        return sum.ln();
    }
    while term > 1e-17 {
        n += 1.0;
        let odd = 2.0 * n - 1.0;
        term *= odd * odd / (8.0 * n * x);
        sum += term;
    }
    x - 0.5 * (std::f64::consts::TAU * x).ln() + sum.ln()
}
