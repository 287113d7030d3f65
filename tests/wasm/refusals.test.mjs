// What is refused: each by the name of its field, in words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Simulation, compareWidths, normalize, stationary } from "./core.mjs";

/** Runs what must be refused and hands back the error. */
function refused(call, field, what) {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof Error, what);
    assert.equal(error.name, "ScenarioError", `${what}: ${error.stack}`);
    assert.equal(error.field, field, `${what}: ${error.message}`);
    assert.ok(error.message.includes(field), `${what}: ${error.message}`);
    assert.ok(error.message.length < 500, `${what}: ${error.message}`);
    return error;
  }
  return assert.fail(`${what} is accepted`);
}

const formula = (...losses) => ({ kind: "formula", losses });
const moments = (gradient, variance) => ({ kind: "moments", gradient, variance });
const data = (points, model = "line") => ({ kind: "data", model, points });
const framed = (frame) => ({ ...data([[1e9, 2]]), ...frame });
const cycle = {};
cycle.initial = cycle;

const table = [
  ["learningRate", { learningRate: -0.02 }],
  ["learningRate", { learningRate: 0 }],
  ["learningRate", { learningRate: NaN }],
  ["learningRate", { learningRate: Infinity }],
  ["learningRate", { learningRate: "0.02" }],
  ["learningRate", { learningRate: 1n }],
  ["learningRate", { learningRate: () => 0.02 }],
  ["learningRate", { learningRate: Symbol("T") }],
  ["learningRate", { learningRate: [0.02] }],
  ["learningRate", { learningRate: new Number(0.02) }],
  ["batchSize", { batchSize: 0 }],
  ["batchSize", { batchSize: 1.5 }],
  ["cells", { cells: 1e9 }],
  ["cells", { cells: 1e300 }],
  ["cells", { cells: -Infinity }],
  ["cells", { cells: 31 }],
  ["cells", { cells: 100.5 }],
  ["cells", { cells: true }],
  ["substeps", { substeps: 0 }],
  ["walkers", { walkers: -1 }],
  ["seed", { seed: 2 ** 53 }],
  ["convention", { convention: "stratonovic" }],
  ["convention", { convention: 0 }],
  ["rule", { rule: "Jump" }],
  ["walkerRule", { walkerRule: "" }],
  ["secondOrder", { secondOrder: "true" }],
  ["landscape.units.1", { landscape: framed({ units: [1, 0] }) }],
  ["landscape.units", { landscape: framed({ units: [1] }) }],
  ["landscape.units", { landscape: framed({ units: [1e-300, 1] }) }],
  ["landscape.origin.0", { landscape: framed({ origin: [NaN, 0] }) }],
  ["domain", { domain: [4, -1] }],
  ["domain", { domain: [1, 1] }],
  ["domain", { domain: [1] }],
  ["domain", { domain: [1, 2, 3] }],
  ["domain", { domain: new Array(1e9) }],
  ["domain", { domain: new Float64Array([-1, 4]) }],
  ["domain", { domain: "-1,4" }],
  ["domain.0", { domain: [null, 4] }],
  ["domain.1", { domain: [-1, 1e4] }],
  ["initial", { initial: 0.5 }],
  ["initial.sd", { initial: { sd: 0 } }],
  ["initial.mean", { initial: { mean: 9 } }],
  ["initial.width", { initial: { width: 1 } }],
  ["initial.initial", cycle],
  ["learningrate", { learningrate: 0.1 }],
  ["landscape", { landscape: "canyon" }],
  ["landscape", { landscape: 3 }],
  ["landscape", { landscape: [] }],
  ["landscape", { landscape: new Map([["kind", "pit"]]) }],
  ["landscape.kind", { landscape: {} }],
  ["landscape.kind", { landscape: { kind: "canyon" } }],
  ["landscape.depth", { landscape: { kind: "wells", depth: 1 } }],
  ["landscape.ratio", { landscape: { kind: "wells", ratio: 0.5 } }],
  ["landscape.losses", { landscape: { kind: "formula" } }],
  ["landscape.losses", { landscape: formula() }],
  ["landscape.losses.1", { landscape: formula("W^2", 3) }],
  ["landscape.variance", { landscape: { kind: "moments", gradient: "W" } }],
  ["landscape.model", { landscape: data([[1, 1]], "cubic") }],
  ["landscape.points", { landscape: data([]) }],
  ["landscape.points", { landscape: data(Array(1001).fill([1, 1])) }],
  ["landscape.points.1", { landscape: data([[1, 1], [1]]) }],
  ["landscape.points.0.1", { landscape: data([[1, NaN]]) }],
  ["landscape.points.0.1", { landscape: data([[1, 2]], "logistic") }],
  ["scenario", "pit"],
  ["scenario", 3],
  ["scenario", []],
  ["scenario", new Date()],
  ["scenario", () => ({})],
];

for (const [field, scenario] of table) {
  const name = typeof scenario === "object" && scenario !== cycle;
  const what = name ? JSON.stringify(scenario, (_, v) => shown(v)) : shown(scenario);
  test(`refused by the name of ${field}: ${what}`, () => {
    const running = new Simulation({ cells: 32, walkers: 0 });
    refused(() => normalize(scenario), field, "normalize");
    refused(() => new Simulation(scenario), field, "Simulation");
    refused(() => stationary(scenario), field, "stationary");
    refused(() => running.update(scenario), field, "update");
  });
}

/** Something short for the name of a test. */
function shown(value) {
  if (Array.isArray(value) && value.length > 4) return `a list of ${value.length}`;
  if (ArrayBuffer.isView(value)) return value.constructor.name;
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (["function", "symbol"].includes(typeof value)) return `a ${typeof value}`;
  return value === cycle ? "a cycle" : value;
}

test("a fault in a formula has its column", () => {
  for (const [landscape, field, position] of [
    [formula("W^2", "W^2 + foo(W)"), "landscape.losses.1", 6],
    [formula("(W"), "landscape.losses.0", 2],
    [formula(""), "landscape.losses.0", 0],
    [formula("W 2"), "landscape.losses.0", 2],
    [moments("W +", "1"), "landscape.gradient", 3],
    [moments("W", "exp -W"), "landscape.variance", 4],
    [formula("(".repeat(1500)), "landscape.losses.0", 100],
    [formula("W".repeat(1e6)), "landscape.losses.0", 2000],
  ]) {
    const error = refused(() => new Simulation({ landscape }), field, JSON.stringify(landscape));
    assert.equal(error.position, position, error.message);
  }
  const other = refused(() => normalize({ cells: 1 }), "cells", "cells");
  assert.ok(!("position" in other));
});

test("a landscape without finite gradients in the domain is refused", () => {
  for (const [landscape, field] of [
    [formula("W^2", "log(W)"), "landscape.losses.1"],
    [formula("exp(exp(exp(W^2)))"), "landscape.losses.0"],
    [moments("1/(W - 1.5 + 1.5*W - 1.5*W) * 0 + sqrt(W)", "1"), "landscape.gradient"],
    [moments("W", "1/W^2000"), "landscape.variance"],
    [moments("W", "W"), "landscape.variance"],
  ]) {
    refused(() => new Simulation({ landscape }), field, JSON.stringify(landscape));
  }
});

test("arguments of methods are refused by name", () => {
  const s = new Simulation({ cells: 32, walkers: 0 });
  const calls = [
    ["steps", () => s.step(-1)],
    ["steps", () => s.step(0.5)],
    ["steps", () => s.step(1e7)],
    ["steps", () => s.step("3")],
    ["steps", () => s.step()],
    ["bins", () => s.histogram(0)],
    ["bins", () => s.histogram(1e9)],
    ["model", () => s.density("Current")],
    ["model", () => s.density()],
    ["model", () => s.density("walkers")],
    ["model", () => s.moments(0)],
    ["model", () => s.mass("", 0, 1)],
    ["model", () => s.distance("sgd", "walkers")],
    ["model", () => s.distance(["sgd"], "sgd")],
    ["from", () => s.mass("sgd", "0", 1)],
    ["from", () => s.mass("sgd", 3, 1)],
    ["from", () => s.mass("walkers", 3, 1)],
    ["to", () => s.mass("sgd", 0)],
    ["walkers", () => s.moments("walkers")],
    ["walkers", () => s.mass("walkers", 0, 1)],
  ];
  for (const [field, call] of calls) refused(call, field, String(call));
  assert.equal(s.time, 0);
});

test("too many kinds of batch are refused when SGD itself is asked for", () => {
  const points = Array.from({ length: 40 }, (_, i) => [i / 40, 1]);
  const s = new Simulation({ landscape: data(points), batchSize: 8, cells: 64, walkers: 10 });
  refused(() => s.density("sgd"), "batchSize", "density");
  s.step(3);
  assert.ok(s.density("current").every(Number.isFinite));
  assert.ok(s.walkers().every(Number.isFinite));
});

test("too many cells for so many kinds of batch are refused in no time", () => {
  const s = new Simulation({ batchSize: 1024, cells: 8192, walkers: 0 });
  refused(() => s.density("sgd"), "cells", "density");
});

test("only wells are compared, and their fields stand in one place", () => {
  refused(() => compareWidths({ landscape: "pit" }), "landscape", "pit");
  refused(() => compareWidths({ ratio: 0 }), "landscape.ratio", "ratio");
  refused(() => compareWidths({ landscape: "wells", ratio: 2 }), "ratio", "both");
  refused(() => compareWidths({ depth: 2 }), "depth", "unknown field");
  refused(() => compareWidths([]), "scenario", "a list");
});
