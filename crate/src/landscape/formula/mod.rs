//! Formulas that have been read, evaluated as jets.

pub mod typed;

use crate::jet::Number;
use crate::numeral::{literal, shortest};
pub use sgd_formula::grammar;
use sgd_formula::grammar::Function;
pub use sgd_formula::{Constants, Fault, Space};
use sgd_formula::{Numerals, Op};

const NUMERALS: Numerals = Numerals { read: literal, write: shortest };

/// A formula that has been read.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula(sgd_formula::Formula);

impl Formula {
    /// Reads a formula. Names in it get their values from `constants`; one that is not there is added
    /// to them with the value 1.
    ///
    /// ```
    /// use sgd_current::jet::Jet;
    /// use sgd_current::landscape::formula::{Formula, Space};
    ///
    /// let mut constants = vec![("a".to_string(), 3.0)];
    /// let loss = Formula::read(r"\frac{a}{2}(x-b)²", Space::Line, &mut constants).unwrap();
    /// assert_eq!(loss.at(&[Jet::variable(3.0)]).value, 6.0);
    /// assert_eq!(constants[1], ("b".to_string(), 1.0));
    /// assert_eq!(loss.written(&constants), "a/2*(W - b)^2");
    /// ```
    ///
    /// # Errors
    /// A [`Fault`] with the column of the first mistake.
    pub fn read(text: &str, space: Space, constants: &mut Constants) -> Result<Self, Fault> {
        sgd_formula::Formula::read(text, space, constants, NUMERALS).map(Self)
    }

    /// The value and its derivatives at these parameters. What has no value there (the
    /// logarithm of a negative number, 1/0) gives values that are not finite.
    pub fn at<N: Number>(&self, parameters: &[N]) -> N {
        self.sided(parameters, &mut Sides::default())
    }

    /// The same, noting which sides were taken on the way.
    pub fn sided<N: Number>(&self, parameters: &[N], sides: &mut Sides) -> N {
        value(&mut &*self.0.ops, parameters, sides)
    }

    /// What an evaluation costs, in operations.
    pub fn size(&self) -> usize {
        self.0.ops.len()
    }

    /// Whether it was typed as [`Formula::written`] would write it, apart from spaces.
    pub fn is_plain(&self) -> bool {
        self.0.plain
    }

    /// The formula in plain spelling, with the names of the constants it was read with.
    pub fn written(&self, constants: &Constants) -> String {
        self.0.written(constants, NUMERALS)
    }
}

/// On which side of its other argument each comparison, |…|, sign, greatest and least had its first.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sides {
    taken: u64,
    /// Whether two were equal anywhere.
    pub tie: bool,
}

impl Sides {
    #[inline(never)]
    fn note(&mut self, a: f64, b: f64) {
        // Three sides, mixed so that another order is another number.
        let side = u64::from(a > b) + 2 * u64::from(a < b);
        self.taken = (self.taken ^ side).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
        self.tie |= side == 0;
    }
}

/// The value of the last of these operations, which go with their operands.
fn value<N: Number>(ops: &mut &[Op], w: &[N], sides: &mut Sides) -> N {
    let Some((op, before)) = ops.split_last() else { return N::constant(f64::NAN) };
    *ops = before;
    match op {
        Op::Number(x) | Op::Constant(_, x) => N::constant(*x),
        Op::Parameter(k) => w[*k],
        Op::Negative => -value(ops, w, sides),
        Op::Call(function) => call(*function, value(ops, w, sides), sides),
        Op::Binary(operator) => {
            let (b, a) = (value(ops, w, sides), value(ops, w, sides));
            match operator {
                '+' => a + b,
                '-' => a - b,
                '*' => a * b,
                '/' => a / b,
                '^' => a.pow(b),
                'M' => greater(a, b, sides),
                'm' => -greater(-a, -b, sides),
                _ => {
                    sides.note(a.value(), b.value());
                    N::constant(held(*operator, a.value(), b.value()))
                }
            }
        }
        Op::Choice => {
            let (b, a, condition) =
                (value(ops, w, sides), value(ops, w, sides), value(ops, w, sides));
            if condition.value() == 0.0 { b } else { a }
        }
    }
}

/// 1 where two numbers are as an operator says, and else 0.
#[inline(never)]
fn held(operator: char, a: f64, b: f64) -> f64 {
    let holds = match operator {
        '<' => a < b,
        '>' => a > b,
        '≤' => a <= b,
        '≥' => a >= b,
        '≡' => a == b,
        '≠' => a != b,
        '&' => a != 0.0 && b != 0.0,
        _ => a != 0.0 || b != 0.0,
    };
    f64::from(u8::from(holds))
}

fn call<N: Number>(function: Function, a: N, sides: &mut Sides) -> N {
    use std::f64::consts::{LN_2, LN_10};
    let x = a.value();
    if matches!(function, Function::Abs | Function::Sign) {
        sides.note(x, 0.0);
    }
    match function {
        Function::Exp => a.exp(),
        Function::Log => a.ln(),
        Function::Log10 => a.ln() * (1.0 / LN_10),
        Function::Log2 => a.ln() * (1.0 / LN_2),
        Function::Log1p => {
            let d = 1.0 / (1.0 + x);
            a.chain([x.ln_1p(), d, -d * d, 2.0 * d * d * d])
        }
        Function::Sqrt => a.sqrt(),
        Function::Abs => a.abs(),
        // 0 at 0, and no number where x is none.
        Function::Sign => a.chain([if x == 0.0 { 0.0 } else { x.signum() }, 0.0, 0.0, 0.0]),
        Function::Sin => a.sin(),
        Function::Cos => a.cos(),
        Function::Tan => a.tan(),
        Function::Atan => {
            let d = 1.0 / (1.0 + x * x);
            a.chain([x.atan(), d, -2.0 * x * d * d, (8.0 * x * x * d - 2.0) * d * d])
        }
        Function::Sinh => (a.exp() - (-a).exp()) * 0.5,
        Function::Cosh => (a.exp() + (-a).exp()) * 0.5,
        Function::Tanh => a.tanh(),
        Function::Sigmoid => a.sigmoid(),
        Function::Relu => greater(a, N::constant(0.0), sides),
        Function::Softplus => a.softplus(),
    }
}

/// The greater of two. Where they are equal it is the second, so that max(x, 0) has slope 0 at 0.
#[inline(never)]
fn greater<N: Number>(a: N, b: N, sides: &mut Sides) -> N {
    let (x, y) = (a.value(), b.value());
    sides.note(x, y);
    if x.is_nan() || x > y { a } else { b }
}
