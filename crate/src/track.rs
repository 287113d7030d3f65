//! One model on its way: its cell masses and how far they have come, and the operator
//! of a step, which is prepared when somebody first looks.

use crate::error::Result;

/// One model's cell masses, with how far they have come. They stand on the grid that was
/// in force at that time.
#[derive(Clone, Debug)]
pub struct Track {
    /// Masses of the cells.
    pub masses: Vec<f64>,
    /// SGD steps since the start.
    pub time: u64,
}

impl Track {
    /// A start at time 0.
    pub fn new(masses: &[f64]) -> Self {
        Self { masses: masses.to_vec(), time: 0 }
    }
}

/// The operator of one step, once somebody has asked for it. That it was refused is
/// remembered: refusing may be as dear as preparing.
#[derive(Clone, Debug)]
pub struct Prepared<Operator>(Option<Result<Operator>>);

impl<Operator> Prepared<Operator> {
    /// Not asked for yet.
    pub const fn not_yet() -> Self {
        Self(None)
    }

    /// Whether anybody has looked since the scenario last changed, and was not refused.
    pub fn is_followed(&self) -> bool {
        matches!(self.0, Some(Ok(_)))
    }

    /// The operator, which `prepare` makes if there is none yet.
    ///
    /// # Errors
    /// Whatever `prepare` refuses.
    pub fn get_or_prepare(
        &mut self,
        prepare: impl FnOnce() -> Result<Operator>,
    ) -> Result<&mut Operator> {
        self.0.get_or_insert_with(prepare).as_mut().map_err(|e| e.clone())
    }

    /// Advances a track to the time `now`, with the operator that `prepare` makes if
    /// there is none yet.
    ///
    /// # Errors
    /// Whatever `prepare` refuses.
    pub fn advance(
        &mut self,
        track: &mut Track,
        now: u64,
        prepare: impl FnOnce() -> Result<Operator>,
        step: impl Fn(&mut Operator, &mut Vec<f64>),
    ) -> Result<()> {
        let operator = self.get_or_prepare(prepare)?;
        while track.time < now {
            step(operator, &mut track.masses);
            track.time += 1;
        }
        Ok(())
    }
}
