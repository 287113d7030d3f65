//! The only file that names `wasm_bindgen`.
use wasm_bindgen::prelude::*;

/// The version of the core.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_string()
}

/// A probe.
#[wasm_bindgen]
pub struct Probe {
    x: f64,
}

#[wasm_bindgen]
impl Probe {
    /// New.
    #[wasm_bindgen(constructor)]
    pub fn new(x: JsValue) -> Result<Probe, JsValue> {
        Ok(Probe { x: x.as_f64().ok_or("no")? })
    }
    /// Get.
    pub fn values(&self) -> Vec<f64> {
        vec![self.x; 3]
    }
}
