// What holds for every page: small screens, light and dark, and its weight.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { visit } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

for (const path of ["index.html", "lab.html"])
  for (const colorScheme of ["light", "dark"])
    browserTest(
      `${path} fits a phone, ${colorScheme}`,
      {
        viewport: { width: 360, height: 740 },
        hasTouch: true,
        isMobile: true,
        colorScheme,
        reducedMotion: "reduce",
      },
      async ({ page, open, picture }) => {
        await open(path);
        // Figures are made when they come near: see all of them.
        for (const name of await page
          .locator("[data-figure]")
          .evaluateAll((places) => places.map(({ id }) => id)))
          await visit(page, name);
        const { scroll, client } = await page.evaluate(() => ({
          scroll: document.documentElement.scrollWidth,
          client: document.documentElement.clientWidth,
        }));
        assert.equal(scroll, client, "nothing is wider than the screen");
        const small = await page
          .locator("button:visible, select:visible, input[type=range]:visible, sgd-handle")
          .evaluateAll((elements) =>
            elements
              .map((element) => [element.outerHTML, element.getBoundingClientRect().height])
              .filter(([, height]) => height < 44),
          );
        assert.deepEqual(small, [], "every control can be touched");
        await picture(`${path}-360-${colorScheme}`);
      },
    );

test("the article's scripts and styles weigh at most 100 kB, compressed", async () => {
  const dist = new URL("../../www/dist/", import.meta.url);
  const html = await readFile(new URL("index.html", dist), "utf8");
  const named = (text, pattern) => Array.from(text.matchAll(pattern), ([, name]) => name);
  // What is fetched only when it is asked for, by import(), is not counted.
  const wanted = new Set(named(html, /(?:src|href)="\.\/assets\/([^"]+\.(?:js|css))"/g));
  const worker = (await readdir(new URL("assets/", dist))).filter((name) => /^worker/.test(name));
  for (const name of worker) wanted.add(name);
  let weight = 0;
  for (const name of wanted) {
    const bytes = await readFile(new URL(`assets/${name}`, dist));
    for (const other of named(String(bytes), /(?:from|import)\s*["'`]\.\/([\w-]+\.js)["'`]/g))
      wanted.add(other);
    weight += gzipSync(bytes, { level: 9 }).length;
  }
  assert.ok(wanted.size >= 5, [...wanted].join(" "));
  assert.ok(weight > 60_000 && weight <= 100_000, `${weight} bytes`);
});

browserTest("formulas have a font where the machine has none", {}, async ({ page, open }) => {
  await open("");
  const faces = await page.evaluate(() => document.fonts.load('16px "Page Math"', "𝑊"));
  assert.ok(faces !== undefined);
  const widths = await page.evaluate(async () => {
    await document.fonts.load('16px "Page Math"');
    const context = document.createElement("canvas").getContext("2d");
    const width = (font, letter) => {
      context.font = `100px ${font}`;
      return context.measureText(letter).width;
    };
    const letters = new Set(
      [...document.querySelectorAll("math")].flatMap(({ textContent }) => [...textContent.trim()]),
    );
    // A letter that the font lacks is as wide as in the next one, whichever that is.
    return [...letters]
      .filter((letter) => letter.trim() !== "" && letter !== "\u2061")
      .map((letter) => [
        letter,
        width('"Page Math", monospace', letter) === width("monospace", letter) &&
          width('"Page Math", serif', letter) === width("serif", letter),
      ]);
  });
  assert.ok(widths.length > 30);
  assert.deepEqual(
    widths.filter(([, lacking]) => lacking),
    [],
  );
});
