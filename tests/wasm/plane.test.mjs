// Two parameters through the package: shapes, closed forms, bad input.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as core from "./core.mjs";
import { assertClose } from "./numbers.mjs";

const { PlaneSimulation } = core;
const small = { cells: [64, 48] };
const models = ["current", "gaussian", "sgd"];
const sum = (values) => values.reduce((total, value) => total + value, 0);
const spacing = (axis) => axis[1] - axis[0];

test("arrays have the grid's shape, densities its mass, margins and rectangles agree", () => {
  const simulation = new PlaneSimulation({ landscape: "linear", ...small });
  simulation.step(3);
  const { w1, w2 } = simulation.grid();
  assert.deepEqual([w1.length, w2.length], [64, 48]);
  const edges = simulation.edges();
  assert.deepEqual([edges.w1.length, edges.w2.length], [65, 49]);
  const { domain } = core.planeNormalize({ landscape: "linear", ...small });
  assert.deepEqual([edges.w1[0], edges.w1[64]], domain[0]);
  assert.deepEqual([edges.w2[0], edges.w2[48]], domain[1]);
  const [h1, h2] = [spacing(w1), spacing(w2)];
  for (const model of models) {
    const density = simulation.density(model);
    assert.equal(density.length, 64 * 48);
    assert.ok(density.every((p) => p >= 0 && Number.isFinite(p)));
    assertClose(sum(density) * h1 * h2, 1, 1e-10, model);
    const first = simulation.marginal(model, 0);
    // Row i is w1[i].
    assertClose(first[20], sum(density.subarray(20 * 48, 21 * 48)) * h2, 1e-12, model);
    assertClose(sum(simulation.marginal(model, 1)) * h2, 1, 1e-10, model);
    const all = [-Infinity, Infinity];
    assertClose(simulation.mass(model, [all, all]), 1, 1e-10, model);
    const left = [[domain[0][0], edges.w1[32]], all];
    assertClose(simulation.mass(model, left), sum(first.subarray(0, 32)) * h1, 1e-10, model);
    assert.equal(simulation.distance(model, model), 0);
  }
  const apart = simulation.distance("current", "sgd");
  assertClose(apart, simulation.distance("sgd", "current"), 1e-15);
  assert.ok(apart > 0 && apart < 1);
  const flux = simulation.flux();
  assert.deepEqual([flux.w1.length, flux.w2.length], [64 * 48, 64 * 48]);
});

test("the curvature of the metric: the half-plane's, none where C is even, refused where it is singular", () => {
  const of = (covariance, batchSize) => {
    const landscape = { kind: "moments", gradient: ["W1", "W2"], covariance };
    const simulation = new PlaneSimulation({
      landscape,
      batchSize,
      cells: [24, 16],
      domain: [
        [-1, 1],
        [0.5, 2],
      ],
      initial: { mean: [0, 1], sd: [0.1, 0.1] },
    });
    return simulation.curvature();
  };
  const halfPlane = of(["W2^2", "0", "W2^2"], 2);
  assert.equal(halfPlane.length, 24 * 16);
  // (C/B)⁻¹ has lengths √B times as long.
  for (const k of halfPlane) assertClose(k, -1 / 2, 1e-5);
  for (const k of of(["2", "1", "3"], 1)) assertClose(k, 0, 1e-9);
  assert.throws(() => of(["1", "1", "1"], 1), { name: "ScenarioError", field: "landscape" });
});

test("Sierpiński's triangle: SGD leaves the middle, and has the covariance T C/(2 − T)", () => {
  const simulation = new PlaneSimulation({ landscape: "points", cells: [128, 128] });
  simulation.step(25);
  const { mean, covariance } = simulation.moments("sgd");
  // C of the corners of the triangle is half the identity.
  assertClose(covariance[0][0], 1 / 6, 2e-4);
  assertClose(covariance[1][1], 1 / 6, 2e-4);
  assertClose(mean[0], 0, 1e-9);
  const middle = simulation.mass("sgd", [
    [-0.1, 0.1],
    [0.0, 0.15],
  ]);
  assert.ok(middle < 1e-3, String(middle));
  const current = simulation.moments("current").covariance;
  assertClose(current[0][0], 1 / 8, 2e-3);
});

test("linear gradients end as the closed form says, and circulate", () => {
  const scenario = { landscape: "linear", cells: [128, 128] };
  const end = core.planeStationary(scenario);
  const exact = core.planeLinearEnd(scenario);
  assertClose(exact.covariance[0][0], 0.05, 1e-12);
  for (const [i, j] of [
    [0, 0],
    [0, 1],
    [1, 1],
  ])
    assertClose(end.moments.covariance[i][j], exact.covariance[i][j], 2e-4, `${i}${j}`);
  assertClose(end.circulation / exact.circulation, 1, 5e-3);
  assertClose(end.entropyProduction / exact.entropyProduction, 1, 5e-3);
  assert.equal(end.minima.length, 1);
  assertClose(end.minima[0].mass, 1, 1e-6);
  assert.equal(core.planeLinearEnd({ landscape: "ring" }), undefined);
  // −H is not stable: W runs away.
  const away = {
    kind: "linear",
    hessian: [
      [-1, 0],
      [0, 1],
    ],
    noise: [
      [1, 0],
      [0, 1],
    ],
  };
  assert.equal(core.planeLinearEnd({ landscape: away }), undefined);
});

test("momentum's end state on 128² cells is no matter of one dear grid, in the whole numbers of wasm", () => {
  // The cost of taking the matrix of 128² apart, 4.4·10⁹, is beyond 32 bits.
  const losses = ["(W - 1)^2/2", "(W + 1)^2/2"];
  const landscape = { kind: "momentum", landscape: { kind: "formula", losses }, momentum: 0.5 };
  const end = core.planeStationary({
    landscape,
    learningRate: 0.1,
    domain: [
      [-2.5, 2.2],
      [-0.75, 0.8],
    ],
    cells: [128, 128],
  });
  // Langevin's: T s²/(2h(1 − β)), T² s²/(2(1 − β)), and what turns in it T h Var W + Var v.
  assertClose(end.moments.covariance[0][0], 0.1, 1e-7);
  assertClose(end.moments.covariance[1][1], 0.01, 1e-8);
  assertClose(end.circulation, -0.02, 1e-7);
  // Two grids tell what more cells would change.
  for (const { resolved } of [end.resolution, end.momentsResolution, end.minimaResolution])
    assert.ok(resolved);
});

test("walkers are seeded, and their histogram is a density", () => {
  const scenario = { landscape: "points", walkers: 2000, seed: 7, ...small };
  const [a, b] = [new PlaneSimulation(scenario), new PlaneSimulation(scenario)];
  a.step(5);
  b.step(5);
  assert.deepEqual(a.walkers(), b.walkers());
  assert.equal(a.walkers().length, 4000);
  const { domain } = core.planeNormalize(scenario);
  const bin = ((domain[0][1] - domain[0][0]) / 32) * ((domain[1][1] - domain[1][0]) / 32);
  assertClose(sum(a.histogram(32)) * bin, 1, 1e-12);
  const { mean } = a.moments("walkers");
  assertClose(mean[0], 0, 0.05);
  a.reset();
  assert.equal(a.time, 0);
});

test("a change acts from when it is made, also on a model nobody had looked at", () => {
  const before = { landscape: "points", learningRate: 0.4, ...small };
  const after = { ...before, learningRate: 0.1 };
  const [looked, unseen] = [new PlaneSimulation(before), new PlaneSimulation(before)];
  for (const simulation of [looked, unseen]) {
    if (simulation === looked) simulation.density("sgd");
    simulation.step(4);
    if (simulation === looked) simulation.density("sgd");
    simulation.update(after);
    simulation.step(3);
  }
  assert.deepEqual(looked.density("sgd"), unseen.density("sgd"));
});

test("every preset of the plane is complete, runs, and stays a distribution", () => {
  for (const { id, scenario } of core.planePresets()) {
    assert.deepEqual(core.planeNormalize(scenario), scenario, id);
    const simulation = new PlaneSimulation({ ...scenario, cells: [48, 48] });
    simulation.step(2);
    for (const model of models) {
      const density = simulation.density(model);
      assert.ok(
        density.every((p) => p >= 0 && Number.isFinite(p)),
        `${id} ${model}`,
      );
    }
    const { loss, gradient, covariance } = simulation.landscape();
    for (const values of [loss, gradient.w1, covariance.w12]) assert.equal(values.length, 48 * 48);
  }
});

test("what is wrong is refused by its field", () => {
  const simulation = new PlaneSimulation(small);
  const refused = (field, act) =>
    assert.throws(act, (error) => error.name === "ScenarioError" && error.field === field, field);
  refused("learningRate", () => new PlaneSimulation({ learningRate: -1 }));
  refused("cells.0", () => new PlaneSimulation({ cells: [1, 64] }));
  refused("landscape.losses.1", () =>
    core.planeNormalize({ landscape: { kind: "formula", losses: ["W1^2", "W3"] } }),
  );
  refused("initial.mean.1", () => new PlaneSimulation({ initial: { mean: [0, 99], sd: [1, 1] } }));
  refused("rectangle.0", () =>
    simulation.mass("sgd", [
      [1, 0],
      [0, 1],
    ]),
  );
  refused("axis", () => simulation.marginal("sgd", 2));
  refused("model", () => simulation.density("adam"));
  assert.equal(simulation.time, 0);
});
