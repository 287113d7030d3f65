// embed.html in a window of its own, and as narrow as in a frame on a phone.
import assert from "node:assert/strict";
import { until } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const light = "rgb(255, 254, 251)";
const dark = "rgb(22, 23, 26)";
const none = "rgba(0, 0, 0, 0)";
const behind = (page) => page.evaluate(() => getComputedStyle(document.documentElement).background);

for (const colorScheme of ["light", "dark"])
  browserTest(
    `a window of its own has the figure's colour throughout, ${colorScheme}`,
    { viewport: { width: 900, height: 1200 }, colorScheme, reducedMotion: "reduce" },
    async ({ page, address }) => {
      const own = colorScheme === "light" ? light : dark;
      const root = page.locator("sgd-current .root.drawn");
      const alike = async (colour) => {
        const paper = () => root.evaluate((root) => getComputedStyle(root).backgroundColor);
        await until(async () => (await paper()) === colour, colour);
        assert.ok((await behind(page)).startsWith(colour));
      };
      await page.goto(`${address}embed.html#v=1`);
      await alike(own);
      for (const [theme, colour] of [
        ["dark", dark],
        ["light", light],
        ["auto", own],
      ]) {
        await page.evaluate((theme) => {
          location.hash = `#v=1&theme=${theme}`;
        }, theme);
        await alike(colour);
      }
      await page.goto(`${address}docs.html`);
      const frame = page.frames().find((frame) => /embed/.test(frame.url()));
      await frame.locator(".root.drawn").waitFor();
      assert.ok((await behind(frame)).startsWith(none), "a frame shows what is behind it");
    },
  );

/** What stands in one line with the name of G: where each piece begins and ends. */
const line = (page) =>
  page.evaluate(() => {
    const { canvas, y } = window.written.findLast(({ words }) => words.startsWith("G"));
    const pieces = window.written
      .filter((piece) => piece.canvas === canvas && piece.y === y)
      .map(({ words, from, to }) => ({ words, from, to }));
    return [...new Map(pieces.map((piece) => [piece.words, piece])).values()];
  });

for (const width of [280, 318, 360, 480, 900])
  browserTest(
    `the name of G and the words beside it stand apart, ${width} pixels wide`,
    { viewport: { width, height: 700 }, reducedMotion: "reduce" },
    async ({ page, address }) => {
      await page.addInitScript(() => {
        window.written = [];
        const { fillText } = CanvasRenderingContext2D.prototype;
        CanvasRenderingContext2D.prototype.fillText = function (words, x, y) {
          const { width } = this.measureText(words);
          const from = this.textAlign === "right" ? x - width : x;
          window.written.push({ canvas: this.canvas, words, y, from, to: from + width });
          fillText.call(this, words, x, y);
        };
      });
      await page.goto(`${address}embed.html#v=1`);
      await page.locator("sgd-current .root.drawn").waitFor();
      const [name, first, second] = (await line(page)).sort((a, b) => a.from - b.from);
      assert.match(name.words, width < 320 ? /^G \(L/ : /^G, mean .*slopes? \(L/);
      // Room for the dots: of rest, and of rest in a ring.
      assert.ok(name.to + 10 < first.from, `${name.words} ${first.words}`);
      assert.ok(first.to + 14 < second.from, `${first.words} ${second.words}`);
    },
  );
