//! The probability current: the Fokker–Planck equation of SGD,
//! ∂P/∂t = −∂ρ/∂W with ρ = bP − D ∂P/∂W.

pub mod cram;
pub mod evolve;
pub mod field;
pub mod flux;
pub mod heat;
pub mod leaving;
pub mod paths;
pub mod rates;
pub mod ring;
pub mod stationary;
pub mod stretch;
pub mod survivors;
pub mod transport;
pub mod walls;
pub mod windows;
