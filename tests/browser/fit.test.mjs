// A frame as high as its figure has nothing to scroll.
import assert from "node:assert/strict";
import { figures } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const viewport = { width: 700, height: 600 };

for (const controls of ["none", "few", "full"])
  browserTest(
    `no figure sticks out of its frame, controls=${controls}`,
    { viewport, reducedMotion: "reduce" },
    async ({ page, address }) => {
      for (const figure of figures) {
        await page.goto("about:blank");
        await page.goto(`${address}embed.html#v=1&figure=${figure}&controls=${controls}`);
        await page.locator(".root.drawn").waitFor();
        // The height it needs, and what sticks out of the one it has: both at one time.
        const measure = () =>
          page.locator("sgd-current").evaluate((element) => {
            const { scrollHeight, clientHeight, scrollWidth, clientWidth } =
              document.documentElement;
            return {
              needed: Math.ceil(element.getBoundingClientRect().height),
              given: innerHeight,
              over: [scrollHeight - clientHeight, scrollWidth - clientWidth],
            };
          });
        // What comes after the first drawing may need more room, or less.
        let found = await measure();
        do {
          await page.setViewportSize({ ...viewport, height: found.needed });
          await page.waitForTimeout(200);
          found = await measure();
        } while (found.needed !== found.given);
        assert.deepEqual([figure, ...found.over], [figure, 0, 0]);
      }
    },
  );

/** What scrolls a page across, in words: the pixels, and the first elements that stick out. */
const across = (page) =>
  page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const out = [];
    const visit = (root) => {
      for (const element of root.querySelectorAll("*")) {
        if (element.getBoundingClientRect().right > clientWidth + 1)
          out.push(`${element.localName}.${element.className}`);
        if (element.shadowRoot) visit(element.shadowRoot);
      }
    };
    if (scrollWidth > clientWidth) visit(document);
    return [scrollWidth - clientWidth, ...out.slice(-5)];
  });

browserTest(
  "with every control a figure of 240 pixels does not scroll across",
  { viewport: { width: 240, height: 700 }, reducedMotion: "reduce", minutes: 3 },
  async ({ page, address }) => {
    for (const figure of figures) {
      await page.goto("about:blank");
      await page.goto(`${address}embed.html#v=1&figure=${figure}&controls=full`);
      await page.locator(".root.drawn").waitFor();
      await page.locator("sgd-bench sgd-slider").first().waitFor();
      await page.waitForTimeout(200);
      assert.deepEqual([figure, ...(await across(page))], [figure, 0]);
    }
  },
);

// As at 400 % on a window of 1280, and with letters, words and lines as far apart as WCAG wants them to be borne.
browserTest(
  "pages of 320 pixels do not scroll across, with letters far apart as well",
  { viewport: { width: 320, height: 700 }, reducedMotion: "reduce", minutes: 2 },
  async ({ page, open, address }) => {
    for (const path of ["", "lab.html", "docs.html", "computed.html"]) {
      if (/docs|computed/.test(path)) await page.goto(address + path);
      else await open(path);
      await page.waitForTimeout(1000);
      assert.deepEqual([path, ...(await across(page))], [path, 0]);
      await page.evaluate(() => {
        const spaced = new CSSStyleSheet();
        spaced.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
          word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
        const visit = (root) => {
          root.adoptedStyleSheets.push(spaced);
          for (const { shadowRoot } of root.querySelectorAll("*"))
            if (shadowRoot) visit(shadowRoot);
        };
        visit(document);
      });
      await page.waitForTimeout(500);
      assert.deepEqual([`${path}, spaced`, ...(await across(page))], [`${path}, spaced`, 0]);
    }
  },
);

browserTest(
  "nor does what shares a figure",
  { reducedMotion: "reduce" },
  async ({ page, open }) => {
    for (const width of [320, 240]) {
      await page.setViewportSize({ width, height: 600 });
      await open("embed.html#v=1&figure=pit");
      await page.getByRole("button", { name: "Share …" }).first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: "Film of the run …" }).click();
      await dialog.getByRole("button", { name: "Make the film" }).waitFor();
      const over = await dialog.evaluate(
        ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
      );
      assert.deepEqual([width, over], [width, 0]);
      await page.goto("about:blank");
    }
  },
);
