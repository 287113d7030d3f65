//! Formulas as people type them: 134 spellings with what they are worth, or with the
//! column and the mend of a refusal; and that no text does harm.

use crate::assert_close;
use sgd_current::jet::{Jet, PlaneJet};
use sgd_current::landscape::formula::{Constants, Formula, Space};

/// A spelling and what it means, constants being 1.
type Taken = (&'static str, fn(f64) -> f64);
/// A spelling, the column at fault and the mend proposed.
type Refused = (&'static str, usize, Option<&'static str>);

fn line(text: &str) -> Formula {
    named(text).0
}

fn named(text: &str) -> (Formula, Constants) {
    let mut constants = Constants::new();
    match Formula::read(text, Space::Line, &mut constants) {
        Ok(formula) => (formula, constants),
        Err(fault) => panic!("{text:?}, column {}: {}", fault.position, fault.reason),
    }
}

fn value(text: &str, w: f64) -> f64 {
    line(text).at(&[Jet::variable(w)]).value
}

fn gauss(x: f64) -> f64 {
    (-x * x).exp()
}

fn softplus(x: f64) -> f64 {
    x.exp().ln_1p()
}

#[rustfmt::skip]
const TAKEN: [Taken; 117] = [
    // Products without a sign.
    ("2W", |w| 2.0 * w),
    ("2 W", |w| 2.0 * w),
    ("2(W-1)", |w| 2.0 * (w - 1.0)),
    ("(W-1)(W+1)", |w| w * w - 1.0),
    ("W(W-1)", |w| w * (w - 1.0)),
    ("W (W - 1)^2", |w| w * (w - 1.0).powi(2)),
    ("3W^2 - 2W + 1", |w| 3.0 * w * w - 2.0 * w + 1.0),
    ("2pi W", |w| std::f64::consts::TAU * w),
    ("2πW", |w| std::f64::consts::TAU * w),
    ("-2W exp(-W^2)", |w| -2.0 * w * gauss(w)),
    ("0.5W^2", |w| 0.5 * w * w),
    (".5(W-2)^2", |w| 0.5 * (w - 2.0).powi(2)),
    ("(W^2-1)^2(W^2+1)", |w| (w * w - 1.0).powi(2) * (w * w + 1.0)),
    ("W sin(W)", |w| w * w.sin()),
    ("2sin(3W)", |w| 2.0 * (3.0 * w).sin()),
    ("WW", |w| w * w),
    ("aW^2", |w| w * w),
    ("ax^2 + bx + c", |w| w * w + w + 1.0),
    ("2e^W", |w| 2.0 * w.exp()),
    ("2e3W", |w| 2000.0 * w),
    // Powers.
    ("W**2", |w| w * w),
    ("(W - 1)**2/2", |w| (w - 1.0).powi(2) / 2.0),
    ("W²", |w| w * w),
    ("W³ − W", |w| w.powi(3) - w),
    ("W⁴ − 2W²", |w| w.powi(4) - 2.0 * w * w),
    ("(1+W²)⁻¹", |w| 1.0 / (1.0 + w * w)),
    ("-W^2", |w| -w * w),
    ("-W²", |w| -w * w),
    ("-W**2", |w| -w * w),
    ("2^3^2 + 0W", |w| 512.0 + 0.0 * w),
    ("2**3**2 + W", |w| 512.0 + w),
    ("W^-2", |w| 1.0 / (w * w)),
    ("2^-W", |w| 2.0_f64.powf(-w)),
    ("e^(-W^2)", gauss),
    ("e^-W^2", gauss),
    ("1e-3 + W", |w| 1e-3 + w),
    ("1E-3*W", |w| 1e-3 * w),
    // Functions by the names they have elsewhere.
    ("ln(1+W^2)", |w| (1.0 + w * w).ln()),
    ("log(1+W^2)", |w| (1.0 + w * w).ln()),
    ("log10(W^2+1)", |w| (1.0 + w * w).log10()),
    ("log2(W^2+1)", |w| (1.0 + w * w).log2()),
    ("log1p(W^2)", |w| (w * w).ln_1p()),
    ("log1p(exp(-W))", |w| softplus(-w)),
    ("abs(W)", f64::abs),
    ("|W|", f64::abs),
    ("|W - 1|", |w| (w - 1.0).abs()),
    ("2|W|", |w| 2.0 * w.abs()),
    ("|W||W-1|", |w| w.abs() * (w - 1.0).abs()),
    ("|W|^3", |w| w.abs().powi(3)),
    ("ln|W|", |w| w.abs().ln()),
    ("max(0, 1-W)", |w| (1.0 - w).max(0.0)),
    ("max(0,1-W)^2", |w| (1.0 - w).max(0.0).powi(2)),
    ("min(W^2, 1)", |w| (w * w).min(1.0)),
    ("min((W-1)^2, (W+1)^2, 3)", |w| (w - 1.0).powi(2).min((w + 1.0).powi(2)).min(3.0)),
    ("relu(W)", |w| w.max(0.0)),
    ("ReLU(1 - W)", |w| (1.0 - w).max(0.0)),
    ("sinh(W)", f64::sinh),
    ("cosh(W) - 1", |w| w.cosh() - 1.0),
    ("ln(cosh(W))", |w| w.cosh().ln()),
    ("sign(W)", f64::signum),
    ("W sgn(W)", f64::abs),
    ("softplus(-W)", |w| softplus(-w)),
    ("sigmoid(3W)", |w| 1.0 / (1.0 + (-3.0 * w).exp())),
    ("logistic(W)", |w| 1.0 / (1.0 + (-w).exp())),
    ("arctan(W)", f64::atan),
    ("atan(2W)^2", |w| (2.0 * w).atan().powi(2)),
    ("sin^2(W)", |w| w.sin().powi(2)),
    ("sin²(W)", |w| w.sin().powi(2)),
    ("cos²(πW)", |w| (std::f64::consts::PI * w).cos().powi(2)),
    ("tanh^2 W", |w| w.tanh().powi(2)),
    ("sin W", f64::sin),
    ("1 - cos W + W", |w| 1.0 - w.cos() + w),
    ("pow(W, 2)", |w| w * w),
    ("power(W,4)", |w| w.powi(4)),
    ("square(W-1)", |w| (w - 1.0).powi(2)),
    ("√(1+W²)", |w| (1.0 + w * w).sqrt()),
    ("sqrt(W^2 + 1) - 1", |w| (w * w + 1.0).sqrt() - 1.0),
    ("EXP(-W^2)", gauss),
    // Programming languages.
    ("Math.pow(W, 2)", |w| w * w),
    ("Math.exp(-W*W)", gauss),
    ("Math.sin(2*Math.PI*W)", |w| (std::f64::consts::TAU * w).sin()),
    ("Math.max(0, 1 - W)", |w| (1.0 - w).max(0.0)),
    ("np.exp(-W**2)", gauss),
    ("np.maximum(0, 1 - W)", |w| (1.0 - w).max(0.0)),
    ("numpy.sqrt(W**2 + 1)", |w| (w * w + 1.0).sqrt()),
    ("torch.relu(W)", |w| w.max(0.0)),
    ("torch.nn.functional.softplus(W)", softplus),
    ("math.log(1 + W**2)", |w| (1.0 + w * w).ln()),
    ("f(W) = W^2", |w| w * w),
    ("L = (W-1)^2/2", |w| (w - 1.0).powi(2) / 2.0),
    ("y = 2x", |w| 2.0 * w),
    // Signs of typography.
    ("½W²", |w| 0.5 * w * w),
    ("½ (W − 1)²", |w| 0.5 * (w - 1.0).powi(2)),
    ("¼W⁴ − ½W²", |w| 0.25 * w.powi(4) - 0.5 * w * w),
    ("2·W", |w| 2.0 * w),
    ("2 × W ÷ 4", |w| w / 2.0),
    ("2⋅W", |w| 2.0 * w),
    ("W – 1", |w| w - 1.0),
    ("𝑊² + 𝟏", |w| w * w + 1.0),
    ("[W-1]^2 {W+1}", |w| (w - 1.0).powi(2) * (w + 1.0)),
    ("exp[-W^2]", gauss),
    // LaTeX.
    (r"\frac{W^2}{2}", |w| w * w / 2.0),
    (r"\frac12 W^2", |w| w * w / 2.0),
    (r"\dfrac{1}{1+W^{2}}", |w| 1.0 / (1.0 + w * w)),
    (r"$-e^{-(W-2)^2}$", |w| -gauss(w - 2.0)),
    (r"e^{-W^2}", gauss),
    (r"\exp\left(-W^2\right)", gauss),
    (r"\sqrt{1+W^2}", |w| (1.0 + w * w).sqrt()),
    (r"\sqrt[3]{W^2}", |w| (w * w).powf(1.0 / 3.0)),
    (r"\left|W\right|", f64::abs),
    (r"2\cdot W", |w| 2.0 * w),
    (r"\ln(1+W^2)", |w| (1.0 + w * w).ln()),
    (r"\log_{10}(1+W^2)", |w| (1.0 + w * w).log10()),
    (r"\max(0,\,1-W)", |w| (1.0 - w).max(0.0)),
    (r"\operatorname{relu}(W)", |w| w.max(0.0)),
    (r"\alpha W^2 + \beta\, W", |w| w * w + w),
    ("λW² + μ", |w| w * w + 1.0),
];

#[rustfmt::skip]
const REFUSED: [Refused; 17] = [
    ("1/2W", 3, Some("1/2*W")),
    ("1/2 (W-1)^2", 4, Some("1/2 *(W-1)^2")),
    ("e^2W", 3, Some("e^(2W)")),
    ("sin 2W", 4, Some("sin (2W)")),
    ("ln W^2 + 1", 3, Some("ln (W^2) + 1")),
    ("sin^-1(W)", 3, Some("1/sin(W)")),
    ("0,5 W^2", 1, Some("0.5 W^2")),
    ("1,5*W + 0,25*W^2", 1, Some("1.5*W + 0.25*W^2")),
    ("W2", 0, Some("W^2")),
    ("(W-1)2", 5, Some("(W-1)^2")),
    ("exp(-(W-2)^2", 12, Some("exp(-(W-2)^2)")),
    ("(W-1)^2)", 7, Some("(W-1)^2")),
    ("sinW + sigmod(W)", 0, Some("sin(W) + sigmoid(W)")),
    ("σ(W)", 0, Some("sigmoid(W)")),
    ("w => w**2", 2, Some("w**2")),
    ("lambda w: w**2", 8, Some("w**2")),
    ("w*H(w)", 2, Some("w*heaviside(w)")),
];

/// f′ by differences, extrapolated (Richardson).
fn derivative(f: impl Fn(f64) -> f64, w: f64) -> f64 {
    let central = |h: f64| (f(w + h) - f(w - h)) / (2.0 * h);
    (4.0 * central(1e-4) - central(2e-4)) / 3.0
}

#[test]
fn formulas_are_taken_as_people_type_them() {
    for (text, f) in TAKEN {
        let formula = line(text);
        for w in [-1.7, -0.6, 0.3, 0.85, 2.4] {
            let jet = formula.at(&[Jet::variable(w)]);
            let size = 1.0 + f(w).abs();
            assert_close(jet.value, f(w), 1e-13 * size, &format!("{text:?} at {w}"));
            let slope = derivative(f, w);
            assert_close(
                jet.slope,
                slope,
                1e-8 * (1.0 + slope.abs()),
                &format!("{text:?}′ at {w}"),
            );
            let bend = derivative(|w| formula.at(&[Jet::variable(w)]).slope, w);
            assert_close(jet.bend, bend, 1e-8 * (1.0 + bend.abs()), &format!("{text:?}″ at {w}"));
            let twist = derivative(|w| formula.at(&[Jet::variable(w)]).bend, w);
            assert_close(
                jet.twist,
                twist,
                1e-7 * (1.0 + twist.abs()),
                &format!("{text:?}‴ at {w}"),
            );
        }
    }
}

#[test]
fn what_is_written_reads_the_same_and_is_plain() {
    for (text, _) in TAKEN {
        let (formula, constants) = named(text);
        let written = formula.written(&constants);
        let (again, constants) = named(&written);
        assert!(again.is_plain(), "{text:?} is written {written:?}");
        assert_eq!(again.written(&constants), written, "{text:?}");
        for w in [-1.7, 0.3, 2.4] {
            let both = [&formula, &again].map(|f| f.at(&[Jet::variable(w)]));
            assert_close(both[0].value, both[1].value, 1e-13 * (1.0 + both[0].value.abs()), text);
        }
    }
    for text in ["-W^2", "2*-W", "W - (1 - W)", "exp(-(W-2)^2)/2", "a*W^4 - b*W^2", "2^3^2"] {
        assert!(line(text).is_plain(), "{text:?}");
    }
}

#[test]
fn what_may_mean_two_things_is_refused_with_its_column_and_a_mend() {
    for (text, column, mend) in REFUSED {
        let fault = Formula::read(text, Space::Line, &mut Constants::new()).unwrap_err();
        assert_eq!(fault.position, column, "column in {text:?}: {}", fault.reason);
        assert_eq!(fault.mend.as_deref(), mend, "{text:?}: {}", fault.reason);
        if let Some(mend) = mend {
            line(mend);
        }
    }
}

#[test]
fn long_names_are_joined_by_signs_alone() {
    // Found by guided fuzzing: a space behind the second was taken for one before it.
    for text in ["depth*width + W", "depth - width - W", "(depth)/width *W", r"\alpha\beta W"] {
        assert_eq!(named(text).1.len(), 2, "{text}");
    }
    let read = |text| Formula::read(text, Space::Line, &mut Constants::new());
    for text in ["depth width + W", "depth W", "2 depth", "the loss W^2"] {
        assert!(read(text).is_err(), "a sentence: {text}");
    }
    assert_eq!(read("W + 1\0 + nothing of this was read").unwrap_err().position, 5);
}

#[test]
fn names_are_constants_with_values() {
    let mut constants = vec![("a".to_string(), 3.0)];
    let formula = Formula::read("a*W^4 - b*W^2", Space::Line, &mut constants).unwrap();
    assert_eq!(constants, [("a".to_string(), 3.0), ("b".to_string(), 1.0)]);
    assert_eq!(formula.at(&[Jet::variable(2.0)]).value, 44.0);
    // x is W where there is no W, and a constant beside it.
    let mut constants = Constants::new();
    let formula = Formula::read("(W*x - y)^2", Space::Line, &mut constants).unwrap();
    assert_eq!(constants.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["x", "y"]);
    assert_eq!(formula.at(&[Jet::variable(3.0)]).value, 4.0);
    // A refused formula leaves no names behind.
    let mut constants = Constants::new();
    assert!(Formula::read("a*W + b*(", Space::Line, &mut constants).is_err());
    assert!(constants.is_empty());
    let many: Vec<String> = (0..17).map(|k| format!("c{k}*W")).collect();
    assert!(Formula::read(&many.join("+"), Space::Line, &mut constants).is_err());
}

#[test]
fn the_plane_has_the_same_grammar() {
    for (text, f) in [
        ("W1^2 + 2W2", (|u, v| u * u + 2.0 * v) as fn(f64, f64) -> f64),
        ("u² + 2v", |u, v| u * u + 2.0 * v),
        ("x^2y", |u, v| u * u * v),
        ("W_1 W_2", |u, v| u * v),
        (r"\frac{1}{2}(w_{1} - w_{2})^2", |u, v| 0.5 * (u - v) * (u - v)),
        ("(1-x)**2 + 100(y-x**2)**2", |u, v| (1.0 - u).powi(2) + 100.0 * (v - u * u).powi(2)),
        ("max(|x|, |y|)", |u, v| u.abs().max(v.abs())),
        ("a u v", |u, v| u * v),
        ("W₁² − W₂²", |u, v| u * u - v * v),
        // Found by guided fuzzing: no u is in it.
        ("nu.sin(x) + mu*y", |u, v| u.sin() + v),
    ] {
        let formula = Formula::read(text, Space::Plane, &mut Constants::new()).unwrap();
        let [u, v] = [0.7, -1.3];
        let jet = formula.at(&PlaneJet::variables([u, v]));
        assert_close(jet.value, f(u, v), 1e-13, text);
        assert_close(jet.gradient[0], derivative(|u| f(u, v), u), 1e-8, text);
        assert_close(jet.gradient[1], derivative(|v| f(u, v), v), 1e-8, text);
    }
    for (text, mend) in [("W^2", "W1^2"), ("W3", "W^3")] {
        let fault = Formula::read(text, Space::Plane, &mut Constants::new()).unwrap_err();
        assert!(fault.reason.contains("W1, W2"), "{}: {mend}", fault.reason);
    }
}

#[test]
fn formulas_follow_the_rules_of_paper() {
    assert_eq!(value("-W^2", 3.0), -9.0);
    assert_eq!(value("2^3^2", 0.0), 512.0);
    assert_eq!(value("1 - 2 - 3", 0.0), -4.0);
    assert_eq!(value("8/4/2", 0.0), 1.0);
    assert_eq!(value("2*-W", 3.0), -6.0);
    assert_eq!(value("W^-2", 2.0), 0.25);
    assert_eq!(value("1.5e1 + .5", 0.0), 15.5);
    assert_close(value("e^(2*pi)", 0.0), std::f64::consts::TAU.exp(), 1e-9, "e^2π");
    assert_eq!(value("3 − 1", 0.0), 2.0);
}

#[test]
fn a_fault_is_named_by_its_column() {
    for (text, column, word) in [
        ("-exp(-(W-2)^2", 13, "column 5"),
        ("foo(W)", 0, "foo"),
        ("W W 2", 4, "operator"),
        ("W + ", 4, "ends"),
        ("W)", 1, "closes none"),
        ("exp -W", 4, "“(”"),
        ("1..2", 0, "1..2"),
        ("W # 2", 2, "#"),
        ("", 0, "ends"),
        ("erf(W)", 0, "not known"),
        ("max(W)", 0, "two arguments"),
        ("exp(W, 2)", 0, "one argument"),
        ("hello world", 0, "word"),
        ("|W", 2, "|"),
        ("{W)", 2, "closes none"),
        ("W = 2", 2, "meaning"),
        ("2½ W", 1, "operator"),
    ] {
        let fault = Formula::read(text, Space::Line, &mut Constants::new()).unwrap_err();
        assert_eq!(fault.position, column, "column of the fault in {text:?}: {}", fault.reason);
        assert!(fault.reason.contains(word), "{text:?}: {}", fault.reason);
    }
}

#[test]
fn hostile_formulas_are_refused_and_do_no_harm() {
    let read = |text: &str| Formula::read(text, Space::Line, &mut Constants::new());
    for text in [
        "(".repeat(10_000),
        "-".repeat(1_500),
        "exp(".repeat(400),
        "W^".repeat(900),
        "+W".repeat(5_000),
        "|".repeat(1_900),
        "√".repeat(1_900),
        "2^".repeat(900),
        r"\frac".repeat(350),
        "sin ".repeat(450),
        "^2".repeat(900),
        "=".repeat(1_900),
        "\\".repeat(1_900),
        "W?".repeat(900),
        "not ".repeat(450),
        "!(".repeat(900),
        "W if W else ".repeat(150),
        "W<".repeat(900),
        "piecewise((".repeat(150),
    ] {
        assert!(read(&text).is_err(), "{}", &text[..8]);
    }
    assert!(read(&"1+".repeat(900)).is_err());
    assert!(read(&format!("{}W", "1+".repeat(900))).is_ok());
    assert!(read(&"W".repeat(1_900)).is_ok() || read(&"W".repeat(1_900)).is_err());
    // Whatever stands where, it is read or refused with a column that there is.
    let pieces = [
        "W",
        "2",
        "(",
        ")",
        "|",
        "^",
        "sin",
        "\\frac",
        "{",
        "}",
        "²",
        "=",
        ",",
        "max",
        "aW",
        "-",
        "/",
        "½",
        ":",
        "'",
        "√",
        "[",
        "]",
        "_",
        ".",
        "e",
        "x",
        "1e5",
        "\\",
        "$",
        "🙂",
        "<",
        ">=",
        "where(",
        "if",
        "else",
        "?",
        "and",
        "not",
        ".pow(",
        "\\begin{cases}",
        "&",
        ";",
        "\\\\",
        "\\end{cases}",
        "clamp(",
        "min=",
        "!(",
        "piecewise(",
        "1{",
    ];
    let mut seed = 1_u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..=(seed % 9) {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
        }
        let mut constants = Constants::new();
        match Formula::read(&text, Space::Line, &mut constants) {
            Ok(formula) => {
                let written = formula.written(&constants);
                assert!(read(&written).is_ok_and(|f| f.is_plain()), "{text:?}: {written:?}");
            }
            Err(fault) => {
                assert!(fault.position <= text.chars().count(), "{text:?}");
                assert!(fault.mend.is_none_or(|mend| read(&mend).is_ok()), "{text:?}");
            }
        }
    }
}
