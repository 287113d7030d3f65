// What axe-core finds on every page, in both themes, with every figure drawn.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { visit } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

for (const path of ["index.html", "lab.html", "embed.html", "docs.html"])
  for (const colorScheme of ["light", "dark"])
    browserTest(
      `axe finds nothing wrong with ${path}, ${colorScheme}`,
      { viewport: { width: 1280, height: 900 }, colorScheme, reducedMotion: "reduce" },
      async ({ page, open }) => {
        await open(path);
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
