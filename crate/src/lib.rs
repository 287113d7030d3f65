//! Stochastic gradient descent seen as a probability current.
//!
//! One parameter W, datapoints with losses l_j(W). The mean gradient G drags
//! probability downhill, the variance S² of the gradients over datapoints spreads
//! it: a Fokker–Planck equation, after "SGD understood through probability
//! current" (LessWrong, 2021). Beside it stands SGD itself, computed exactly.
//!
//! | symbol | meaning | unit |
//! |---|---|---|
//! | W | the parameter being trained | W |
//! | l_j, g_j = l_j′ | loss and gradient on datapoint j | L, L/W |
//! | G, S² | mean and variance of g_j over datapoints | L/W, L²/W² |
//! | T | learning rate | W²/L |
//! | B | batch size: S² → S²/B | – |
//! | t | time in SGD steps | steps |
//! | P(W, t) | probability density of W | 1/W |
//! | ρ(W, t) | probability current, ∂P/∂t = −∂ρ/∂W | 1/step |
//!
//! Data flows one way: [`reading`] → [`scenario`] → [`landscape`] → what one parameter
//! has in [`mod@line`]: a grid with G and S² on it, the current, SGD itself, a simulation of
//! all of them → the page.
//!
//! ```
//! use sgd_current::{line::simulation::Simulation, model::Model, scenario::Scenario};
//!
//! let mut pit = Simulation::new(Scenario::default())?;
//! pit.step(100);
//! let out = pit.mass(Model::Sgd, 1.3, 4.0)?;
//! assert!((out - 0.2692).abs() < 0.002);
//! # Ok::<(), sgd_current::error::Error>(())
//! ```

pub mod course;
#[cfg(not(target_arch = "wasm32"))]
mod digits;
pub mod error;
pub mod fields;
pub mod groups;
pub mod jet;
pub mod landscape;
mod lanes;
pub mod line;
pub mod model;
pub mod numeral;
pub mod order;
pub mod parameters;
pub mod plane;
pub mod presets;
pub mod reading;
pub mod scenario;
pub mod schedule;
mod search;
pub mod track;
pub mod value;
pub mod walls;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
