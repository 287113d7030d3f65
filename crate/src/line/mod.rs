//! One parameter: its grid, the current, SGD itself, end states and escape.
//!
//! [`grid`] → [`current`], [`sgd`] (both on [`remap`]) → [`escape`], [`energy`],
//! [`metric`], [`series`], [`shown`] → [`simulation`], its [`questions`] → [`widths`].

pub mod current;
pub mod energy;
pub mod escape;
pub mod grid;
pub mod initial;
pub mod metric;
pub mod questions;
pub mod remap;
pub mod resolution;
pub mod round;
pub mod rounding;
pub mod series;
pub mod sgd;
pub mod shown;
pub mod simulation;
pub mod unfolded;
pub mod well;
pub mod widths;
