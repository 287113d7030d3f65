//! What begins with a letter: parameters, numbers with names, functions with their arguments,
//! constants.

use super::Reader;
use super::conditions::{NO_CONDITION, TOO_LONG};
use crate::grammar::{Function, Known, Meaning, known};
use crate::spelling::{is_letter, is_space};
use crate::{MOST_OPERATIONS, Op, Space, names};

pub(super) const NOT_KNOWN: &str = "“%” is not known; there are @, pi, e#";

impl Reader<'_> {
    pub(super) fn word(&mut self) -> bool {
        let mut start = self.at;
        let mut word = names::word(&self.text, start);
        let mut simple = names::simple(&word);
        loop {
            self.at += names::length(&word);
            // The module goes: Math.PI.
            if self.char(0) != '.' || !is_letter(self.char(1)) {
                break;
            }
            // That of w.exp() is no module.
            if self.parameters.contains(&&*simple) {
                break;
            }
            self.plain = false;
            self.at += 1;
            start = self.at;
            word = names::word(&self.text, start);
            simple = names::simple(&word);
        }
        if word.starts_with('_') {
            return self.fail(start, NOT_KNOWN);
        }
        if self.char(0) == '[' && self.char(2) == ']' && known(&simple).is_none() {
            return self.element(start, &simple);
        }
        // aW is a times W.
        let parameters = self.parameters;
        let is_one = |c: char| parameters.contains(&&*names::simple(c.encode_utf8(&mut [0; 4])));
        let mut letters = word.chars();
        // W1W2 is W1 times W2.
        let cut = names::parted(&word).find(|(head, tail)| {
            !tail.starts_with('_')
                && tail.starts_with(is_letter)
                && head.ends_with(|c: char| c.is_ascii_digit())
                && parameters.contains(&&*names::simple(head))
        });
        if let Some((head, tail)) = cut {
            self.plain = false;
            self.at -= tail.chars().count();
            word = head.into();
            simple = names::simple(&word);
        } else if let (Some(a), Some(b), None) = (letters.next(), letters.next(), letters.next())
            && (is_one(a) || is_one(b) && is_letter(a) && a != 'd')
            && is_letter(b)
            && known(&simple).is_none()
            && !parameters.contains(&&*simple)
        {
            self.plain = false;
            self.at -= 1;
            word = a.into();
            simple = names::simple(&word);
        }
        if let Some(k) = parameters.iter().position(|name| *name == simple) {
            self.plain &= self.space.parameters().get(k) == Some(&&*word);
            self.push(Op::Parameter(k));
            return true;
        }
        if word == "frac" {
            self.plain = false;
            let read = self.piece() && self.piece();
            self.push(Op::Binary('/'));
            return read;
        }
        let value = match &*simple {
            "pi" | "π" => std::f64::consts::PI,
            // Of capitals only Mathematica's E^x.
            "e" if word == "e" || self.peek() == '^' => std::f64::consts::E,
            // Of a module alone.
            "tau" if start > 0 && self.get(start - 1) == '.' => std::f64::consts::TAU,
            _ => {
                let end = self.at;
                let mut called = matches!(self.peek(), '(' | '{' | '[' | '^');
                let next = names::simple(&names::word(&self.text, self.at));
                called |= parameters.contains(&&*next);
                self.at = end;
                let is_free = |f: &&Known| called || !matches!(f.meaning, Meaning::Composed(_));
                return match known(&simple).filter(is_free) {
                    Some(known) => {
                        self.plain &= word == known.name;
                        self.call(known, start, self.ops.len(), 0)
                    }
                    None => self.constant(&word, &simple, start),
                };
            }
        };
        self.plain &= word.len() < 3 && word != "PI" && word != "E";
        self.push(Op::Number(value));
        true
    }

    /// What a program calls w[0], which is the parameter itself, or one of two.
    #[inline(never)]
    fn element(&mut self, start: usize, name: &str) -> bool {
        let (at, digit) = (self.at, self.char(1));
        let inner = names::simple(digit.encode_utf8(&mut [0; 4]));
        if self.parameters.contains(&&*inner) {
            return self.fail(start, NOT_KNOWN);
        }
        // Counted from 1 if there is a w[2].
        let from_1 = self.text.windows(3).any(|three| *three == ['[', '2', ']']);
        let mend = if self.space == Space::Plane {
            if digit == '0' || digit == '1' && from_1 { "1" } else { "2" }
        } else if self.parameters.contains(&name) {
            ""
        } else {
            self.fail_or(start, NOT_KNOWN, at, at + 1, "_");
            self.problem.further = (at + 2, at + 3, "");
            return false;
        };
        self.fail_or(start, NOT_KNOWN, at, at + 3, mend)
    }

    /// An argument of \frac or of \sqrt: a digit, or braces.
    fn piece(&mut self) -> bool {
        if self.peek().is_ascii_digit() {
            self.at += 1;
            return self.literal(self.at - 1);
        }
        self.atom()
    }

    /// What a function gives of the arguments behind its name, and of one that began at `exponent`
    /// where there is one before it.
    pub(super) fn call(
        &mut self,
        known: &Known,
        start: usize,
        exponent: usize,
        before: usize,
    ) -> bool {
        if known.meaning == Meaning::Rows {
            // Those of LaTeX are called cases.
            return self.rows(self.get(start) == 'c');
        }
        // sin²(W) is (sin W)².
        let mut raised = before == 0 && self.takes('^');
        if raised {
            let braces = usize::from(matches!(self.peek(), '{' | '('));
            if self.char(braces) == '-' && (braces == 0 || self.char(2) == '1') {
                let reason = "sin⁻¹ may be an inverse or a reciprocal";
                let hat = self.at - 1;
                self.fail_or(hat, reason, start, start, "1/");
                self.problem.further = (hat, hat + 3 + 2 * braces, "");
                return false;
            }
            self.plain = false;
            if !self.atom() {
                return false;
            }
        }
        let power = self.ops.split_off(if raised { exponent } else { self.ops.len() });
        let (least, most) = match known.meaning {
            Meaning::Fold('^') => (2, 2),
            Meaning::Fold(_) => (2, 99),
            Meaning::Choice => (3, 3),
            Meaning::Clamp => (2, 3),
            Meaning::Composed(text) if text.contains('v') => (1, 2),
            Meaning::Call(Function::Log) => (1, 2),
            _ => (1, 1),
        };
        let opened = self.at;
        self.key = '\0';
        let count = match self.peek() {
            '(' if before == 1 && self.char(1) == ')' => {
                self.at += 2;
                1
            }
            '(' | '{' | '[' => self.group(99, before),
            _ => usize::from(self.bare()),
        };
        if count == 0 {
            return false;
        }
        // The root of a degree: \sqrt[3]{W}.
        if known.name == "sqrt" && self.get(opened) == '[' && self.peek() == '{' {
            let degree = self.ops.split_off(exponent);
            let read = self.atom();
            self.push(Op::Number(1.0));
            self.ops.extend(degree);
            self.ops.extend([Op::Binary('/'), Op::Binary('^')]);
            return read;
        }
        if !(least..=most).contains(&count) {
            let one = match least {
                1 => "% takes one argument",
                2 => "% takes two arguments",
                _ => "% takes three arguments",
            };
            return self.fail(start, one);
        }
        // Of clamp(w, 1) nobody can tell which side is bounded, and no other function has names
        // for its arguments.
        let bounds = known.meaning == Meaning::Clamp;
        if bounds && count == 2 && self.key == '\0' || !bounds && self.key != '\0' {
            return self.fail(start, "which bound % has is not clear: write min= or max=");
        }
        if !self.applied(known, count, [start, opened, exponent]) {
            return false;
        }
        raised &= !power.is_empty();
        self.ops.extend(power);
        if raised {
            self.push(Op::Binary('^'));
        }
        true
    }

    /// What a function makes of as many arguments as it takes, whose operations begin at `from`; its
    /// name stands at `start`, its arguments at `opened`.
    fn applied(&mut self, known: &Known, count: usize, [start, opened, from]: [usize; 3]) -> bool {
        let mut meaning = known.meaning;
        if count == 2 && matches!(meaning, Meaning::Call(_)) {
            // log(W, 2) has its base behind, Log[2, W] before it; of log(2, W) nobody can tell.
            meaning = Meaning::Composed("log(w)/log(v)");
            if self.get(opened) == '[' {
                meaning = Meaning::Composed("log(v)/log(w)");
            } else if self.ops[self.second..].iter().any(|op| matches!(op, Op::Parameter(_))) {
                return self.fail(start, "% takes one argument");
            }
        }
        match meaning {
            Meaning::Call(function) => self.push(Op::Call(function)),
            Meaning::Square => {
                self.plain = false;
                self.ops.extend([Op::Number(2.0), Op::Binary('^')]);
            }
            Meaning::Composed(text) => {
                if count == 1 {
                    self.second = self.ops.len();
                    self.push(Op::Number(1.0));
                }
                if !self.compose(text, from) {
                    return self.fail(start, TOO_LONG);
                }
            }
            Meaning::Choice if !self.compares(from) => return self.fail(start, NO_CONDITION),
            Meaning::Choice => self.push(Op::Choice),
            Meaning::Rows => {}
            Meaning::Clamp => {
                self.plain = false;
                let (first, last) = if self.key == 'm' { ('m', 'M') } else { ('M', 'm') };
                let third =
                    self.ops.split_off(if count == 3 { self.third } else { self.ops.len() });
                self.push(Op::Binary(first));
                if count == 3 {
                    self.ops.extend(&third);
                    self.push(Op::Binary(last));
                }
            }
            Meaning::Fold(sign) => {
                self.plain &= count == 2 && matches!(sign, 'M' | 'm');
                self.ops.extend((1..count).map(|_| Op::Binary(sign)));
            }
        }
        true
    }

    /// A formula in w and v in place of the operations from here on, which are its w; false where
    /// they would be too many.
    fn compose(&mut self, text: &str, from: usize) -> bool {
        self.plain = false;
        let second = self.ops.split_off(self.second);
        let argument = self.ops.split_off(from);
        let text = text.chars().collect();
        let mut formula = Reader::new(text, &["w", "v"], self.space, self.constants, self.numerals);
        formula.depth = self.depth;
        let read = formula.expression();
        for op in formula.ops {
            match op {
                Op::Parameter(0) => self.ops.extend(&argument),
                Op::Parameter(_) => self.ops.extend(&second),
                op => self.push(op),
            }
        }
        read && self.ops.len() < MOST_OPERATIONS
    }

    /// An argument without parentheses: a single number, name or |…|, and nothing after it
    /// that may belong to it.
    fn bare(&mut self) -> bool {
        let c = self.peek();
        let start = self.at;
        let word = names::simple(&names::word(&self.text, start));
        if c.is_ascii_digit() || is_letter(c) && known(&word).is_none() || c == '|' && !self.bars {
            self.plain = false;
            if !self.piece() {
                return false;
            }
            if self.peek() != '^' && !self.is_factor() {
                return true;
            }
        }
        // Mended as far as a product reaches.
        let (mut end, mut depth, mut free) = (start, 0, false);
        // √2 w is (√2) w.
        let root = start > 1 && self.get(start - 2) == 't';
        while let Some(c) = self.text.get(end) {
            match c {
                '(' | '{' | '[' => depth += 1,
                ')' | '}' | ']' => depth -= 1,
                _ => {}
            }
            // sin w cos w is a product of two.
            let ends = matches!(c, '+' | '-' | ',' | '=')
                || !is_letter(self.get(end.max(1) - 1))
                    && known(&names::simple(&names::word(&self.text, end))).is_some();
            if depth < 0 || depth == 0 && (ends && free || root && is_space(*c)) {
                break;
            }
            free = !matches!(c, '^' | '*' | '/') && (free || !is_space(*c));
            end += 1;
        }
        while end > start && is_space(self.get(end - 1)) {
            end -= 1;
        }
        let reason = "“(” is expected after the name of a function";
        if end > start {
            self.fail_around(start, reason, start, end)
        } else {
            self.fail(start, reason)
        }
    }
}
