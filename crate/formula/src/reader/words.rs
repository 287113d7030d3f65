//! What begins with a letter: parameters, numbers with names, functions with their arguments,
//! constants.

use super::{NOTHING, Reader};
use crate::grammar::{FUNCTIONS, Known, Meaning, known};
use crate::spelling::is_letter;
use crate::{MOST_CONSTANTS, MOST_OPERATIONS, Op, Space, names};

impl Reader<'_> {
    pub(super) fn word(&mut self) -> bool {
        let mut start = self.at;
        let mut word = names::word(&self.text, start);
        let mut simple = names::simple(&word);
        loop {
            self.at += word.chars().count();
            // The module goes: Math.PI.
            if self.char(0) != '.' || !is_letter(self.char(1)) {
                break;
            }
            self.plain = false;
            self.at += 1;
            start = self.at;
            word = names::word(&self.text, start);
            simple = names::simple(&word);
        }
        if self.char(0) == '[' && self.char(2) == ']' && known(&simple).is_none() {
            return self.element(start, &simple);
        }
        // aW is a times W.
        let parameters = self.parameters;
        let is_one = |c: char| parameters.contains(&&*names::simple(c.encode_utf8(&mut [0; 4])));
        let mut letters = word.chars();
        // W1W2 is W1 times W2.
        let cut = word.char_indices().find(|(k, c)| {
            let head = &word[..*k];
            *c != '_'
                && is_letter(*c)
                && head.as_bytes().last().is_some_and(u8::is_ascii_digit)
                && parameters.contains(&&*names::simple(head))
        });
        if let Some((cut, _)) = cut {
            self.plain = false;
            self.at -= word[cut..].chars().count();
            word.truncate(cut);
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
            self.plain &= word == self.space.parameters()[k];
            self.ops.push(Op::Parameter(k));
            return true;
        }
        if word == "frac" {
            self.plain = false;
            let read = self.piece() && self.piece();
            self.ops.push(Op::Binary('/'));
            return read;
        }
        let value = match &*simple {
            "pi" | "π" => std::f64::consts::PI,
            // Of capitals only Mathematica's E^x.
            "e" if word == "e" || self.peek() == '^' => std::f64::consts::E,
            // Of a module alone.
            "tau" if start > 0 && self.text[start - 1] == '.' => std::f64::consts::TAU,
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
                        self.call(known, start)
                    }
                    None => self.constant(&word, &simple, start),
                };
            }
        };
        self.plain &= word.len() < 3 && word != "PI" && word != "E";
        self.ops.push(Op::Number(value));
        true
    }

    /// What a program calls w[0], which is the parameter itself, or one of two.
    #[inline(never)]
    fn element(&mut self, start: usize, name: &str) -> bool {
        let (at, digit) = (self.at, self.char(1));
        let whole = |text| Some([(at, at + 3, text), NOTHING]);
        // Counted from 1 if there is a w[2].
        let from_1 = self.text.windows(3).any(|three| *three == ['[', '2', ']']);
        let mend = if self.space == Space::Plane {
            whole(if digit == '0' || digit == '1' && from_1 { "1" } else { "2" })
        } else if self.parameters.contains(&name) {
            whole("")
        } else {
            Some([(at, at + 1, "_"), (at + 2, at + 3, "")])
        };
        self.fail(start, "“%” is not known; there are @, pi, e#", mend)
    }

    /// An argument of \frac or of \sqrt: a digit, or braces.
    fn piece(&mut self) -> bool {
        if self.peek().is_ascii_digit() {
            self.at += 1;
            return self.literal(self.at - 1);
        }
        self.atom()
    }

    fn call(&mut self, known: &Known, start: usize) -> bool {
        // sin²(W) is (sin W)².
        let exponent = self.ops.len();
        let mut raised = self.takes('^');
        if raised {
            let braces = usize::from(matches!(self.peek(), '{' | '('));
            if self.char(braces) == '-' && (braces == 0 || self.char(2) == '1') {
                let reason = "sin⁻¹ may be an inverse or a reciprocal";
                let minus = [(start, start, "1/"), (self.at - 1, self.at + 2 + 2 * braces, "")];
                return self.fail(self.at - 1, reason, Some(minus));
            }
            self.plain = false;
            if !self.atom() {
                return false;
            }
        }
        let power = self.ops.split_off(exponent);
        let (least, most) = match known.meaning {
            Meaning::Fold('^') => (2, 2),
            Meaning::Fold(_) => (2, 99),
            _ => (1, 1),
        };
        let opened = self.at;
        let count = match self.peek() {
            '(' | '{' | '[' => self.group(99),
            _ => usize::from(self.bare()),
        };
        if count == 0 {
            return false;
        }
        // The root of a degree: \sqrt[3]{W}.
        if known.name == "sqrt" && self.text[opened] == '[' && self.peek() == '{' {
            let degree = self.ops.split_off(exponent);
            let read = self.atom();
            self.ops.push(Op::Number(1.0));
            self.ops.extend(degree);
            self.ops.extend([Op::Binary('/'), Op::Binary('^')]);
            return read;
        }
        if !(least..=most).contains(&count) {
            let one = if least == 1 { "% takes one argument" } else { "% takes two arguments" };
            return self.fail(start, one, None);
        }
        match known.meaning {
            Meaning::Call(function) => self.ops.push(Op::Call(function)),
            Meaning::Square => {
                self.plain = false;
                self.ops.extend([Op::Number(2.0), Op::Binary('^')]);
            }
            Meaning::Composed(text) => {
                if !self.compose(text, exponent) {
                    return self.fail(start, "the formula is too long, written out", None);
                }
            }
            Meaning::Fold(sign) => {
                self.plain &= count == 2 && sign != '^';
                self.ops.extend((1..count).map(|_| Op::Binary(sign)));
            }
        }
        raised &= !power.is_empty();
        self.ops.extend(power);
        if raised {
            self.ops.push(Op::Binary('^'));
        }
        true
    }

    /// A formula in w in place of the operations from here on, which are its w; false where they
    /// would be too many.
    fn compose(&mut self, text: &str, from: usize) -> bool {
        self.plain = false;
        let argument = self.ops.split_off(from);
        let text = text.chars().collect();
        let mut formula = Reader::new(text, &["w"], self.space, self.constants, self.numerals);
        formula.depth = self.depth;
        let read = formula.sum();
        for op in formula.ops {
            if op == Op::Parameter(0) {
                self.ops.extend(&argument);
            } else {
                self.ops.push(op);
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
        while let Some(c) = self.text.get(end) {
            match c {
                '(' | '{' | '[' => depth += 1,
                ')' | '}' | ']' => depth -= 1,
                _ => {}
            }
            // sin w cos w is a product of two.
            let ends = matches!(c, '+' | '-' | ',' | '=')
                || !is_letter(self.text[end.max(1) - 1])
                    && known(&names::simple(&names::word(&self.text, end))).is_some();
            if depth < 0 || depth == 0 && ends && free {
                break;
            }
            free = !matches!(c, '^' | '*' | '/') && (free || !c.is_whitespace());
            end += 1;
        }
        while end > start && self.text[end - 1].is_whitespace() {
            end -= 1;
        }
        let mend = (end > start).then_some([(start, start, "("), (end, end, ")")]);
        self.fail(start, "“(” is expected after the name of a function", mend)
    }

    /// A name that stands for a number, or for two.
    fn constant(&mut self, word: &str, simple: &str, start: usize) -> bool {
        let length = word.chars().count();
        let end = self.at;
        let called = matches!(self.peek(), '(' | '{' | '[');
        let parameters = self.parameters;
        let is_one = |name: &str| parameters.contains(&name);
        let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
        // W, 2W or πW.
        let in_pi = |s: &str| {
            let s = &s[s.bytes().take_while(u8::is_ascii_digit).count()..];
            is_one(s.strip_prefix("π").unwrap_or(s))
        };
        let ends_in_call =
            |s: &str| s.char_indices().any(|(k, _)| known(&s[..k]).is_some() && in_pi(&s[k..]));
        let single = |s: &str| is_one(s) || s.chars().count() == 1 || digits(s);
        let mut refused = names::is_refused(word, called);
        let mut mend = None;
        for (k, (byte, _)) in simple.char_indices().enumerate().skip(1) {
            let (head, tail) = simple.split_at(byte);
            let cut = start + k + length - simple.chars().count();
            if length == 2 && !digits(tail) {
                // dw is no product of two, it may be a differential.
                refused |= is_one(tail);
                if refused || names::is_greek(simple) || names::is_refused(word, false) {
                    break;
                }
                mend = Some([(cut, cut, "*"), NOTHING]);
            } else if is_one(head) && digits(tail) {
                // W_0 is a number of its own, as W0 is; W2 may have lost its power.
                let index = word.contains('_') || matches!(tail, "0" | "1");
                if !index {
                    mend = Some([(cut, cut, "^"), NOTHING]);
                } else if names::uses(&self.text, head) {
                    mend = Some([(start, end, "c"), NOTHING]);
                }
            } else if known(head).is_some() && (in_pi(tail) || digits(tail)) && !called {
                mend = Some([(cut, cut, "("), (end, end, ")")]);
            } else if (single(head) || ends_in_call(head))
                && (called && known(tail).is_some() || !called && ends_in_call(tail))
                || is_one(tail) && (head == "pi" || length == 3)
            {
                mend = Some([(cut, cut, "*"), NOTHING]);
            }
        }
        if mend.is_none() && !refused {
            return self.named(word, start);
        }
        if mend.is_none() {
            let near = FUNCTIONS.iter().find(|f| names::is_near(f.name, simple));
            // “sinc” is another function.
            let near = near.filter(|f| f.name.len() >= simple.len() || !simple.starts_with(f.name));
            let lead = self.text[..start].iter().all(|c| !is_letter(*c) && !c.is_ascii_digit());
            let all = |text| Some([(start, end, text), NOTHING]);
            mend = match (simple, near) {
                ("w", _) => all(self.space.parameters()[0]),
                ("σ", _) => all("sigmoid"),
                ("minw" | "minx" | "argminw" | "argminx" | "minimize", _) if lead => all(""),
                _ if called && length == 1 && word != "Σ" => Some([(end, end, "*"), NOTHING]),
                (_, Some(near)) if called => all(near.name),
                _ => None,
            };
        }
        self.fail(start, "“%” is not known; there are @, pi, e#", mend)
    }

    /// A constant, whose name stands at `start`.
    #[inline(never)]
    fn named(&mut self, name: &str, start: usize) -> bool {
        // Words without a sign beside them are a sentence.
        let known = |(known, _): &(String, f64)| known == name;
        let end = start + name.chars().count();
        let before = self.text[..start].iter().rfind(|c| !c.is_whitespace()).copied();
        let joined = before.is_some_and(|c| is_letter(c) || matches!(c, '0'..='9' | ')'));
        let follows = self.is_factor();
        if names::is_prose(name) && (joined || follows) && !self.constants.iter().any(known) {
            let all = |text| Some([(start, end, text), NOTHING]);
            let mend = match name {
                "squared" => all("^2"),
                "plot" | "graph" => all(""),
                // The language of a block of code.
                _ if self.text.get(end) == Some(&'\n') => all(""),
                _ => None,
            };
            return self.fail(start, "“%” is a word, or a sign is missing beside a name", mend);
        }
        self.at = end;
        let mut place = self.constants.iter().position(|(known, _)| known == name);
        if place.is_none() {
            if self.constants.len() == MOST_CONSTANTS {
                return self.fail(self.at, "there may be 16 names for constants at most", None);
            }
            place = Some(self.constants.len());
            self.constants.push((name.into(), 1.0));
        }
        let place = place.unwrap_or(0);
        self.ops.push(Op::Constant(place as u32, self.constants[place].1));
        true
    }
}
