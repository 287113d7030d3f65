//! Formulas: whatever is typed is read or refused in words, and what was read is what is written.

use sgd_current::jet::{Jet, Number, PlaneJet};
use sgd_current::landscape::formula::{Constants, Fault, Formula, Space};

/// Reads a text in both spaces.
pub fn formula(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    read(&text, Space::Line, &[0.7, -1.3].map(|w| [Jet::variable(w)]));
    read(&text, Space::Plane, &[[0.7, -0.4], [-1.3, 2.0]].map(PlaneJet::variables));
}

fn read<N: Number, const W: usize>(text: &str, space: Space, places: &[[N; W]]) {
    let mut constants = Constants::new();
    let formula = match Formula::read(text, space, &mut constants) {
        Ok(formula) => formula,
        Err(fault) => return refused(text, space, &fault),
    };
    let written = formula.written(&constants);
    let mut named = constants.clone();
    let again = Formula::read(&written, space, &mut named)
        .unwrap_or_else(|fault| panic!("“{written}” is not read: {}", fault.reason));
    assert_eq!(again.written(&named), written, "what is written is read as it is");
    for w in places {
        let (one, other) = (formula.at(w).value(), again.at(w).value());
        assert!(
            one == other || one.is_nan() && other.is_nan(),
            "“{written}” is {other}, not {one}"
        );
    }
}

/// A complaint points into the text, or right behind it, and its mend can be read.
fn refused(text: &str, space: Space, fault: &Fault) {
    assert!(fault.position <= text.chars().count(), "it points at {}", fault.position);
    assert!(!fault.reason.is_empty(), "it gives no reason");
    if let Some(mend) = &fault.mend {
        let read = Formula::read(mend, space, &mut Constants::new());
        assert!(read.is_ok(), "the mend “{mend}” cannot be read either");
    }
}
