// Formulas as strangers type them, with what each is in plain spelling; and those that have no
// plain spelling here, which are refused without a mend that would mean something else.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { normalize, planeNormalize } from "./core.mjs";

const fixture = new URL("../fixtures/formulas.json", import.meta.url);
const { taken, mended, refusedWithoutMend, plane } = JSON.parse(readFileSync(fixture, "utf8"));
const read = (losses) =>
  normalize({ landscape: { kind: "formula", losses: [losses] }, domain: [0.2, 0.9] });

test("formulas mean what strangers mean by them", () => {
  for (const [typed, plain] of taken) assert.equal(read(typed).landscape.losses[0], plain, typed);
});

test("and of the plane's, whatever its two parameters are called", () => {
  for (const [typed, plain] of plane) {
    const { landscape } = planeNormalize({ landscape: { kind: "formula", losses: [typed] } });
    assert.equal(landscape.losses[0], plain, typed);
  }
});

test("a formula that is longer in plain spelling than may be typed is read all the same", () => {
  const typed = Array.from({ length: 180 }, (_, k) => `(w-${k})^2`).join("+");
  const pit = { landscape: { kind: "formula", losses: [typed] } };
  assert.equal(normalize(normalize(pit)).landscape.losses[0], typed);
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
