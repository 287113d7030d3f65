//! Jets: a value with its derivatives, the first three in one parameter ([`Jet`]) or the
//! first two in two ([`PlaneJet`]), carried through arithmetic together (forward automatic
//! differentiation; Griewank & Walther, *Evaluating Derivatives*, 2nd ed. 2008,
//! ch. 13). Exact to rounding: no differences are taken anywhere.
//!
//! What a function does to a jet follows from its own value and derivatives alone
//! ([`Number::chain`]), so every function is written once, for both.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// Whole powers up to this, either way, are products.
const MOST_PRODUCTS: f64 = 16.0;

/// f(W), f′(W), f″(W) and f‴(W).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jet {
    /// f(W).
    pub value: f64,
    /// f′(W).
    pub slope: f64,
    /// f″(W).
    pub bend: f64,
    /// f‴(W).
    pub twist: f64,
}

/// A number that carries its derivatives.
pub trait Number:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Neg<Output = Self>
    + Mul<Output = Self>
    + Mul<f64, Output = Self>
    + Div<Output = Self>
{
    /// A number that depends on no parameter.
    fn constant(value: f64) -> Self;

    /// The number without its derivatives.
    fn value(self) -> f64;

    /// Whether every derivative is 0.
    fn is_constant(self) -> bool;

    /// f ∘ self, from f, f′, f″ and f‴ at [`Number::value`] (Faà di Bruno).
    fn chain(self, f: [f64; 4]) -> Self;

    /// eˢᵉˡᶠ.
    fn exp(self) -> Self {
        let e = self.value().exp();
        self.chain([e; 4])
    }

    /// Natural logarithm.
    fn ln(self) -> Self {
        let x = self.value();
        let r = 1.0 / x;
        self.chain([x.ln(), r, -r * r, 2.0 * r * r * r])
    }

    /// Square root.
    fn sqrt(self) -> Self {
        let x = self.value();
        let r = x.sqrt();
        self.chain([r, 0.5 / r, -0.25 / (r * x), 0.375 / (r * x * x)])
    }

    /// Absolute value; the kink at 0 has slope 0.
    fn abs(self) -> Self {
        let sign = if self.value() == 0.0 { 0.0 } else { self.value().signum() };
        self.chain([self.value().abs(), sign, 0.0, 0.0])
    }

    /// Sine.
    fn sin(self) -> Self {
        let (s, c) = self.value().sin_cos();
        self.chain([s, c, -s, -c])
    }

    /// Cosine.
    fn cos(self) -> Self {
        let (s, c) = self.value().sin_cos();
        self.chain([c, -s, -c, s])
    }

    /// Tangent.
    fn tan(self) -> Self {
        let t = self.value().tan();
        let d = 1.0 + t * t;
        self.chain([t, d, 2.0 * t * d, 2.0 * d * (d + 2.0 * t * t)])
    }

    /// Hyperbolic tangent.
    fn tanh(self) -> Self {
        let t = self.value().tanh();
        let d = 1.0 - t * t;
        self.chain([t, d, -2.0 * t * d, 2.0 * d * (2.0 * t * t - d)])
    }

    /// 1/(1 + e⁻ˢᵉˡᶠ), without overflow on either side.
    fn sigmoid(self) -> Self {
        let s = logistic(self.value());
        let d = s * (1.0 - s);
        self.chain([s, d, d * (1.0 - 2.0 * s), d * (1.0 - 6.0 * d)])
    }

    /// ln(1 + eˢᵉˡᶠ), without overflow.
    fn softplus(self) -> Self {
        let x = self.value();
        let e = (-x.abs()).exp();
        let s = logistic_by(x, e);
        let d = s * (1.0 - s);
        self.chain([x.max(0.0) + e.ln_1p(), s, d, d * (1.0 - 2.0 * s)])
    }

    /// selfᵖ. A constant whole power takes any base; any other power is
    /// e^(p ln self), which is no number for a base below zero.
    fn pow(self, p: Self) -> Self {
        if p.is_constant() {
            let n = p.value();
            let x = self.value();
            // Whole powers, as nearly all are, by products: several times as fast.
            let whole = n.fract() == 0.0 && n.abs() <= MOST_PRODUCTS;
            let power = |p: f64| if whole { x.powi(p as i32) } else { x.powf(p) };
            // A zero factor times an infinite power would be no number.
            let mut factor = 1.0;
            return self.chain([0.0, 1.0, 2.0, 3.0].map(|k| {
                let f = if factor == 0.0 { 0.0 } else { factor * power(n - k) };
                factor *= n - k;
                f
            }));
        }
        (p * self.ln()).exp()
    }
}

impl Jet {
    /// W itself.
    pub const fn variable(w: f64) -> Self {
        Self { value: w, slope: 1.0, bend: 0.0, twist: 0.0 }
    }
}

impl Number for Jet {
    fn constant(value: f64) -> Self {
        Self { value, slope: 0.0, bend: 0.0, twist: 0.0 }
    }

    fn value(self) -> f64 {
        self.value
    }

    fn is_constant(self) -> bool {
        self.slope == 0.0 && self.bend == 0.0 && self.twist == 0.0
    }

    fn chain(self, [f, df, ddf, dddf]: [f64; 4]) -> Self {
        let Self { slope: a, bend: b, twist: c, .. } = self;
        Self {
            value: f,
            slope: df * a,
            bend: ddf * a * a + df * b,
            twist: dddf * a * a * a + 3.0 * ddf * a * b + df * c,
        }
    }
}

fn logistic(x: f64) -> f64 {
    logistic_by(x, (-x.abs()).exp())
}

/// The same, where e^{−|x|} is known already.
fn logistic_by(x: f64, e: f64) -> f64 {
    (if x >= 0.0 { 1.0 } else { e }) / (1.0 + e)
}

impl Add for Jet {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Self {
            value: self.value + o.value,
            slope: self.slope + o.slope,
            bend: self.bend + o.bend,
            twist: self.twist + o.twist,
        }
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
        self * -1.0
    }
}

impl Mul for Jet {
    type Output = Self;
    fn mul(self, o: Self) -> Self {
        Self {
            value: self.value * o.value,
            slope: self.slope * o.value + self.value * o.slope,
            bend: self.bend * o.value + 2.0 * self.slope * o.slope + self.value * o.bend,
            twist: self.twist * o.value
                + 3.0 * (self.bend * o.slope + self.slope * o.bend)
                + self.value * o.twist,
        }
    }
}

impl Mul<f64> for Jet {
    type Output = Self;
    fn mul(self, c: f64) -> Self {
        Self {
            value: self.value * c,
            slope: self.slope * c,
            bend: self.bend * c,
            twist: self.twist * c,
        }
    }
}

impl Div for Jet {
    type Output = Self;
    // a/b is a·b⁻¹ so that the derivative rules stand in one place.
    #[allow(clippy::suspicious_arithmetic_impl)]
    fn div(self, o: Self) -> Self {
        let r = 1.0 / o.value;
        let q = r * r;
        self * o.chain([r, -q, 2.0 * r * q, -6.0 * q * q])
    }
}

/// f(W₁, W₂), its gradient and its second derivatives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaneJet {
    /// f.
    pub value: f64,
    /// ∂f/∂W₁, ∂f/∂W₂.
    pub gradient: [f64; 2],
    /// ∂²f/∂W₁², ∂²f/∂W₁∂W₂, ∂²f/∂W₂².
    pub hessian: [f64; 3],
}

impl PlaneJet {
    /// W₁ and W₂ themselves.
    pub const fn variables([w1, w2]: [f64; 2]) -> [Self; 2] {
        [
            Self { value: w1, gradient: [1.0, 0.0], hessian: [0.0; 3] },
            Self { value: w2, gradient: [0.0, 1.0], hessian: [0.0; 3] },
        ]
    }

    /// Each of the six numbers put together with its counterpart.
    fn zip(self, o: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        let ([a, b], [c, d]) = (self.gradient, o.gradient);
        let ([p, q, r], [u, v, w]) = (self.hessian, o.hessian);
        Self {
            value: f(self.value, o.value),
            gradient: [f(a, c), f(b, d)],
            hessian: [f(p, u), f(q, v), f(r, w)],
        }
    }
}

impl Number for PlaneJet {
    fn constant(value: f64) -> Self {
        Self { value, gradient: [0.0; 2], hessian: [0.0; 3] }
    }

    fn value(self) -> f64 {
        self.value
    }

    fn is_constant(self) -> bool {
        self.gradient == [0.0; 2] && self.hessian == [0.0; 3]
    }

    fn chain(self, [f, df, ddf, _]: [f64; 4]) -> Self {
        let [a, b] = self.gradient;
        let [p, q, r] = self.hessian;
        Self {
            value: f,
            gradient: [df * a, df * b],
            hessian: [ddf * a * a + df * p, ddf * a * b + df * q, ddf * b * b + df * r],
        }
    }
}

impl Add for PlaneJet {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        self.zip(o, |a, b| a + b)
    }
}

impl Sub for PlaneJet {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        self.zip(o, |a, b| a - b)
    }
}

impl Neg for PlaneJet {
    type Output = Self;
    fn neg(self) -> Self {
        self * -1.0
    }
}

impl Mul for PlaneJet {
    type Output = Self;
    fn mul(self, o: Self) -> Self {
        let ([a, b], [c, d]) = (self.gradient, o.gradient);
        let both = (self * o.value).zip(o * self.value, |x, y| x + y);
        let [p, q, r] = both.hessian;
        Self {
            value: self.value * o.value,
            gradient: both.gradient,
            hessian: [p + 2.0 * a * c, q + a * d + b * c, r + 2.0 * b * d],
        }
    }
}

impl Mul<f64> for PlaneJet {
    type Output = Self;
    fn mul(self, c: f64) -> Self {
        Self {
            value: self.value * c,
            gradient: self.gradient.map(|x| x * c),
            hessian: self.hessian.map(|x| x * c),
        }
    }
}

impl Div for PlaneJet {
    type Output = Self;
    #[allow(clippy::suspicious_arithmetic_impl)]
    fn div(self, o: Self) -> Self {
        let r = 1.0 / o.value;
        let q = r * r;
        self * o.chain([r, -q, 2.0 * r * q, -6.0 * q * q])
    }
}
