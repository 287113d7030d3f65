// Walls that absorb, and rings, on the page.
import assert from "node:assert/strict";
import { presets, Simulation, stationary } from "../wasm/core.mjs";
import { time, until } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const options = {
  viewport: { width: 1280, height: 900 },
  reducedMotion: "reduce",
};
const scenario = (id) => ({ ...presets().find((preset) => preset.id === id).scenario, cells: 256 });

browserTest("what is absorbed stands under the densities", options, async ({ page, open }) => {
  await open("lab.html#v=1&preset=absorbing&cells=256&t=120");
  const figure = page.locator("sgd-evolve");
  await until(async () => (await time(page)) === 120, "the step of the link");
  const simulation = new Simulation(scenario("absorbing"));
  simulation.step(120);
  for (const model of ["current", "sgd", "walkers"]) {
    const { left, right } = simulation.absorbed(model);
    const words = await figure.locator(`[data-absorbed=${model}]`).textContent();
    const [, a, b] = /^([\d.]+)% left, ([\d.]+)% right$/.exec(words);
    assert.ok(Math.abs(a - 100 * left) < 0.06 && Math.abs(b - 100 * right) < 0.06, words);
  }
  const label = await figure.locator(".density").evaluate((plot) => plot.label);
  assert.match(label, /Absorbed of SGD: /);
  // The walls of the link follow the control, and the other way round.
  const walls = page.locator("[data-key=walls] select");
  assert.equal(await walls.inputValue(), "both absorb");
  await walls.selectOption("the right one absorbs");
  await until(() => /walls=absorbRight/.test(page.url()), "the link");
  await walls.selectOption("none: W goes round a ring");
  await until(() => /walls=periodic/.test(page.url()), "the link");
});

browserTest(
  "the end of a ring is a current, that of absorbing walls is nothing",
  options,
  async (given) => {
    const { page, open } = given;
    await open("embed.html#v=1&preset=ring&cells=256&figure=end");
    const figure = page.locator("sgd-widths");
    await figure.locator(".fate").waitFor();
    const { flux } = stationary(scenario("ring"));
    const words = await figure.locator(".fate").textContent();
    const told = Number(/([\d.]+) per step to the right/.exec(words)[1]);
    assert.ok(Math.abs(told / flux - 1) < 0.01, words);

    await open("embed.html#v=1&preset=absorbing&cells=256&figure=end&walls=absorbRight");
    await figure.getByText("What is left after long").waitFor();
    assert.equal(await figure.locator("[data-absorbed=right]").textContent(), "100%");
    assert.equal(await figure.locator("[data-absorbed=left]").textContent(), "0%");
  },
);
