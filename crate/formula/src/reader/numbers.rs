//! Numbers as they are typed, and the letters that stick to them.

use super::Reader;
use crate::{Op, names};

impl Reader<'_> {
    pub(super) fn number(&mut self) -> bool {
        let start = self.at;
        self.decimals();
        // “2e3” is a power of ten, “2e” the start of a product.
        if matches!(self.char(0), 'e' | 'E') {
            let signed = usize::from(matches!(self.char(1), '+' | '-'));
            if self.char(1 + signed).is_ascii_digit() {
                self.at += 1 + signed;
                self.decimals();
            }
        }
        // The f of 1.0f says of what kind a number is, the x of 0x10 of what base;
        // that of 3x10^2 is a sign.
        let text = &self.text[start..self.at];
        let kind = names::word(&self.text, self.at);
        if names::is_in(" f F f32 f64 ", &kind) && text.contains(&'.') {
            return self.fail_here("“%” has no meaning here", kind.len(), "");
        }
        if kind.starts_with('x') && kind.len() > 1 && *text == ['0'] {
            return self.fail(start, "“%” is not a number");
        }
        if kind == "x10" {
            return self.fail_here("“%” has no meaning here", 1, "*");
        }
        self.literal(start)
    }

    pub(super) fn literal(&mut self, start: usize) -> bool {
        let text: String = self.text[start..self.at].iter().collect();
        if let Some(x) = (self.numerals.read)(&text) {
            self.push(Op::Number(x));
            return true;
        }
        let end = self.at;
        // A full stop at the end is one of the sentence around.
        if text.ends_with('.') {
            self.fail_or(start, "“%” is not a number", end - 1, end, "");
        } else {
            self.fail(start, "“%” is not a number");
        }
        self.problem.to = end;
        false
    }

    fn decimals(&mut self) {
        while self.char(0).is_ascii_digit() || self.char(0) == '.' {
            self.at += 1;
        }
    }
}
