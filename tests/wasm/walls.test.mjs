// Walls that absorb, and rings, as the package has them.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compareWidths,
  normalize,
  passageTime,
  planeNormalize,
  Simulation,
  stationary,
} from "./core.mjs";
import { assertClose, integral } from "./numbers.mjs";

const models = ["current", "gaussian", "sgd"];
const small = { cells: 256, walkers: 2000 };

test("densities integrate to what the walls have left, of each model and of the walkers", () => {
  const simulation = new Simulation({ ...small, landscape: "absorbing" });
  simulation.step(150);
  for (const model of models) {
    const { left, right } = simulation.absorbed(model);
    const mass = integral(simulation.density(model), simulation.edges());
    assert.ok(left > 0.001 && right > 0.001 && mass > 0.1, model);
    assertClose(mass + left + right, 1, 1e-12, model);
    assertClose(simulation.mass(model, -Infinity, Infinity), mass, 1e-12, model);
  }
  const { left, right } = simulation.absorbed("walkers");
  const sgd = simulation.absorbed("sgd");
  assertClose(left + right, sgd.left + sgd.right, 0.05, "walkers are absorbed as SGD is");
  const walkers = simulation.walkers();
  const [from, to] = normalize({ landscape: "absorbing" }).domain;
  assert.equal(walkers.length, 2000);
  assert.equal(walkers.filter((w) => w === from).length, 2000 * left);
  assert.equal(walkers.filter((w) => w === to).length, 2000 * right);
  const bars = simulation.histogram(50);
  assertClose(
    bars.reduce((sum, p) => sum + p) * ((to - from) / 50),
    1 - left - right,
    1e-12,
    "bars add up to what is left",
  );
});

test("between walls that reflect nothing is absorbed; by two names or one walls are the same", () => {
  const simulation = new Simulation(small);
  simulation.step(20);
  for (const of of [...models, "walkers"])
    assert.deepEqual(simulation.absorbed(of), { left: 0, right: 0 });
  assert.equal(normalize({ walls: ["absorb", "reflect"] }).walls, "absorbLeft");
  assert.equal(normalize({ walls: ["reflect", "absorb"] }).walls, "absorbRight");
  assert.equal(normalize({}).walls, "reflect");
});

test("the end of a ring has a current, that of absorbing walls what they take", () => {
  const ring = stationary({ landscape: "ring", cells: 512 });
  assert.ok(ring.flux > 1e-3);
  assert.deepEqual(ring.absorbed, { left: 0, right: 0 });
  assert.equal(ring.survivors, undefined);
  assertClose(integral(ring.density, ring.edges), 1, 1e-12, "a density");
  const simulation = new Simulation({ landscape: "ring", cells: 512 });
  simulation.step(400);
  for (const rho of simulation.flux()) assertClose(rho, ring.flux, 1e-6 * ring.flux, "ρ");

  const gone = stationary({ landscape: "absorbing", cells: 512 });
  assertClose(gone.absorbed.left + gone.absorbed.right, 1, 1e-12, "all is absorbed");
  assert.equal(gone.flux, 0);
  assertClose(integral(gone.survivors.density, gone.edges), 1, 1e-9, "what survives, as a density");
  assert.ok(gone.survivors.time > 100 && gone.survivors.time < 1e5);
});

test("what walls forbid is refused in words that name them", () => {
  const refused = (ask, field) =>
    assert.throws(ask, (error) => {
      assert.equal(error.name, "ScenarioError");
      assert.equal(error.field, field);
      assert.match(error.message, /reflect|absorbed|periodic/);
      return true;
    });
  refused(() => passageTime({ walls: "absorb" }, 1, 2), "walls");
  refused(() => passageTime({ walls: "periodic" }, 1, 2), "walls");
  refused(() => compareWidths({ walls: "periodic" }), "walls");
  refused(() => normalize({ walls: "open" }), "walls");
  refused(() => normalize({ walls: ["periodic", "absorb"] }), "walls");
  refused(() => planeNormalize({ walls: "absorb" }), "walls");
  assert.equal(planeNormalize({ walls: "reflect" }).walls, undefined);
  const simulation = new Simulation({
    ...small,
    landscape: { kind: "moments", gradient: "10", variance: "0" },
    walls: "absorb",
  });
  simulation.step(100);
  assertClose(simulation.absorbed("sgd").left, 1, 1e-12, "all of it");
  refused(() => simulation.moments("sgd"), "walls");
  refused(() => simulation.moments("walkers"), "walls");
});
