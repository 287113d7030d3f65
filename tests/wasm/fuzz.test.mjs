// Nothing traps: whatever is handed over, either it works or a ScenarioError
// says why not, and afterwards the package works as before.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Simulation, compareWidths, normalize, passageTime, stationary } from "./core.mjs";
import { hostile, spoilt } from "./hostile.mjs";
import { assertClose, integral } from "./numbers.mjs";
import { random } from "./random.mjs";

const pit = JSON.stringify(normalize());

/** Whether the call was accepted. */
function accepted(call, what) {
  try {
    call();
    return true;
  } catch (error) {
    assert.equal(error?.name, "ScenarioError", `${what}: ${error?.stack ?? String(error)}`);
    assert.ok(typeof error.field === "string" && error.field, what);
    assert.ok(
      error.message.length > 10 && error.message.length < 1000,
      `${what}: ${error.message}`,
    );
    return false;
  }
}

/** A new small run, whose first numbers are known to be right. */
const small = () => new Simulation({ cells: 32, walkers: 5 });

function assertWorks(simulation, what) {
  simulation.reset();
  simulation.step(1);
  assertClose(integral(simulation.density("current"), simulation.edges()), 1, 1e-12, what);
  assert.equal(JSON.stringify(normalize()), pit, what);
}

test("hostile scenarios are refused or run, by every function", () => {
  const source = random(1);
  const running = small();
  const functions = {
    normalize,
    stationary,
    compareWidths,
    Simulation: (scenario) => new Simulation(scenario).free(),
    update: (scenario) => running.update(scenario),
    passageTime: (scenario) =>
      passageTime(scenario, ...source.pick([[0.5, 2], [hostile(source)], [0, hostile(source)]])),
  };
  for (let i = 0; i < 400; i++) {
    for (const [name, call] of Object.entries(functions)) {
      const what = `${name}, case ${i}`;
      const scenario = source.real() < 0.4 ? hostile(source) : spoilt(source);
      // A run with 2048 cells is sound as well, but slow.
      let read;
      if (accepted(() => (read = normalize(scenario)), what) && read.cells > 32) continue;
      accepted(() => call(scenario), what);
      assertWorks(running, what);
    }
  }
});

test("hostile arguments of methods are refused or taken", () => {
  const source = random(2);
  const running = small();
  const model = () =>
    source.real() < 0.5 ? source.pick(["current", "gaussian", "sgd", "walkers"]) : any();
  const place = () => (source.real() < 0.5 ? source.real() * 5 - 1 : any());
  const any = () => hostile(source);
  const methods = {
    step: () => running.step(any()),
    density: () => running.density(any()),
    histogram: () => running.histogram(any()),
    moments: () => running.moments(any()),
    mass: () => running.mass(model(), place(), place()),
    metric: () => running.metric(any()),
    distance: () => running.distance(model(), model()),
  };
  for (let i = 0; i < 300; i++) {
    for (const [name, call] of Object.entries(methods)) {
      accepted(call, `${name}, case ${i}`);
    }
    assertWorks(running, `case ${i}`);
  }
});

const pieces = ["W", "1", "0", "2.5", "1e9", "1e308", "pi", "e", "+", "-", "*", "/", "^", "(", ")"]
  .concat(["exp(", "log(", "sqrt(", "abs(", "sin(", "cos(", "tan(", "tanh(", "sigmoid("])
  .concat([" ", ".", ",", "W2", "²", "×", "😀"]);

/** A formula as a monkey types it, its parentheses closed more often than not. */
function typed({ real, below, pick }) {
  const text = Array.from({ length: 1 + below(9) }, () => pick(pieces)).join("");
  const open = text.split("(").length - text.split(")").length;
  return real() < 0.8 && open > 0 ? text + ")".repeat(open) : text;
}

/** A formula that can be read. */
function grown({ real, below, pick }, depth = 0) {
  const more = () => grown({ real, below, pick }, depth + 1);
  const kind = depth < 4 ? real() : 0;
  if (kind < 0.2) return pick(["W", "W", "1", "0", "2.5", "0.01", "30", "pi"]);
  if (kind < 0.6) return `(${more()} ${pick(["+", "-", "*", "/", "^"])} ${more()})`;
  if (kind < 0.7) return `-${more()}`;
  return `${pick(["exp", "log", "sqrt", "abs", "sin", "cos", "tan", "tanh", "sigmoid"])}(${more()})`;
}

/** What a landscape and its runs must never show. */
function assertNumbers(simulation, what) {
  const edges = simulation.edges();
  for (const steps of [1, 20]) {
    simulation.step(steps);
    for (const model of ["current", "gaussian", "sgd"]) {
      let density;
      if (!accepted(() => (density = simulation.density(model)), what)) continue;
      assertClose(integral(density, edges), 1, 1e-9, `${what}, mass of ${model}`);
      assert.ok(density.every((p) => p >= 0), `${what}, ${model}`); // prettier-ignore
      assert.ok(Number.isFinite(simulation.moments(model).sd), `${what}, ${model}`);
    }
    accepted(() => assert.ok(simulation.flux().every(Number.isFinite), "flux"), what);
    assert.ok(simulation.walkers().every(Number.isFinite), `${what}, walkers`);
  }
  const { losses, ...rest } = simulation.landscape();
  for (const [name, values] of Object.entries({ ...losses, ...rest, ...simulation.energies() })) {
    assert.ok(!values.some(Number.isNaN), `${what}, landscape's ${name}`);
  }
}

test("formulas of any kind are refused or give numbers", () => {
  const source = random(3);
  let ran = 0;
  for (let i = 0; i < 200; i++) {
    const formula = () => (i % 2 ? grown(source) : typed(source));
    const landscape =
      source.real() < 0.6
        ? { kind: "formula", losses: Array.from({ length: 1 + source.below(3) }, formula) }
        : { kind: "moments", gradient: formula(), variance: formula() };
    const scenario = {
      landscape,
      learningRate: 10 ** (source.real() * 4 - 4),
      convention: source.pick(["ito", "stratonovich", "klimontovich"]),
      secondOrder: source.real() < 0.5,
      rule: source.pick(["jump", "flow"]),
      walkerRule: source.pick(["sgd", "gaussian"]),
      batchSize: 1 + source.below(3),
      cells: 32 + source.below(33),
      walkers: 5,
    };
    const what = `case ${i}: ${JSON.stringify(scenario)}`;
    let simulation;
    if (!accepted(() => (simulation = new Simulation(scenario)), what)) continue;
    ran += 1;
    assertNumbers(simulation, what);
    const { logDensity, energy, density, edges } = stationary(scenario);
    assert.ok(![...logDensity, ...energy].some(Number.isNaN), what);
    assertClose(integral(density, edges), 1, 1e-9, `${what}, end state`);
    simulation.free();
  }
  assert.ok(ran > 25, `only ${ran} formulas could be run`);
});

test("a value that throws when read is refused, however often, and locks nothing", () => {
  const running = small();
  const scenario = {
    get cells() {
      throw new Error("mine");
    },
  };
  for (let i = 0; i < 20_000; i++) {
    assert.throws(() => running.update(scenario), { name: "ScenarioError", field: "cells" });
  }
  assertWorks(running, "afterwards");
});

test("a value that calls back into what reads it gets an error, not a lock", () => {
  const running = small();
  for (const call of ["time", "step", "reset", "update", "free"]) {
    const scenario = {
      get cells() {
        return call === "time" ? running.time : running[call](1);
      },
    };
    accepted(() => running.update(scenario), call);
    // To free what is in use is refused too, but JavaScript has let go of it.
    assertWorks(call === "free" ? small() : running, call);
  }
});

test("a value that makes the package read itself ends", () => {
  const scenario = {
    get initial() {
      normalize(scenario);
      return {};
    },
  };
  accepted(() => normalize(scenario), "a scenario that normalizes itself");
  assertWorks(small(), "afterwards");
});
