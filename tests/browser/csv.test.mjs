// The numbers of every figure, as a file.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { figures } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

/** The cells of a line; one with a comma in it is quoted. */
const cellsOf = (line) => line.match(/"[^"]*"|[^,]+/g).map((cell) => cell.replaceAll('"', ""));

/** Names of numbers without a unit. */
const pure = /^ln /;

browserTest(
  "every figure's numbers are saved with their units",
  { viewport: { width: 900, height: 900 }, reducedMotion: "reduce", acceptDownloads: true },
  async ({ page, open, picture }) => {
    for (const name of figures) {
      await page.goto("about:blank");
      await open(`embed.html#v=1&figure=${name}&t=3`);
      const time = page.locator(".time");
      if ((await time.count()) > 0) await time.filter({ hasText: "t = 3" }).waitFor();
      await page.getByRole("button", { name: "Share …" }).click();
      const coming = page.waitForEvent("download");
      await page.getByRole("button", { name: "Numbers (CSV)" }).click();
      const text = await readFile(await (await coming).path(), "utf8");
      assert.ok(text.startsWith("\ufeff"), "Excel takes it for UTF-8");
      const [stamp, names, ...rows] = text.slice(1).trimEnd().split("\n");
      assert.match(stamp, new RegExp(`^# .*figure=${name}`));
      for (const column of cellsOf(names))
        assert.ok(/ \(.+\)$/.test(column) || pure.test(column), `${name}: ${column}`);
      assert.ok(rows.length >= 2, `${name} has rows`);
      for (const row of rows) {
        const cells = row.split(",");
        assert.equal(cells.length, cellsOf(names).length, name);
        // An empty cell is a number beyond all bounds.
        assert.ok(
          cells.every((cell) => cell === "" || Number.isFinite(Number(cell))),
          row,
        );
      }
      if (name === "widths") await picture("dialog-embed");
    }
  },
);
