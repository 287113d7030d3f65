//! The probability current: the Fokker–Planck equation of SGD,
//! ∂P/∂t = −∂ρ/∂W with ρ = bP − D ∂P/∂W.

pub mod cram;
pub mod evolve;
pub mod field;
pub mod flux;
pub mod heat;
pub mod paths;
pub mod rates;
pub mod stationary;
pub mod stretch;
pub mod transport;
pub mod walls;
pub mod windows;
