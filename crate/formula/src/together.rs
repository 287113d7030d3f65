//! Formulas of one landscape, whose names are decided over all of them.

use crate::names::is_varied;
use crate::{Constants, Fault, Formula, Numerals, Op, Space};

impl Formula {
    fn varies(&self) -> bool {
        self.ops.iter().any(|op| matches!(op, Op::Parameter(_)))
    }

    fn names(&self, place: usize) -> bool {
        self.ops.iter().any(|op| matches!(op, Op::Constant(k, _) if *k as usize == place))
    }
}

/// Reads formulas and returns them in plain spelling; one that was typed so stays. What is a constant
/// in one is one in all. In one without W the only name of a variable, t or z, is W, unless it is
/// among the `given` constants.
///
/// # Errors
/// The first that cannot be read, by its place, with its [`Fault`].
pub fn read_all(
    texts: &[&str],
    space: Space,
    given: &Constants,
    constants: &mut Constants,
    numerals: Numerals,
) -> Result<Vec<String>, (usize, Fault)> {
    let before = constants.len();
    let mut read = Vec::new();
    // The second time every constant is known from the first formula on.
    for _ in 0..2 {
        read.clear();
        for (j, text) in texts.iter().enumerate() {
            read.push(Formula::read(text, space, constants, numerals).map_err(|f| (j, f))?);
        }
    }
    let is_given = |name: &str| given.iter().any(|(known, _)| known == name);
    // The only variable of each, by its place among the constants, or none.
    let mut varied = Vec::new();
    for formula in &read {
        let (mut found, mut count) = (usize::MAX, 0);
        for (place, (name, _)) in constants.iter().enumerate() {
            if formula.names(place) && is_varied(name) && !is_given(name) {
                (found, count) = (place, count + 1);
            }
        }
        let is_one = count == 1 && space == Space::Line && !formula.varies();
        varied.push(if is_one { found } else { usize::MAX });
    }
    for j in 0..read.len() {
        let place = varied[j];
        let is_number = (0..read.len()).any(|i| varied[i] != place && read[i].names(place));
        for op in &mut read[j].ops {
            if !is_number && matches!(op, Op::Constant(k, _) if *k as usize == place) {
                *op = Op::Parameter(0);
            }
        }
        read[j].plain &= is_number || place == usize::MAX;
    }
    let mut written = Vec::new();
    for (formula, text) in read.iter().zip(texts) {
        let plain = formula.written(constants, numerals);
        // What it makes has to be read again.
        let stays = formula.plain || plain.len() > crate::LONGEST;
        written.push(if stays { (*text).into() } else { plain });
    }
    let mut place = 0;
    constants.retain(|_| {
        place += 1;
        place <= before || read.iter().any(|f| f.names(place - 1))
    });
    Ok(written)
}
