//! Precedence climbing, into operations; mistakes to words, columns and mends.
//!
//! What reads answers whether it could; why not stands in the reader. Small code matters
//! more here than anything: it runs once, when somebody types.

use crate::spelling::{is_letter, spelt};
use crate::{Constants, Fault, Formula, LONGEST, Numerals, Op, Space, names};
use problem::{Edit, NOTHING, Problem};

mod front;
mod numbers;
mod problem;
mod words;

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
    let reader = Reader::new(spelt.text.clone(), parameters, space, constants, numerals);
    let mut reader = Reader { plain: spelt.plain, ..reader };
    reader.left_side();
    if reader.sum() && (reader.peek() == '\0' || reader.unexpected()) {
        return Ok(Formula { ops: reader.ops, plain: reader.plain, space });
    }
    let mut problem = reader.problem.unwrap_or(Problem::UNKNOWN);
    // Of a function's source what it returns is meant.
    let returns = spelt.text.windows(6).rposition(|six| *six == ['r', 'e', 't', 'u', 'r', 'n']);
    if let Some(k) = returns {
        problem.edits = Some([(0, k + 6, ""), NOTHING]);
    }
    Err(problem.told(&typed, &spelt, space, numerals))
}

struct Reader<'a> {
    text: Vec<char>,
    at: usize,
    depth: usize,
    /// Whether a bar closes |…|, and does not open it.
    bars: bool,
    /// The names of the parameters in this formula.
    parameters: &'static [&'static str],
    space: Space,
    plain: bool,
    ops: Vec<Op>,
    constants: &'a mut Constants,
    numerals: Numerals,
    problem: Option<Problem>,
}

impl<'a> Reader<'a> {
    /// At the start of a text in plain spelling.
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
            parameters,
            space,
            plain: true,
            ops: Vec::new(),
            constants,
            numerals,
            problem: None,
        }
    }

    /// The next character that is no space, or '\0'.
    fn peek(&mut self) -> char {
        while self.char(0).is_whitespace() {
            self.at += 1;
        }
        self.char(0)
    }

    fn char(&self, ahead: usize) -> char {
        self.text.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn takes(&mut self, sign: char) -> bool {
        let found = self.peek() == sign;
        self.at += usize::from(found);
        found
    }

    #[inline(never)]
    fn fail(&mut self, at: usize, reason: &'static str, edits: Option<[Edit; 2]>) -> bool {
        let word = names::word(&self.text, at.min(self.text.len())).chars().count().max(1);
        let to = (at + word).min(self.text.len());
        self.problem = Some(Problem { at, reason, to, edits });
        false
    }

    /// The same, mended by an edit here.
    #[inline(never)]
    fn fail_here(&mut self, reason: &'static str, length: usize, text: &'static str) -> bool {
        let at = self.at;
        let to = (at + length).min(self.text.len());
        self.fail(at, reason, Some([(at, to, text), NOTHING]))
    }

    /// What stands where an operator or the end belongs.
    fn unexpected(&mut self) -> bool {
        let c = self.peek();
        let end = self.text.len();
        let digit = |c: char| c.is_ascii_digit();
        let before = self.at > 0 && digit(self.text[self.at - 1]);
        match c {
            ',' if before && digit(self.char(1)) => self.fail_here(
                "decimals are written with a point, 0.5; a comma stands between arguments",
                1,
                ".",
            ),
            ')' | '}' | ']' => self.fail_here("this “%” closes none that is open", 1, ""),
            // “w => …”, and a lambda's colon: what follows is meant, if a parameter is in it.
            '=' | ':' | '~' | '<' if c != '<' || self.char(1) == '-' => {
                let arrow = usize::from(c == '<' || self.char(1) == '>');
                let mut to = self.at + 1 + arrow;
                while self.text.get(to) == Some(&' ') {
                    to += 1;
                }
                let is_one = |op: &Op| matches!(op, Op::Parameter(_));
                let equation = c == '=' && arrow == 0 && self.ops.iter().any(is_one);
                let meant = self.parameters.iter().any(|p| names::uses(&self.text[to..], p));
                let mend = (meant && !equation).then_some([(0, to, ""), NOTHING]);
                self.fail(self.at, "“%” has no meaning here", mend)
            }
            _ => {
                let reason = "an operator (+ − * / ^) is missing before “%”";
                let rest = &self.text[self.at + 1..];
                if is_letter(c) || matches!(c, '(' | '{' | '[' | '|') || digit(c) && before {
                    self.fail_here(reason, 0, "*")
                } else if digit(c) && !self.text[self.at - 1].is_whitespace() {
                    // “(W-1)2” lost a raised number.
                    self.fail_here(reason, 0, "^")
                } else if c == '#'
                    || !digit(c) && rest.iter().all(|c| c.is_whitespace() || matches!(c, '}' | ';'))
                {
                    // A remark, or a sign of the sentence around.
                    self.fail_here(reason, end, "")
                } else if c == ';' {
                    self.fail_here("arguments stand between commas", 1, ",")
                } else {
                    self.fail(self.at, reason, None)
                }
            }
        }
    }

    fn sum(&mut self) -> bool {
        let mut read = self.product();
        while read && matches!(self.peek(), '+' | '-') {
            let sign = self.char(0);
            self.at += 1;
            read = self.product();
            self.ops.push(Op::Binary(sign));
        }
        read
    }

    /// Whether a factor may begin here without a sign before it.
    fn is_factor(&mut self) -> bool {
        let c = self.peek();
        is_letter(c) || matches!(c, '(' | '{' | '[') || c == '|' && !self.bars
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
                self.ops.push(Op::Binary(sign));
            } else if !self.is_factor() {
                break;
            } else if divided {
                let reason = "what is divided by is not clear: write * here, or parentheses";
                return self.fail_here(reason, 0, "*");
            } else {
                self.plain = false;
                read = self.power();
                self.ops.push(Op::Binary('*'));
            }
        }
        read
    }

    /// A power with any number of signs before it. Every way down the grammar
    /// passes here, so here the depth is counted.
    fn signed(&mut self) -> bool {
        if self.depth == DEEPEST {
            return self.fail(self.at, "nested more than 100 deep", None);
        }
        self.depth += 1;
        let read = if self.takes('-') {
            let read = self.signed();
            self.ops.push(Op::Negative);
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
        if !self.atom() {
            return false;
        }
        let number = self.ops.len() == base + 1 && (first == 'e' || first.is_ascii_digit());
        if !self.takes('^') {
            return true;
        }
        self.peek();
        let (from, exponent) = (self.at, self.ops.len());
        if !self.signed() {
            return false;
        }
        let single = self.ops.len() == exponent + 1 && is_letter(self.peek());
        if single && number && self.text[from] != '(' && self.text[from] != '{' {
            // Of e^2W nobody can tell.
            let to = self.at + names::word(&self.text, self.at).chars().count();
            let reason = "what is raised is not clear: write * here, or parentheses";
            return self.fail(self.at, reason, Some([(from, from, "("), (to, to, ")")]));
        }
        self.ops.push(Op::Binary('^'));
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
                let read = self.group(1) == 1;
                // (1 − W)₊ is what is left of it above zero.
                if self.char(0) == '_' && self.char(1) == '+' {
                    self.at += 2;
                    self.plain = false;
                    self.ops.push(Op::Call(crate::grammar::Function::Relu));
                }
                read
            }
            '|' => {
                self.plain = false;
                self.at += 1;
                let outer = std::mem::replace(&mut self.bars, true);
                let read = self.sum();
                self.bars = outer;
                self.ops.push(Op::Call(crate::grammar::Function::Abs));
                let read =
                    read && (self.takes('|') || self.fail_here("a closing “|” is missing", 0, "|"));
                self.norm();
                read
            }
            '\0' => {
                // A sign at the end is one too many.
                let end = self.text.len();
                let last = self.text.iter().rposition(|c| !c.is_whitespace()).unwrap_or(0);
                let reason = "the formula ends where a number, @ or “(” is expected";
                self.fail(end, reason, Some([(last, end, ""), NOTHING]))
            }
            c if c.is_ascii_digit() || c == '.' => self.number(),
            c if is_letter(c) => self.word(),
            c => {
                let reason = "a number, @ or “(” is expected here, not “%”";
                let before = self.at.checked_sub(1).map(|k| self.text[k]);
                match (before, c) {
                    // “w -> …”: what follows is meant.
                    (Some('-'), '>') => {
                        self.fail(self.at, reason, Some([(0, self.at + 1, ""), NOTHING]))
                    }
                    (Some('/'), '/') => self.fail(self.at, reason, None),
                    (_, '^' | '*' | '/' | '=' | '\'') => self.fail_here(reason, 1, ""),
                    _ => self.fail(self.at, reason, None),
                }
            }
        }
    }

    /// What stands in brackets of any kind, by commas if more than one is wanted: how many.
    fn group(&mut self, most: usize) -> usize {
        let open = self.at;
        let close = match self.char(0) {
            '{' => '}',
            '[' => ']',
            _ => ')',
        };
        self.plain &= close == ')';
        self.at += 1;
        let outer = std::mem::replace(&mut self.bars, false);
        let mut count = 0;
        while self.sum() {
            count += 1;
            if most == 1 || !self.takes(',') {
                break;
            }
        }
        self.bars = outer;
        if self.problem.is_some() || self.takes(close) {
            return if self.problem.is_none() { count } else { 0 };
        }
        let text = match close {
            '}' => "}",
            ']' => "]",
            _ => ")",
        };
        if matches!(self.peek(), ')' | ']' | '}') {
            self.fail_here("this “%” closes none that is open", 1, text);
            return 0;
        }
        if self.peek() != '\0' {
            self.unexpected();
            return 0;
        }
        let end = self.text.len();
        let reason = "“)” is missing for the parenthesis opened in column ~";
        self.fail(end, reason, Some([(end, end, text), NOTHING]));
        if let Some(problem) = &mut self.problem {
            problem.to = open;
        }
        0
    }
}
