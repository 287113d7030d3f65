//! libFuzzer on the target that the environment variable TARGET names.
#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

use std::sync::LazyLock;

static TARGET: LazyLock<targets::Target> = LazyLock::new(|| {
    let name = std::env::var("TARGET").unwrap_or_default();
    let found = targets::TARGETS.iter().find(|(known, _)| *known == name);
    found.unwrap_or_else(|| panic!("TARGET names no target: “{name}”")).1
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| TARGET(data));
