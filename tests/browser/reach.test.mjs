// Figures for everyone: by keyboard alone, at rest for those who ask for it, in words,
// and asleep while nobody looks.
import assert from "node:assert/strict";
import { asleep, time, until, visit } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const still = { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" };
const names = (page) =>
  page.locator("[data-figure]").evaluateAll((places) => places.map(({ id }) => id));

/** What has the focus, through all shadows: its tag, name, figure, and whether a ring shows. */
const focused = (page) =>
  page.evaluate(() => {
    let element = document.activeElement;
    const place = element?.closest("[data-figure]")?.id;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return {
      tag: element.localName,
      words: (element.getAttribute("aria-label") ?? element.textContent).trim().slice(0, 40),
      place,
      ring: outlineStyle !== "none" && parseFloat(outlineWidth) > 0,
    };
  });

browserTest(
  "Tab goes through every figure and out of it, with a ring",
  still,
  async ({ page, open }) => {
    await open("");
    const wanted = await names(page);
    for (const name of wanted) await visit(page, name);
    await page.evaluate(() => scrollTo(0, 0));
    const seen = new Map();
    let last;
    for (let presses = 0; presses < 600; presses++) {
      await page.keyboard.press("Tab");
      const now = await focused(page);
      if (now.tag === "body") break;
      assert.ok(now.ring, `no ring on ${JSON.stringify(now)}`);
      if (now.place) seen.set(now.place, (seen.get(now.place) ?? 0) + 1);
      last = now;
      if (/Bell System|Chang|practical difference|Large-signal/.test(now.words)) break;
    }
    assert.deepEqual([...seen.keys()], wanted, `ended at ${JSON.stringify(last)}`);
  },
);

browserTest("Space and Enter play and step; arrows drag", still, async ({ page, open }) => {
  await open("");
  await visit(page, "pit");
  const button = (name) => page.locator("#pit").getByRole("button", { name });
  await button("Step").focus();
  await page.keyboard.press("Enter");
  await until(async () => (await time(page, "#pit")) === 1, "a step by Enter");
  await button("Play").focus();
  await page.keyboard.press("Space");
  await until(async () => (await time(page, "#pit")) > 3, "playing by Space");
  await button("Pause").focus();
  await page.keyboard.press("Space");
  const handle = page.locator("#pit sgd-handle").first();
  const before = await handle.getAttribute("aria-valuenow");
  await handle.focus();
  await page.keyboard.press("ArrowRight");
  await until(
    async () => (await handle.getAttribute("aria-valuenow")) !== before,
    "an arrow's drag",
  );
});

browserTest("with reduced motion nothing moves by itself", still, async ({ page, open }) => {
  await open("");
  await visit(page, "pit");
  await page.waitForTimeout(600);
  assert.equal(await time(page, "#pit"), 0);
});

browserTest(
  "a figure out of sight sleeps, and wakes",
  { viewport: still.viewport, reducedMotion: "no-preference" },
  async ({ page, open }) => {
    await open("");
    await visit(page, "pit");
    await until(async () => (await time(page, "#pit")) > 2, "it plays by itself");
    await page.evaluate(() => scrollTo(0, 0));
    await asleep(page, "#pit");
    const left = await time(page, "#pit");
    await page.locator("#pit").scrollIntoViewIfNeeded();
    await until(async () => (await time(page, "#pit")) > left, "it goes on");
  },
);

browserTest(
  "every canvas has words, every figure its live words",
  still,
  async ({ page, open }) => {
    await open("");
    for (const name of await names(page)) {
      const place = await visit(page, name);
      const canvases = await place.locator("canvas").all();
      assert.ok(canvases.length > 0, name);
      for (const canvas of canvases) {
        assert.equal(await canvas.getAttribute("role"), "img");
        assert.ok((await canvas.getAttribute("aria-label")).length > 10, `${name}: a label`);
      }
      assert.equal(await place.locator("[aria-live=polite]").count(), 1, `${name}: live words`);
    }
  },
);

browserTest(
  "a reader hears of a playing figure once in two seconds at most",
  still,
  async ({ page, open }) => {
    await page.clock.install();
    await open("");
    const place = await visit(page, "pit");
    await place.locator("[aria-live]").evaluate((live) => {
      window.heard = [];
      new MutationObserver(() => {
        if (window.heard.at(-1)?.words !== live.textContent)
          window.heard.push({ at: Date.now(), words: live.textContent });
      }).observe(live, { childList: true, characterData: true, subtree: true });
    });
    await place.getByRole("button", { name: "Play" }).click();
    for (let i = 0; i < 90; i++) {
      await page.clock.runFor(100);
      // The core computes in real time.
      await new Promise((later) => setTimeout(later, 10));
    }
    const heard = await page.evaluate(() => window.heard);
    assert.ok(heard.length >= 2, "it is heard of");
    // What is said is seen at the next tick of this clock, a tenth of a second later at most.
    heard
      .slice(1)
      .forEach(({ at }, i) => assert.ok(at - heard[i].at > 1890, JSON.stringify(heard)));
  },
);

browserTest(
  "what plays by itself ends, and is silent then",
  { viewport: still.viewport, reducedMotion: "no-preference" },
  async ({ page, open }) => {
    await open("");
    const place = await visit(page, "own");
    await until(async () => (await time(page, "#own")) === 30, "the end");
    await place.getByRole("button", { name: "Play", exact: true }).waitFor();
    await page.waitForTimeout(400);
    assert.equal(await time(page, "#own"), 30);
    await place.getByRole("button", { name: "Play", exact: true }).click();
    await until(async () => (await time(page, "#own")) > 33, "on, when asked");
  },
);
