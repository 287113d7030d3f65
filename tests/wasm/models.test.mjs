// Against the post's numbers and closed forms: the pit, end states, widths.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Simulation, compareWidths, learningRates, passageTime, stationary } from "./core.mjs";
import { assertClose, integral, sum } from "./numbers.mjs";

test("SGD leaves the pit sooner than the current predicts", () => {
  const simulation = new Simulation({ cells: 4096, walkers: 100_000 });
  simulation.step(100);
  const sgd = simulation.mass("sgd", 1.3, 4);
  assertClose(sgd, 0.2692, 0.002, "mass of SGD beyond 1.3");
  assertClose(simulation.mass("current", 1.3, 4), 0.0766, 0.001, "mass of the current beyond 1.3");
  const { mean, sd } = simulation.moments("current");
  assertClose(mean, 1.0387, 1e-3, "mean of the current");
  assertClose(sd, 0.2226, 1e-3, "sd of the current");
  const error = Math.sqrt((sgd * (1 - sgd)) / 100_000);
  assertClose(simulation.mass("walkers", 1.3, 4), sgd, 4 * error, "walkers beyond 1.3");
});

test("gradient descent without noise follows its characteristics", () => {
  const simulation = new Simulation({ landscape: "flow", cells: 4096, walkers: 0 });
  for (const [steps, mean, sd] of [
    [20, 0.666232, 0.243493],
    [60, 0.909129, 0.195455],
    [100, 0.982919, 0.108454],
  ]) {
    simulation.step(steps - simulation.time);
    const found = simulation.moments("current");
    assertClose(found.mean, mean, 2e-3, `mean at t = ${steps}`);
    assertClose(found.sd, sd, 0.01 * sd, `sd at t = ${steps}`);
  }
});

test("a schedule tells T of every step", () => {
  const halved = { learningRate: 0.4, schedule: { kind: "step", time: 2, factor: 0.5 } };
  assert.deepEqual([...learningRates(halved, 5)], [0.4, 0.4, 0.2, 0.2, 0.1]);
  assert.throws(() => learningRates({}, 0), { name: "ScenarioError", field: "steps" });
});

test("pure noise spreads by T² in a step", () => {
  const simulation = new Simulation({ landscape: "spread", cells: 1024, walkers: 0 });
  simulation.step(50);
  for (const model of ["current", "sgd"]) {
    const { sd } = simulation.moments(model);
    assertClose(sd ** 2, 0.175 ** 2 + 50 * 0.1 ** 2, 1e-3, `variance of ${model}`);
  }
});

test("all mass of the pit ends within 0.01 of W = 2", () => {
  const end = stationary();
  const { grid, edges, density, logDensity, energy } = end;
  assert.equal(grid.length, 2048);
  assert.equal(edges.length, 2049);
  assertClose(integral(density, edges), 1, 1e-12, "mass");
  grid.forEach((w, i) => {
    assert.ok(density[i] === 0 || Math.abs(w - 2) < 0.01, `density at ${w}`);
    assert.equal(energy[i] === Infinity, density[i] === 0, `energy at ${w}`);
    assert.equal(logDensity[i] === -Infinity, density[i] === 0, `ln P at ${w}`);
  });
  assert.equal(end.classes.length, 1);
  const [{ from, to, share }] = end.classes;
  assert.ok(from < 2 && 2 < to);
  assertClose(share, 1, 1e-12, "share of the one closed class");
  assert.equal(end.minima.length, 1);
  assertClose(end.minima[0].at, 2, 0.01, "bottom");
  assertClose(end.minima[0].mass, 1, 1e-12, "mass of the basin");
});

test("the end state of uneven noise is its closed form", () => {
  const { grid, logDensity, energy } = stationary({ landscape: "balance" });
  const middle = grid.findIndex((w) => w > 0);
  const log = (w) => (-1 - 1 / 0.3) * Math.log(0.5 + w * w);
  grid.forEach((w, i) => {
    const expected = log(w) - log(grid[middle]);
    assertClose(logDensity[i] - logDensity[middle], expected, 1e-6, `ln P at ${w}`);
    assertClose(energy[middle] - energy[i], expected, 1e-6, `−Φ at ${w}`);
  });
});

test("basins stand side by side and share the mass", () => {
  const { minima, edges } = stationary({ landscape: "end-state" });
  assert.equal(minima.length, 2);
  assert.equal(minima[0].from, edges[0]);
  assert.equal(minima[0].to, minima[1].from);
  assert.equal(minima[1].to, edges.at(-1));
  assertClose(sum(minima.map((m) => m.mass)), 1, 1e-12, "mass");
  for (const { at, from, to, peak, logPeak, mass, logMass } of minima) {
    assert.ok(from < at && at < to);
    assertClose(Math.log(peak), logPeak, 1e-12, "ln of the peak");
    assertClose(Math.log(mass), logMass, 1e-12, "ln of the mass");
  }
});

test("two closed classes share the start at the hilltop between them", () => {
  const { classes } = stationary({ landscape: "flow", initial: { mean: 1.1, sd: 0.3 } });
  assert.equal(classes.length, 2);
  // Φ((1.174310 − 1.1)/0.3), hardly cut by the walls.
  assertClose(classes[0].share, 0.597816, 2e-3, "share of the pit");
  assertClose(sum(classes.map((c) => c.share)), 1, 1e-12, "all shares");
});

/** ln I₀(x) by the trapezoidal rule, exact for periodic functions. */
function logI0(x) {
  const n = 4096;
  const angles = Array.from({ length: n }, (_, i) => (2 * Math.PI * i) / n);
  return x + Math.log(sum(angles.map((a) => Math.exp(x * (Math.cos(a) - 1)))) / n);
}

test("wide against narrow: predicted is the closed form, solved agrees", () => {
  for (const learningRate of [0.1, 0.3, 1]) {
    for (const ratio of [1, 1.5, 2, 3, 4, 5, 6]) {
      const name = `k = ${ratio}, T = ${learningRate}`;
      const { predicted, solved } = compareWidths({ ratio, learningRate, withSgd: false });
      const I = (4 * 0.1) / learningRate;
      const ln = Math.log(ratio);
      const peak = 2 * ln + (ratio ** 2 - 1) * I;
      const mass = 3 * ln + ((ratio ** 2 - 1) * I) / 2 + logI0((ratio ** 2 * I) / 2) - logI0(I / 2);
      assertClose(predicted.logPeakRatio, peak, 1e-10, `predicted peaks, ${name}`);
      assertClose(predicted.logMassRatio, mass, 1e-10, `predicted masses, ${name}`);
      assertClose(solved.logPeakRatio, peak, 1e-3, `solved peaks, ${name}`);
      assertClose(solved.logMassRatio, mass, 1e-3, `solved masses, ${name}`);
      assertClose(predicted.exponentNarrow, I, 1e-12 * I, `exponent, ${name}`);
      assertClose(predicted.exponentWide, ratio ** 2 * I, 1e-9, `k² times the exponent, ${name}`);
      for (const ratios of [predicted, solved]) {
        const plain = [Math.exp(ratios.logPeakRatio), Math.exp(ratios.logMassRatio)];
        assertClose(ratios.peakRatio / plain[0], 1, 1e-9, `plain peak ratio, ${name}`);
        assertClose(ratios.massRatio / plain[1], 1, 1e-9, `plain mass ratio, ${name}`);
      }
    }
  }
});

test("ratios too large for a float are infinite beside their logarithms", () => {
  const { predicted, solved } = compareWidths({ ratio: 8, learningRate: 0.02, withSgd: false });
  for (const { peakRatio, logPeakRatio, logMassRatio } of [predicted, solved]) {
    assert.equal(peakRatio, Infinity);
    assert.ok(Number.isFinite(logPeakRatio) && logPeakRatio > 710);
    assert.ok(Number.isFinite(logMassRatio));
  }
});

test("height, noise and batch size enter as I = 4aB/(Tσ²)", () => {
  const { predicted } = compareWidths({
    ...{ height: 0.2, noise: 2, learningRate: 0.3, batchSize: 3 },
    withSgd: false,
  });
  assertClose(predicted.exponentNarrow, (4 * 0.2 * 3) / (0.3 * 4), 1e-12, "I");
});

test("the wells may also be given as a landscape", () => {
  const wells = { kind: "wells", ratio: 3 };
  const rest = { cells: 64 };
  assert.deepEqual(
    compareWidths({ landscape: wells, ...rest }),
    compareWidths({ ratio: 3, ...rest }),
  );
  assert.deepEqual(
    compareWidths(rest),
    compareWidths({ ratio: 2, height: 0.1, noise: 1, ...rest }),
  );
});

test("passage times: SGD climbs out of the pit at another pace than the current", () => {
  const out = passageTime({ cells: 1024 }, 1.007453, 1.6);
  assert.ok(out.current > 0 && out.sgd > 0);
  assertClose(Math.log(out.current), out.logCurrent, 1e-12, "ln of the current's");
  assertClose(Math.log(out.sgd), out.logSgd, 1e-12, "ln of SGD's");
  assert.ok(out.sgd < out.current / 2 || out.sgd > out.current * 2, JSON.stringify(out));
});
