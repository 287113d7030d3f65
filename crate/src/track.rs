//! One model on its way: its cell masses and how far they have come, and the operator of one step,
//! which is prepared when somebody first looks at the model.

use crate::error::Result;

/// Less mass than this in a cell is as good as none. Masses that fade any further would become
/// denormal numbers, which slow every sweep a hundredfold.
pub const FLOOR: f64 = 1e-250;

/// One model's cell masses, with how far they have come. They stand on the grid that was
/// in force at that time.
#[derive(Clone, Debug)]
pub struct Track {
    /// Masses of the cells.
    pub masses: Vec<f64>,
    /// SGD steps since the start.
    pub time: u64,
    /// The state of the epoch, where SGD draws without replacement.
    pub epoch: Epoch,
    /// What the walls have absorbed so far, left and right.
    pub absorbed: [f64; 2],
}

/// The masses apart by the set of datapoints that the epoch has used: they add up to those of the track.
#[derive(Clone, Debug, Default)]
pub struct Epoch {
    /// The number of datapoints, and how many a step draws; 0 and 0 outside of an epoch.
    pub of: [usize; 2],
    /// Each set, as bits, with its masses in the cells.
    pub sets: Vec<(u32, Vec<f64>)>,
}

impl Track {
    /// A start at time 0.
    pub fn new(masses: &[f64]) -> Self {
        Self { masses: masses.to_vec(), time: 0, epoch: Epoch::default(), absorbed: [0.0; 2] }
    }

    /// Notes what the walls have absorbed.
    pub fn lose(&mut self, [left, right]: [f64; 2]) {
        self.absorbed[0] += left;
        self.absorbed[1] += right;
    }
}

/// The operator of one step, once somebody has asked for it, with the T it is for. A refusal is kept as
/// well, since finding out may cost as much as preparing.
#[derive(Clone, Debug)]
pub struct Prepared<Operator>(Option<(f64, Result<Operator>)>);

impl<Operator> Prepared<Operator> {
    /// Not asked for yet.
    pub const fn not_yet() -> Self {
        Self(None)
    }

    /// Whether anybody has looked since the scenario last changed, and was not refused.
    pub fn is_followed(&self) -> bool {
        matches!(self.0, Some((_, Ok(_))))
    }

    /// The operator for a T, which `prepare` makes if there is none yet, perhaps from one for
    /// another T.
    ///
    /// # Errors
    /// Whatever `prepare` refuses.
    pub fn get_or_prepare(
        &mut self,
        rate: f64,
        prepare: impl FnOnce(f64, Option<Operator>) -> Result<Operator>,
    ) -> Result<&mut Operator> {
        let other = self.0.take_if(|(known, _)| *known != rate).and_then(|(_, other)| other.ok());
        let (_, operator) = self.0.get_or_insert_with(|| (rate, prepare(rate, other)));
        operator.as_mut().map_err(|e| e.clone())
    }

    /// Advances a track to the time `now`, with the operator that `prepare` makes for the T
    /// of a time if there is none yet. Where T is 0 nothing moves.
    ///
    /// # Errors
    /// Whatever `prepare` refuses, and a step that `step` refuses; the track is then where it
    /// was before that step.
    pub fn advance(
        &mut self,
        track: &mut Track,
        now: u64,
        rate: impl Fn(u64) -> f64,
        prepare: impl Fn(f64, Option<Operator>) -> Result<Operator>,
        step: impl Fn(&mut Operator, &mut Track) -> Result<()>,
    ) -> Result<()> {
        let first = rate(track.time);
        if self.0.is_none() && first > 0.0 {
            // Asked for also if no step is to be taken, so that a refusal shows at once.
            self.get_or_prepare(first, &prepare)?;
        }
        while track.time < now {
            let t = rate(track.time);
            if t > 0.0
                && let Err(error) = step(self.get_or_prepare(t, &prepare)?, track)
            {
                self.0 = Some((t, Err(error)));
                break;
            }
            track.time += 1;
        }
        if let Some((_, Err(error))) = &self.0 { Err(error.clone()) } else { Ok(()) }
    }
}
