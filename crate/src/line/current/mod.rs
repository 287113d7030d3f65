//! The probability current: the Fokker–Planck equation of SGD,
//! ∂P/∂t = −∂ρ/∂W with ρ = bP − D ∂P/∂W.
//!
//! Read three files first: [`rates`], how much passes each face between two cells; [`stationary`],
//! where these rates come to rest; and [`evolve`], which advances the masses by a step. The others
//! are each a part of one of them:
//!
//! | of | file | what it does |
//! |---|---|---|
//! | [`rates`] | [`field`] | G, S² and their integrals, which do not depend on T |
//! | | [`jump`] | faces where noise ends at once |
//! | | [`walls`] | the cells beside a wall at which the noise vanishes |
//! | | [`flux`] | ρ at the edges, for the picture |
//! | [`stationary`] | [`ring`] | end states with a current that goes round |
//! | | [`survivors`], [`leaving`] | what is left between walls that absorb, and for how long |
//! | [`evolve`] | [`cram`], [`windows`] | the exponential of the faces, and where it is taken and trusted |
//! | | [`stretch`], [`paths`], [`transport`], [`heat`] | mass that follows the drift where noise is weak |

pub mod cram;
pub mod evolve;
pub mod field;
pub mod flux;
pub mod heat;
pub mod jump;
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
