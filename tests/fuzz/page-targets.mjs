// What guided fuzzing of the page calls with any text: each throws if one of its promises is broken.
// The corpus is given to the same functions by tests/browser/corpus.test.mjs.
import assert from "node:assert/strict";
import { loadSource } from "../browser/source.mjs";
import { linkTable } from "../browser/link-table.mjs";
import { normalize } from "../wasm/core.mjs";

const { readTable, withPoints, decode, encode } = await loadSource(
  "scene/points",
  "scene/scenario",
  "scene/link",
);
const whole = normalize({});

/** A table is read or refused in words, and what was read runs. */
function table(text) {
  const read = readTable(text, 300);
  const { points, columns, problem, words } = read;
  assert.ok(points.length <= 300);
  assert.equal(points.length === 0, problem !== undefined, "points, or why there are none");
  assert.ok(points.flat().every(Number.isFinite), "finite numbers");
  assert.ok([...words, problem ?? ""].every((said) => said.length < 1000));
  assert.deepEqual(readTable(`\ufeff${text}`, 300), read, "with the mark in front");
  for (const { at: x } of columns.slice(0, 3))
    for (const { at: y } of columns.slice(0, 3))
      for (const decimal of [".", ","]) readTable(text, 300, { x, y, decimal });
  if (points.length > 0) normalize(withPoints({}, whole, points));
}

/** A link is read whatever it is, and what was read has a link that means the same. */
function link(text) {
  const { scenario, table, look, figure, notices } = decode(text, linkTable);
  assert.ok(notices.every((said) => said.length > 0 && said.length < 1000));
  const again = encode(scenario, table, look, figure);
  const read = decode(again, linkTable);
  assert.equal(encode(read.scenario, read.table, read.look, read.figure), again);
}

export const targets = { table, link };
