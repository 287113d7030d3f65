// A page on paper.
import assert from "node:assert/strict";
import { browserTest } from "./harness.mjs";

for (const path of ["index.html", "lab.html", "embed.html", "embed.html#v=1&theme=dark"])
  browserTest(
    `${path} prints in light colours from a dark screen`,
    { viewport: { width: 1000, height: 800 }, colorScheme: "dark", reducedMotion: "reduce" },
    async ({ page, open }) => {
      await open(path);
      await page.evaluate(() => {
        // Playwright's locators see into shadow trees, a page does not.
        const all = (root) =>
          [...root.querySelectorAll("*")].flatMap((element) => [
            element,
            ...(element.shadowRoot ? all(element.shadowRoot) : []),
          ]);
        const plot = () => all(document).find(({ localName }) => localName === "sgd-plot");
        const picture = () => plot().shadowRoot.querySelector("canvas").toDataURL();
        const ink = () => getComputedStyle(plot()).getPropertyValue("--ink");
        const screen = picture();
        window.printed = { before: ink() };
        // Asked for after the page's own listeners, so called after them.
        matchMedia("print").addEventListener("change", ({ matches }) => {
          if (matches)
            Object.assign(window.printed, { ink: ink(), repainted: picture() !== screen });
        });
      });
      await page.pdf();
      const { before, ink, repainted } = await page.evaluate(() => window.printed);
      assert.equal(before, "#e6e3db");
      assert.equal(ink, "#22211e");
      assert.ok(repainted, "the picture is painted for paper");
    },
  );

browserTest("the lab's parameters stay off paper", {}, async ({ page, open }) => {
  await open("lab.html");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("sgd-bench").isVisible(), false);
  assert.ok(await page.locator("sgd-evolve sgd-plot").first().isVisible());
});

browserTest("what is folded in the text is unfolded on paper", {}, async ({ page, open }) => {
  await open("");
  await page.emulateMedia({ media: "print" });
  const seen = await page
    .locator("main details.aside:not(.appendix *) > p")
    .evaluateAll((all) => all.map((words) => words.checkVisibility()));
  assert.ok(seen.length >= 10 && seen.every(Boolean), `${seen}`);
});
