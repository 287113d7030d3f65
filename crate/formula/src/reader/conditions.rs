//! Comparisons, what joins them, and what is chosen by them.

use super::Reader;
use crate::{Op, names};

/// Comparisons that repeat what they have in common may not make a formula longer than this.
const LONGEST: usize = 2_000;

/// What chooses.
pub(super) const NO_CONDITION: &str = "a comparison, such as a > b, is expected here";
/// Why a formula is refused that is short as it is typed.
pub(super) const TOO_LONG: &str = "the formula is too long, written out";
const NO_ELSE: &str = "what it is otherwise is missing, behind “else” or “:”";

impl Reader<'_> {
    /// A sum or a condition, or one of two of them: “a if c else b”, “c ? a : b”.
    pub(super) fn expression(&mut self) -> bool {
        let (from, outer) = (self.ops.len(), std::mem::replace(&mut self.comparing, false));
        let mut read = self.joined(0);
        self.peek();
        let (start, end) = (self.at, self.ops.len());
        let python = read && self.takes_word("if");
        if python || read && self.takes('?') {
            self.plain = false;
            if python {
                read = self.joined(0);
                self.swap(from, end);
                if read && !self.takes_word("else") {
                    return self.fail(start, NO_ELSE);
                }
            } else {
                read = self.expression();
                if read && !self.takes(':') {
                    return self.fail(start, NO_ELSE);
                }
            }
            read = read && self.expression();
            self.push(Op::Choice);
            if read && !self.compares(from) {
                return self.fail(start, NO_CONDITION);
            }
        }
        self.comparing = outer;
        read
    }

    /// Whether what was read last is a condition.
    pub(super) fn is_condition(&self) -> bool {
        let joins = matches!(self.ops.last(), Some(Op::Binary('&' | '∨')));
        joins || self.compares(self.ops.len().saturating_sub(1))
    }

    /// Puts the operations from `middle` on before those from `from` on.
    #[inline(never)]
    fn swap(&mut self, from: usize, middle: usize) {
        let condition = self.ops.split_off(middle);
        let value = self.ops.split_off(from);
        self.ops.extend(&condition);
        self.ops.extend(&value);
    }

    /// Whether anything is compared in the operations from here on.
    pub(super) fn compares(&self, from: usize) -> bool {
        let is_sign = |op: &Op| matches!(op, Op::Binary('<' | '>' | '≤' | '≥' | '≡' | '≠'));
        self.ops[from..].iter().any(is_sign)
    }

    pub(super) fn takes_word(&mut self, word: &str) -> bool {
        self.peek();
        let found = names::word(&self.text, self.at) == word;
        self.at += if found { word.len() } else { 0 };
        found
    }

    /// Conditions of which any must hold (0), or all (1), or one alone (2).
    pub(super) fn joined(&mut self, level: u8) -> bool {
        let (sign, word) = [('∨', "or"), ('&', "and")][usize::from(level)];
        let inner = |reader: &mut Self| {
            if level == 0 { reader.joined(1) } else { reader.negated() }
        };
        let mut read = inner(self);
        while read {
            let bar = level == 0 && self.peek() == '|' && !self.bars && self.is_condition();
            let joins = self.takes(['∨', '∧'][usize::from(level)]);
            // In LaTeX's rows & parts a value from its condition.
            if bar || joins || level == 1 && self.cases == 0 && self.takes('&') {
                self.at += usize::from(bar) + usize::from(bar && self.char(1) == '|');
                self.plain = false;
            } else if !self.takes_word(word) {
                break;
            }
            let at = self.at - 1;
            read = inner(self);
            self.compared = at;
            self.push(Op::Binary(sign));
        }
        read
    }

    fn negated(&mut self) -> bool {
        if !self.takes_word("not") {
            return self.comparison();
        }
        let read = self.negated();
        self.contrary();
        read
    }

    /// 1 where what was read last is 0, and else 0.
    pub(super) fn contrary(&mut self) {
        self.plain = false;
        self.ops.extend([Op::Number(0.0), Op::Binary('≡')]);
    }

    fn comparison(&mut self) -> bool {
        let mut read = self.sum();
        let mut middle = Vec::new();
        while read {
            let sign = self.peek();
            // “f <- …” is an assignment.
            let arrow = sign == '<'
                && self.char(1) == '-'
                && !self.ops.iter().any(|op| matches!(op, Op::Parameter(_)));
            if arrow || !matches!(sign, '<' | '>' | '≤' | '≥' | '≡' | '≠') {
                break;
            }
            self.compared = self.at;
            self.at += 1;
            // 0 < W < 1 are two comparisons, which must both hold.
            let chained = !middle.is_empty();
            self.plain &= !chained;
            self.ops.extend(&middle);
            if self.ops.len() > LONGEST {
                return self.fail(self.compared, TOO_LONG);
            }
            let from = self.ops.len();
            self.comparing = true;
            read = self.sum();
            self.comparing = false;
            middle = self.ops[from..].to_vec();
            self.push(Op::Binary(sign));
            if chained {
                self.push(Op::Binary('&'));
            }
        }
        read
    }

    /// What is piecewise, by rows of a value and its condition: LaTeX's cases, SymPy's
    /// “Piecewise((a, c), (b, True))” and Mathematica's “Piecewise[{{a, c}, {b, d}}, e]”.
    pub(super) fn rows(&mut self, latex: bool) -> bool {
        if !matches!(self.peek(), '(' | '[') {
            return self.fail(self.at, "“(” is expected after the name of a function");
        }
        self.plain = false;
        let bars = std::mem::replace(&mut self.bars, false);
        self.cases += usize::from(latex);
        self.at += 1;
        let outer = !latex && self.takes('{');
        let (mut count, mut otherwise);
        count = 0;
        loop {
            if !latex && !(matches!(self.peek(), '(' | '{' | '[')) {
                return self.fail(self.at, "a row (value, condition) is expected here");
            }
            self.at += usize::from(!latex);
            let from = self.ops.len();
            if !self.sum() {
                return false;
            }
            let end = self.ops.len();
            self.peek();
            let value = self.at;
            otherwise = self.words(latex);
            if otherwise || latex && matches!(self.peek(), ';' | ')') && count > 0 {
                otherwise = true;
            } else {
                if self.at == value || !self.joined(0) || !self.compares(end) {
                    return !self.failed() && self.fail(self.at, NO_CONDITION);
                }
                count += 1;
                self.swap(from, end);
                self.words(latex);
            }
            if !latex {
                if !matches!(self.peek(), ')' | '}' | ']') {
                    return self.unexpected();
                }
                self.at += 1;
            }
            if otherwise || !self.takes(if latex { ';' } else { ',' }) || self.peek() == ')' {
                break;
            }
        }
        if outer && !self.takes('}') {
            return self.unexpected();
        }
        self.takes(';');
        if outer && !otherwise && self.takes(',') {
            otherwise = self.expression();
        }
        if !self.failed() && !matches!(self.peek(), ')' | ']') {
            return self.peek() != '\0' && self.unexpected()
                || self.fail(self.at, "“)” is missing");
        }
        self.at += 1;
        self.bars = bars;
        self.cases -= usize::from(latex);
        if !otherwise {
            // Where no row holds Mathematica has 0, and all others have nothing.
            self.push(Op::Number(0.0));
            if !outer {
                self.ops.extend([Op::Number(0.0), Op::Binary('/')]);
            }
        }
        self.ops.extend((0..count).map(|_| Op::Choice));
        !self.failed()
    }

    /// Steps over what stands between a value and its condition: whether it says that there is none.
    fn words(&mut self, latex: bool) -> bool {
        let mut otherwise = false;
        loop {
            match self.peek() {
                '&' | '{' | '}' if latex => self.at += 1,
                '.' if otherwise => self.at += 1,
                ',' => self.at += 1,
                _ => {
                    let word = names::word(&self.text, self.at);
                    let ends = names::is_in(" otherwise else True ", &word);
                    if word.is_empty() || !ends && !names::is_in(" if for when ", &word) {
                        return otherwise;
                    }
                    otherwise |= ends;
                    self.at += word.len();
                }
            }
        }
    }
}
