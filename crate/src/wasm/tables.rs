//! The tables that the page is made from: parameters, choices, presets.

use crate::parameters::{CHOICES, PARAMETERS};
use crate::presets::PRESETS;
use crate::wasm::Thrown;
use crate::wasm::read::scenario;
use crate::wasm::write::{object, texts, to_js};
use js_sys::Array;
use wasm_bindgen::prelude::*;

/// The numeric parameters: one table for sliders, links, validation and docs.
#[wasm_bindgen(unchecked_return_type = "Parameter[]")]
pub fn parameters() -> Array {
    PARAMETERS
        .iter()
        .map(|p| {
            object(&[
                ("key", p.key.into()),
                ("link", p.link.into()),
                ("label", p.label.into()),
                ("unit", p.unit.into()),
                ("default", p.default.into()),
                ("min", p.min.into()),
                ("max", p.max.into()),
                ("scale", if p.log { "log" } else { "linear" }.into()),
                ("integer", p.integer.into()),
                ("help", p.help.into()),
                ("appliesTo", texts(p.applies_to)),
            ])
        })
        .collect()
}

/// The parameters that are choices among names.
#[wasm_bindgen(unchecked_return_type = "Choice[]")]
pub fn choices() -> Array {
    let option = |(value, label): &(&str, &str)| {
        object(&[("value", (*value).into()), ("label", (*label).into())])
    };
    CHOICES
        .iter()
        .map(|c| {
            object(&[
                ("key", c.key.into()),
                ("link", c.link.into()),
                ("label", c.label.into()),
                ("default", c.default.into()),
                ("options", c.options.iter().map(option).collect::<Array>().into()),
                ("help", c.help.into()),
                ("appliesTo", texts(c.applies_to)),
            ])
        })
        .collect()
}

/// The post's experiments, with their scenarios complete.
#[wasm_bindgen(unchecked_return_type = "Preset[]")]
pub fn presets() -> Array {
    PRESETS
        .iter()
        .map(|p| {
            object(&[
                ("id", p.id.into()),
                ("title", p.title.into()),
                ("scenario", to_js(&(p.scenario)().write())),
            ])
        })
        .collect()
}

/// The scenario with every default filled in.
#[wasm_bindgen(unchecked_return_type = "Scenario")]
pub fn normalize(
    #[wasm_bindgen(js_name = scenario, unchecked_optional_param_type = "PartialScenario")]
    given: JsValue,
) -> Thrown<JsValue> {
    Ok(to_js(&scenario(&given)?.write()))
}
