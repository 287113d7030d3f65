// Whether the cells carry what the package tells.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compareWidths, passageTime, Simulation, stationary } from "./core.mjs";

test("a density tells which cells carry it, and those do", () => {
  const few = new Simulation({ cells: 128 });
  few.step(40);
  const { resolved, cells } = few.resolution("current", "sgd");
  assert.ok(!resolved && cells > 128, `${cells}`);
  const enough = new Simulation({ cells });
  enough.step(40);
  assert.deepEqual(enough.resolution("current"), { resolved: true, cells });
  assert.throws(() => few.resolution("drift"), { name: "ScenarioError", field: "model" });
  for (const simulation of [few, enough]) simulation.free();
});

test("end states, widths and passage times tell it too", () => {
  assert.deepEqual(stationary({ landscape: "balance" }).resolution, {
    resolved: true,
    cells: 2048,
  });
  const widths = compareWidths({});
  for (const { resolved } of [
    widths.resolution,
    widths.solved.resolution,
    widths.passage.resolution,
    widths.sgd.resolution,
  ])
    assert.ok(resolved);
  const wells = { kind: "moments", gradient: "W^3 - W", variance: "1 + W^2" };
  const scenario = { landscape: wells, domain: [-2, 2], learningRate: 0.0005, cells: 64 };
  const { resolution } = passageTime(scenario, -0.9, 0.9);
  assert.ok(!resolution.sgd.resolved && resolution.sgd.cells > 64);
});
