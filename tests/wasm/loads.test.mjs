import assert from "node:assert/strict";
import { test } from "node:test";
import * as core from "./core.mjs";

test("the package loads in Node and exports the contract's names", () => {
  const names = [
    "parameters",
    "presets",
    "normalize",
    "Simulation",
    "stationary",
    "compareWidths",
    "passageTime",
    "choices",
  ];
  const missing = names.filter((name) => typeof core[name] !== "function");
  assert.deepEqual(missing, []);
});
