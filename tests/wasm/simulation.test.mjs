// A running scenario, method by method.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Simulation, memory } from "./core.mjs";
import { assertClose, integral, sum } from "./numbers.mjs";

const models = ["current", "gaussian", "sgd"];

/** A small pit after some steps. */
function pit(scenario = {}, steps = 40) {
  const simulation = new Simulation({ cells: 256, walkers: 500, ...scenario });
  simulation.step(steps);
  return simulation;
}

test("every array is a fresh Float64Array of its own memory", () => {
  const simulation = pit();
  const arrays = {
    grid: () => simulation.grid(),
    edges: () => simulation.edges(),
    current: () => simulation.density("current"),
    sgd: () => simulation.density("sgd"),
    flux: () => simulation.flux(),
    walkers: () => simulation.walkers(),
    histogram: () => simulation.histogram(20),
    loss: () => simulation.landscape().loss,
    "losses.0": () => simulation.landscape().losses[0],
    gradient: () => simulation.landscape().gradient,
    variance: () => simulation.landscape().variance,
    energy: () => simulation.landscape().energy,
  };
  for (const [name, get] of Object.entries(arrays)) {
    const first = get();
    assert.ok(first instanceof Float64Array, name);
    assert.notEqual(first.buffer, memory.buffer, name);
    assert.equal(first.buffer.byteLength, first.byteLength, name);
    const kept = first.slice();
    first.fill(-1);
    assert.deepEqual(get(), kept, `${name} is not touched by who reads it`);
  }
});

test("the grid has N centres between N + 1 increasing edges from wall to wall", () => {
  const simulation = pit({ cells: 300 });
  const [grid, edges] = [simulation.grid(), simulation.edges()];
  assert.equal(grid.length, 300);
  assert.equal(edges.length, 301);
  assert.equal(edges[0], -1);
  assert.equal(edges[300], 4);
  grid.forEach((w, i) => assert.ok(edges[i] < w && w < edges[i + 1]));
});

test("densities integrate to one and are nowhere negative", () => {
  for (const learningRate of [1e-4, 0.02, 0.3, 2]) {
    const simulation = pit({ learningRate });
    for (const model of models) {
      const density = simulation.density(model);
      assertClose(integral(density, simulation.edges()), 1, 1e-12, `${model}, T = ${learningRate}`);
      assert.ok(density.every((p) => p >= 0));
    }
  }
});

test("time counts the steps, and many small ones are a large one", () => {
  const [once, often] = [pit({}, 30), pit({}, 0)];
  for (let i = 0; i < 10; i++) {
    often.step(3);
    models.forEach((model) => often.density(model));
    often.walkers();
  }
  assert.equal(once.time, 30);
  assert.equal(often.time, 30);
  models.forEach((model) => assert.deepEqual(often.density(model), once.density(model)));
  assert.deepEqual(often.walkers(), once.walkers());
  once.step(0);
  assert.equal(once.time, 30);
});

test("time can be read and not written", () => {
  const simulation = pit();
  assert.throws(() => {
    simulation.time = 3;
  }, TypeError);
  assert.equal(simulation.time, 40);
});

test("a reset and the same steps again give the same numbers", () => {
  const simulation = pit();
  const seen = () => [...models.map((model) => simulation.density(model)), simulation.walkers()];
  const before = seen();
  simulation.reset();
  assert.equal(simulation.time, 0);
  models.forEach((model) =>
    assert.deepEqual(simulation.density(model), simulation.density("current")),
  );
  simulation.step(40);
  assert.deepEqual(seen(), before);
});

test("the seed fixes the walk", () => {
  assert.deepEqual(pit({ seed: 7 }).walkers(), pit({ seed: 7 }).walkers());
  assert.notDeepEqual(pit({ seed: 7 }).walkers(), pit({ seed: 8 }).walkers());
});

test("an update keeps time and densities, and goes on under the new scenario", () => {
  const simulation = pit();
  const before = simulation.density("current");
  const walkers = simulation.walkers();
  simulation.update({ cells: 256, walkers: 500, learningRate: 0.1 });
  assert.equal(simulation.time, 40);
  assert.deepEqual(simulation.density("current"), before);
  assert.deepEqual(simulation.walkers(), walkers);
  simulation.step(1);
  const slow = pit({}, 41);
  assert.notDeepEqual(simulation.density("current"), slow.density("current"));
});

test("an update to other cells and walls keeps all of the mass", () => {
  const simulation = pit();
  simulation.update({ cells: 100, walkers: 500, domain: [0.2, 3] });
  assert.equal(simulation.grid().length, 100);
  for (const model of models) {
    assertClose(integral(simulation.density(model), simulation.edges()), 1, 1e-12, model);
  }
  assert.ok(simulation.walkers().every((w) => w >= 0.2 && w <= 3));
});

test("a refused update leaves everything as it was", () => {
  const simulation = pit();
  const before = simulation.density("sgd");
  for (const scenario of [{ learningRate: -1 }, { landscape: "canyon" }, 3]) {
    assert.throws(() => simulation.update(scenario), { name: "ScenarioError" });
  }
  assert.deepEqual(simulation.density("sgd"), before);
  assert.equal(simulation.time, 40);
});

test("mean and sd are those of the density, and of the walkers", () => {
  const simulation = pit();
  const grid = simulation.grid();
  for (const model of models) {
    const density = simulation.density(model);
    const edges = simulation.edges();
    const mean = integral(density.map((p, i) => p * grid[i]), edges); // prettier-ignore
    const square = integral(density.map((p, i) => p * (grid[i] - mean) ** 2), edges); // prettier-ignore
    const moments = simulation.moments(model);
    // But for where in its cell the mass is, which the core counts.
    assertClose(moments.mean, mean, 1e-3, `mean of ${model}`);
    assertClose(moments.sd, Math.sqrt(square), 1e-3, `sd of ${model}`);
  }
  const walkers = simulation.walkers();
  const mean = sum(walkers) / walkers.length;
  const { mean: found, sd } = simulation.moments("walkers");
  assertClose(found, mean, 1e-12, "mean of the walkers");
  assertClose(
    sd ** 2,
    sum(walkers.map((w) => (w - mean) ** 2)) / walkers.length,
    1e-12,
    "variance",
  );
});

test("mass is additive, one over the domain, and none beyond it", () => {
  const simulation = pit();
  for (const model of [...models, "walkers"]) {
    const parts = [-1, 0, 0.777, 1, 1.3, 2.5, 4.001];
    const pieces = parts.slice(1).map((to, i) => simulation.mass(model, parts[i], to));
    assert.ok(
      pieces.every((m) => m >= 0 && m <= 1),
      model,
    );
    assertClose(sum(pieces), 1, 1e-12, model);
    assertClose(simulation.mass(model, -1, 1), pieces[0] + pieces[1] + pieces[2], 1e-12, model);
    assertClose(simulation.mass(model, -1e9, 1e9), 1, 1e-12, model);
    assert.equal(simulation.mass(model, -Infinity, Infinity), simulation.mass(model, -1e9, 1e9));
    assert.equal(simulation.mass(model, 5, 6), 0, model);
    assert.equal(simulation.mass(model, 1, 1), 0, model);
    assert.throws(() => simulation.mass(model, 2, 1), { name: "ScenarioError", field: "from" });
  }
});

test("mass agrees with the density over whole cells", () => {
  const simulation = pit();
  const edges = simulation.edges();
  for (const model of models) {
    const density = simulation.density(model);
    const [a, b] = [60, 190];
    const cells = density.slice(a, b).map((p, i) => p * (edges[a + i + 1] - edges[a + i]));
    assertClose(simulation.mass(model, edges[a], edges[b]), sum(cells), 1e-12, model);
  }
});

test("distance is the total variation: symmetric, 0 with itself, 0…1", () => {
  const simulation = pit({ learningRate: 0.3 });
  const distance = simulation.distance("current", "sgd");
  assert.equal(simulation.distance("sgd", "current"), distance);
  models.forEach((model) => assert.equal(simulation.distance(model, model), 0));
  const [a, b] = ["current", "sgd"].map((model) => simulation.density(model));
  const apart = integral(a.map((p, i) => Math.abs(p - b[i])), simulation.edges()); // prettier-ignore
  assertClose(distance, apart / 2, 1e-12, "half of the L1 distance");
  assert.ok(distance > 0 && distance < 1);
  simulation.reset();
  assert.equal(simulation.distance("current", "sgd"), 0);
});

test("the histogram is the walkers' density on equal bins", () => {
  const simulation = pit();
  const bins = 50;
  const width = 5 / bins;
  const counts = new Float64Array(bins);
  for (const w of simulation.walkers()) counts[Math.min(Math.floor((w + 1) / width), bins - 1)]++;
  const histogram = simulation.histogram(bins);
  assertClose(sum(histogram) * width, 1, 1e-12, "its integral");
  histogram.forEach((p, i) => assertClose(p * width * 500, counts[i], 1e-6, `bin ${i}`));
  assert.equal(simulation.histogram(1)[0], 1 / 5);
  assert.deepEqual(pit({ walkers: 0 }).histogram(3), new Float64Array(3));
});

test("no current flows through the walls, and between them it moves the mass", () => {
  const simulation = pit();
  const edges = simulation.edges();
  const flux = simulation.flux();
  assert.equal(flux.length, 257);
  assert.equal(flux[0], 0);
  assert.equal(flux[256], 0);
  // dm/dt = ρ(left) − ρ(right), against the mean of the steps to either side.
  const face = 128;
  const left = (steps) => {
    const other = pit({}, steps);
    return other.mass("current", -1, edges[face]);
  };
  const change = (left(41) - left(39)) / 2;
  assertClose(-flux[face], change, 0.02 * Math.abs(change), "what leaves the left part in a step");
});

test("the landscape of the pit is that of the post", () => {
  const simulation = pit();
  const grid = simulation.grid();
  const { loss, losses, gradient, variance, energy } = simulation.landscape();
  assert.equal(losses.length, 2);
  assert.equal(energy.length, 256);
  grid.forEach((w, i) => {
    const bowl = -Math.exp(-((w - 2) ** 2));
    const dip = -Math.exp(-100 * (w - 1) ** 2);
    assertClose(losses[0][i], bowl, 1e-12, "l_0");
    assertClose(losses[1][i], bowl + dip, 1e-12, "l_1");
    assertClose(loss[i], bowl + dip / 2, 1e-12, "L");
    const slopes = [-2 * (w - 2) * bowl, -2 * (w - 2) * bowl - 200 * (w - 1) * dip];
    assertClose(gradient[i], (slopes[0] + slopes[1]) / 2, 1e-11, "G");
    assertClose(variance[i], ((slopes[1] - slopes[0]) / 2) ** 2, 1e-9, "S²");
  });
});

test("the landscape's variance is that of a batch", () => {
  const [one, four] = [1, 4].map((batchSize) => pit({ batchSize }, 0).landscape().variance);
  one.forEach((s, i) => assertClose(four[i], s / 4, 1e-12 * s, "S²/B"));
});

test("the moments landscape draws the integral of its gradients", () => {
  const simulation = pit({ landscape: "balance" }, 0);
  const grid = simulation.grid();
  const { loss } = simulation.landscape();
  const offset = loss[0] - grid[0] ** 2 / 2;
  loss.forEach((l, i) => assertClose(l, grid[i] ** 2 / 2 + offset, 1e-6, "L"));
});

test("small steps stay within the walls, where alone the landscape exists", () => {
  const simulation = pit({
    landscape: { kind: "formula", losses: ["2*log(W)", "-log(W)"] },
    ...{ rule: "flow", substeps: 4, learningRate: 0.5 },
    ...{ domain: [0.2, 4], initial: { mean: 2, sd: 0.5 }, walkers: 20_000, cells: 512 },
  });
  for (const to of [0.3, 0.5, 1, 2, 3]) {
    const mass = simulation.mass("sgd", 0.2, to);
    const error = Math.sqrt((mass * (1 - mass)) / 20_000);
    assertClose(simulation.mass("walkers", 0.2, to), mass, 4 * error, `mass left of ${to}`);
  }
});

test("many simulations live side by side and can be freed", () => {
  const many = Array.from({ length: 50 }, (_, i) => pit({ seed: i, walkers: 10 }, i));
  many.forEach((simulation, i) => assert.equal(simulation.time, i));
  many.forEach((simulation) => simulation.free());
  assert.throws(() => many[0].time);
  assert.equal(pit().time, 40);
});
