// The still pictures: without scripts, on paper, and before the figures are drawn.
import assert from "node:assert/strict";
import { until } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const desktop = { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" };

/** Brings each picture near, so that it is loaded. */
async function loaded(page) {
  for (const image of await page.locator(".still img").all()) {
    await image.scrollIntoViewIfNeeded();
    await image.evaluate((image) => image.decode());
  }
}

for (const [name, viewport, height] of [
  ["desktop", { width: 1280, height: 900 }, 225],
  ["phone", { width: 360, height: 740 }, 205],
])
  browserTest(
    `without scripts every figure is a picture with words, ${name}`,
    // Where no script runs the core is fetched ahead for nothing.
    { viewport, javaScriptEnabled: false, expected: /preloaded using link preload/ },
    async ({ page, address, picture }) => {
      await page.goto(address);
      await page.locator(".appendix").evaluateAll((folds) => {
        for (const fold of folds) fold.open = true;
      });
      await loaded(page);
      const places = await page.locator("[data-figure]").count();
      const images = await page.locator("[data-figure] .still img").all();
      assert.equal(images.length, places);
      for (const image of images) {
        const box = await image.boundingBox();
        assert.ok(
          box.height >= height,
          `${await image.getAttribute("src")} has its size: ${box.height}`,
        );
        assert.match(await image.getAttribute("alt"), /\d/, "its words have numbers");
        assert.doesNotMatch(await image.getAttribute("alt"), /NaN|undefined|(?<!Fokker)–/);
        assert.doesNotMatch(
          await image.getAttribute("alt"),
          /10⁻[¹²³]/,
          "rounding told as numbers",
        );
      }
      const numbers = await page.locator("[data-told]").allTextContents();
      assert.ok(!numbers.includes("–"), `the text has its numbers: ${numbers.join(" ")}`);
      const { scroll, client } = await page.locator("html").evaluate((root) => ({
        scroll: root.scrollWidth,
        client: root.clientWidth,
      }));
      assert.equal(scroll, client, "nothing is wider than the screen");
      await picture(`no-script-${name}`);
    },
  );

browserTest(
  "a dark page is light on paper, figures too, and has no controls",
  { ...desktop, colorScheme: "dark" },
  async ({ page, open, picture }) => {
    await open("");
    await page.locator("#ball").scrollIntoViewIfNeeded();
    // Drawn, it stands in its picture's place.
    await page.locator("#ball .still").waitFor({ state: "detached" });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const paper = await page.locator("body").evaluate((body) => {
      const { backgroundColor, color } = getComputedStyle(body);
      return [backgroundColor, color];
    });
    assert.deepEqual(paper, ["rgb(255, 254, 251)", "rgb(34, 33, 30)"]);
    const shown = await page
      .locator("#ball :is(.playbar, sgd-panel, sgd-handle, button):visible")
      .count();
    assert.equal(shown, 0, "no controls");
    // The loss stands in the colour it has by day.
    const found = () =>
      page
        .locator("#ball sgd-plot")
        .first()
        .evaluate((plot) => {
          const canvas = plot.shadowRoot.querySelector("canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          const has = (r, g, b) => {
            for (let i = 0; i < data.length; i += 4)
              if (data[i] === r && data[i + 1] === g && data[i + 2] === b && data[i + 3] === 255)
                return true;
            return false;
          };
          return { day: has(0xb8, 0x32, 0x00), night: has(0xe0, 0x52, 0x1a) };
        });
    await until(async () => (await found()).day, "the figure in the colours of the day");
    assert.ok(!(await found()).night, "and in none of the night's");
    assert.ok(
      (await page.locator(".still img:visible").count()) > 5,
      "figures not yet seen are stills",
    );
    await picture("print-dark");
  },
);

/**
 * In the page: whether all figures near the window are drawn. One that comes late puts its
 * numbers into text that is in sight, whose lines may then end elsewhere.
 */
const drawnNear = () =>
  [...document.querySelectorAll(".place:has(.still)")].every(
    (place) =>
      place.closest("details:not([open])") || place.getBoundingClientRect().top > innerHeight + 450,
  );

for (const [name, viewport] of [
  ["desktop", { width: 1280, height: 900 }],
  ["phone", { width: 360, height: 740 }],
])
  browserTest(
    `the text does not jump when figures take their pictures' places, ${name}`,
    { viewport, reducedMotion: "reduce" },
    async ({ page, open }) => {
      await page.addInitScript(() => {
        window.jumps = [];
        new PerformanceObserver((list) => {
          for (const { value, hadRecentInput, sources } of list.getEntries())
            if (!hadRecentInput)
              window.jumps.push([value, sources[0]?.node?.textContent?.trim().slice(0, 40)]);
        }).observe({ type: "layout-shift", buffered: true });
      });
      await open("");
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      for (let y = 0; y < height; y += 300) {
        await page.mouse.wheel(0, 300);
        await page.waitForTimeout(40);
        await page.waitForFunction(drawnNear);
      }
      const jumps = await page.evaluate(() => window.jumps);
      const sum = jumps.reduce((sum, [value]) => sum + value, 0);
      assert.ok(sum < 0.1, `${sum}: ${JSON.stringify(jumps)}`);
    },
  );

browserTest(
  "the first picture is as large as the figure that takes its place",
  { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" },
  async ({ page, open }) => {
    const sized = () => {
      const box = (element) => {
        const { top, height } = element.getBoundingClientRect();
        return { top, height };
      };
      // Once there are styles.
      requestAnimationFrame(() => (window.still = box(document.querySelector("#points img"))));
    };
    await page.addInitScript(`document.addEventListener("DOMContentLoaded", ${sized});`);
    await open("");
    const [still, map] = await page.evaluate(() => {
      const map = document.querySelector("#points sgd-plane").renderRoot.querySelector(".map");
      const { top, height } = map.getBoundingClientRect();
      return [window.still, { top, height }];
    });
    for (const side of ["top", "height"])
      assert.ok(Math.abs(still[side] - map[side]) < 8, JSON.stringify({ still, map }));
  },
);
