// The explorable as one file, opened from a disk. (In other engines: engines.test.mjs.)
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { browserTest } from "./harness.mjs";

const file = new URL("../../www/dist/sgd-current.html", import.meta.url);

browserTest(
  "the single file opens from a disk in Chromium and plays",
  { viewport: { width: 1000, height: 800 }, reducedMotion: "reduce", acceptDownloads: true },
  async ({ page }) => {
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(`${file.href}#v=1&figure=pit&T=0.05&t=5`);
    const figure = page.locator("#pit");
    await figure.locator(".time", { hasText: "t = 5" }).waitFor();
    await figure.getByRole("button", { name: "Play" }).click();
    await figure.getByRole("button", { name: "Pause" }).waitFor();
    await figure.locator(".time", { hasText: /t = ([7-9]|\d\d)/ }).waitFor();
    assert.deepEqual(
      asked.filter((url) => !/^(file|blob|data):/.test(url)),
      [],
      "nothing is fetched",
    );
    const others = page.locator(
      'a:is([href*="lab.html"], [href*="docs.html"], [href*="computed.html"])',
    );
    assert.equal(await others.count(), 0, "no dead links");
    await figure.getByRole("button", { name: "Share …" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("This page is a file").waitFor();
    assert.equal(await dialog.getByLabel("Link").count(), 0, "no link that nobody can open");
    const coming = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Numbers (CSV)" }).click();
    const csv = await readFile(await (await coming).path(), "utf8");
    assert.match(csv, /^\ufeffW \(W\),/);
  },
);
