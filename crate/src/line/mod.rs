//! One parameter: its grid, the current, SGD itself, end states and escape.
//!
//! Each of these builds on those before it: [`grid`]; [`edge_density`] and [`remap`]; [`current`]
//! and [`sgd`]; [`escape`], [`energy`], [`metric`], [`series`] and [`shown`]; [`simulation`] with its
//! [`readings`] and [`questions`]; [`widths`].

pub mod current;
pub mod edge_density;
pub mod energy;
pub mod escape;
pub mod grid;
pub mod initial;
pub mod metric;
pub mod questions;
pub mod readings;
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
