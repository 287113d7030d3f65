//! Two parameters: the plane's grid and scenarios, SGD itself and the point rule by
//! push-forward of cell masses, walkers, a simulation of them all.

pub mod blur;
pub mod current;
pub mod deposit;
pub mod grid;
pub mod initial;
pub mod linear;
pub mod metric;
pub mod normals;
pub mod peaks;
pub mod point_rule;
pub mod presets;
pub mod push;
pub mod questions;
pub mod reading;
pub mod scenario;
pub mod series;
pub mod simulation;
pub mod split;
pub mod stationary;
pub mod told;
pub mod walkers;
