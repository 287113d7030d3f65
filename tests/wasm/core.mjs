// The wasm package as Node loads it: every test and benchmark imports it from here.
import { readFileSync } from "node:fs";
import { initSync } from "../../www/pkg/sgd_current.js";

const bytes = readFileSync(new URL("../../www/pkg/sgd_current_bg.wasm", import.meta.url));

/** The memory that no array handed out may be a view of. */
export const { memory } = initSync({ module: bytes });

export * from "../../www/pkg/sgd_current.js";
