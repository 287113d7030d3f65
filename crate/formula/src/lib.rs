//! Reads formulas in W, or in W1 and W2, as people write them, by precedence climbing.
//!
//! `+ - * / ^ ( )`, products without a sign, |…|, numbers, the parameters, `pi`, `e`, the
//! functions of [`grammar::FUNCTIONS`], comparisons and what chooses by them, and names, which are
//! constants. `^` binds tighter
//! than unary minus and to the right, as on paper: −W^2 is −(W²), 2^3^2 is 2⁹. What may
//! mean two things is refused, with the column and a formula that means one ([`Fault`]).
//! Written by hand and not with a parser library because that is its one job beyond
//! reading; it bounds length and depth so that no text can exhaust the stack. A crate of
//! its own because it is compiled to be small, and what evaluates to be fast.

pub mod grammar;
mod names;
mod reader;
mod spelling;
mod together;

use grammar::Function;
pub use names::is_name;
pub use together::read_all;

/// Longer formulas are refused, in characters.
pub const LONGEST: usize = 2_000;
/// More names for constants are refused.
const MOST_CONSTANTS: usize = 16;

/// Formulas that shorthands make longer than this are refused, in operations.
const MOST_OPERATIONS: usize = 300;

/// What is wrong with a formula, and in which column, counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Column, counted in characters from 0.
    pub position: usize,
    /// What is wrong there.
    pub reason: String,
    /// The formula that was probably meant, if one can be told.
    pub mend: Option<String>,
}

/// Names with their values.
pub type Constants = Vec<(String, f64)>;

/// What the parameters are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// W.
    Line,
    /// W1 and W2.
    Plane,
}

impl Space {
    /// The parameters by this crate's names.
    pub fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::Line => &["W"],
            Self::Plane => &["W1", "W2"],
        }
    }
}

/// Numbers to text and back, which the caller has already.
#[derive(Clone, Copy, Debug)]
pub struct Numerals {
    /// The number that an unsigned decimal literal stands for.
    pub read: fn(&str) -> Option<f64>,
    /// As few digits as tell a number from any other.
    pub write: fn(f64) -> String,
}

/// A formula that has been read.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// What it computes: operands stand before what joins them.
    pub ops: Vec<Op>,
    /// Whether it was spelt as [`Formula::written`] spells, but for spaces.
    pub plain: bool,
    space: Space,
}

/// A step of a computation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Op {
    /// A number.
    Number(f64),
    /// A parameter, by its place among the names.
    Parameter(usize),
    /// A name, by its place among the constants, and its value.
    Constant(u32, f64),
    /// The negative of the one before.
    Negative,
    /// The two before by + - * / ^, or the greater M or the lesser m of them; or 1 where they are
    /// as < ≤ > ≥ ≡ ≠ say, where both are other than 0 (&) or any of them is (∨), and else 0.
    Binary(char),
    /// The second of the three before where the first is other than 0, else the third.
    Choice,
    /// A function of the one before.
    Call(Function),
}

impl Formula {
    /// Reads a formula. Names it uses get their values from `constants`, or 1 and a place
    /// there.
    ///
    /// # Errors
    /// A [`Fault`] with the column of the first mistake.
    pub fn read(
        text: &str,
        space: Space,
        constants: &mut Constants,
        numerals: Numerals,
    ) -> Result<Self, Fault> {
        let before = constants.len();
        let result = reader::read(text, space, constants, numerals);
        result.map_err(|mut fault| {
            // A mend is offered if it makes the formula whole, perhaps with others.
            let mut mends = 0;
            while let Some(mend) = &fault.mend {
                constants.truncate(before);
                match reader::read(mend, space, constants, numerals) {
                    Ok(_) => break,
                    Err(next) => fault.mend = next.mend.filter(|_| mends < 8),
                }
                mends += 1;
            }
            constants.truncate(before);
            fault
        })
    }

    /// The formula in plain spelling, with the names of the constants it was read with.
    pub fn written(&self, constants: &Constants, numerals: Numerals) -> String {
        let mut rest = &*self.ops;
        self.write(&mut rest, 0, constants, numerals.write)
    }

    /// The last of these operations with its operands, as text where an operand of this rank
    /// is wanted: 0 a condition, 1 a sum, 2 a product, 3 what may have a sign, 4 what may be raised.
    fn write(
        &self,
        ops: &mut &[Op],
        rank: u8,
        constants: &Constants,
        number: fn(f64) -> String,
    ) -> String {
        let Some((op, before)) = ops.split_last() else { return String::new() };
        *ops = before;
        let mut text = String::new();
        let mut operand = |rank| self.write(ops, rank, constants, number);
        let mut own = 4;
        match op {
            Op::Number(x) if *x == std::f64::consts::PI => text.push_str("pi"),
            Op::Number(x) if *x == std::f64::consts::E => text.push('e'),
            Op::Number(x) => text.push_str(&number(*x)),
            Op::Parameter(k) => text.push_str(self.space.parameters()[*k]),
            Op::Constant(k, _) => text.push_str(&constants[*k as usize].0),
            Op::Negative => {
                own = 2;
                text.push('-');
                text.push_str(&operand(3));
            }
            Op::Binary(operator) => {
                let (left, right);
                (own, left, right) = match operator {
                    '+' | '-' => (1, 1, 2),
                    '*' | '/' => (2, 2, 3),
                    '^' => (3, 4, 3),
                    'M' | 'm' => (4, 0, 0),
                    _ => (0, 1, 1),
                };
                let (b, a) = (operand(right), operand(left));
                match operator {
                    'M' => text.push_str("max("),
                    'm' => text.push_str("min("),
                    _ => {}
                }
                text.push_str(&a);
                let mut own_sign = [0; 4];
                let word = match operator {
                    'M' | 'm' => ", ",
                    '+' => " + ",
                    '-' => " - ",
                    '<' => " < ",
                    '>' => " > ",
                    '≤' => " <= ",
                    '≥' => " >= ",
                    '≡' => " == ",
                    '≠' => " != ",
                    '&' => " and ",
                    '∨' => " or ",
                    c => c.encode_utf8(&mut own_sign),
                };
                text.push_str(word);
                text.push_str(&b);
                if own == 4 {
                    text.push(')');
                }
            }
            Op::Choice => {
                let parts = [operand(0), operand(0), operand(0)];
                text.push_str("where(");
                for (k, part) in parts.iter().rev().enumerate() {
                    text.push_str(if k > 0 { ", " } else { "" });
                    text.push_str(part);
                }
                text.push(')');
            }
            Op::Call(function) => {
                text.push_str(function.name());
                text.push('(');
                text.push_str(&operand(0));
                text.push(')');
            }
        }
        if own < rank {
            text.insert(0, '(');
            text.push(')');
        }
        text
    }
}
