//! Makes the JavaScript bindings of the core: `bindgen IN.wasm OUT_DIR`.
//!
//! A library of this workspace rather than an installed tool, so that its
//! version is the lock file's and nothing but cargo has to be on the machine.

use std::process::ExitCode;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output] = arguments.as_slice() else {
        eprintln!("usage: bindgen IN.wasm OUT_DIR");
        return ExitCode::from(2);
    };
    let made = Bindgen::new().input_path(input).web(true).and_then(|bindgen| {
        bindgen
            .typescript(true)
            // The package finds its own wasm beside it.
            .omit_default_module_path(false)
            .generate(output)
    });
    match made.and_then(|()| Ok(disposable(output)?)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bindgen: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Names the library that the types need for `Symbol.dispose`, whatever a project targets.
fn disposable(output: &str) -> std::io::Result<()> {
    let path = std::path::Path::new(output).join("sgd_current.d.ts");
    let types = std::fs::read_to_string(&path)?;
    std::fs::write(&path, format!("/// <reference lib=\"esnext.disposable\" />\n{types}"))
}
