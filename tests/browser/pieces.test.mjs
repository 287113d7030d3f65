// Pieces of the page by themselves, without a browser: what a figure remembers, what it saves.
import assert from "node:assert/strict";
import test from "node:test";
import { loadSource } from "./source.mjs";

const { History } = await loadSource("time/history");
const { csv } = await loadSource("export/csv");

const at = (time, size = 4) => ({ time, density: { sgd: new Float64Array(size) } });

test("a history has one frame of a time, the newest, and gives the last one not after any", () => {
  const history = new History();
  const later = at(3);
  for (const frame of [at(0), at(3), later, at(7)]) history.push(frame);
  assert.deepEqual(
    history.frames.map(({ time }) => time),
    [0, 3, 7],
  );
  assert.equal(history.at(3), later);
  assert.equal(history.at(6.5), later);
  assert.equal(history.at(-1).time, 0);
  assert.equal(history.newest.time, 7);
});

test("a history that is full forgets every other frame, and keeps the first and the newest", () => {
  const history = new History();
  // 1 MB each: more than 32 of them are too many.
  for (let time = 0; time < 200; time++) {
    history.push(at(time, 125_000));
    assert.equal(history.newest.time, time);
    assert.ok(history.frames.length <= 34);
  }
  assert.equal(history.frames[0].time, 0, "the start stays");
});

test("what was in force is told up to any step, each setting once", () => {
  const history = new History();
  const [slow, fast, now] = [0.01, 0.1, 0.2].map((learningRate) => ({ learningRate }));
  history.remember({ until: 5, scenario: slow });
  history.remember({ until: 5, scenario: now }); // never seen
  history.remember({ until: 9, scenario: fast });
  const told = [
    [0, []],
    [4, [{ until: 4, scenario: slow }]],
    [5, [{ until: 5, scenario: slow }]],
    [
      6,
      [
        { until: 5, scenario: slow },
        { until: 6, scenario: fast },
      ],
    ],
    [
      12,
      [
        { until: 5, scenario: slow },
        { until: 9, scenario: fast },
        { until: 12, scenario: now },
      ],
    ],
  ];
  for (const [time, past] of told) assert.deepEqual(history.leadingTo(time, now), past, `${time}`);
  // A link to a step tells the settings of then as its own.
  assert.deepEqual(history.pastOf(5), [{ until: 5, scenario: slow }]);
  assert.deepEqual(history.pastOf(12), history.past);
});

test("numbers are saved in twelve digits, names quoted where they must be, gaps empty", () => {
  const columns = [
    { name: "W", unit: "W", values: [1 / 3, NaN, 1e-300] },
    { name: 'of "a", at last', unit: "1/W", values: [0.1 + 0.2, Infinity] },
    { name: "ln τ", unit: "", values: [-123456.789012345] },
  ];
  assert.equal(
    csv(columns, "https://example.org/#v=1"),
    "\ufeff# https://example.org/#v=1\n" +
      'W (W),"of ""a"", at last (1/W)",ln τ\n' +
      "0.333333333333,0.3,-123456.789012\n" +
      ",,\n" +
      "1e-300,,\n",
  );
  assert.ok(csv(columns, "").startsWith("\ufeffW (W),"), "without a link no line for it");
});
