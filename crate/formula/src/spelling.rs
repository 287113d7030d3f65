//! The spellings of articles, LaTeX and programming languages, brought to one.

/// What is written instead, a rule a line. Where it ends in a brace, what is in braces follows without
/// them. Longer ones stand before those they begin with, and ? for any letters.
const RULES: &str = "\
    **→^\n\
    −→-\n\
    –→-\n\
    ·→*\n\
    ×→*\n\
    <=→≤\n\
    >=→≥\n\
    ===→≡\n\
    ==→≡\n\
    !=→≠\n\
    ⋅→*\n\
    ∙→*\n\
    ∗→*\n\
    •→*\n\
    ⨯→*\n\
    —→-\n\
    \\cdot→*\n\
    \\times→*\n\
    ÷→/\n\
    ∕→/\n\
    ⁄→/\n\
    \\div→/\n\
    ½→(1/2)\n\
    ⅓→(1/3)\n\
    ⅔→(2/3)\n\
    ¼→(1/4)\n\
    ¾→(3/4)\n\
    ⅛→(1/8)\n\
    ⅕→(1/5)\n\
    ⅙→(1/6)\n\
    ⅜→(3/8)\n\
    .^→^\n\
    .*→*\n\
    ./→/\n\
    .(→(\n\
    PI()→pi\n\
    pi()→pi\n\
    ℯ→e\n\
    ℓ→L\n\
    ℒ→L\n\
    \\ell→L\n\
    √→\x20sqrt \n\
    ∛→\x20cbrt \n\
    ∣→|\n\
    ‖→|\n\
    ∥→|\n\
    \\lVert→|\n\
    \\rVert→|\n\
    \\Vert→|\n\
    \\|→|\n\
    \\lvert→|\n\
    \\rvert→|\n\
    \\vert→|\n\
    \\left→\n\
    \\right→\n\
    \\big?→\n\
    \\Big?→\n\
    \\quad→\x20\n\
    \\textstyle→\x20\n\
    &=→=\n\
    &&→&\n\
    ⩽→≤\n\
    ⩾→≥\n\
    <>→≠\n\
    ~=→≠\n\
    ~(→!(\n\
    ~\x20(→!(\n\
    ¬→!\n\
    \\land→∧\n\
    \\wedge→∧\n\
    \\lor→∨\n\
    \\vee→∨\n\
    \\neg→!\n\
    \\lnot→!\n\
    \\lt→<\n\
    \\gt→>\n\
    \\leq?→≤\n\
    \\le→≤\n\
    \\geq?→≥\n\
    \\ge→≥\n\
    \\neq→≠\n\
    \\ne→≠\n\
    \\begin{cases}→\x20cases(\n\
    \\begin{dcases}→\x20cases(\n\
    \\end{cases}→)\n\
    \\end{dcases}→)\n\
    \\\\→;\n\
    \\math?{1}_→\x20\n\
    \\math?{1}→\x20\n\
    \\math?\x201_→\x20\n\
    \\math?\x201→\x20\n\
    \\mathbb{I}_→\x20\n\
    \\mathbb{I}→\x20\n\
    𝟙_→\x20\n\
    𝟙→\x20\n\
    “→\n\
    ”→\n\
    \"→\n\
    `→\n\
    \\displaystyle→\x20\n\
    \\frac→\x20frac \n\
    \\dfrac→\x20frac \n\
    \\tfrac→\x20frac \n\
    \\sqrt2→\x20sqrt(2)\n\
    \\sqrt3→\x20sqrt(3)\n\
    \\sqrt→\x20sqrt \n\
    \\operatorname{→\x20{\n\
    \\operatorname*{→\x20{\n\
    \\hat{→\x20hat_{\n\
    \\hat\x20→\x20hat_\n\
    \\bar{→\x20bar_{\n\
    \\bar\x20→\x20bar_\n\
    \\vec{→\x20{\n\
    ^\\star→_star\n\
    ^{\\star}→_star\n\
    ^\\prime→'\n\
    ^{\\prime}→'\n\
    ^\\top→*\n\
    ^{\\top}→*\n\
    \\mapsto→=>\n\
    ↦→=>\n\
    |->→=>\n\
    \\lbrace→(\n\
    \\rbrace→)\n\
    \\lbrack→(\n\
    \\rbrack→)\n\
    \\math?{→\x20{\n\
    \\math?→\x20\n\
    \\bm{→\x20{\n\
    \\bold?{→\x20{\n\
    \\bold?→\x20\n\
    \\text?{→\x20{\n\
    \\mbox{→\x20{\n\
    \\begin{?}→\x20\n\
    \\begin{?*}→\x20\n\
    \\end{?}→\x20\n\
    \\end{?*}→\x20\n\
    \\tag→\x20#\n\
    \\label→\x20#\n\
    \\vartheta→\x20theta\n\
    \\mid→|\n\
    µ→μ\n\
    ₊→_+\n\
    ⁺→_+\n\
    ^*→_star\x20\n\
    ^{*}→_star\x20\n\
    _*→_star\x20\n\
    _{*}→_star\x20\n\
    _{→_{\n\
    ‘→\n\
    ’→\n\
    \\{→(\n\
    \\}→)\n\
    \\(→\x20\n\
    \\)→\x20\n\
    \\[→\x20\n\
    \\]→\x20\n\
    \\,→\x20\n\
    \\;→\x20\n\
    \\:→\x20\n\
    \\!→\x20\n\
    \\→\x20\n\
    $→\x20\n\
    \x20~\x20→\x20~\n\
    ~→\x20\n\
    \u{200b}→\n\
    \u{2060}→\n\
    \u{2061}→\n\
    \u{2062}→\n\
    \u{feff}→\n";
/// Formulas with these of the rules are as they should be.
const OLD: std::ops::Range<usize> = 1..10;
const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";
const LOWERED: &str = "₀₁₂₃₄₅₆₇₈₉";

/// A formula in one spelling.
pub struct Spelt {
    pub text: Vec<char>,
    /// The column that each character comes from, and the end.
    pub columns: Vec<usize>,
    /// Whether it is as it was.
    pub plain: bool,
}

/// Brings a formula to one spelling.
pub fn spelt(text: &[char]) -> Spelt {
    let mut made = Spelt { text: Vec::new(), columns: Vec::new(), plain: true };
    let (mut at, mut raised, mut braced) = (0, false, 0);
    let cases = text.windows(6).any(|six| *six == ['c', 'a', 's', 'e', 's', '}']);
    while at < text.len() {
        let c = text[at];
        // 2½ is a sum and no product: it is left to be refused.
        let mixed = made.text.last().is_some_and(char::is_ascii_digit);
        let rule = rule(&text[at..]).filter(|(_, _, to)| !(mixed && to.len() > 1 && to[0] == '('));
        // Lines are parted by \\, rows of cases too.
        let lines = |to: Vec<char>| if to == [';'] && !cases { vec![' '] } else { to };
        let rule = rule.map(|(k, length, to)| (k, length, lines(to)));
        // ‖W‖₂ and ‖W‖²₂ have the number of their norm behind them.
        let of_norm = raised || made.text.last() == Some(&'|');
        let mut push = |c: char| {
            made.text.push(c);
            made.columns.push(at);
        };
        let up = place(RAISED, c);
        // Of 10³w the ³ is all that is raised.
        if raised && up.is_none() {
            push('}');
        }
        if let Some((k, length, to)) = rule {
            for c in to {
                if c == '{' {
                    braced += 1;
                } else {
                    push(c);
                }
            }
            made.plain &= OLD.contains(&k);
            at += length;
            raised = false;
            continue;
        }
        if raised && c.is_ascii_digit() {
            push(' ');
        }
        if let Some(k) = up {
            if !raised {
                push('^');
                push('{');
            }
            push(if k == 10 { '-' } else { char::from(48 + k) });
        } else if let Some(k) = place(LOWERED, c) {
            if of_norm {
                push('_');
            }
            push(char::from(48 + k));
        } else if c == '}' && braced > 0 {
            braced -= 1;
        } else {
            push(latin(c));
        }
        raised = up.is_some();
        made.plain &= made.text.last() == Some(&c);
        at += 1;
    }
    if raised {
        made.text.push('}');
        made.columns.push(at);
    }
    made.columns.push(at);
    made
}

/// The first rule that a text begins with: which, how long, and what is written instead.
fn rule(text: &[char]) -> Option<(usize, usize, Vec<char>)> {
    let (mut k, mut length, mut fits, mut to) = (0, 0, true, None);
    for c in RULES.chars() {
        match (c, &mut to) {
            ('\n', _) => {
                if let (true, Some(to)) = (fits, to) {
                    return Some((k, length, to));
                }
                (k, length, fits, to) = (k + 1, 0, true, None);
            }
            ('→', _) => to = Some(Vec::new()),
            (c, Some(to)) => to.push(c),
            ('?', None) => {
                let rest = text.get(length..).unwrap_or_default();
                length += rest.iter().take_while(|c| c.is_ascii_alphabetic()).count();
            }
            (c, None) => {
                fits &= text.get(length) == Some(&c);
                length += 1;
            }
        }
    }
    None
}

fn place(list: &str, c: char) -> Option<u8> {
    (0..).zip(list.chars()).find(|(_, known)| *known == c).map(|(k, _)| k)
}

/// A letter or digit of a fancy alphabet as what it stands for: of the mathematical ones
/// that PDFs have, and the wide ones of East Asian keyboards.
fn latin(c: char) -> char {
    let code = c as u32;
    if code == 0 {
        // What the reader takes for the end of a text.
        return char::REPLACEMENT_CHARACTER;
    }
    let ascii = match code {
        0xff01..=0xff5e => code - 0xff01 + 0x21,
        0x1d400..=0x1d6a3 => match (code - 0x1d400) % 52 {
            k @ 0..=25 => k + 65,
            k => k - 26 + 97,
        },
        0x1d7ce..=0x1d7ff => (code - 0x1d7ce) % 10 + 48,
        _ => return c,
    };
    char::from(ascii as u8)
}

/// What names are made of: Latin, Greek. Letters beyond would bring the tables of Unicode.
#[inline(never)]
pub fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || ('Ͱ'..='Ͽ').contains(&c)
}

/// Whether nothing is written there.
#[inline(never)]
pub fn is_space(c: char) -> bool {
    c.is_whitespace()
}
