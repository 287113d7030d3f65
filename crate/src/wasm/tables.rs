//! The tables that the page is made from: parameters, choices, presets, of one parameter
//! and of two.

use crate::groups::{GROUPS, Group};
use crate::landscape::formula::grammar::{FUNCTIONS, Known};
use crate::parameters::{CHOICES, Choice, PARAMETERS, Parameter, plane_choices, plane_parameters};
use crate::plane;
use crate::presets::PRESETS;
use crate::wasm::Thrown;
use crate::wasm::plane::scenario as plane_scenario;
use crate::wasm::read::scenario;
use crate::wasm::write::{object, texts, to_js};
use js_sys::Array;
use wasm_bindgen::prelude::*;

/// The numeric parameters: one table for sliders, links, validation and docs.
#[wasm_bindgen(unchecked_return_type = "Parameter[]")]
pub fn parameters() -> Array {
    PARAMETERS.iter().map(parameter).collect()
}

/// The numeric parameters of a scenario of two parameters.
#[wasm_bindgen(js_name = planeParameters, unchecked_return_type = "Parameter[]")]
pub fn parameters_of_plane() -> Array {
    plane_parameters().map(parameter).collect()
}

/// The parameters that are choices among names.
#[wasm_bindgen(unchecked_return_type = "Choice[]")]
pub fn choices() -> Array {
    CHOICES.iter().map(choice).collect()
}

/// The choices of a scenario of two parameters.
#[wasm_bindgen(js_name = planeChoices, unchecked_return_type = "Choice[]")]
pub fn choices_of_plane() -> Array {
    plane_choices().map(choice).collect()
}

/// The headings that parameters stand under, of one parameter and of two, in the order in which one
/// needs them: each with the fields of a scenario that belong to it.
#[wasm_bindgen(js_name = parameterGroups, unchecked_return_type = "ParameterGroup[]")]
pub fn groups() -> Array {
    let row = |g: &Group| object(&[("title", g.title.into()), ("fields", texts(g.fields))]);
    GROUPS.iter().map(row).collect()
}

/// The post's experiments, with their scenarios complete.
#[wasm_bindgen(unchecked_return_type = "Preset[]")]
pub fn presets() -> Array {
    PRESETS.iter().map(|p| preset(p.id, p.title, to_js(&(p.scenario)().write()))).collect()
}

/// The experiments with two parameters.
#[wasm_bindgen(js_name = planePresets, unchecked_return_type = "PlanePreset[]")]
pub fn presets_of_plane() -> Array {
    let presets = plane::presets::PRESETS.iter();
    presets.map(|p| preset(p.id, p.title, to_js(&(p.scenario)().write()))).collect()
}

/// The functions that formulas may call.
#[wasm_bindgen(unchecked_return_type = "FormulaFunction[]")]
pub fn functions() -> Array {
    let row = |f: &Known| object(&[("name", f.name.into()), ("also", texts(f.also))]);
    FUNCTIONS.iter().map(row).collect()
}

/// The scenario with every default filled in.
#[wasm_bindgen(unchecked_return_type = "Scenario")]
pub fn normalize(
    #[wasm_bindgen(js_name = scenario, unchecked_optional_param_type = "PartialScenario")]
    given: JsValue,
) -> Thrown<JsValue> {
    Ok(to_js(&scenario(&given)?.write()))
}

/// The scenario of two parameters with every default filled in.
#[wasm_bindgen(js_name = planeNormalize, unchecked_return_type = "PlaneScenario")]
pub fn normalize_plane(
    #[wasm_bindgen(js_name = scenario, unchecked_optional_param_type = "PartialPlaneScenario")]
    given: JsValue,
) -> Thrown<JsValue> {
    Ok(to_js(&plane_scenario(&given)?.write()))
}

fn parameter(p: &Parameter) -> JsValue {
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
}

fn choice(c: &Choice) -> JsValue {
    let option = |(value, label): &(&str, &str)| {
        object(&[("value", (*value).into()), ("label", (*label).into())])
    };
    object(&[
        ("key", c.key.into()),
        ("link", c.link.into()),
        ("label", c.label.into()),
        ("default", c.default.into()),
        ("options", c.options.iter().map(option).collect::<Array>().into()),
        ("help", c.help.into()),
        ("appliesTo", texts(c.applies_to)),
    ])
}

fn preset(id: &str, title: &str, scenario: JsValue) -> JsValue {
    object(&[("id", id.into()), ("title", title.into()), ("scenario", scenario)])
}
