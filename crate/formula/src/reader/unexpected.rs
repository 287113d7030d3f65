//! What stands where an operator or the end belongs, and what was probably meant by it.

use super::Reader;
use crate::Op;
use crate::spelling::{is_letter, is_space};

pub(super) const CLOSES_NONE: &str = "this “%” closes none that is open";

impl Reader<'_> {
    /// What stands where an operator or the end belongs.
    pub(super) fn unexpected(&mut self) -> bool {
        let c = self.peek();
        let end = self.text.len();
        let digit = |c: char| c.is_ascii_digit();
        let (before, next) = (self.get(self.at.wrapping_sub(1)), self.char(1));
        let rest = &self.text[self.at + 1..];
        let last = rest.iter().all(|c| is_space(*c) || matches!(c, '}' | ';' | '.'));
        match c {
            ',' if digit(before) && digit(next) => {
                let reason =
                    "decimals are written with a point, 0.5; a comma stands between arguments";
                // 1,000 may be a thousand.
                let thousand = digit(self.char(3)) && !digit(self.char(4));
                if thousand && self.ops.last() != Some(&Op::Number(0.0)) {
                    return self.fail(self.at, reason);
                }
                self.fail_here(reason, 1, ".")
            }
            // “w-1)^2” wants another one before it.
            ')' | '}' | ']' if last || matches!(before, ')' | '}' | ']') => {
                self.fail_here(CLOSES_NONE, 1, "")
            }
            ')' | '}' | ']' => self.fail(self.at, CLOSES_NONE),
            // “w => …”, and a lambda's colon: what follows is meant, if a parameter is in it.
            '=' | ':' | '~' | '<' if c != '<' || self.char(1) == '-' => {
                let arrow = usize::from(c == '<' || self.char(1) == '>');
                let mut to = self.at + 1 + arrow;
                while self.text.get(to) == Some(&' ') {
                    to += 1;
                }
                let is_one = |op: &Op| matches!(op, Op::Parameter(_));
                let equation = c == '=' && arrow == 0 && self.ops.iter().any(is_one);
                // Behind “W > 0 :” stands a part of what is meant.
                let meant = self.names_one(to) && self.compared == 0;
                let reason = "“%” has no meaning here";
                if meant && !equation {
                    self.fail_or(self.at, reason, 0, to, "")
                } else {
                    self.fail(self.at, reason)
                }
            }
            _ => {
                let reason = "an operator (+ − * / ^) is missing before “%”";
                if is_letter(c) || matches!(c, '(' | '{' | '[' | '|') || digit(c) && digit(before) {
                    self.fail_here(reason, 0, "*")
                } else if digit(c) && !is_space(before) {
                    // “(W-1)2” lost a raised number.
                    self.fail_here(reason, 0, "^")
                } else if c == '%' && digit(before) && !is_letter(next) && !digit(next) {
                    self.fail_here(reason, 1, "e-2")
                } else if c == '#' || last && matches!(c, '.' | ',' | ';' | ':' | '?' | '…') {
                    // A remark, or a sign of the sentence around.
                    self.fail_here(reason, end, "")
                } else if c == ';' {
                    // Who parts arguments by semicolons parts decimals by commas.
                    let comma = self.text.iter().position(|c| *c == ',');
                    let (at, text) = comma.map_or((self.at, ","), |k| (k, "."));
                    self.fail_or(self.at, "arguments stand between commas", at, at + 1, text)
                } else {
                    self.fail(self.at, reason)
                }
            }
        }
    }
}
