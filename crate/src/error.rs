//! What can be wrong with a request, with the offending values as data.

use crate::numeral::Numeral;
use std::fmt;

/// Everything this crate can refuse. Each error names the field of the scenario
/// it is about, as a dotted path such as `landscape.losses.1`.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    /// A value of the wrong type.
    Type {
        /// Dotted path of the field.
        field: String,
        /// What belongs there, with its article: "a number".
        expected: &'static str,
        /// What was found: "the text \"abc\"".
        found: String,
    },
    /// A number outside the range of its parameter.
    Range {
        /// Dotted path of the field.
        field: String,
        /// The number given.
        value: f64,
        /// The smallest number allowed.
        min: f64,
        /// The largest number allowed.
        max: f64,
    },
    /// A number with a fraction where a count belongs.
    Whole {
        /// Dotted path of the field.
        field: String,
        /// The number given.
        value: f64,
    },
    /// A name that is not among the ones known.
    Choice {
        /// Dotted path of the field.
        field: String,
        /// The name given.
        found: String,
        /// The names known.
        known: Vec<String>,
    },
    /// A field that no scenario has.
    UnknownField {
        /// Dotted path of the field.
        field: String,
        /// The fields that could have been meant.
        known: Vec<String>,
    },
    /// A formula that cannot be read.
    Formula {
        /// Dotted path of the field.
        field: String,
        /// Column of the fault, counted from 0.
        position: usize,
        /// What is wrong there.
        reason: String,
        /// The formula that was probably meant, if one can be told.
        mend: Option<String>,
    },
    /// A landscape that has no finite value somewhere in the domain.
    NotFinite {
        /// Dotted path of the field.
        field: String,
        /// Which quantity: "the loss", "the variance".
        what: &'static str,
        /// Where it is not finite, in units of W.
        at: f64,
    },
    /// Values that are each allowed but do not go together.
    Conflict {
        /// Dotted path of the field to change.
        field: String,
        /// What is wrong, and the fix.
        reason: String,
    },
}

impl Error {
    /// Dotted path of the field the error is about.
    pub fn field(&self) -> &str {
        match self {
            Self::Type { field, .. }
            | Self::Range { field, .. }
            | Self::Whole { field, .. }
            | Self::Choice { field, .. }
            | Self::UnknownField { field, .. }
            | Self::Formula { field, .. }
            | Self::NotFinite { field, .. }
            | Self::Conflict { field, .. } => field,
        }
    }

    /// The same about a field inside another.
    #[must_use]
    pub fn within(mut self, group: &str) -> Self {
        let (Self::Type { field, .. }
        | Self::Range { field, .. }
        | Self::Whole { field, .. }
        | Self::Choice { field, .. }
        | Self::UnknownField { field, .. }
        | Self::Formula { field, .. }
        | Self::NotFinite { field, .. }
        | Self::Conflict { field, .. }) = &mut self;
        *field = format!("{group}.{field}");
        self
    }

    /// Column of the fault in a formula, counted from 0.
    pub fn position(&self) -> Option<usize> {
        match self {
            Self::Formula { position, .. } => Some(*position),
            _ => None,
        }
    }

    /// The formula that was probably meant in place of one at fault.
    pub fn mend(&self) -> Option<&str> {
        match self {
            Self::Formula { mend, .. } => mend.as_deref(),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type { field, expected, found } => {
                write!(f, "{field} must be {expected}, but is {found}")
            }
            Self::Range { field, value, min, max } => {
                let [min, max, value] = [min, max, value].map(|x| Numeral(*x));
                write!(f, "{field} must lie between {min} and {max}, but is {value}")
            }
            Self::Whole { field, value } => {
                write!(f, "{field} must be a whole number, but is {}", Numeral(*value))
            }
            Self::Choice { field, found, known } => {
                write!(f, "{field} cannot be “{found}”; choose one of {}", known.join(", "))
            }
            Self::UnknownField { field, known } => {
                write!(f, "{field} is no field of a scenario; known here: {}", known.join(", "))
            }
            Self::Formula { field, position, reason, .. } => {
                write!(f, "{field}, column {}: {reason}", position + 1)
            }
            Self::NotFinite { field, what, at } => write!(
                f,
                "{field}: {what} is not a finite number at W = {}; change the formula or narrow the domain",
                Numeral(*at)
            ),
            Self::Conflict { field, reason } => write!(f, "{field}: {reason}"),
        }
    }
}

impl std::error::Error for Error {}

/// The result of everything that can be refused.
pub type Result<T> = std::result::Result<T, Error>;
