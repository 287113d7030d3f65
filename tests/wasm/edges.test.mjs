// The edges of what may be asked: every combination has an answer, or an error in words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { passageTime, Simulation, stationary } from "./core.mjs";
import { assertClose, integral } from "./numbers.mjs";

const moments = (gradient, variance) => ({ kind: "moments", gradient, variance });
const landscapes = {
  pit: "pit",
  "no noise": moments("W", "0"),
  "no drift": moments("0", "1"),
  "neither drift nor noise": moments("0", "0"),
  "noise at one place only": moments("W", "W^2"),
  "a pole in the domain": { kind: "formula", losses: ["1/W", "W^2"] },
  "a pole of S²": moments("W", "1/W^2"),
  "losses that overflow": { kind: "formula", losses: ["exp(exp(10*W))", "W^2"] },
  "slopes that overflow": moments("exp(700*W)", "1"),
  "noise that overflows": moments("W", "exp(700*W)"),
  "a kink": { kind: "formula", losses: ["abs(W)", "abs(W - 1)"] },
};

/** Whether the call was answered; if not, it was refused in words that name a field. */
function answered(call, what) {
  try {
    call();
    return true;
  } catch (error) {
    assert.equal(error?.name, "ScenarioError", `${what}: ${error?.stack}`);
    assert.ok(error.field && error.message.length > 10, what);
    return false;
  }
}

const models = ["current", "gaussian", "sgd"];

/** Steps a scenario, and holds its densities against what every density is. */
function runs(scenario, what) {
  let simulation;
  if (!answered(() => (simulation = new Simulation(scenario)), what)) return false;
  simulation.step(3);
  const edges = simulation.edges();
  assert.ok(edges.every(Number.isFinite), what);
  for (const model of models) {
    const seen = `${what}, ${model}`;
    let density;
    if (!answered(() => (density = simulation.density(model)), seen)) continue;
    assert.ok(
      density.every((value) => Number.isFinite(value) && value >= -1e-12 / (edges[1] - edges[0])),
      `${seen} is finite and not negative`,
    );
    assertClose(integral(density, edges), 1, 1e-9, `mass of ${seen}`);
    const { mean, sd } = simulation.moments(model);
    assert.ok(Number.isFinite(mean) && sd >= 0, `${seen}: mean ${mean}, spread ${sd}`);
  }
  assert.equal(simulation.time, 3, what);
  simulation.free();
  return true;
}

/** A domain of a width about 0.5, with a start in its middle third. */
const room = (width) => ({
  domain: [0.5 - width / 2, 0.5 + width / 2],
  initial: { mean: 0.5, sd: Math.min(Math.max(width / 10, 0.001), 100) },
});

for (const [name, landscape] of Object.entries(landscapes))
  test(`${name}: every T, every width`, () => {
    let good = 0;
    for (const learningRate of [1e-4, 1e-3, 0.02, 0.3, 2])
      for (const width of [1e-6, 1e-3, 0.1, 5, 100, 1999]) {
        const what = `${name}, T ${learningRate}, ${width} wide`;
        const scenario = { landscape, learningRate, ...room(width), cells: 64, walkers: 20 };
        good += runs(scenario, what);
        answered(() => {
          const { density, edges } = stationary(scenario);
          assert.ok(!density.some(Number.isNaN), `${what}: end state`);
          const mass = integral(density, edges);
          if (Number.isFinite(mass)) assertClose(mass, 1, 1e-6, `${what}: end state`);
        }, what);
        answered(() => {
          const { current, sgd } = passageTime(scenario, 0.5, 0.5 + width / 4);
          for (const time of [current, sgd])
            assert.ok(!Number.isNaN(time?.steps ?? time), `${what}: passage`);
        }, what);
      }
    if (!/pole|overflow/.test(name)) assert.ok(good >= 20, `${good} of 30 ran`);
  });

test("from 32 to 32,768 cells", () => {
  for (const cells of [32, 33, 1023, 32_768])
    assert.ok(runs({ cells, walkers: 0, learningRate: 0.05 }, `${cells} cells`));
  for (const cells of [31, 32_769, 0, -1, 64.5])
    assert.ok(!runs({ cells }, `${cells} cells`), `${cells} are refused`);
});
