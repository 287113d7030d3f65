//! The models that have a density, by name.

use crate::error::{Error, Result};

/// A way to move probability that has a density.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// The Fokker–Planck equation.
    Current,
    /// The post's point rule: discrete steps, normal noise.
    Gaussian,
    /// SGD itself, by its transfer operator.
    Sgd,
}

impl Model {
    /// The models by name.
    pub const NAMES: [(&'static str, Self); 3] =
        [("current", Self::Current), ("gaussian", Self::Gaussian), ("sgd", Self::Sgd)];

    /// The model called `name`.
    ///
    /// # Errors
    /// [`Error::Choice`] on `model`.
    pub fn named(name: &str) -> Result<Self> {
        Self::NAMES.iter().find(|(n, _)| *n == name).map(|(_, m)| *m).ok_or_else(|| Error::Choice {
            field: "model".into(),
            found: name.chars().take(60).collect(),
            known: Self::NAMES.iter().map(|(n, _)| (*n).into()).collect(),
        })
    }
}
