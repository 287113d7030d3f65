//! What a word in a formula stands for, and which words are refused.

use crate::grammar::{FUNCTIONS, Meaning, known};
use crate::spelling::is_letter;
use crate::{Constants, Space};

/// How people call the parameters, in small letters: the first of these rows of which a
/// formula uses one. Of some all must be there, and of some the third not.
const LINE: &[&[&str]] = &[&["w"], &["x"], &["θ"], &["theta"]];
#[rustfmt::skip]
const PLANE: &[&[&str]] = &[
    &["w0", "w1", "w2"], &["w1", "w2"], &["u", "v"], &["x0", "x1", "x2"], &["x1", "x2"],
    &["θ0", "θ1", "θ2"], &["θ1", "θ2"], &["theta0", "theta1", "theta2"], &["theta1", "theta2"],
    &["w", "b"], &["x", "y"],
];

/// Names that stand for what is varied where nothing else does; those of other lists are numbers in
/// most formulas that they are in.
const VARIED: &str = " x θ theta z t p q y u v r s φ phi β beta ω omega ";

/// Whether a name is that of a variable rather than of a number.
pub fn is_varied(name: &str) -> bool {
    is_in(VARIED, name)
}

/// Words that name no constant, whatever is meant by them.
const NO_NAMES: &str = " if or in to else where for and return inf infinity nan infty sum prod int \
    argmin minimize maximize Σ none true false null ";

/// Long names that may stand in a product without a sign, though a parenthesis follows.
const GREEK: &str = " alpha kappa lambda omega rho tau epsilon eps mu ";
/// Those of them that name functions as well.
const GREEK_FUNCTIONS: &str = " beta varepsilon gamma delta zeta eta theta vartheta iota sigma \
    upsilon phi varphi chi psi ";

/// Whether a word is one of a list with spaces around each.
#[inline(never)]
pub fn is_in(list: &str, word: &str) -> bool {
    let word = word.as_bytes();
    list.as_bytes()
        .windows(word.len() + 2)
        .any(|at| matches!(at, [b' ', inner @ .., b' '] if inner == word))
}

/// A word without what does not count: w_1 is W1.
pub fn simple(word: &str) -> String {
    let mut simple = String::new();
    for c in word.chars() {
        if c != '_' {
            simple.push(c.to_ascii_lowercase());
        }
    }
    simple
}

/// The names that stand for the parameters in this formula.
pub fn parameters(text: &[char], space: Space, constants: &Constants) -> &'static [&'static str] {
    let sets = if space == Space::Plane { PLANE } else { LINE };
    // A name that another formula has for a constant is one here, too.
    let free = |name: &str| constants.iter().all(|(known, _)| known != name);
    let used = |name: &&str| uses(text, name) && free(name);
    // Of a weight and a bias both are there, or b is a constant; so are those counted from 0.
    let found = |set: &&&[&str]| match **set {
        [a, b, c] => used(a) && used(b) && !used(c),
        [a, "b"] => used(a) && used(&"b"),
        _ => set.iter().any(used),
    };
    let found = sets.iter().find(found).unwrap_or(&sets[space as usize]);
    &found[..found.len().min(2)]
}

/// Whether a formula has a parameter of this name in it.
pub fn uses(text: &[char], name: &str) -> bool {
    let mut at = 0;
    while at < text.len() {
        let get = |k: usize| text.get(at + k).copied().unwrap_or(' ');
        // The e of 1e5 begins no word.
        let signed = usize::from(matches!(get(2), '+' | '-'));
        if get(0).is_ascii_digit()
            && matches!(get(1), 'e' | 'E')
            && get(2 + signed).is_ascii_digit()
        {
            at += 2 + signed;
            continue;
        }
        let mut word = word(text, at);
        // w1w2 and cos2w are two words.
        let ends = |(k, c): &(usize, char)| {
            *c != '_' && !digit(*c) && word.as_bytes()[..*k].last().is_some_and(u8::is_ascii_digit)
        };
        if let Some((k, _)) = word.char_indices().find(ends) {
            word.truncate(k);
        }
        let simple = simple(&word);
        // aw is a times w, and so are wa and cosw products.
        let length = length(&word);
        let pair = name.len() == 1
            && match length {
                2 => {
                    !is_greek(&simple)
                        && !digit(get(1))
                        && simple.bytes().any(|c| c == name.as_bytes()[0])
                }
                _ => simple.strip_suffix(name).is_some_and(ends_in_function),
            };
        // What stands before a full stop is a module.
        let module = get(length) == '.' && is_letter(get(length + 1));
        if simple == name || pair && !module {
            return true;
        }
        at += length.max(1);
    }
    false
}

fn digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Whether a function, or π, is named at the end of a word.
fn ends_in_function(word: &str) -> bool {
    word.ends_with('π')
        || parted(word).any(|(_, name)| name == "pi" || name.len() > 1 && known(name).is_some())
}

/// A word before and from each of its letters on.
pub fn parted(word: &str) -> impl Iterator<Item = (&str, &str)> {
    word.char_indices().filter_map(|(at, _)| word.split_at_checked(at))
}

/// Whether a word is one of a sentence, and no name.
pub fn is_prose(word: &str) -> bool {
    word.len() > 2
        && word.bytes().all(|c| c.is_ascii_alphabetic())
        && !is_in(GREEK, &simple(word))
        && !is_in(GREEK_FUNCTIONS, &simple(word))
}

/// The word that begins at a place; none if no letter is there.
pub fn word(text: &[char], at: usize) -> String {
    let mut word = String::new();
    for c in &text[at..] {
        if !(is_letter(*c) || c.is_ascii_digit() && !word.is_empty()) {
            break;
        }
        word.push(*c);
    }
    word
}

/// Whether a word cannot be the name of a constant; `called` where parentheses follow.
pub fn is_refused(word: &str, called: bool) -> bool {
    let simple = simple(word);
    let first = word.chars().next().unwrap_or('_');
    let index = word.chars().skip(1).all(|c| c.is_ascii_digit() || c == '_');
    // log_3 is a function.
    let stem = word.split('_').next().unwrap_or(word);
    simple.is_empty()
        // What is lowered behind a number or a bracket is no product with it.
        || first == '_'
        || !is_letter(simple.chars().next().unwrap_or('0'))
        || matches!(first, 'W' | 'w') && index
        || is_in(NO_NAMES, stem)
        || stem != word && FUNCTIONS.iter().any(|f| f.name == stem)
        || is_in(NO_NAMES, &simple)
        || called
            && (length(word) > 1 && !is_in(GREEK, &simple)
                || matches!(first, 'f' | 'g' | 'h' | 'H' | 'Θ' | 'E' | 'L' | 'Γ' | 'σ' | 'Φ' | 'φ'))
}

/// How many characters a text has.
#[inline(never)]
pub fn length(text: &str) -> usize {
    text.chars().count()
}

/// Whether a word of two letters is a Greek one, and no product of two.
pub fn is_greek(word: &str) -> bool {
    matches!(word, "mu" | "nu" | "xi")
}

/// Whether a text may name a constant in formulas.
pub fn is_name(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    word(&letters, 0) == text
        && !["pi", "π", "e"].contains(&text)
        && known(&simple(text)).is_none_or(|f| matches!(f.meaning, Meaning::Composed(_)))
        && !is_refused(text, false)
}

/// Whether one letter more, less or other makes one word of the other.
pub fn is_near(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let long = a.len().max(b.len());
    let same = |f: &dyn Fn(usize) -> bool| (0..long).take_while(|k| f(*k)).count();
    let front = same(&|k| a.get(k).is_some() && a.get(k) == b.get(k));
    let back = same(&|k| k < a.len() && k < b.len() && a[a.len() - 1 - k] == b[b.len() - 1 - k]);
    a.len().abs_diff(b.len()) <= 1 && front + back + 1 >= long
}
