//! Precedence climbing, into operations; mistakes to words, columns and mends.
//!
//! What reads answers whether it could; why not stands in the reader. Small code matters
//! more here than anything: it runs once, when somebody types.

use crate::spelling::{is_letter, is_space, spelt};
use crate::{Constants, Fault, Formula, LONGEST, Numerals, Op, Space, names};
use problem::Problem;
use unexpected::CLOSES_NONE;

mod conditions;
mod constants;
mod front;
mod methods;
mod numbers;
mod problem;
mod unexpected;
mod words;

const UNCLEAR: &str = "what is raised is not clear: write * here, or parentheses";

/// Deeper nesting is refused.
const DEEPEST: usize = 100;

/// Reads a formula; names without a value get 1 and a place among the constants.
pub fn read(
    text: &str,
    space: Space,
    constants: &mut Constants,
    numerals: Numerals,
) -> Result<Formula, Fault> {
    let typed: Vec<char> = text.chars().collect();
    if typed.len() > LONGEST {
        let reason = "a formula may have 2000 characters at most".into();
        return Err(Fault { position: LONGEST, reason, mend: None });
    }
    let spelt = spelt(&typed);
    let parameters = names::parameters(&spelt.text, space, constants);
    let mut reader = Reader::new(spelt.text.clone(), parameters, space, constants, numerals);
    reader.plain = spelt.plain;
    reader.left_side();
    let mut read = reader.expression() && (reader.peek() == '\0' || reader.unexpected());
    if read && reader.is_condition() {
        read = reader.fail(
            reader.compared,
            "a condition alone is no formula: where(W > 0, 1, 0) has a value",
        );
    }
    if read {
        return Ok(Formula { ops: reader.ops, plain: reader.plain, space });
    }
    let mut problem = reader.problem;
    // Of a function's source what it returns is meant.
    let mut returns = spelt.text.windows(6).enumerate();
    let mut next = || returns.find(|(_, six)| **six == ['r', 'e', 't', 'u', 'r', 'n']);
    if let (Some((k, _)), None) = (next(), next()) {
        problem.edit = (0, k + 6, "");
    }
    Err(problem.told(&typed, &spelt, space, numerals))
}

struct Reader<'a> {
    text: Vec<char>,
    at: usize,
    depth: usize,
    /// Whether a bar closes |…|, and does not open it.
    bars: bool,
    /// Whether what is read stands behind the sign of a comparison.
    comparing: bool,
    /// How many of LaTeX's cases are around, where & parts columns and does not join conditions.
    cases: usize,
    /// Where the sign of the last comparison stands.
    compared: usize,
    /// The names of the parameters in this formula.
    parameters: &'static [&'static str],
    space: Space,
    plain: bool,
    ops: Vec<Op>,
    /// Where the second and the third argument of the last group begin among them.
    second: usize,
    third: usize,
    /// What its second argument is called, as an operator.
    key: char,
    constants: &'a mut Constants,
    numerals: Numerals,
    /// Why it cannot be read, once it cannot.
    problem: Problem,
}

impl<'a> Reader<'a> {
    /// At the start of a text in plain spelling.
    #[inline(never)]
    fn new(
        text: Vec<char>,
        parameters: &'static [&'static str],
        space: Space,
        constants: &'a mut Constants,
        numerals: Numerals,
    ) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            bars: false,
            comparing: false,
            cases: 0,
            compared: 0,
            parameters,
            space,
            plain: true,
            ops: Vec::new(),
            second: 0,
            third: 0,
            key: '\0',
            constants,
            numerals,
            problem: Problem::NONE,
        }
    }

    /// The next character that is no space, or '\0'.
    fn peek(&mut self) -> char {
        while is_space(self.char(0)) {
            self.at += 1;
        }
        self.char(0)
    }

    fn char(&self, ahead: usize) -> char {
        self.get(self.at + ahead)
    }

    /// A character, or '\0' where none is.
    #[inline(never)]
    fn get(&self, at: usize) -> char {
        self.text.get(at).copied().unwrap_or('\0')
    }

    #[inline(never)]
    fn push(&mut self, op: Op) {
        self.ops.push(op);
    }

    /// Whether a parameter stands behind here.
    #[inline(never)]
    fn names_one(&self, from: usize) -> bool {
        self.parameters.iter().any(|name| names::uses(&self.text[from..], name))
    }

    fn takes(&mut self, sign: char) -> bool {
        let found = self.peek() == sign;
        self.at += usize::from(found);
        found
    }

    fn sum(&mut self) -> bool {
        let mut read = self.product();
        while read && matches!(self.peek(), '+' | '-') {
            let sign = self.char(0);
            // What stands behind “-- ” is a remark, or a dash.
            if sign == '-' && self.char(1) == '-' && self.char(2) == ' ' {
                return self.fail(self.at, "“%” has no meaning here");
            }
            self.at += 1;
            read = self.product();
            self.push(Op::Binary(sign));
        }
        read
    }

    /// Whether a factor may begin here without a sign before it.
    fn is_factor(&mut self) -> bool {
        let c = self.peek();
        is_letter(c) && !names::is_in(" if else and or ", &names::word(&self.text, self.at))
            || matches!(c, '(' | '{' | '[')
            || c == '|' && !self.bars && !self.comparing && !self.is_condition()
    }

    fn product(&mut self) -> bool {
        let mut read = self.signed();
        let mut divided = false;
        while read {
            let sign = self.peek();
            if matches!(sign, '*' | '/') {
                self.at += 1;
                divided = sign == '/';
                read = self.signed();
                self.push(Op::Binary(sign));
            } else if !self.is_factor() {
                break;
            } else if divided {
                let reason = "what is divided by is not clear: write * here, or parentheses";
                return self.fail_here(reason, 0, "*");
            } else {
                self.plain = false;
                read = self.power();
                self.push(Op::Binary('*'));
            }
        }
        read
    }

    /// A power with any number of signs before it. Every way down the grammar
    /// passes here, so here the depth is counted.
    fn signed(&mut self) -> bool {
        if self.depth == DEEPEST {
            return self.fail(self.at, "nested more than 100 deep");
        }
        self.depth += 1;
        let read = if self.takes('-') {
            let read = self.signed();
            self.push(Op::Negative);
            read
        } else if self.takes('+') {
            self.signed()
        } else {
            self.power()
        };
        self.depth -= 1;
        read
    }

    fn power(&mut self) -> bool {
        let (base, first) = (self.ops.len(), self.peek());
        if !self.atom() || !self.methods(base) {
            return false;
        }
        let number = self.ops.len() == base + 1 && (first == 'e' || first.is_ascii_digit());
        if !self.takes('^') {
            return true;
        }
        let hat = self.at - 1;
        self.peek();
        let (from, exponent) = (self.at, self.ops.len());
        if !self.signed() {
            return false;
        }
        let single = self.ops.len() == exponent + 1 && is_letter(self.peek());
        // w^T w is a product, and T the sign of a transpose.
        let braces = usize::from(self.get(from) == '{');
        if names::word(&self.text, from + braces) == "T"
            && (self.is_factor() || self.char(0) == '*')
        {
            return self.fail_or(hat, UNCLEAR, hat, from + 1 + 2 * braces, "*");
        }
        if single && number && self.get(from) != '(' && self.get(from) != '{' {
            // Of e^2W nobody can tell.
            let to = self.at + names::length(&names::word(&self.text, self.at));
            return self.fail_around(self.at, UNCLEAR, from, to);
        }
        self.push(Op::Binary('^'));
        if first == '|' {
            self.norm();
        }
        true
    }

    /// With one parameter |W|₂ is |W|₁: steps over which norm it is.
    fn norm(&mut self) {
        if self.char(0) == '_' && matches!(self.char(1), '1' | '2') {
            self.at += 2;
        }
    }

    fn atom(&mut self) -> bool {
        match self.peek() {
            '(' | '{' | '[' => {
                let read = self.group(1, 0) == 1;
                // (1 − W)₊ is what is left of it above zero.
                if self.char(0) == '_' && self.char(1) == '+' {
                    self.at += 2;
                    self.plain = false;
                    self.push(Op::Call(crate::grammar::Function::Relu));
                }
                read
            }
            '|' => {
                self.plain = false;
                self.at += 1;
                let outer = std::mem::replace(&mut self.bars, true);
                let read = self.expression();
                self.bars = outer;
                self.push(Op::Call(crate::grammar::Function::Abs));
                let read =
                    read && (self.takes('|') || self.fail_here("a closing “|” is missing", 0, "|"));
                self.norm();
                read
            }
            // !(W > 0)*W is the contrary of the condition alone, times W.
            '!' if self.char(1) == '(' => {
                self.at += 1;
                let read = self.group(1, 0) == 1;
                self.contrary();
                read
            }
            '\0' => {
                // A sign at the end is one too many.
                let end = self.text.len();
                let last = self.text.iter().rposition(|c| !is_space(*c)).unwrap_or(0);
                let reason = "the formula ends where a number, @ or “(” is expected";
                self.fail_or(end, reason, last, end, "")
            }
            c if c.is_ascii_digit() || c == '.' => self.number(),
            c if is_letter(c) => self.word(),
            c => {
                let reason = "a number, @ or “(” is expected here, not “%”";
                let before = self.at.checked_sub(1).map(|k| self.get(k));
                match (before, c) {
                    // “w -> …”: what follows is meant.
                    (Some('-'), '>') if self.names_one(self.at) => {
                        self.fail_or(self.at, reason, 0, self.at + 1, "")
                    }
                    (Some('/'), '/' | '*') | (Some('('), '*') => self.fail(self.at, reason),
                    (_, '^' | '*' | '/' | '=' | '\'') => self.fail_here(reason, 1, ""),
                    _ => self.fail(self.at, reason),
                }
            }
        }
    }

    /// What stands in brackets of any kind, by commas if more than one is wanted: how many.
    /// Before them there are `count` already.
    fn group(&mut self, most: usize, mut count: usize) -> usize {
        let open = self.at;
        let close = match self.char(0) {
            '{' => '}',
            '[' => ']',
            _ => ')',
        };
        self.plain &= close == ')';
        self.at += 1;
        let outer = std::mem::replace(&mut self.bars, false);
        let (mut starts, mut key) = ([0; 3], '\0');
        loop {
            starts[count.min(2)] = self.ops.len();
            let named = if most > 1 { self.keyword() } else { '\0' };
            if count == 1 {
                key = named;
            } else if count == 0 && named != '\0' {
                self.fail(self.at - 1, "“%” has no meaning here");
                break;
            }
            if !self.expression() {
                break;
            }
            count += 1;
            // Spreadsheets part arguments by semicolons where commas part decimals.
            let parted = self.takes(',') || !self.text.contains(&',') && self.takes(';');
            if most == 1 || !parted {
                break;
            }
        }
        self.bars = outer;
        [_, self.second, self.third] = starts;
        self.key = key;
        if self.failed() || self.takes(close) {
            return if self.failed() { 0 } else { count };
        }
        let text = match close {
            '}' => "}",
            ']' => "]",
            _ => ")",
        };
        if matches!(self.peek(), ')' | ']' | '}') {
            self.fail_here(CLOSES_NONE, 1, text);
            return 0;
        }
        if self.peek() != '\0' {
            self.unexpected();
            return 0;
        }
        let end = self.text.len();
        let reason = "“)” is missing for the parenthesis opened in column ~";
        self.fail_or(end, reason, end, end, text);
        self.problem.to = open;
        0
    }
}
