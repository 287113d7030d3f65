//! Names that stand for numbers, and words that were probably meant otherwise.

use super::Reader;
use super::problem::{NOTHING, is_nothing};
use super::words::NOT_KNOWN;
use crate::grammar::{FUNCTIONS, Meaning, known};
use crate::spelling::{is_letter, is_space};
use crate::{MOST_CONSTANTS, Op, names};

impl Reader<'_> {
    /// A name that stands for a number, or for two.
    pub(super) fn constant(&mut self, word: &str, simple: &str, start: usize) -> bool {
        let length = names::length(word);
        let end = self.at;
        // What is a number elsewhere, as δ in |W| < δ, is one before a parenthesis, too.
        let number = length > 1 && self.constants.iter().any(|(known, _)| known == word);
        let called = matches!(self.peek(), '(' | '{' | '[') && !number;
        let parameters = self.parameters;
        let is_one = |name: &str| parameters.contains(&name);
        let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
        // W, 2W or πW.
        let in_pi = |s: &str| {
            let s = s.trim_start_matches(|c: char| c.is_ascii_digit());
            is_one(s.strip_prefix("π").unwrap_or(s))
        };
        let ends_in_call =
            |s: &str| names::parted(s).any(|(head, tail)| known(head).is_some() && in_pi(tail));
        let single = |s: &str| is_one(s) || names::length(s) == 1 || digits(s);
        // gelu is no g*elu, and alog no a*log.
        let simple_call = |s: &str| {
            known(s).is_some_and(|f| !matches!(f.meaning, Meaning::Composed(_)) && f.name != "relu")
        };
        let mut refused = names::is_refused(word, called);
        let mut mend = NOTHING;
        for (k, (head, tail)) in names::parted(simple).enumerate().skip(1) {
            let cut = start + k + length - names::length(simple);
            if length == 2 && !digits(tail) {
                // dw is no product of two, it may be a differential.
                refused |= is_one(tail);
                if refused || names::is_greek(simple) || names::is_refused(word, false) {
                    break;
                }
                mend = (cut, cut, "*");
            } else if is_one(head) && digits(tail) {
                // W_0 is a number of its own, as W0 is; W2 may have lost its power.
                let index = word.contains('_') || matches!(tail, "0" | "1");
                if !index {
                    mend = (cut, cut, "^");
                } else if names::uses(&self.text, head) {
                    mend = (start, end, "c");
                }
            } else if known(head).is_some()
                && (in_pi(tail) || digits(tail) && !word.contains('_'))
                && !called
            {
                return self.fail_around(start, NOT_KNOWN, cut, end);
            } else if (single(head) || ends_in_call(head))
                && (called && simple_call(tail) && (is_one(head) || head != "a")
                    || !called && ends_in_call(tail))
                || is_one(tail) && (head == "pi" || length == 3)
            {
                mend = (cut, cut, "*");
            }
        }
        if is_nothing(mend) && !refused {
            return self.named(word, start);
        }
        if is_nothing(mend) {
            let near = FUNCTIONS.iter().find(|f| names::is_near(f.name, simple));
            // “sinc” is another function.
            let near = near.filter(|f| f.name.len() >= simple.len() || !simple.starts_with(f.name));
            // Nor is gelu relu, or asec sec.
            let begins = |name: &str| name.starts_with('a');
            let near = near.filter(|f| !simple.ends_with("lu") && begins(f.name) == begins(simple));
            let lead = self.text[..start].iter().all(|c| !is_letter(*c) && !c.is_ascii_digit());
            let all = |text| (start, end, text);
            mend = match (simple, near) {
                ("w", _) => all(self.space.parameters()[0]),
                ("σ" | "sigma", _) if called => all("sigmoid"),
                _ if called && matches!(word, "H" | "Θ") => all("heaviside"),
                // Of one number the sum is that number; of many each is a datapoint of its own.
                _ if called && names::is_in(" sum mean e reducesum reducemean ", simple) => {
                    let module = |c: &char| !(is_letter(*c) || *c == '.');
                    let from = self.text[..start].iter().rposition(module).map_or(0, |k| k + 1);
                    (from, end, "")
                }
                _ if lead && names::is_in(" minw minx argminw argminx minimize ", simple) => {
                    all("")
                }
                _ if called && length == 1 && word != "Σ" => (end, end, "*"),
                (_, Some(near)) if called => all(near.name),
                _ => NOTHING,
            };
        }
        self.fail_or(start, NOT_KNOWN, mend.0, mend.1, mend.2)
    }

    /// A constant, whose name stands at `start`.
    #[inline(never)]
    fn named(&mut self, name: &str, start: usize) -> bool {
        // Words without a sign beside them are a sentence.
        let known = |(known, _): &(String, f64)| known == name;
        let end = start + names::length(name);
        let before = self.text[..start].iter().rfind(|c| !is_space(**c)).copied();
        let joined = before.is_some_and(|c| is_letter(c) || matches!(c, '0'..='9' | ')'));
        let follows = self.is_factor();
        if names::is_prose(name) && (joined || follows) && !self.constants.iter().any(known) {
            let reason = "“%” is a word, or a sign is missing beside a name";
            let mend = match name {
                "squared" => "^2",
                _ if names::is_in(" plot graph ", name) => "",
                // The language of a block of code.
                _ if self.text.get(end) == Some(&'\n') => "",
                _ => return self.fail(start, reason),
            };
            return self.fail_or(start, reason, start, end, mend);
        }
        self.at = end;
        let mut place = self.constants.iter().position(|(known, _)| known == name);
        if place.is_none() {
            if self.constants.len() == MOST_CONSTANTS {
                return self.fail(self.at, "there may be 16 names for constants at most");
            }
            place = Some(self.constants.len());
            self.constants.push((name.into(), 1.0));
        }
        let place = place.unwrap_or(0);
        self.push(Op::Constant(place as u32, self.constants[place].1));
        true
    }
}
