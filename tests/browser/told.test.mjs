// What the page tells: only numbers that the cells carry, zeros as zeros, whole labels.
import assert from "node:assert/strict";
import { time, until } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const options = {
  viewport: { width: 1280, height: 900 },
  reducedMotion: "reduce",
};

browserTest("a time that the cells do not carry says so", options, async ({ page, open }) => {
  const wells = "G=W%5E3-W&S2=1%2BW%5E2";
  await open(`embed.html#v=1&${wells}&from=-2&to=2&mean=-0.9&T=0.0005&cells=64&figure=energy`);
  const place = page.locator("sgd-energy");
  const words = (who) => place.locator(`[data-time=${who}]`).textContent();
  await until(async () => (await words("sgd")) !== "…", "SGD's time");
  await place.locator(".unresolved button").waitFor();
  for (const who of ["current", "sgd"]) assert.match(await words(who), /^a time that is not/);
});

browserTest("end: SGD's time is that of the cells set", options, async ({ page, open }) => {
  const wells = "G=W%5E3-W&S2=1%2BW%5E2";
  await open(`embed.html#v=1&${wells}&from=-2&to=2&T=0.005&cells=2048&figure=end`);
  const place = page.locator("sgd-widths");
  await place.locator("[data-time=sgd]").waitFor();
  // From −1 to 1; the current is the sooner one, 10³⁶ steps against 10³⁸.
  assert.match(await place.locator("[data-time=current]").textContent(), /10³[⁶⁷] steps/);
  assert.match(await place.locator("[data-time=sgd]").textContent(), /10³[⁸⁹] steps/);
});

browserTest("a density on too few cells says how many would do", options, async (given) => {
  const { page, open } = given;
  await open("lab.html#v=1&cells=128&t=40");
  const note = page.locator("sgd-evolve .unresolved");
  await note.waitFor();
  await until(async () => (await time(page)) === 40, "the step of the link");
  // What takes long says so before it is pressed.
  assert.match(await note.textContent(), /Take [\d,]+ cells(, \d+ × the work)?/);
  const [, cells, , work] = (await note.textContent()).match(/Take ([\d,]+) cells(, (\d+))?/);
  const times = Number(cells.replace(",", "")) / 128;
  assert.equal(Number(work ?? 0), times >= 8 ? times : 0);
  await note.getByRole("button").click();
  await until(() => !/cells=128\b/.test(page.url()), "more cells");
  await until(async () => (await time(page)) === 40 && (await note.count()) === 0, "carried");
});

browserTest("what is spread evenly gathers nowhere", options, async ({ page, open }) => {
  await open("embed.html#v=1&G=0&S2=1&from=-6&to=6&figure=end");
  await page.getByText("Nothing gathers").waitFor();
  assert.ok(
    !/near|−6 /.test(await page.locator("sgd-widths sgd-plot").first().getAttribute("label")),
  );
});

browserTest("a hilltop at zero is told as 0", options, async ({ page, open }) => {
  await open("embed.html#v=1&G=W%5E3-W&S2=1&from=-2.3&to=2.1&figure=own");
  await page.getByRole("columnheader", { name: "past 0", exact: true }).waitFor();
});

browserTest("no label of an axis is cut off", options, async ({ page, open }) => {
  await page.addInitScript(() => {
    window.cut = [];
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (words, x, y) {
      if (this.canvas.isConnected && /^[−\d]/.test(words)) {
        const { actualBoundingBoxLeft: left, actualBoundingBoxRight: right } =
          this.measureText(words);
        const width = this.canvas.getBoundingClientRect().width;
        if (width > 0 && (x - left < -0.5 || x + right > width + 0.5)) window.cut.push(words);
      }
      return fillText.call(this, words, x, y);
    };
  });
  const narrow = "from=1.007&to=1.0078&mean=1.0074&sd=0.0001";
  for (const figure of ["pit", "energy", "end", "metric", "fan"])
    for (const domain of ["", narrow, "from=-40000&to=90000"]) {
      const landscape = figure === "metric" ? "&landscape=balance" : "";
      await open(`embed.html#v=1&${domain}${landscape}&figure=${figure}`);
      await page.waitForTimeout(300);
      assert.deepEqual(await page.evaluate(() => window.cut), [], `${figure} ${domain}`);
    }
});

const phone = { ...options, viewport: { width: 360, height: 740 } };
browserTest("no number is broken over two lines", phone, async ({ page, open }) => {
  await open("");
  const broken = await page.evaluate(() =>
    Array.from(document.querySelectorAll('[data-told]:not([data-told$=".answer"]), sgd-live'))
      .filter((number) => number.getClientRects().length > 1)
      .map(({ dataset, textContent }) => `${dataset.told}: ${textContent}`),
  );
  assert.deepEqual(broken, []);
  await open("embed.html#v=1&figure=widths");
  const times = page.locator("sgd-widths .way b");
  await times.nth(3).waitFor();
  const lines = await times.evaluateAll((all) => all.map((b) => b.getClientRects().length));
  assert.ok(lines.length >= 3 && lines.every((count) => count === 1), `lines of each: ${lines}`);
});

browserTest(
  "a scene that takes its time says that it computes",
  options,
  async ({ page, open }) => {
    await open("lab.html#v=1&t=5");
    await until(async () => (await time(page)) === 5, "the step of the link");
    const figure = page.locator("sgd-evolve").first();
    assert.equal(await figure.getAttribute("busy"), null);
    await page.evaluate(() => (location.hash = "v=1&cells=32768&t=400"));
    await page.locator("sgd-evolve[busy]").first().waitFor();
    assert.equal(await figure.locator("figure").getAttribute("aria-busy"), "true");
    // The last picture stays, and the word goes with the next.
    assert.equal(await time(page), 5);
    await until(async () => (await time(page)) === 400, "the step of the other link");
    await until(
      async () => (await figure.getAttribute("busy")) === null,
      "nothing more to compute",
    );
  },
);

browserTest("an end state that takes its time says so too", options, async ({ page, open }) => {
  await open("embed.html#v=1&figure=circulation");
  const figure = page.locator("sgd-circulation");
  const picture = figure.locator("sgd-plot").first();
  await picture.waitFor();
  await until(async () => (await figure.getAttribute("busy")) === null, "the first end state");
  const said = () => picture.evaluate(({ label }) => label);
  const before = await said();
  const finer = "v=1&figure=circulation&preset=circulation&cells1=400&cells2=400";
  await page.evaluate((hash) => (location.hash = hash), finer);
  await page.locator("sgd-circulation[busy]").waitFor();
  assert.equal(await said(), before);
  await until(async () => (await figure.getAttribute("busy")) === null, "the finer end state");
  assert.notEqual(await said(), before);
});
