// What axe-core finds on every page, in both themes and on a phone, with every figure drawn.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { visit } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

for (const path of ["index.html", "lab.html", "embed.html", "docs.html", "computed.html"])
  for (const [width, colorScheme] of [
    [1280, "light"],
    [1280, "dark"],
    [360, "light"],
  ])
    browserTest(
      `axe finds nothing wrong with ${path}, ${width} pixels wide, ${colorScheme}`,
      // Every figure of the article is waited for: on a busy machine that takes longer than a minute.
      { viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce", minutes: 3 },
      async ({ page, address, open }) => {
        if (path === "docs.html") {
          // Its one figure is in a frame.
          await page.goto(`${address}docs.html`);
          await page.frameLocator("iframe").locator("sgd-current .root.drawn").waitFor();
        } else if (path === "computed.html") await page.goto(address + path);
        else await open(path);
        for (const name of await page
          .locator("[data-figure]")
          .evaluateAll((places) => places.map(({ id }) => id)))
          await visit(page, name);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run());
        const found = violations.map(
          ({ id, help, nodes }) =>
            `${id}: ${help}\n  ${nodes.map(({ target, html }) => `${target.join(" ")} ${html.slice(0, 160)}`).join("\n  ")}`,
        );
        assert.deepEqual(found, []);
      },
    );
