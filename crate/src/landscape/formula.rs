//! Formulas in W, or in W1 and W2, read by precedence climbing and evaluated as jets.
//!
//! `+ - * / ^ ( )`, unary minus, numbers, the parameters, `pi`, `e` and the functions of
//! [`FUNCTIONS`]. `^` binds tighter than unary minus and to the right, as on
//! paper: −W^2 is −(W²), 2^3^2 is 2⁹. Written by hand and not with a parser
//! library because its one job beyond reading is to say, in words and by column,
//! what is missing; it bounds length and depth so that no text can exhaust the
//! stack.

use crate::jet::Number;
use crate::numeral::literal;

/// The functions of one argument.
pub const FUNCTIONS: [&str; 9] =
    ["exp", "log", "sqrt", "abs", "sin", "cos", "tan", "tanh", "sigmoid"];

/// Longer formulas are refused, in characters.
pub const LONGEST: usize = 2_000;
/// Deeper nesting is refused.
const DEEPEST: usize = 100;

/// What is wrong with a formula, and in which column, counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Column, counted in characters from 0.
    pub position: usize,
    /// What is wrong there.
    pub reason: String,
}

/// A formula that has been read.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula(Node);

#[derive(Clone, Debug, PartialEq)]
enum Node {
    Number(f64),
    /// A parameter, by its place among the names.
    Parameter(usize),
    Negative(Box<Node>),
    Binary(char, Box<Node>, Box<Node>),
    Call(&'static str, Box<Node>),
}

impl Formula {
    /// Reads a formula in W.
    ///
    /// # Errors
    /// A [`Fault`] with the column of the first mistake.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        Self::read(text, &["W"])
    }

    /// Reads a formula in W1 and W2.
    ///
    /// # Errors
    /// As [`Formula::parse`].
    pub fn parse_plane(text: &str) -> Result<Self, Fault> {
        Self::read(text, &["W1", "W2"])
    }

    fn read(text: &str, names: &'static [&'static str]) -> Result<Self, Fault> {
        let text: Vec<char> = text.chars().collect();
        if text.len() > LONGEST {
            return fault(LONGEST, format!("a formula may have {LONGEST} characters at most"));
        }
        let mut reader = Reader { text, names, at: 0, depth: 0 };
        let node = reader.sum()?;
        match reader.peek() {
            None => Ok(Self(node)),
            Some(')') => fault(reader.at, "this parenthesis closes none that is open"),
            Some(c) => fault(reader.at, format!("an operator (+ − * / ^) is missing before “{c}”")),
        }
    }

    /// The value and its derivatives at these parameters. What has no value there (the
    /// logarithm of a negative number, 1/0) gives values that are not finite.
    pub fn at<N: Number>(&self, parameters: &[N]) -> N {
        self.0.at(parameters)
    }

    /// How many numbers, parameters, operators and functions it is made of: what an
    /// evaluation costs.
    pub fn size(&self) -> usize {
        self.0.size()
    }
}

impl Node {
    fn at<N: Number>(&self, w: &[N]) -> N {
        match self {
            Self::Number(x) => N::constant(*x),
            Self::Parameter(k) => w[*k],
            Self::Negative(a) => -a.at(w),
            Self::Binary(operator, a, b) => {
                let (a, b) = (a.at(w), b.at(w));
                match operator {
                    '+' => a + b,
                    '-' => a - b,
                    '*' => a * b,
                    '/' => a / b,
                    _ => a.pow(b),
                }
            }
            Self::Call(name, a) => {
                let a = a.at(w);
                match *name {
                    "exp" => a.exp(),
                    "log" => a.ln(),
                    "sqrt" => a.sqrt(),
                    "abs" => a.abs(),
                    "sin" => a.sin(),
                    "cos" => a.cos(),
                    "tan" => a.tan(),
                    "tanh" => a.tanh(),
                    _ => a.sigmoid(),
                }
            }
        }
    }

    fn size(&self) -> usize {
        match self {
            Self::Number(_) | Self::Parameter(_) => 1,
            Self::Negative(a) | Self::Call(_, a) => 1 + a.size(),
            Self::Binary(_, a, b) => 1 + a.size() + b.size(),
        }
    }
}

struct Reader {
    text: Vec<char>,
    /// What the parameters are called; in small letters too.
    names: &'static [&'static str],
    at: usize,
    depth: usize,
}

impl Reader {
    /// The next character that is no space.
    fn peek(&mut self) -> Option<char> {
        while self.text.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
        // Typographic signs arrive with text copied from an article.
        self.text.get(self.at).map(|&c| match c {
            '−' | '–' => '-',
            '·' | '×' => '*',
            c => c,
        })
    }

    fn sum(&mut self) -> Result<Node, Fault> {
        let mut left = self.product()?;
        while let Some(operator @ ('+' | '-')) = self.peek() {
            self.at += 1;
            left = Node::Binary(operator, left.into(), self.product()?.into());
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Node, Fault> {
        let mut left = self.signed()?;
        while let Some(operator @ ('*' | '/')) = self.peek() {
            self.at += 1;
            left = Node::Binary(operator, left.into(), self.signed()?.into());
        }
        Ok(left)
    }

    /// A power with any number of signs before it. Every way down the grammar
    /// passes here, so here the depth is counted.
    fn signed(&mut self) -> Result<Node, Fault> {
        if self.depth == DEEPEST {
            return fault(self.at, format!("nested more than {DEEPEST} deep"));
        }
        self.depth += 1;
        let node = match self.peek() {
            Some('-') => {
                self.at += 1;
                Node::Negative(self.signed()?.into())
            }
            Some('+') => {
                self.at += 1;
                self.signed()?
            }
            _ => self.power()?,
        };
        self.depth -= 1;
        Ok(node)
    }

    fn power(&mut self) -> Result<Node, Fault> {
        let base = self.atom()?;
        if self.peek() != Some('^') {
            return Ok(base);
        }
        self.at += 1;
        Ok(Node::Binary('^', base.into(), self.signed()?.into()))
    }

    fn atom(&mut self) -> Result<Node, Fault> {
        match self.peek() {
            None => fault(
                self.at,
                format!("the formula ends where a number, {} or “(” is expected", self.known()),
            ),
            Some('(') => self.group(),
            Some(c) if c.is_ascii_digit() || c == '.' => self.number(),
            Some(c) if is_letter(c) => self.name(),
            Some(c) => fault(
                self.at,
                format!("a number, {} or “(” is expected here, not “{c}”", self.known()),
            ),
        }
    }

    fn known(&self) -> String {
        self.names.join(", ")
    }

    fn group(&mut self) -> Result<Node, Fault> {
        let open = self.at;
        self.at += 1;
        let inside = self.sum()?;
        match self.peek() {
            Some(')') => {
                self.at += 1;
                Ok(inside)
            }
            Some(c) if c != ',' => {
                fault(self.at, format!("an operator (+ − * / ^) is missing before “{c}”"))
            }
            _ => fault(
                self.at,
                format!("“)” is missing for the parenthesis opened in column {}", open + 1),
            ),
        }
    }

    fn number(&mut self) -> Result<Node, Fault> {
        let start = self.at;
        let digits = |reader: &mut Self| {
            while reader.text.get(reader.at).is_some_and(|c| c.is_ascii_digit() || *c == '.') {
                reader.at += 1;
            }
        };
        digits(self);
        // “2e3” is a power of ten, “2e” the start of a missing operator.
        if matches!(self.text.get(self.at), Some('e' | 'E')) {
            let signed = usize::from(matches!(self.text.get(self.at + 1), Some('+' | '-')));
            if self.text.get(self.at + 1 + signed).is_some_and(char::is_ascii_digit) {
                self.at += 1 + signed;
                digits(self);
            }
        }
        let text: String = self.text[start..self.at].iter().collect();
        match literal(&text) {
            Some(x) => Ok(Node::Number(x)),
            None => fault(start, format!("“{text}” is not a number")),
        }
    }

    fn name(&mut self) -> Result<Node, Fault> {
        let start = self.at;
        while self.text.get(self.at).is_some_and(|c| is_letter(*c) || c.is_ascii_digit()) {
            self.at += 1;
        }
        let name: String = self.text[start..self.at].iter().collect();
        let parameter = self.names.iter().position(|known| known.eq_ignore_ascii_case(&name));
        if let Some(k) = parameter {
            return Ok(Node::Parameter(k));
        }
        let node = match name.as_str() {
            "pi" | "π" => Node::Number(std::f64::consts::PI),
            "e" => Node::Number(std::f64::consts::E),
            _ => {
                let Some(function) = FUNCTIONS.into_iter().find(|f| *f == name) else {
                    return fault(
                        start,
                        format!(
                            "“{name}” is not known; there are {}, pi, e, {}",
                            self.known(),
                            FUNCTIONS.join(", ")
                        ),
                    );
                };
                if self.peek() != Some('(') {
                    return fault(self.at, format!("“(” is expected after {function}"));
                }
                Node::Call(function, self.group()?.into())
            }
        };
        Ok(node)
    }
}

/// What names are made of. Letters beyond these would bring the tables of Unicode.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || c == 'π'
}

fn fault<T>(position: usize, reason: impl Into<String>) -> Result<T, Fault> {
    Err(fault_of(position, reason.into()))
}

fn fault_of(position: usize, reason: String) -> Fault {
    Fault { position, reason }
}
