// The tables that controls, links and docs are made from.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import {
  Simulation,
  choices,
  normalize,
  parameterGroups,
  parameters,
  planeChoices,
  planeParameters,
  presets,
} from "./core.mjs";

/** What stands in a scenario at a dotted path. */
const at = (scenario, path) => path.split(".").reduce((part, key) => part?.[key], scenario);

const scenarioOf = ({ key, appliesTo: [kind] }) =>
  normalize(key.startsWith("schedule") ? { schedule: kind } : { landscape: kind ?? "pit" });

test("every parameter is complete and its default lies within its range", () => {
  const types = {
    key: "string",
    link: "string",
    label: "string",
    unit: "string",
    default: "number",
    min: "number",
    max: "number",
    scale: "string",
    integer: "boolean",
    help: "string",
    appliesTo: "object",
  };
  assert.ok(parameters().length > 0);
  for (const row of parameters()) {
    const found = Object.fromEntries(Object.entries(row).map(([key, v]) => [key, typeof v]));
    assert.deepEqual(found, types, row.key);
    assert.ok(row.min <= row.default && row.default <= row.max, row.key);
    assert.ok(["linear", "log"].includes(row.scale), row.key);
    assert.ok(row.label && row.help, row.key);
    if (row.integer) assert.ok(Number.isInteger(row.default), row.key);
  }
});

test("every choice has its default among its options", () => {
  for (const row of choices()) {
    const values = row.options.map((option) => option.value);
    assert.ok(values.includes(row.default), row.key);
    assert.equal(new Set(values).size, values.length, row.key);
    assert.ok(row.options.every((option) => option.label) && row.label && row.help, row.key);
  }
});

test("every row stands in one group", () => {
  const groups = parameterGroups();
  const every = [parameters(), choices(), planeParameters(), planeChoices()].flat();
  for (const { key } of every) {
    const [field] = key.split(".");
    assert.equal(groups.filter(({ fields }) => fields.includes(field)).length, 1, key);
  }
  const { fields } = groups.find(({ title }) => title === "Step");
  assert.deepEqual(fields, ["learningRate", "batchSize"]);
});

test("the fuzzer's dictionary has every name in a key, and every option", async () => {
  const file = new URL("../fuzz/dictionaries/scenario", import.meta.url);
  const lines = new Set((await readFile(file, "utf8")).split("\n"));
  const numbers = [...parameters(), ...planeParameters()];
  const names = [...choices(), ...planeChoices()];
  const keys = [...numbers, ...names].flatMap(({ key }) => key.split(".").map((k) => `"${k}":`));
  const values = names.flatMap(({ options }) => options.map(({ value }) => `"${value}"`));
  const wanted = [...keys.filter((key) => !/\d/.test(key)), ...values].map(JSON.stringify);
  assert.deepEqual(
    wanted.filter((line) => !lines.has(line)),
    [],
  );
});

test("no two rows share a key or a link key", () => {
  const rows = [...parameters(), ...choices()];
  for (const name of ["key", "link"]) {
    const names = rows.map((row) => row[name]);
    assert.deepEqual(
      names.filter((x, i) => names.indexOf(x) !== i),
      [],
      name,
    );
  }
});

test("every number of the default scenarios is that of its row", () => {
  for (const row of parameters()) {
    // The wells bring their own walls and start.
    assert.equal(at(scenarioOf(row), row.key), row.default, row.key);
  }
});

test("every parameter takes both ends of its range and nothing beyond", () => {
  for (const row of parameters().filter((row) => !/domain|initial.mean/.test(row.key))) {
    const parts = row.key.split(".");
    const set = (x) =>
      parts.length === 1
        ? { [row.key]: x }
        : {
            [parts[0]]:
              parts[0] === "landscape"
                ? { kind: row.appliesTo[0], [parts[1]]: x }
                : { ...(row.appliesTo[0] && { kind: row.appliesTo[0] }), [parts[1]]: x },
          };
    for (const end of [row.min, row.max]) {
      assert.equal(at(normalize(set(end)), row.key), end, row.key);
    }
    for (const beyond of [row.min - 1, row.max + 1 + row.max * 1e-9]) {
      assert.throws(() => normalize(set(beyond)), { name: "ScenarioError", field: row.key });
    }
  }
});

test("every option of every choice can be had", () => {
  const written = {
    "landscape.kind": {
      // The others are known by their names.
      formula: { kind: "formula", losses: ["W^2"] },
      moments: { kind: "moments", gradient: "W", variance: "1" },
      data: { kind: "data", points: [[1, 1]] },
    },
  };
  for (const row of choices()) {
    for (const { value } of row.options) {
      const scenario = normalize(
        row.key === "landscape.kind"
          ? { landscape: written[row.key][value] ?? value }
          : row.key === "landscape.model"
            ? { landscape: { kind: "data", model: value, points: [[1, 1]] } }
            : row.key === "schedule.kind"
              ? { schedule: value }
              : {
                  [row.key]: row.options.some((o) => o.value === "true") ? value === "true" : value,
                },
      );
      const found = at(scenario, row.key) ?? scenario.landscape;
      assert.equal(String(found), value, row.key);
    }
  }
});

test("every preset is a complete scenario, can be named, and runs", () => {
  const ids = presets().map((preset) => preset.id);
  for (const id of ["pit", "trajectories", "flow", "spread", "balance", "widths", "metric"]) {
    assert.ok(ids.includes(id), id);
  }
  assert.equal(new Set(ids).size, ids.length);
  for (const { id, title, scenario } of presets()) {
    assert.ok(title, id);
    assert.deepEqual(normalize(scenario), scenario, id);
    assert.deepEqual(normalize({ landscape: id }), scenario, id);
    const simulation = new Simulation({ ...scenario, cells: 256, walkers: 100 });
    simulation.step(10);
    for (const model of ["current", "sgd"]) {
      assert.ok(
        simulation.density(model).every((p) => Number.isFinite(p) && p >= 0),
        `${id}, ${model}`,
      );
    }
    assert.ok(simulation.walkers().every(Number.isFinite), id);
    simulation.free();
  }
});

test("nothing given is the post's pit", () => {
  const pit = {
    landscape: "pit",
    learningRate: 0.02,
    schedule: { kind: "constant" },
    batchSize: 1,
    sampling: "replace",
    preconditioner: "none",
    damping: 0.01,
    convention: "ito",
    secondOrder: false,
    rule: "jump",
    substeps: 8,
    domain: [-1, 4],
    walls: "reflect",
    cells: 2048,
    initial: { mean: 0.5, sd: 0.175 },
    walkers: 1000,
    walkerRule: "sgd",
    seed: 1,
  };
  for (const nothing of [undefined, null, {}, { landscape: undefined, initial: {} }, pit]) {
    assert.deepEqual(normalize(nothing), pit);
  }
});

test("normalizing twice is normalizing once", () => {
  for (const scenario of [
    {},
    { landscape: "wells", learningRate: 0.3 },
    { landscape: { kind: "wells", ratio: 3 }, domain: [-5, 15] },
    { landscape: { kind: "formula", losses: ["W^2", "(W - 1)^2 / 2"] }, secondOrder: true },
    { landscape: { kind: "moments", gradient: "W", variance: "0.5 + W^2" }, batchSize: 4 },
    { landscape: { kind: "data", model: "logistic", points: [[1, 0], [2, 1]] }, rule: "flow" }, // prettier-ignore
    { schedule: "cosine", sampling: "shuffle" },
    { schedule: { kind: "restarts", growth: 3 } },
    { landscape: "balance", initial: { sd: 0.5 }, seed: 2 ** 53 - 1 },
  ]) {
    const once = normalize(scenario);
    assert.deepEqual(normalize(once), once);
  }
});

test("what is given beside a preset overrides it, the rest is the preset's", () => {
  const balance = presets().find((preset) => preset.id === "balance").scenario;
  const given = normalize({ landscape: "balance", learningRate: 0.1, initial: { sd: 0.5 } });
  assert.deepEqual(given, {
    ...balance,
    learningRate: 0.1,
    initial: { ...balance.initial, sd: 0.5 },
  });
});

test("the wells bring walls at their outer hilltops and a start in the narrow one", () => {
  const { domain, initial } = normalize({ landscape: { kind: "wells", ratio: 3 } });
  assert.ok(Math.abs(domain[0] + 2 * Math.PI) < 1e-12);
  assert.ok(Math.abs(domain[1] - 6 * Math.PI) < 1e-12);
  assert.ok(Math.abs(initial.mean + Math.PI) < 1e-12);
});
