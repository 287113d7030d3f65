//! What is called behind a value, as programs do: w.pow(2), (w - 1).abs().

use super::Reader;
use crate::grammar::{Meaning, known};
use crate::names;
use crate::spelling::is_letter;

impl Reader<'_> {
    /// Methods of the value whose operations begin at `base`, which is their first argument.
    pub(super) fn methods(&mut self, base: usize) -> bool {
        while self.char(0) == '.' && is_letter(self.char(1)) {
            let dot = self.at;
            let word = names::word(&self.text, dot + 1);
            let simple = names::simple(&word);
            self.at += 1 + names::length(&word);
            self.plain = false;
            let called = self.char(0) == '(';
            let empty = called && self.char(1) == ')';
            let known =
                known(&simple).filter(|f| !matches!(f.meaning, Meaning::Rows | Meaning::Choice));
            // Of one number the sum is that number.
            if empty && names::is_in(" sum mean float double ", &simple) {
                self.at += 2;
            } else if let Some(known) = known.filter(|_| called) {
                if !self.call(known, dot + 1, base, 1) {
                    return false;
                }
            } else {
                return self.fail(dot, "“%” has no meaning here");
            }
        }
        true
    }

    /// Steps over the “min=” of an argument that has a name: the operator that it stands for.
    pub(super) fn keyword(&mut self) -> char {
        self.peek();
        let word = names::word(&self.text, self.at);
        let simple = names::simple(&word);
        let before = self.at;
        self.at += names::length(&word);
        if names::is_in(" min max amin amax ", &simple) && self.takes('=') {
            self.plain = false;
            return if simple.ends_with('x') { 'm' } else { 'M' };
        }
        self.at = before;
        '\0'
    }
}
