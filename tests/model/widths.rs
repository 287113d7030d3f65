//! Wide against narrow: the closed form, and the solved end state beside it.

use crate::assert_close;
use sgd_current::bessel::ln_i0;
use sgd_current::value::Value;
use sgd_current::widths::Comparison;

fn compare(fields: &[(&str, f64)]) -> Comparison {
    let map = fields.iter().map(|(k, v)| ((*k).into(), Value::Number(*v))).collect();
    let scenario = Comparison::question(&Value::Map(map)).unwrap();
    Comparison::new(&scenario).unwrap()
}

/// ln of ∫ exp(x cos θ) dθ/2π by the trapezoidal rule, exact for periodic functions.
fn ln_i0_by_quadrature(x: f64) -> f64 {
    let n = 4096;
    let sum: f64 = (0..n)
        .map(|i| (x * ((std::f64::consts::TAU * f64::from(i) / f64::from(n)).cos() - 1.0)).exp())
        .sum();
    x + (sum / f64::from(n)).ln()
}

#[test]
fn the_bessel_function_is_its_integral() {
    for x in [0.0, 0.1, 1.0, 7.5, 39.9, 40.1, 200.0, 5000.0] {
        assert_close(ln_i0(x), ln_i0_by_quadrature(x), 1e-12 * (1.0 + x), "ln I₀");
    }
}

#[test]
fn the_prediction_is_the_closed_form_and_the_end_state_agrees() {
    for t in [0.02, 0.1, 0.3, 1.0] {
        for k in [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0] {
            let c = compare(&[("ratio", k), ("learningRate", t)]);
            let i = 4.0 * 0.1 / t;
            let peak = 2.0 * k.ln() + (k * k - 1.0) * i;
            let mass =
                3.0 * k.ln() + 0.5 * (k * k - 1.0) * i + ln_i0_by_quadrature(0.5 * k * k * i)
                    - ln_i0_by_quadrature(0.5 * i);
            assert_close(c.predicted.log_peak, peak, 1e-10, "predicted peak ratio");
            assert_close(c.predicted.log_mass, mass, 1e-10, "predicted mass ratio");
            assert_close(
                c.solved.log_peak,
                peak,
                1e-3,
                &format!("solved peak ratio, k = {k}, T = {t}"),
            );
            assert_close(
                c.solved.log_mass,
                mass,
                1e-3,
                &format!("solved mass ratio, k = {k}, T = {t}"),
            );
            assert_close(c.exponent_wide, k * k * c.exponent_narrow, 1e-9, "k² times the exponent");
        }
    }
}

#[test]
fn the_posts_e_to_the_fourth_is_k_two_and_i_four_thirds() {
    let c = compare(&[("ratio", 2.0), ("learningRate", 0.3)]);
    assert_close(c.predicted.log_peak - 2.0 * 2.0_f64.ln(), 4.0, 1e-12, "exponent");
}

#[test]
fn only_wells_are_compared() {
    let map = vec![("landscape".into(), Value::Text("pit".into()))];
    let scenario = Comparison::question(&Value::Map(map)).unwrap();
    assert_eq!(Comparison::new(&scenario).unwrap_err().field(), "landscape");
}
