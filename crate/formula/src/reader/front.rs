//! What may stand in front of a formula and says no more than that one follows.

use super::Reader;
use crate::Space;
use crate::names;
use crate::spelling::{is_letter, is_space};

impl Reader<'_> {
    /// Steps over “L(W) =” in front.
    pub(super) fn left_side(&mut self) {
        self.arguments();
        let Some(equals) = self.text.iter().position(|c| *c == '=') else { return };
        // Mathematica's f[w_] := …
        let side = &self.text[..equals - usize::from(equals > 0 && self.get(equals - 1) == ':')];
        let simple = |c: &char| {
            is_letter(*c)
                || c.is_ascii_digit()
                || matches!(c, '(' | ')' | '[' | ']' | ',' | ';' | '|' | ' ')
        };
        let next = self.text.get(equals + 1).copied();
        let first = side.iter().position(|c| !is_space(*c)).unwrap_or(0);
        let word = names::word(side, first);
        let name = names::simple(&word);
        // The = of clamp(w, min=0) stands within.
        let within = |open: char, close: char| {
            let count = |sign: char| side.iter().filter(|c| **c == sign).count();
            count(open) != count(close)
        };
        let parameter = self.parameters.contains(&&*name) && !side.contains(&'(');
        if side.iter().all(simple)
            && !names::is_refused(&word, false)
            && !parameter
            && !within('(', ')')
            && !within('[', ']')
            && next != Some('>')
        {
            let open = side.iter().position(|c| matches!(c, '(' | '['));
            self.at = equals + 1;
            self.plain = false;
            self.argument(open);
            self.arguments();
        }
    }

    /// Steps over the “@(w)” of a function of MATLAB.
    fn arguments(&mut self) {
        if self.peek() == '@'
            && let Some(close) = self.text[self.at..].iter().position(|c| *c == ')')
        {
            let open = self.at + 1;
            self.at += close + 1;
            self.plain = false;
            self.argument(Some(open));
        }
    }

    /// What stands in this parenthesis is what the parameters are called: the t of “V(t) = …”.
    fn argument(&mut self, open: Option<usize>) {
        let Some(open) = open else { return };
        let (own, called): (_, &[&str]) = match self.space {
            Space::Line => (&['W'][..], &["w"]),
            Space::Plane => (&['u', 'v'][..], &["u", "v"]),
        };
        if self.names_one(0) {
            return;
        }
        let mut at = open + 1;
        for letter in own {
            while matches!(self.text.get(at), Some(' ' | ',' | '_')) {
                at += 1;
            }
            let mut name = names::word(&self.text, at);
            at += names::length(&name);
            if name.ends_with('_') {
                name.pop();
            }
            if name.is_empty() || self.constants.iter().any(|(known, _)| *known == name) {
                return;
            }
            let mut k = self.at;
            while k < self.text.len() {
                let word = names::word(&self.text, k);
                let length = names::length(&word);
                if word == name {
                    // Its other letters become spaces, so that columns stay.
                    self.text[k..k + length].fill(' ');
                    self.text[k] = *letter;
                }
                k += length.max(1);
            }
        }
        self.parameters = called;
    }
}
