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

test("times under Newton's step hold, or come with the word", () => {
  // By quadrature, and by 4·10⁵ walkers.
  const sharp = { ratio: 3, height: 0.5337, noise: 0.8105, learningRate: 2, damping: 0.0011 };
  const newton = { preconditioner: "newton", convention: "klimontovich" };
  const { passage } = compareWidths({ ...sharp, ...newton, cells: 1024, withSgd: false });
  assert.ok(passage.resolution.resolved);
  assert.equal(passage.narrowToWide.toPrecision(5), "2.9796");
  const folding = { ratio: 3, height: 0.0236, noise: 0.3537, learningRate: 0.047575783903 };
  const { sgd } = compareWidths({ ...folding, ...newton, batchSize: 2, damping: 0.002 });
  assert.ok(Math.round(sgd.narrowToWide) === 178 || !sgd.resolution.resolved);
});
