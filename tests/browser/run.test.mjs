// A figure's run against a core that answers when the test says so, without a browser.
import assert from "node:assert/strict";
import test from "node:test";
import { loadSource } from "./source.mjs";

// Addresses of what the core is made of are made from it, and not asked here.
globalThis.location = new URL("https://example.org/");
const { Run, core, CoreError, gone } = await loadSource(
  "time/run",
  "core/client",
  "core/post",
  "core/messages",
);

const grid = new Float64Array([0, 1, 2]);
const frame = (time) => ({ time, density: {} });

/** A run, and the questions that it has put: each is answered or refused by the test. */
function started() {
  const asked = [];
  const put = (type, ask) =>
    new Promise((answer, refuse) => asked.push({ type, ask, answer, refuse }));
  core.simulate = (_space, type, ask) => put(type, ask);
  core.ask = put;
  const told = [];
  const tell = (what) => () => told.push(what);
  const run = new Run("line", () => ({}), tell("changed"), tell("failed"), tell("resumed"));
  const next = async (type) => {
    await new Promise((later) => setTimeout(later));
    const question = asked.shift();
    assert.equal(question?.type, type);
    return question;
  };
  return { run, told, asked, next };
}

const lost = () => new CoreError({ name: gone, message: "It is gone." });

test("what was asked of a lost core is asked again of the next, from where the run was", async () => {
  const { run, told, asked, next } = started();
  run.want({ scenario: { learningRate: 0.1 }, anew: true, steps: 3 });
  (await next("open")).answer({ grid, frames: [frame(3)] });
  run.want({ steps: 5 });
  (await next("advance")).refuse(lost());
  const again = await next("open");
  assert.equal(again.ask.steps, 3);
  again.answer({ grid, frames: [frame(3)] });
  (await next("update")).answer({ grid, frames: [frame(3)] });
  const on = await next("advance");
  assert.equal(on.ask.steps, 5);
  on.answer(frame(8));
  await new Promise((later) => setTimeout(later));
  assert.deepEqual([run.end, run.bound, run.busy, asked.length], [8, 8, false, 0]);
  assert.equal(told.filter((what) => what === "resumed").length, 1);
});

test("steps that a core was lost in are not taken after a reset", async () => {
  const { run, asked, next } = started();
  run.want({ scenario: {}, anew: true });
  (await next("open")).answer({ grid, frames: [frame(0)] });
  run.want({ steps: 5 });
  const under = await next("advance");
  run.want({ reset: true });
  under.refuse(lost());
  (await next("open")).answer({ grid, frames: [frame(0)] });
  (await next("reset")).answer(frame(0));
  await new Promise((later) => setTimeout(later));
  assert.deepEqual([run.end, run.bound, run.busy, asked.length], [0, 0, false, 0]);
});

test("what a simulation answers after it was closed is nobody's", async () => {
  const { run, told, next } = started();
  run.want({ scenario: {}, anew: true, steps: 2 });
  const late = await next("open");
  run.close();
  late.answer({ grid, frames: [frame(2)] });
  (await next("close")).answer();
  await new Promise((later) => setTimeout(later));
  assert.equal(run.stage, undefined);
  assert.equal(run.history.newest, undefined);
  assert.deepEqual(told, []);
});
