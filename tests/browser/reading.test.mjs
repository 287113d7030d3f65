// The article as a text: its way in, its contents, and what is changed from within it.
import assert from "node:assert/strict";
import { playTo, setting, time, until, visit } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const options = { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" };
const phone = { ...options, viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

browserTest("the first Tab leads past the contents", options, async ({ page, open }) => {
  await open("");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the story" });
  assert.ok(await skip.evaluate((link) => link === document.activeElement));
  assert.ok((await skip.boundingBox()).y >= 0, "it is in sight");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.ok(await page.locator("main :focus").count(), "the story comes next");
});

browserTest("the contents show where one is", options, async ({ page, open }) => {
  await open("");
  const here = page.locator(".contents [aria-current]");
  for (const id of ["section-spread", "widths", "sources"]) {
    await page.locator(`#${id}`).evaluate((there) => there.scrollIntoView());
    const wanted = id === "widths" ? "#wide-against-narrow" : `#${id}`;
    await until(async () => (await here.getAttribute("href")) === wanted, wanted);
    assert.equal(await here.count(), 1);
  }
});

browserTest("on a phone the contents are behind a button", phone, async ({ page, open }) => {
  await open("");
  const list = page.locator(".contents ol");
  const button = page.locator(".contents summary");
  assert.equal(await list.isVisible(), false);
  const { width, height } = await button.boundingBox();
  assert.ok(width >= 44 && height >= 44, "as large as a finger");
  await button.tap();
  await page.getByRole("link", { name: "What to keep" }).tap();
  await until(
    () => page.locator("#keep").evaluate((h) => Math.abs(h.getBoundingClientRect().top) < 100),
    "the summary",
  );
  assert.equal(await list.isVisible(), false, "the list is gone");
});

browserTest("their button is out of the way as one reads on", phone, async ({ page, open }) => {
  await open("");
  const shown = () =>
    page
      .locator(".contents summary")
      .evaluate((button) => Number(getComputedStyle(button).opacity));
  assert.equal(await shown(), 1);
  await page.evaluate(() => scrollTo(0, 2000));
  await until(async () => (await shown()) === 0, "reading on");
  await page.evaluate(() => scrollBy(0, -300));
  await until(async () => (await shown()) === 1, "looking back");
});

for (const [name, given] of [
  ["wide screen", options],
  ["phone", phone],
])
  browserTest(
    `a section's address opens at the section, ${name}`,
    given,
    async ({ page, open }) => {
      for (const id of ["wide-against-narrow", "keep"]) {
        await page.goto("about:blank");
        await open(`#${id}`);
        const top = () =>
          page.locator(`#${id}`).evaluate((heading) => heading.getBoundingClientRect().top);
        await until(async () => Math.abs(await top()) < 60, `${id} at the top`);
      }
    },
  );

browserTest("every sentence of the summary leads to its figure", options, async (given) => {
  const { page, open } = given;
  await open("");
  const links = await page
    .locator(".summary a")
    .evaluateAll((links) => links.map(({ hash }) => hash.slice(1)));
  const sentences = await page.locator(".summary li").count();
  const linked = await page.locator(".summary li:has(a)").count();
  assert.ok(sentences >= 10 && linked === sentences);
  for (const id of links) assert.equal(await page.locator(`#${id}[data-figure]`).count(), 1, id);
  const words = (await page.locator(".summary").innerText()).trim().split(/\s+/);
  assert.ok(words.length <= 200, `${words.length} words, of 200 that are read in a minute`);
});

browserTest("what the post said is folded, its verdict is not", options, async ({ page, open }) => {
  await open("");
  const boxes = page.locator("details.post");
  assert.ok((await boxes.count()) >= 10);
  for (const box of await boxes.all()) {
    await box.evaluate((fold) => {
      fold.closest(".appendix")?.setAttribute("open", "");
    });
    const summary = box.locator("summary");
    assert.match(await summary.innerText(), /^The post( was (half right|right|wrong)|:)/);
    const words = box.locator("p").first();
    assert.equal(await words.isVisible(), false);
    await summary.focus();
    await page.keyboard.press("Enter");
    await words.waitFor();
  }
});

/** A finger on the middle of something as it lies now, moved sideways by so many pixels. */
async function finger(page, locator) {
  const { x, y, width, height } = await locator.boundingBox();
  const client = await page.context().newCDPSession(page);
  return (type, dx) =>
    client.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: type === "touchEnd" ? [] : [{ x: x + width / 2 + dx, y: y + height / 2 }],
    });
}

browserTest("a number in the text is dragged by a finger", phone, async ({ page, open }) => {
  await open("");
  await visit(page, "ball");
  const live = page.locator('sgd-live[data-of="ball"][key="learningRate"]');
  await live.scrollIntoViewIfNeeded();
  const before = Number(await setting(page, "learningRate", "#ball"));
  const touch = await finger(page, live);
  await touch("touchStart", 0);
  for (let dx = 4; dx <= 60; dx += 4) await touch("touchMove", dx);
  await touch("touchEnd", 0);
  // 60 of the 400 pixels of its range: far more than the two moves before a cancelled drag.
  await until(
    async () => Number(await setting(page, "learningRate", "#ball")) > 2 * before,
    "the whole drag",
  );
});

browserTest(
  "the picture comes along while its number is dragged",
  phone,
  async ({ page, open }) => {
    await open("");
    const place = await visit(page, "points");
    const live = page.locator('sgd-live[data-of="points"]');
    await live.evaluate((element) => element.scrollIntoView({ block: "center" }));
    const seen = () =>
      place.locator("sgd-plot").evaluate((plot) => {
        const { top, bottom } = plot.getBoundingClientRect();
        return (Math.min(bottom, innerHeight) - Math.max(top, 0)) / (bottom - top);
      });
    assert.ok((await seen()) < 0.6, "the map is off the screen");
    const { y } = await live.boundingBox();
    const touch = await finger(page, live);
    await touch("touchStart", 0);
    for (let dx = 0; dx >= -40; dx -= 4) await touch("touchMove", dx);
    await until(async () => (await seen()) > 0.6, "the map on the screen");
    const during = await live.boundingBox();
    assert.ok(Math.abs(during.y - y) < 3, `the number stays where it is: ${during.y - y} px`);
    await touch("touchEnd", 0);
    assert.ok((await seen()) > 0.6, "it is left to be seen for a while");
    await page.touchscreen.tap(180, 40);
    await until(async () => (await seen()) < 0.6, "the map where it was");
    assert.ok(Math.abs((await live.boundingBox()).y - y) < 3);
  },
);

browserTest("the ends of the climb do not cross", options, async ({ page, open }) => {
  await open("");
  const place = await visit(page, "energy");
  const from = place.getByRole("slider", { name: "Start of the way" });
  const to = place.getByRole("slider", { name: "End of the way" });
  const at = async (end) => Number(await end.getAttribute("aria-valuenow"));
  const box = await from.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 900, box.y + box.height / 2, { steps: 8 });
  await page.mouse.up();
  await until(async () => (await at(from)) > 1.2, "the start just before the end");
  assert.ok((await at(from)) < (await at(to)));
  await to.focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowLeft");
  assert.ok((await at(from)) < (await at(to)));
  await until(
    async () => /\d steps/.test(await place.locator("[data-time=sgd]").textContent()),
    "a time",
  );
  assert.equal(await place.locator(".fault:visible").count(), 0);
});

browserTest("a press on the plot of means shows its time", options, async ({ page, open }) => {
  await open("");
  const place = await visit(page, "flow");
  await playTo(page, "flow", 40);
  const end = await time(page, "#flow");
  const plot = place.locator(".moments");
  await plot.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await plot.boundingBox();
  await page.mouse.move(x + 42, y + height / 2);
  await page.mouse.down();
  await until(async () => (await time(page, "#flow")) === 0, "the start");
  await page.mouse.move(x + 42 + (width - 102) / 4, y + height / 2, { steps: 3 });
  await until(async () => (await time(page, "#flow")) > 5, "drawn along");
  assert.ok((await time(page, "#flow")) < end);
  await page.mouse.move(x + width, y + height / 2);
  await page.mouse.up();
  await until(async () => (await time(page, "#flow")) === end, "the newest");
});

for (const [name, given, most] of [
  ["wide screen", options, 13_000],
  ["phone", phone, 37_500],
])
  browserTest(
    `the article is no longer than it need be, ${name}`,
    given,
    async ({ page, open }) => {
      await open("");
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      assert.ok(height <= most, `${height} px`);
      await visit(page, "balance");
      // What a figure is given, before it is there, is what it needs, a line about its cells included.
      const { top, bottom } = await page.locator("#balance").evaluate((place) => {
        const box = place.getBoundingClientRect();
        const inner = place.querySelector("sgd-evolve").getBoundingClientRect();
        return { top: inner.top - box.top, bottom: box.bottom - inner.bottom };
      });
      assert.ok(top >= 0 && bottom >= 0 && top + bottom < 100, `${top} above, ${bottom} below`);
    },
  );
