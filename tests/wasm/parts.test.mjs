// The two parts of the wasm that pages load (www/build/split.js) against the whole.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as whole from "./core.mjs";
// A second copy of the bindings, for the parts.
import * as parts from "../../www/pkg/sgd_current.js?parts";

const bytes = (name) => readFileSync(new URL(`../../www/pkg/${name}.wasm`, import.meta.url));
const line = parts.initSync({ module: bytes("sgd_current_line") });

/** What two parameters come to after some steps, and in the end. */
function run({ PlaneSimulation, planeStationary, planeLinearEnd }) {
  const cells = [64, 48];
  const formulas = { kind: "formula", losses: ["(W1 - 1)^2 + exp(-W2^2)", "sin(W1) * W2^2"] };
  const told = ["ring", "points", formulas].map((landscape) => {
    const simulation = new PlaneSimulation({ landscape, cells, walkers: 100, learningRate: 0.05 });
    simulation.step(7);
    const densities = ["current", "gaussian", "sgd"].map((model) => simulation.density(model));
    const all = [...densities, simulation.walkers(), simulation.flux(), simulation.moments("sgd")];
    simulation.free();
    return all;
  });
  const linear = { landscape: "linear", cells };
  return [told, planeStationary(linear), planeLinearEnd(linear)];
}

test("the line's part alone has the line and the tables of both", () => {
  const ask = ({ Simulation, parameters, planeParameters, planePresets, stationary }) => {
    const simulation = new Simulation({ cells: 64 });
    simulation.step(3);
    const all = [simulation.density("current"), simulation.density("sgd"), stationary({})];
    return [all, parameters(), planeParameters(), planePresets()];
  };
  assert.deepEqual(ask(parts), ask(whole));
  for (const ask of [() => new parts.PlaneSimulation({}), () => parts.planeNormalize({})])
    assert.throws(ask, WebAssembly.RuntimeError);
});

// The page starts each kind from one: to fill in what a scenario leaves out takes the plane's part.
test("every kind of landscape of two parameters has a preset", () => {
  const kinds = whole.planeChoices().find(({ key }) => key === "landscape.kind").options;
  const known = whole.planePresets().map(({ scenario }) => scenario.landscape.kind);
  for (const { value } of kinds) assert.ok(known.includes(value), value);
});

test("both parts together are the whole, to the last digit", async () => {
  await WebAssembly.instantiate(bytes("sgd_current_plane"), { line });
  assert.deepEqual(run(parts), run(whole));
  const ring = { landscape: "ring", cells: [32, 32] };
  assert.deepEqual(parts.planeNormalize(ring), whole.planeNormalize(ring));
  assert.throws(() => new parts.PlaneSimulation({ cells: [1, 1] }), { name: "ScenarioError" });
});
