// Formulas as strangers type them, with what each is in plain spelling; and those that have no
// plain spelling here, which are refused without a mend that would mean something else.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { normalize } from "./core.mjs";

const fixture = new URL("../fixtures/formulas.json", import.meta.url);
const { taken, mended, refusedWithoutMend } = JSON.parse(readFileSync(fixture, "utf8"));
const read = (losses) =>
  normalize({ landscape: { kind: "formula", losses: [losses] }, domain: [0.2, 0.9] });

test("formulas mean what strangers mean by them", () => {
  for (const [typed, plain] of taken) assert.equal(read(typed).landscape.losses[0], plain, typed);
});

test("what may mean another thing is asked about, and the mend is taken", () => {
  for (const [typed, position, mend] of mended) {
    assert.throws(
      () => read(typed),
      (error) => error.position === position && error.mend === mend,
      typed,
    );
    assert.ok(read(mend), typed);
  }
});

test("no mend is offered that means something else", () => {
  for (const [typed, position] of refusedWithoutMend)
    assert.throws(
      () => read(typed),
      (error) => error.position === position && error.mend === undefined,
      typed,
    );
});
