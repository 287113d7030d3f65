//! Numbers in messages and in formulas.

use sgd_current::numeral::{Numeral, literal};

#[test]
fn numbers_are_written_as_a_reader_would() {
    for (x, text) in [
        (0.0, "0"),
        (-0.02, "-0.02"),
        (1e9, "1000000000"),
        (9_007_199_254_740_991.0, "9007199254740991"),
        (0.000_012_345_678, "0.0000123457"),
        (1e-6, "1e-6"),
        (1.25e300, "1.25e300"),
        (5e-324, "4.94066e-324"),
        (0.999_999_9, "1"),
        (99.999_999, "100"),
        (123.456_789, "123.457"),
        (-1234.5, "-1234.5"),
        (f64::INFINITY, "∞"),
        (f64::NEG_INFINITY, "-∞"),
        (f64::NAN, "not a number"),
        (1e20, "1e20"),
    ] {
        assert_eq!(Numeral(x).to_string(), text);
    }
}

#[test]
fn literals_are_the_numbers_they_stand_for() {
    for text in [
        "0",
        "1",
        "0.1",
        "2.5e-3",
        "1e22",
        "123456.789",
        "0.175",
        "3.141592653589793",
        ".5",
        "7.",
        "1E3",
    ] {
        assert_eq!(literal(text), text.parse().ok(), "{text}");
    }
    for text in ["1e300", "4.9e-310", "123456789012345678901234567890", "0.30000000000000004"] {
        let (found, exact) = (literal(text).unwrap(), text.parse::<f64>().unwrap());
        assert!((found / exact - 1.0).abs() < 1e-15, "{text}: {found}");
    }
    for text in ["", ".", "1..2", "1e", "1e999", "e5", "1.2.3"] {
        assert_eq!(literal(text), None, "{text}");
    }
}
