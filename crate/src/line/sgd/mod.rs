//! SGD itself, not its continuum: the step rule, the exact map of distributions,
//! and Monte Carlo walkers.

pub mod atoms;
pub mod elimination;
pub mod fine_grid;
pub mod passage;
pub mod point_rule;
pub mod rule;
pub mod spread;
pub mod table;
pub mod transfer;
pub mod walkers;
pub mod way;
