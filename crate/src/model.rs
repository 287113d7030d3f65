//! The models that have a density, by name.

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
}
