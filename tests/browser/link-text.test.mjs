// Links as text, without a browser: what `scene/link.ts` writes it reads back, and
// nothing it is given makes it fail.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import * as core from "../wasm/core.mjs";
import { lineTable as table } from "./link-table.mjs";
import { loadSource } from "./source.mjs";

const { decode, encode, entriesOf, merge } = await loadSource("scene/link", "scene/entries");

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
    if (/^(landscape|domain|schedule)/.test(parameter.key) || random() < 0.6) continue;
    const [group, name] = parameter.key.split(".");
    if (name) scenario[group] = { ...scenario[group], [name]: value(parameter) };
    else scenario[group] = value(parameter);
  }
  // Not every batch divides an epoch.
  if (scenario.sampling === "shuffle") delete scenario.batchSize;
  if (random() < 0.4) scenario.schedule = anySchedule();
  return scenario;
}

/** A schedule by its name, or with some numbers of its kind. */
function anySchedule() {
  const { options } = table.parameters.find(({ key }) => key === "schedule.kind");
  const kind = pick(options).value;
  if (random() < 0.3) return kind;
  const own = table.parameters.filter(
    ({ key, appliesTo }) => key.startsWith("schedule.") && appliesTo.includes(kind),
  );
  const some = own.filter(() => random() < 0.5);
  return { kind, ...Object.fromEntries(some.map((row) => [row.key.split(".")[1], value(row)])) };
}

/** A scenario that runs, with what it is when all is filled in. */
function runnable() {
  for (;;) {
    const scenario = anyScenario();
    try {
      return [scenario, core.normalize(scenario)];
    } catch {
      // The start lies beyond a wall: not a scenario.
    }
  }
}

/** Some with a landscape of their own, some with a start of their own, some with neither. */
const figures = ["widths", "end", "own", "ball", "pit"];

const anyLook = () => ({
  time: random() < 0.5 ? 0 : Math.floor(100_000 * random()),
  view: pick([undefined, "log"]),
});

// As many as take a minute at most, also on a machine that is shared; SCENARIOS= tries another
// number, such as a million. Most of the time goes into filling scenarios in, not into links.
const scenarios = Number(process.env.SCENARIOS ?? 20_000);

test("scenarios come back from their links, with time, view and figure", () => {
  for (let i = 0; i < scenarios; i++) {
    const [scenario, whole] = runnable();
    const [look, figure] = [anyLook(), pick([undefined, ...figures])];
    // Once in a while also written out in full.
    const form = i % 100 === 0 ? whole : scenario;
    const link = encode(form, table, look, figure);
    const read = decode(`#${link}`, table);
    const same =
      read.notices.length === 0 &&
      read.figure === figure &&
      read.look.time === look.time &&
      read.look.view === look.view &&
      JSON.stringify(core.normalize(read.scenario)) === JSON.stringify(whole);
    assert.ok(same, link);
  }
});

/** What the table allows, whatever a link says. */
function within({ scenario, look }) {
  for (const parameter of table.parameters) {
    let at = scenario;
    for (const name of parameter.key.split(".")) at = at?.[name];
    if (at === undefined || typeof at === "object") continue;
    const { options, min, max, integer, key, link } = parameter;
    // A landscape by its name is a preset's.
    if (key === "landscape.kind") continue;
    const fits = options
      ? options.some(({ value }) => value === at)
      : at >= min && at <= max && (!integer || Number.isInteger(at));
    assert.ok(fits, `${link}=${at}`);
  }
  assert.ok(Number.isInteger(look.time) && look.time >= 0 && look.time <= 100_000);
  assert.ok([undefined, "log"].includes(look.view));
}

/** Milliseconds that this process computes meanwhile, whatever else the machine does. */
function spent(act) {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test("20,000 random, cut and hostile hashes: no exception, no delay, no value off the table", () => {
  const characters = [..."&=#%+-^*()<>\"'v1TBl0G S2.e\0é∞", "preset", "ratio", "NaN", "\ud800"];
  const keys = [...table.parameters.map(({ link }) => link), "t", "view", "figure", "preset", "v"];
  const values = [
    "1e999",
    "-0",
    "0x10",
    "Infinity",
    "__proto__",
    "javascript:alert(1)",
    "%",
    "1e-400",
  ];
  for (let i = 0; i < 20_000; i++) {
    const noise = Array.from({ length: 60 * random() }, () => pick(characters)).join("");
    const kind = random();
    const cut = () => {
      const link = encode(runnable()[0], table, anyLook());
      return link.slice(0, link.length * random());
    };
    const hash =
      kind < 0.3
        ? `#v=1&${pick(keys)}=${noise}`
        : kind < 0.5
          ? cut()
          : kind < 0.7
            ? `${pick(keys)}=${pick(values)}&${pick(["__proto__", "constructor"])}=${pick(values)}`
            : `#${noise}`;
    let read;
    const time = spent(() => {
      read = decode(hash, table);
      encode(read.scenario, table, read.look);
    });
    within(read);
    // What the process does beside, such as collecting garbage, is not the link's.
    if (time > 50) assert.ok(spent(() => decode(hash, table)) < 50, hash);
  }
});

test("very long hashes are read, or refused, at once", () => {
  for (const piece of ["&", "=", "%41", "a=b&", "l0=W&", "points=1,1;", "&l1=", "T=1&"]) {
    const time = spent(() => {
      decode(piece.repeat(1_000_000 / piece.length), table);
      decode(piece.repeat(99_000 / piece.length), table);
    });
    assert.ok(time < 100, `${piece}: ${time} ms`);
  }
});

test("a link that names a figure and no landscape means the figure's own", () => {
  const scenario = (link) => core.normalize(decode(link, table).scenario);
  const widths = core.normalize({ landscape: "widths" });
  assert.deepEqual(scenario("figure=widths"), widths);
  assert.deepEqual(scenario("figure=widths&T=0.1"), { ...widths, learningRate: 0.1 });
  const wide = scenario("figure=widths&ratio=3");
  assert.equal(wide.landscape.ratio, 3);
  assert.equal(wide.learningRate, widths.learningRate);
  assert.equal(wide.domain[1], 6 * Math.PI);
  assert.deepEqual(scenario("figure=widths&preset=pit"), core.normalize({}));
  assert.equal(scenario("figure=ball&T=0.1").initial.mean, 0.75);
  assert.match(decode("figure=none", table).notices.join(), /no figure “none”/);
});

test("what a link says beside a preset changes that and keeps the rest", () => {
  const balance = core.normalize({ landscape: "balance" });
  const read = (link) => {
    const { scenario, notices } = decode(link, table);
    assert.deepEqual(notices, [], link);
    return core.normalize(scenario);
  };
  const noisy = { kind: "moments", gradient: "W", variance: "1" };
  assert.deepEqual(read("preset=balance&S2=1"), { ...balance, landscape: noisy });
  assert.deepEqual(read("T=0.7&preset=balance&S2=1"), {
    ...balance,
    landscape: noisy,
    learningRate: 0.7,
  });
  assert.deepEqual(read("preset=flow&l0=W^2").landscape.losses, ["W^2"]);
});

test("of two landscapes a link is told which was left out", () => {
  const left = (link, kind, words) => {
    const { scenario, notices } = decode(link, table);
    assert.equal(core.normalize(scenario).landscape.kind, kind, link);
    assert.match(notices.join(), words, link);
  };
  left("preset=balance&l0=W^2", "formula", /l0 says another landscape: preset\./);
  left("l0=W^2&l1=W&ratio=3", "wells", /ratio says another landscape: l0, l1\./);
  left("G=W&S2=1&points=1,2", "moments", /G says another landscape: points\./);
  left("landscape=wells&l0=W", "wells", /landscape says another landscape: l0\./);
  left("ratio=3&model=neuron", "data", /model says another landscape: ratio\./);
});

test("on top of a scene a link changes what it says", () => {
  const on = (scenario, link, look = { time: 5, view: "log" }) => {
    const read = decode(link, table, { scenario, look });
    return { ...read, scenario: core.normalize(read.scenario) };
  };
  const formulas = {
    landscape: { kind: "formula", losses: ["W", "W^2"] },
    domain: [-3, 3],
    learningRate: 0.1,
  };
  const wells = on(formulas, "ratio=3").scenario;
  assert.deepEqual(wells, core.normalize({ ...decode("ratio=3&T=0.1", table).scenario }));
  assert.deepEqual(on(formulas, "l1=1").scenario.landscape.losses, ["W", "1"]);
  assert.deepEqual(on(formulas, "l1=1").scenario.domain, [-3, 3]);
  assert.deepEqual(on(formulas, "points=1,2;2,4").scenario.domain, [-1, 4]);
  assert.deepEqual(
    on(formulas, "preset=balance").scenario,
    core.normalize({ landscape: "balance" }),
  );
  assert.deepEqual(on(formulas, "colour=red").scenario, core.normalize(formulas));
  const kept = on({ landscape: "balance", initial: { mean: 1 }, learningRate: 0.5 }, "S2=1");
  assert.equal(kept.scenario.learningRate, 0.5);
  assert.deepEqual(kept.scenario.initial, { mean: 1, sd: 0.3 });
  assert.deepEqual(kept.look, { time: 5, view: "log" });
  assert.deepEqual(on({}, "t=7").look, { time: 7, view: "log" });
});

test("what is wrong in a link is told in words that are right", () => {
  const told = (link) => decode(link, table).notices.join("\n");
  assert.match(told("B=9999"), /a whole number between 1 and 1,024\./);
  assert.match(told("cells=1"), /between 32 and 32,768\./);
  assert.match(told("seed=-1"), /between 0 and 9\.007199 · 10¹⁵\./);
  assert.match(told("T=0.1&T=0.2"), /“T” is said more than once; the last one counts/);
  assert.equal(decode("T=0.1&T=0.2", table).scenario.learningRate, 0.2);
  const empty = decode("points= , ;1,2", table);
  assert.match(empty.notices.join(), /points are pairs of numbers/);
  assert.deepEqual(empty.scenario, {});
});

test("what was set on the way comes back, and what is wrong in it is left out", () => {
  const scenario = { landscape: "balance", learningRate: 0.5 };
  const past = [
    { until: 10, scenario: { landscape: "balance", learningRate: 0.1, batchSize: 2 } },
    { until: 25, scenario: { ...scenario, learningRate: 0.25 } },
  ];
  const link = encode(scenario, table, { time: 40, view: undefined, past });
  assert.match(link, /&was=10,T:0\.1,B:2;25,T:0\.25&t=40$/);
  const read = decode(link, table);
  assert.deepEqual(read.notices, []);
  const values = ({ learningRate, batchSize = 1 }) => [learningRate, batchSize];
  assert.deepEqual(
    read.look.past.map(({ until, scenario }) => [until, ...values(scenario)]),
    [
      [10, 0.1, 2],
      [25, 0.25, 1],
    ],
  );
  assert.equal(encode(read.scenario, table, read.look), link);
  for (const was of ["x", "50,T:0.1", "0,T:0.1", "9,T:0.1;9,T:0.2", "9,T:-1", "9,Q:1", "9,l0:W"]) {
    const wrong = decode(`v=1&T=0.5&was=${was}&t=40`, table);
    assert.equal(wrong.notices.length, 1, was);
    assert.deepEqual(wrong.look.past, []);
    assert.equal(wrong.look.time, 40);
  }
});

test("a schedule is told by its kind and numbers, and what it was on the way", () => {
  const scenario = { schedule: { kind: "cosine", time: 50, floor: 0.1 } };
  const past = [
    { until: 10, scenario: { schedule: "step" } },
    { until: 25, scenario: { schedule: { kind: "step", factor: 0.3 } } },
    { until: 30, scenario: {} },
  ];
  const link = encode(scenario, table, { time: 40, view: undefined, past });
  assert.match(link, /tau=50&floor=0\.1&schedule=cosine/);
  const read = decode(link, table);
  assert.deepEqual(read.notices, []);
  const whole = (scenario) => core.normalize(scenario).schedule;
  assert.deepEqual(whole(read.scenario), whole(scenario));
  assert.deepEqual(
    read.look.past.map(({ scenario }) => whole(scenario)),
    past.map(({ scenario }) => whole(scenario)),
  );
  // A number of another schedule is left out, with a word.
  const wrong = decode("v=1&schedule=step&floor=0.2", table);
  assert.equal(wrong.notices.length, 1);
  assert.deepEqual(whole(wrong.scenario), whole({ schedule: "step" }));
});

test("a time beyond what a link may ask for is not written", () => {
  const link = encode({}, table, { time: 250_000, view: undefined });
  assert.deepEqual(decode(link, table).notices, []);
  assert.match(link, /&t=100000$/);
});

test("links of version 1 mean for ever what they meant", async () => {
  const fixtures = new URL("../fixtures/links-v1.json", import.meta.url);
  for (const { link, scenario, look, figure = undefined } of JSON.parse(await readFile(fixtures))) {
    const read = decode(link, table);
    assert.deepEqual(read.notices, [], link);
    assert.deepEqual(core.normalize(read.scenario), core.normalize(scenario), link);
    assert.deepEqual({ ...read.look }, { time: 0, view: undefined, ...look }, link);
    assert.equal(read.figure, figure, link);
  }
});

test("a key's text comes back whatever it ends with, also where a sentence goes on behind the link", () => {
  for (const end of [...").,;!?\"'>]-*~", "%", "é", "²", "\u{1f600}"])
    for (const behind of ["", ".", "),", '">']) {
      const link = merge("", { v: "1", l0: `W${end}` });
      assert.equal(entriesOf(link + behind).get("l0"), `W${end}`, `${link}${behind}`);
    }
});
