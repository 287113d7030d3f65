// Wide against narrow, in the article.
import assert from "node:assert/strict";
import { setting, type, until, visit } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const options = {
  viewport: { width: 1280, height: 900 },
  reducedMotion: "reduce",
};
const key = "landscape.ratio";

/** The logarithm of the ratio of the peaks, as it is solved: a number, or one with a power of ten. */
async function exponent(page) {
  const text = await page.locator('#widths [data-ratio="solved-logPeakRatio"]').textContent();
  const [, head, power = ""] = text.trim().match(/^([\d.,]+)(?: · 10([⁰¹²³⁴⁵⁶⁷⁸⁹]+))?$/) ?? [];
  const digits = [...power].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(digit)).join("");
  return Math.log(Number(head?.replaceAll(",", ""))) + Number(digits) * Math.LN10;
}

browserTest("prediction and solution agree", options, async ({ page, open, picture }) => {
  await open("");
  await visit(page, "widths");
  for (const ratio of ["logPeakRatio", "logMassRatio"]) {
    const cell = (source) =>
      page.locator(`#widths [data-ratio="${source}-${ratio}"]`).textContent();
    assert.equal(await cell("predicted"), await cell("solved"));
    // And SGD itself comes there, as nearly as its steps are small.
    await until(async () => /\d/.test(await cell("sgd")), "SGD has settled");
    const [sgd, solved] = [await cell("sgd"), await cell("solved")].map(Number);
    assert.ok(Math.abs(sgd / solved - 1) < 0.05, `${sgd}, ${solved}`);
  }
  await picture("article");
});

browserTest(
  "a wider well changes the ratios, the curve and the domain",
  options,
  async ({ page, open }) => {
    await open("");
    await visit(page, "widths");
    const peak = await exponent(page);
    await type(page, key, "3", "#widths");
    await until(async () => (await exponent(page)) > peak + 4, "a new ratio");
    // ln k² + (k² − 1) I with I = 4a/(Tσ²)
    const [a, T] = [
      Number(await setting(page, "landscape.height", "#widths")),
      Number(await setting(page, "learningRate", "#widths")),
    ];
    const predicted = 2 * Math.log(3) + (8 * 4 * a) / T;
    assert.ok(Math.abs((await exponent(page)) - predicted) < 0.01 * predicted);
  },
);

browserTest("the wide minimum is dragged on the plot", options, async ({ page, open }) => {
  await open("");
  await visit(page, "widths");
  const handle = page.locator("#widths sgd-handle");
  await handle.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await handle.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 100, y + height / 2, { steps: 8 });
  await page.mouse.up();
  await until(async () => Number(await setting(page, key, "#widths")) > 2.3, "a wider well");
  await handle.press("ArrowLeft");
});

browserTest(
  "ratios too large for any number are told as powers of ten",
  options,
  async ({ page, open }) => {
    await open("lab.html#v=1&preset=widths&T=0.0002&ratio=5");
    const cell = page.locator('sgd-widths [data-ratio="solved-logPeakRatio"]');
    assert.match(await cell.textContent(), /10[⁰¹²³⁴⁵⁶⁷⁸⁹]{3,}/);
    assert.ok(!/NaN|Infinity|∞/.test(await page.locator("sgd-widths").innerText()));
  },
);

browserTest("walkers hop until the wide valley has nearly all", options, async ({ page, open }) => {
  await open("embed.html#v=1&figure=widths&height=0.05&controls=full");
  const place = page.locator("sgd-widths");
  await place.getByRole("button", { name: "Let 40 walkers go" }).click();
  // It settles in some hundred steps, and then the narrow valley has less than one of them.
  await until(async () => parseInt(await place.locator(".across").textContent()) >= 35, "hopping");
  const time = async () =>
    Number((await place.locator(".time").textContent()).match(/[\d,]+/)[0].replace(/,/g, ""));
  assert.ok((await time()) > 50, "it takes its time");
  // Another scene is another walk.
  await place.getByRole("button", { name: "Stop" }).click();
  await type(page, "landscape.height", "0.2", "sgd-bench");
  await until(async () => (await place.locator(".across").count()) === 0, "nobody walks");
});
