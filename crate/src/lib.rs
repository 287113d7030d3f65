//! Stochastic gradient descent seen as a probability current.

#[cfg(target_arch = "wasm32")]
pub mod wasm;
