//! Jets: a value with its first and second derivative in W, carried through
//! arithmetic together (forward automatic differentiation; Griewank & Walther,
//! *Evaluating Derivatives*, 2nd ed. 2008, ch. 13). Exact to rounding: no
//! differences are taken anywhere.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// f(W), f′(W) and f″(W).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jet {
    /// f(W).
    pub value: f64,
    /// f′(W).
    pub slope: f64,
    /// f″(W).
    pub bend: f64,
}

impl Jet {
    /// A number that does not depend on W.
    pub const fn constant(value: f64) -> Self {
        Self { value, slope: 0.0, bend: 0.0 }
    }

    /// W itself.
    pub const fn variable(w: f64) -> Self {
        Self { value: w, slope: 1.0, bend: 0.0 }
    }

    /// f ∘ self, from f, f′ and f″ at `self.value` (Faà di Bruno).
    pub fn chain(self, f: f64, df: f64, ddf: f64) -> Self {
        Self {
            value: f,
            slope: df * self.slope,
            bend: ddf * self.slope * self.slope + df * self.bend,
        }
    }

    /// eˢᵉˡᶠ.
    pub fn exp(self) -> Self {
        let e = self.value.exp();
        self.chain(e, e, e)
    }

    /// Natural logarithm.
    pub fn ln(self) -> Self {
        let x = self.value;
        self.chain(x.ln(), 1.0 / x, -1.0 / (x * x))
    }

    /// Square root.
    pub fn sqrt(self) -> Self {
        let r = self.value.sqrt();
        self.chain(r, 0.5 / r, -0.25 / (r * self.value))
    }

    /// Absolute value; the kink at 0 has slope 0.
    pub fn abs(self) -> Self {
        let sign = if self.value == 0.0 { 0.0 } else { self.value.signum() };
        self.chain(self.value.abs(), sign, 0.0)
    }

    /// Sine.
    pub fn sin(self) -> Self {
        let (s, c) = self.value.sin_cos();
        self.chain(s, c, -s)
    }

    /// Cosine.
    pub fn cos(self) -> Self {
        let (s, c) = self.value.sin_cos();
        self.chain(c, -s, -c)
    }

    /// Tangent.
    pub fn tan(self) -> Self {
        let t = self.value.tan();
        let d = 1.0 + t * t;
        self.chain(t, d, 2.0 * t * d)
    }

    /// Hyperbolic tangent.
    pub fn tanh(self) -> Self {
        let t = self.value.tanh();
        let d = 1.0 - t * t;
        self.chain(t, d, -2.0 * t * d)
    }

    /// 1/(1 + e⁻ˢᵉˡᶠ), without overflow on either side.
    pub fn sigmoid(self) -> Self {
        let s = logistic(self.value);
        let d = s * (1.0 - s);
        self.chain(s, d, d * (1.0 - 2.0 * s))
    }

    /// ln(1 + eˢᵉˡᶠ), without overflow.
    pub fn softplus(self) -> Self {
        let x = self.value;
        let s = logistic(x);
        self.chain(x.max(0.0) + (-x.abs()).exp().ln_1p(), s, s * (1.0 - s))
    }

    /// selfᵖ. A constant whole power takes any base; any other power is
    /// e^(p ln self), which is no number for a base below zero.
    pub fn pow(self, p: Self) -> Self {
        if p.slope == 0.0 && p.bend == 0.0 {
            let n = p.value;
            let x = self.value;
            // A zero factor times an infinite power would be no number.
            let d = if n == 0.0 { 0.0 } else { n * x.powf(n - 1.0) };
            let dd = if n == 0.0 || n == 1.0 { 0.0 } else { n * (n - 1.0) * x.powf(n - 2.0) };
            return self.chain(x.powf(n), d, dd);
        }
        (p * self.ln()).exp()
    }
}

fn logistic(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + (-x).exp())
    } else {
        let e = x.exp();
        e / (1.0 + e)
    }
}

impl Add for Jet {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Self { value: self.value + o.value, slope: self.slope + o.slope, bend: self.bend + o.bend }
    }
}

impl Sub for Jet {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        self + -o
    }
}

impl Neg for Jet {
    type Output = Self;
    fn neg(self) -> Self {
        Self { value: -self.value, slope: -self.slope, bend: -self.bend }
    }
}

impl Mul for Jet {
    type Output = Self;
    fn mul(self, o: Self) -> Self {
        Self {
            value: self.value * o.value,
            slope: self.slope * o.value + self.value * o.slope,
            bend: self.bend * o.value + 2.0 * self.slope * o.slope + self.value * o.bend,
        }
    }
}

impl Mul<f64> for Jet {
    type Output = Self;
    fn mul(self, c: f64) -> Self {
        Self { value: self.value * c, slope: self.slope * c, bend: self.bend * c }
    }
}

impl Div for Jet {
    type Output = Self;
    // a/b is a·b⁻¹ so that the derivative rules stand in one place.
    #[allow(clippy::suspicious_arithmetic_impl)]
    fn div(self, o: Self) -> Self {
        let r = 1.0 / o.value;
        self * o.chain(r, -r * r, 2.0 * r * r * r)
    }
}
