// The lab as somebody opens it: what is on its first screen, where its parameters stand, what plays.
import assert from "node:assert/strict";
import { control, time, type, until } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const wide = { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" };
const phone = {
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  isMobile: true,
  reducedMotion: "reduce",
};
const inSight = async (page, locator) => {
  const { y, height } = await locator.boundingBox();
  return y >= 0 && y + height <= page.viewportSize().height;
};

browserTest("the learning rate stands beside the picture it moves", wide, async (given) => {
  const { page, open } = given;
  await open("lab.html");
  for (const seen of [control(page, "learningRate"), page.locator("sgd-evolve .density")])
    assert.ok(await inSight(page, seen));
  const keys = await page
    .locator("sgd-bench [data-key]")
    .evaluateAll((controls) => controls.map(({ dataset }) => dataset.key));
  const wanted = ["landscape.kind", "learningRate", "batchSize", "initial.mean", "walls", "seed"];
  assert.deepEqual(
    keys.filter((key) => wanted.includes(key)),
    wanted,
  );
});

browserTest("what a parameter is unfolds at its sign", wide, async ({ page, open }) => {
  await open("lab.html");
  const rate = control(page, "learningRate", "sgd-bench");
  const words = rate.getByText("How far one step goes");
  assert.equal(await words.isVisible(), false);
  const sign = rate.getByRole("button", { name: "What is Learning rate T?" });
  await sign.focus();
  await page.keyboard.press("Enter");
  await words.waitFor();
  assert.equal(await sign.getAttribute("aria-expanded"), "true");
});

browserTest("it plays once, unless a link tells a time", {}, async ({ page, open }) => {
  await open("lab.html#v=1&t=3");
  await page.waitForTimeout(500);
  assert.equal(await time(page), 3);
  await page.goto("about:blank");
  await open("lab.html#v=1&T=0.05");
  await until(async () => (await time(page)) === 60, "its end");
  await page.waitForTimeout(300);
  assert.equal(await time(page), 60);
});

browserTest("on a phone the parameters come up from below the picture", phone, async (given) => {
  const { page, open } = given;
  await open("lab.html");
  const density = page.locator("sgd-evolve .density");
  assert.ok(await inSight(page, density), "the picture is on the first screen");
  const rate = control(page, "learningRate", "sgd-bench");
  assert.equal(await rate.isVisible(), false);
  await page.locator(".parameters summary").tap();
  await rate.waitFor();
  await until(async () => {
    const drawer = await page.locator(".parameters").boundingBox();
    const { y, height } = await density.boundingBox();
    return y >= 0 && y + height <= drawer.y;
  }, "all of the picture above the drawer");
  assert.ok(await inSight(page, rate), "the learning rate below it");
  await type(page, "learningRate", "0.05", "sgd-bench");
  await page.getByRole("button", { name: "Play", exact: true }).last().tap();
  await until(async () => (await time(page)) > 2, "it plays");
  await page.locator(".parameters").getByRole("button", { name: "Pause" }).tap();
  await page.keyboard.press("Escape");
  await until(async () => !(await rate.isVisible()), "the drawer closes");
});

browserTest("buttons compare two scenes and swap them", wide, async ({ page, open }) => {
  await open("lab.html");
  const compare = page.getByRole("button", { name: "Compare" });
  const swap = page.getByRole("button", { name: "Swap" });
  assert.equal(await swap.count(), 0);
  await compare.click();
  await swap.waitFor();
  assert.equal(await compare.getAttribute("aria-pressed"), "true");
  await type(page, "learningRate", "0.05", "sgd-bench");
  await swap.click();
  await until(() => page.evaluate(() => !/T=/.test(location.hash)), "A goes on");
  await compare.click();
  await until(async () => (await page.locator("sgd-evolve").count()) === 1, "one again");
});
