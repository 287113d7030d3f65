// Links as text, without a browser: what `link.ts` writes it reads back, and
// nothing it is given makes it fail.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const www = new URL("../../www/", import.meta.url);
const path = (name) => fileURLToPath(new URL(name, www));

async function loadLink() {
  const vite = pathToFileURL(createRequire(path("package.json")).resolve("vite"));
  const { build } = await import(vite.href);
  const [{ output }] = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      lib: { entry: path("src/link.ts"), formats: ["es"], fileName: "link" },
    },
  });
  return import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
}

async function loadCore() {
  const core = await import(new URL("pkg/sgd_current.js", www).href);
  core.initSync({ module: await readFile(new URL("pkg/sgd_current_bg.wasm", www)) });
  return core;
}

const [{ decode, encode }, core] = await Promise.all([loadLink(), loadCore()]);

/** As the worker makes it. */
const spoken = (text) => (/^(true|false)$/.test(text) ? text === "true" : text);
const choices = core.choices().map((choice) => ({
  ...choice,
  options: choice.options.map((option) => ({ ...option, value: spoken(option.value) })),
}));
const table = { parameters: [...core.parameters(), ...choices], presets: core.presets() };

/** The same numbers in every run (mulberry32). */
let seed = 1;
function random() {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const pick = (list) => list[Math.floor(random() * list.length)];

function value({ key, options, min, max, scale, integer }) {
  if (options) return pick(options).value;
  if (key === "initial.mean") return 6 * random() - 3;
  const low = scale === "log" ? Math.max(min, 1e-3) : min;
  const any = scale === "log" ? low * (max / low) ** random() : min + random() * (max - min);
  return integer ? Math.round(any) : any;
}

function anyScenario() {
  const landscapes = [
    undefined,
    "pit",
    "wells",
    ...table.presets.map(({ id }) => id),
    { kind: "wells", ratio: 1 + 6 * random() },
    { kind: "wells", ratio: 2, height: random() + 0.01, noise: random() + 0.1 },
    { kind: "formula", losses: ["W^2 + 1", "exp(-W) & = # %"] },
    {
      kind: "data",
      model: pick(["line", "logistic", "neuron"]),
      points: [
        [random(), 1],
        [-2, 0],
      ],
    },
    { kind: "moments", gradient: "W", variance: "0.5 + W^2" },
  ];
  const scenario = { landscape: pick(landscapes) };
  if (random() < 0.4) scenario.domain = [-4 - 3 * random(), 4 + 3 * random()];
  for (const parameter of table.parameters) {
    if (/^(landscape|domain)/.test(parameter.key) || random() < 0.6) continue;
    const [group, name] = parameter.key.split(".");
    if (name) scenario[group] = { ...scenario[group], [name]: value(parameter) };
    else scenario[group] = value(parameter);
  }
  return scenario;
}

test("a scenario, sparse or whole, comes back from its link", () => {
  for (let i = 0; i < 3000; i++) {
    const scenario = anyScenario();
    let whole;
    try {
      whole = core.normalize(scenario);
    } catch {
      continue; // The start lies beyond a wall: not a scenario.
    }
    for (const form of [scenario, whole]) {
      const link = encode(form, table);
      const { scenario: read, notices } = decode(`#${link}`, table);
      assert.deepEqual(notices, [], link);
      assert.deepEqual(core.normalize(read), whole, link);
    }
  }
});

test("no text makes reading a link fail, or slow", () => {
  const characters = [..."&=#%+-^*()<>\"'v1TBl0G S2.e\0é∞", "preset", "ratio", "NaN", "\ud800"];
  for (let i = 0; i < 20_000; i++) {
    const noise = Array.from({ length: 60 * random() }, () => pick(characters)).join("");
    const start = random() < 0.3 ? `#v=1&${pick(table.parameters).link}=` : "#";
    const before = performance.now();
    const { scenario } = decode(start + noise, table);
    encode(scenario, table);
    assert.ok(performance.now() - before < 50, noise);
  }
});
