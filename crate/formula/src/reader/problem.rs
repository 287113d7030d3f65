//! Why a formula is refused, in words, with the mend.

use super::Reader;
use crate::grammar::{FUNCTIONS, Meaning};
use crate::spelling::Spelt;
use crate::{Fault, Numerals, Space, names};

/// Another text in place of these characters.
pub(super) type Edit = (usize, usize, &'static str);
/// None.
pub(super) const NOTHING: Edit = (0, 0, "");

pub(super) fn is_nothing((_, to, text): Edit) -> bool {
    to == 0 && text.is_empty()
}

/// Why a formula is refused.
pub(super) struct Problem {
    pub(super) at: usize,
    /// In words; % is what stands there, @ the parameters, # the
    /// functions, ~ a column.
    pub(super) reason: &'static str,
    /// The end of what stands there.
    pub(super) to: usize,
    /// The mend, and what belongs to it further on.
    pub(super) edit: Edit,
    pub(super) further: Edit,
}

impl Problem {
    /// None yet.
    pub(super) const NONE: Self =
        Self { at: 0, reason: "", to: 0, edit: NOTHING, further: NOTHING };

    /// In words for whoever typed it, with the columns of what was typed.
    pub(super) fn told(
        self,
        typed: &[char],
        spelt: &Spelt,
        space: Space,
        numerals: Numerals,
    ) -> Fault {
        let Self { at, reason, to, edit, further } = self;
        let column = |k: usize| spelt.columns[k.min(spelt.columns.len() - 1)];
        let mut words = String::new();
        for c in reason.chars() {
            match c {
                '%' => words.extend(&spelt.text[at..to]),
                '~' => words.push_str(&(numerals.write)((column(to) + 1) as f64)),
                '@' => list(&mut words, space.parameters()),
                '#' => FUNCTIONS
                    .iter()
                    .filter(|f| !matches!(f.meaning, Meaning::Composed(_)))
                    .for_each(|f| list(&mut words, &["", f.name])),
                c => words.push(c),
            }
        }
        let (mut mend, mut done) = (String::new(), 0);
        for (from, to, text) in [edit, further] {
            if !is_nothing((from, to, text)) {
                let from = column(from);
                // Before a word is before its backslash, too.
                let slash = text == "(" && from > done && typed[from - 1] == '\\';
                let from = from - usize::from(slash);
                mend.extend(&typed[done..from.max(done)]);
                mend.push_str(text);
                done = column(to);
            }
        }
        mend.extend(&typed[done..]);
        let mend = Some(mend).filter(|_| !is_nothing(edit));
        Fault { position: column(at), reason: words, mend }
    }
}

fn list(words: &mut String, names: &[&str]) {
    for (k, name) in names.iter().enumerate() {
        words.push_str(if k > 0 { ", " } else { "" });
        words.push_str(name);
    }
}

impl Reader<'_> {
    pub(super) fn failed(&self) -> bool {
        !self.problem.reason.is_empty()
    }

    #[inline(never)]
    pub(super) fn fail(&mut self, at: usize, reason: &'static str) -> bool {
        let word = names::length(&names::word(&self.text, at.min(self.text.len()))).max(1);
        let to = (at + word).min(self.text.len());
        self.problem = Problem { at, reason, to, ..Problem::NONE };
        false
    }

    /// The same, mended by another text in place of these characters.
    #[inline(never)]
    pub(super) fn fail_or(
        &mut self,
        at: usize,
        reason: &'static str,
        from: usize,
        to: usize,
        text: &'static str,
    ) -> bool {
        self.fail(at, reason);
        self.problem.edit = (from, to, text);
        false
    }

    /// The same, mended by parentheses around these characters.
    #[inline(never)]
    pub(super) fn fail_around(
        &mut self,
        at: usize,
        reason: &'static str,
        from: usize,
        to: usize,
    ) -> bool {
        self.fail_or(at, reason, from, from, "(");
        self.problem.further = (to, to, ")");
        false
    }

    /// The same, mended by an edit here.
    #[inline(never)]
    pub(super) fn fail_here(
        &mut self,
        reason: &'static str,
        length: usize,
        text: &'static str,
    ) -> bool {
        let at = self.at;
        let to = (at + length).min(self.text.len());
        self.fail_or(at, reason, at, to, text)
    }
}
