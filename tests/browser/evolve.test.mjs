// The pit, evolving, in the lab.
import assert from "node:assert/strict";
import {
  asleep,
  control,
  mean,
  number,
  pixel,
  rest,
  setting,
  time,
  type,
  until,
} from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const desktop = {
  viewport: { width: 1280, height: 900 },
  reducedMotion: "reduce",
};

browserTest(
  "the start is drawn where it should be, and its numbers are right",
  desktop,
  async ({ page, open, picture }) => {
    await open("lab.html");
    const plot = page.locator("sgd-evolve .density");
    const { width } = await plot.boundingBox();
    const x = (w) => 42 + ((w + 1) / 5) * (width - 54);
    const [, , blue, filled] = await pixel(plot, x(0.45), 180);
    assert.ok(filled > 0 && blue > 100, "under the bell there is colour");
    assert.equal((await pixel(plot, x(3.05), 180))[3], 0, "far away there is none");
    assert.equal(await time(page), 0);
    for (const model of ["current", "sgd"])
      assert.ok(Math.abs((await mean(page, model)) - 0.5) < 1e-3);
    assert.ok(Math.abs((await mean(page, "walkers")) - 0.5) < 0.03);
    await picture("lab");
  },
);

browserTest("it plays, pauses, steps, looks back and resets", desktop, async ({ page, open }) => {
  await open("lab.html");
  await page.getByLabel("Speed").selectOption("50");
  await page.getByRole("button", { name: "Play" }).click();
  await until(async () => (await time(page)) >= 40);
  await page.getByRole("button", { name: "Pause" }).click();
  await rest(page);
  assert.ok((await mean(page, "sgd")) > 0.6, "SGD has moved to the right");
  const distance = page.locator("sgd-evolve .distance");
  assert.ok(parseFloat(await distance.textContent()) > 1);

  const paused = await time(page);
  await page.getByRole("button", { name: "Step", exact: true }).click();
  await until(async () => (await time(page)) === paused + 1, "one step");

  const later = await mean(page, "sgd");
  await page.getByLabel("Look back").fill("10");
  await until(async () => (await time(page)) <= 10, "looking back");
  assert.ok((await mean(page, "sgd")) < later);

  await page.getByRole("button", { name: "Reset" }).click();
  await until(async () => (await time(page)) === 0, "the reset");
  assert.ok(Math.abs((await mean(page, "sgd")) - 0.5) < 1e-3);
});

browserTest(
  "what stands is computed again under what is changed, to the same step",
  desktop,
  async ({ page, open }) => {
    await open("lab.html#v=1&t=30");
    await until(async () => (await time(page)) === 30, "the link's time");
    const slow = await mean(page, "sgd");
    await type(page, "learningRate", "0.2");
    await until(async () => Math.abs((await mean(page, "sgd")) - slow) > 0.02, "the new numbers");
    assert.equal(await time(page), 30);
    const before = await mean(page, "sgd");
    await page.getByLabel("Look back").fill("17");
    await until(async () => (await time(page)) === 17, "every step is there to look back at");
    for (const rate of ["0.3", "0.2"]) {
      await type(page, "learningRate", rate);
      await until(() => page.evaluate((rate) => location.hash.includes(rate), `T=${rate}`), rate);
    }
    await rest(page);
    assert.equal(await time(page), 17, "what is looked at stays");
    await page.getByLabel("Look back").fill("30");
    await until(async () => (await mean(page, "sgd")) === before, "the same numbers as before");
    await page.locator("sgd-evolve").getByRole("button", { name: "Share …" }).click();
    const link = await page.getByRole("textbox", { name: "Link", exact: true }).inputValue();
    assert.equal(await page.locator("sgd-share-dialog .mixed").count(), 0);
    await page.goto("about:blank");
    await open(link.slice(link.indexOf("lab.html")));
    await until(async () => (await time(page)) === 30, "the link's time");
    assert.equal(await mean(page, "sgd"), before, "the link leads to what was seen");
  },
);

/** The link that the lab's figure shares. */
async function shared(page) {
  await page.locator("sgd-evolve").getByRole("button", { name: "Share …" }).click();
  const link = await page.getByRole("textbox", { name: "Link", exact: true }).inputValue();
  assert.equal(await page.locator("sgd-share-dialog .mixed").count(), 0);
  await page.getByRole("button", { name: "Close" }).click();
  return link.slice(link.indexOf("lab.html"));
}

browserTest(
  "what plays goes on under what is changed, and its link opens at the same densities",
  desktop,
  async ({ page, open }) => {
    await open("lab.html#v=1&T=0.001");
    // So slow that no frame takes two steps, and each can be looked back at.
    await page.getByLabel("Speed").selectOption("10");
    await page.getByRole("button", { name: "Play" }).click();
    await until(async () => (await time(page)) >= 5, "some steps");
    await type(page, "learningRate", "0.1");
    await until(async () => (await mean(page, "sgd")) > 0.6, "faster steps");
    await type(page, "batchSize", "2");
    const changed = await time(page);
    await until(async () => (await time(page)) > changed + 3, "steps after the second change");
    await page.getByRole("button", { name: "Pause" }).click();
    await rest(page);
    const [end, seen] = [await time(page), await mean(page, "sgd")];
    const link = await shared(page);
    assert.match(link, /was=\d+,T:0\.001,B:1;\d+,B:1&t=/);

    await page.getByLabel("Look back").fill("3");
    await until(async () => (await time(page)) === 3, "before the change");
    const early = await mean(page, "sgd");
    assert.ok(early < 0.51, "it began with small steps");
    await rest(page);
    const past = await shared(page);
    // Standing still, it is all one again.
    await type(page, "learningRate", "0.05");
    await until(async () => (await mean(page, "sgd")) > 0.51, "three larger steps");
    assert.doesNotMatch(await shared(page), /was=/);

    for (const [address, step, sgd] of [
      [link, end, seen],
      [past, 3, early],
    ]) {
      await page.goto("about:blank");
      await open(address);
      await until(async () => (await time(page)) === step, "the link's time");
      assert.equal(await mean(page, "sgd"), sgd, "the same densities");
    }
  },
);

browserTest(
  "a change of what is played once more acts from where it is",
  desktop,
  async ({ page, open }) => {
    await open("lab.html#v=1&T=0.001&t=60");
    await until(async () => (await time(page)) === 60, "the link's time");
    await page.getByLabel("Look back").fill("10");
    await until(async () => (await time(page)) === 10, "looking back");
    await page.getByLabel("Speed").selectOption("1");
    await page.getByRole("button", { name: "Play" }).click();
    await until(async () => (await time(page)) >= 11, "playing once more");
    await type(page, "learningRate", "0.1");
    await until(async () => (await mean(page, "sgd")) > 0.6, "faster steps");
    assert.ok((await time(page)) < 40, "from where it was, not from the end");
    await page.getByRole("button", { name: "Reset" }).click();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Reset" }).click();
    await until(async () => (await time(page)) === 0, "the start");
    await until(() => page.evaluate(() => !/[&]t=|was=/.test(location.hash)), "its address");
  },
);

browserTest(
  "the start is moved by arrow keys and by dragging on the plot",
  desktop,
  async ({ page, open }) => {
    await open("lab.html");
    const handle = page.getByRole("slider", { name: "Mean of the start" });
    await handle.focus();
    await handle.press("ArrowRight");
    await until(async () => (await setting(page, "initial.mean")) === "0.55", "the arrow key");
    await until(async () => Math.abs((await mean(page, "current")) - 0.55) < 1e-3);

    const { x, y, width, height } = await handle.boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2 + 150, y + height / 2, { steps: 5 });
    await page.mouse.up();
    await until(async () => (await mean(page, "current")) > 1.4, "the drag");
    assert.ok(Number(await setting(page, "initial.mean")) > 1.4);
  },
);

browserTest(
  "a bad value is refused at its field, and the figure goes on",
  desktop,
  async ({ page, open }) => {
    await open("lab.html");
    const rate = control(page, "learningRate");
    for (const bad of ["-1", "1e9", "much", ""]) {
      await type(page, "learningRate", bad);
      await rate.locator(".fault").waitFor({ state: "visible" });
      assert.match(await rate.locator(".fault").textContent(), /between/);
    }
    // Accepted by the table, refused by the core: the start is outside of the walls.
    await type(page, "initial.mean", "50");
    const start = control(page, "initial.mean").locator(".fault");
    await start.waitFor({ state: "visible" });
    assert.match(await start.textContent(), /domain/);

    await page.getByRole("button", { name: "Step", exact: true }).click();
    await until(async () => (await time(page)) === 1);
    assert.ok(Math.abs((await mean(page, "current")) - 0.5) < 0.05, "the last good scene plays");
    await type(page, "learningRate", "0.05");
    await rate.locator(".fault").waitFor({ state: "hidden" });
  },
);

browserTest(
  "a formula with an error says so at its line and keeps the picture",
  desktop,
  async ({ page, open }) => {
    await open("lab.html");
    await control(page, "landscape.kind")
      .locator("select")
      .selectOption({ label: "A loss for each datapoint" });
    const line = page.getByLabel("Loss on datapoint 1");
    await line.fill("W^2 + sin(");
    await line.press("Enter");
    const fault = page.locator("sgd-formulas .fault:visible");
    await fault.waitFor();
    assert.notEqual((await fault.textContent()).trim(), "");
    await line.fill("(W - 1)^2");
    await line.press("Enter");
    await fault.waitFor({ state: "hidden" });
    assert.ok(Number.isFinite(await number(page.locator("[data-mean=sgd]"))));
  },
);

browserTest(
  "nothing moves by itself with reduced motion; else the article's figure plays when seen",
  { viewport: { width: 1280, height: 900 } },
  async ({ page, open }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await open("");
    await page.locator("#pit").scrollIntoViewIfNeeded();
    await page.waitForTimeout(400);
    assert.equal(await time(page, "#pit"), 0);
    await page.emulateMedia({ reducedMotion: "no-preference" });
    await page.reload();
    await page.locator("#pit .density").scrollIntoViewIfNeeded();
    await until(async () => (await time(page, "#pit")) > 3, "playing");
    await page.evaluate(() => scrollTo(0, 0));
    await page.setViewportSize({ width: 1280, height: 300 });
    await asleep(page, "#pit");
  },
);

browserTest("a link shows the point rule, a box takes it away", desktop, async ({ page, open }) => {
  await open("lab.html#v=1&view=point");
  assert.equal(await number(page.locator("sgd-evolve [data-mean=gaussian]")), 0.5);
  await page.getByRole("checkbox", { name: "point rule" }).uncheck();
  await page.locator("sgd-evolve [data-mean=gaussian]").waitFor({ state: "detached" });
  await page.getByRole("checkbox", { name: "point rule" }).check();
  await page.getByRole("button", { name: "Step", exact: true }).click();
  await until(async () => (await time(page)) === 1);
  assert.ok((await number(page.locator("sgd-evolve [data-mean=gaussian]"))) > 0.5);
});

browserTest(
  "a model that is asked too much is left out in words, and the others go on",
  desktop,
  async ({ page, open }) => {
    for (const [link, model, other] of [
      ["embed.html#v=1&figure=own&B=64", "SGD", "current"],
      ["lab.html#v=1&l0=1e6*W^2&l1=0&T=1&view=point", "point rule", "current"],
    ]) {
      await page.goto("about:blank");
      await open(link);
      const figure = page.locator("sgd-evolve");
      await figure.getByText(`${model} is left out:`).waitFor();
      // The mean may stay: noise that fills the domain has it where it was.
      const spread = () => number(figure.locator(`[data-sd=${other}]`));
      const before = await spread();
      await figure.getByRole("button", { name: "Step", exact: true }).click();
      await until(async () => (await time(page)) === 1, "a step");
      assert.notEqual(await spread(), before);
    }
  },
);
