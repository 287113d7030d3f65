//! Why a formula is refused, in words, with the mend.

use crate::grammar::{FUNCTIONS, Meaning};
use crate::spelling::Spelt;
use crate::{Fault, Numerals, Space};

/// Another text in place of these characters.
pub(super) type Edit = (usize, usize, &'static str);
pub(super) const NOTHING: Edit = (0, 0, "");

/// Why a formula is refused.
pub(super) struct Problem {
    pub(super) at: usize,
    /// In words; % is what stands there, @ the parameters, # the
    /// functions, ~ a column.
    pub(super) reason: &'static str,
    /// The end of what stands there.
    pub(super) to: usize,
    /// The mend, in the order of the text.
    pub(super) edits: Option<[Edit; 2]>,
}

impl Problem {
    /// That of a formula of which nothing more is known.
    pub(super) const UNKNOWN: Self =
        Self { at: 0, reason: "it cannot be read", to: 0, edits: None };

    /// In words for whoever typed it, with the columns of what was typed.
    pub(super) fn told(
        self,
        typed: &[char],
        spelt: &Spelt,
        space: Space,
        numerals: Numerals,
    ) -> Fault {
        let Self { at, reason, to, edits } = self;
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
        let mend = edits.map(|edits| {
            let (mut mend, mut done) = (String::new(), 0);
            for (from, to, text) in edits {
                if (from, to, text) != NOTHING {
                    mend.extend(&typed[done..column(from).max(done)]);
                    mend.push_str(text);
                    done = column(to);
                }
            }
            mend.extend(&typed[done..]);
            mend
        });
        Fault { position: column(at), reason: words, mend }
    }
}

fn list(words: &mut String, names: &[&str]) {
    for (k, name) in names.iter().enumerate() {
        words.push_str(if k > 0 { ", " } else { "" });
        words.push_str(name);
    }
}
