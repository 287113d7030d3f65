// Tables as strangers bring them: what is read of each, and that each runs.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { normalize, planeNormalize, PlaneSimulation, Simulation } from "../wasm/core.mjs";
import { random as seeded } from "../wasm/random.mjs";
import { loadSource } from "./source.mjs";

const { readTable } = await loadSource("scene/points");
const { withPoints } = await loadSource("scene/scenario");
const { namedTables } = await loadSource("scene/named-tables");
const { namedLosses, startFrom } = await loadSource("scene/named-losses");
const tables = JSON.parse(await readFile(new URL("../fixtures/tables.json", import.meta.url)));

/** What points are for, where there are two parameters. */
const kinds = [
  "points",
  ...["line", "neuron"].map((model) => ({ kind: "data", model, points: [[1, 0]] })),
  { kind: "network", points: [[1, 1]] },
];

/** The place where G crosses zero, and the walls around. */
function rest(scenario) {
  const simulation = new Simulation({ ...scenario, cells: 512, walkers: 10 });
  const grid = simulation.grid();
  const { gradient } = simulation.landscape();
  simulation.step(50);
  const { mean } = simulation.moments("sgd");
  simulation.free();
  const after = gradient.findIndex((slope) => slope > 0);
  const [a, b] = [gradient[after - 1], gradient[after]];
  const at = grid[after - 1] - (a * (grid[after] - grid[after - 1])) / (b - a);
  return { at, mean };
}

for (const { name, text, choice, points, slope, problem, ...more } of tables)
  test(`a table with ${name}`, () => {
    const table = readTable(text, 300, choice);
    if (problem !== undefined) {
      assert.ok(table.problem?.includes(problem), table.problem);
      return;
    }
    assert.equal(table.problem, undefined);
    assert.deepEqual(table.points, points);
    assert.equal(table.ambiguous, more.ambiguous ?? choice?.decimal !== undefined);
    const words = table.words.join(" ");
    if (more.columns)
      assert.deepEqual(
        table.columns.map(({ name }) => name).slice(-more.columns.length),
        more.columns,
      );
    if (more.says) assert.ok(words.includes(more.says), words);
    if (more.leftOut) assert.match(words, new RegExp(`Left out.*${more.leftOut}`));
    else assert.doesNotMatch(words, /Left out/);

    // A line of one parameter: its least squares lie within the walls, and SGD goes there.
    const scenario = withPoints({}, normalize({}), points);
    const { units = [1, 1] } = scenario.landscape;
    const { at, mean } = rest(scenario);
    const wanted = (slope * units[0]) / units[1];
    const [from, to] = scenario.domain;
    assert.ok(Math.abs(at - wanted) < 0.01 * (to - from), `${at}, not ${wanted}`);
    assert.ok(Math.abs(mean - wanted) < Math.abs(scenario.initial.mean - wanted), `SGD at ${mean}`);
    // The other models, and those of two parameters.
    for (const model of ["logistic", "neuron"]) {
      const whole = normalize({ landscape: { kind: "data", model, points: [[1, 0]] } });
      const labelled = points.map(([x], i) => [x, i % 2]);
      runs(Simulation, withPoints(whole, whole, model === "logistic" ? labelled : points));
    }
    for (const landscape of kinds) {
      const whole = planeNormalize({ landscape });
      const made = withPoints(whole, whole, points.slice(0, 60));
      runs(PlaneSimulation, { ...made, cells: [32, 32] });
    }
  });

test("tables of numbers of any size run", () => {
  const { real: random } = seeded(7);
  for (let k = 0; k < 40; k++) {
    const size = () => 10 ** (600 * random() - 300);
    const [x, y, middle] = [size(), size(), random() < 0.3 ? 10 * random() ** 2 : 0];
    const n = 1 + Math.floor(12 * random());
    const points = Array.from({ length: n }, () => [
      x * (middle + random() - 0.3),
      y * (random() - 0.5),
    ]);
    runs(Simulation, { ...withPoints({}, normalize({}), points), cells: 64 });
    for (const landscape of kinds) {
      const whole = planeNormalize({ landscape });
      runs(PlaneSimulation, { ...withPoints(whole, whole, points), cells: [16, 16] });
    }
  }
});

function runs(Kind, scenario) {
  const simulation = new Kind({ ...scenario, walkers: 10 });
  simulation.step(3);
  const { mean } = simulation.moments("sgd");
  assert.ok([mean].flat().every(Number.isFinite));
  simulation.free();
}

/** Least squares with an intercept. */
function regression(points) {
  const n = points.length;
  const [mx, my] = [0, 1].map((a) => points.reduce((sum, point) => sum + point[a], 0) / n);
  const sxy = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  const sxx = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  return [sxy / sxx, my - (sxy / sxx) * mx];
}

// As printed for these sets: R's lm, Hubble's velocities against distances, Anscombe's own.
for (const [start, slope, intercept] of [
  ["Hubble", 454.16, -40.78],
  ["Cars", 3.9324, -17.5791],
  ["Heights", 3.45, -87.51667],
  ["Motor", -0.06823, 30.09886],
  ["Anscombe", 0.5001, 3.0001],
])
  test(`the known points of ${start} are those that are printed`, () => {
    const known = namedTables.find(({ name }) => name.startsWith(start));
    const { points } = readTable(known.text, 300);
    const [found, at] = regression(points);
    assert.ok(Math.abs(found / slope - 1) < 1e-4, `${found}`);
    assert.ok(Math.abs(at / intercept - 1) < 1e-3, `${at}`);
  });

test("of 23 flights 7 had a ring in distress", () => {
  const { points } = readTable(namedTables.at(-1).text, 300);
  assert.equal(points.length, 23);
  assert.equal(points.filter(([, y]) => y === 1).length, 7);
});

test("known losses run, and their minimum is within the walls", () => {
  for (const known of namedLosses.line) {
    const { at, mean } = rest(startFrom(known, {}));
    assert.ok(Number.isFinite(at), known.name);
    assert.ok(Number.isFinite(mean), known.name);
  }
  for (const known of namedLosses.plane)
    runs(PlaneSimulation, { ...startFrom(known, {}), cells: [64, 64] });
});
