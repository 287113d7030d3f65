//! What may stand in front of a formula and says no more than that one follows.

use super::Reader;
use crate::names;
use crate::spelling::is_letter;

impl Reader<'_> {
    /// Steps over “L(W) =” in front.
    pub(super) fn left_side(&mut self) {
        self.arguments();
        let Some(equals) = self.text.iter().position(|c| *c == '=') else { return };
        // Mathematica's f[w_] := …
        let side = &self.text[..equals - usize::from(equals > 0 && self.text[equals - 1] == ':')];
        let simple = |c: &char| {
            is_letter(*c) || c.is_ascii_digit() || matches!(c, '(' | ')' | '[' | ']' | ',' | ' ')
        };
        let next = self.text.get(equals + 1).copied();
        let name = names::simple(&names::word(side, 0));
        let parameter = self.parameters.contains(&&*name) && !side.contains(&'(');
        if side.iter().all(simple) && !name.is_empty() && !parameter && next != Some('>') {
            self.at = equals + 1;
            self.plain = false;
            self.arguments();
        }
    }

    /// Steps over the “@(w)” of a function of MATLAB.
    fn arguments(&mut self) {
        if self.peek() == '@'
            && let Some(close) = self.text[self.at..].iter().position(|c| *c == ')')
        {
            self.at += close + 1;
            self.plain = false;
        }
    }
}
