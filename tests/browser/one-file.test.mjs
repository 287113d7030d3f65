// The explorable as one file, opened from a disk.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import test from "node:test";
import puppeteer from "puppeteer-core";
import { until } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const file = new URL("../../www/dist/sgd-current.html", import.meta.url);

browserTest(
  "the single file opens from a disk in Chromium and plays",
  { viewport: { width: 1000, height: 800 }, reducedMotion: "reduce" },
  async ({ page }) => {
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(`${file.href}#v=1&figure=pit&T=0.05&t=5`);
    const figure = page.locator("sgd-evolve").filter({ hasText: "t = 5" });
    await figure.waitFor();
    await figure.getByRole("button", { name: "Play" }).click();
    await figure.getByRole("button", { name: "Pause" }).waitFor();
    await page.locator("sgd-evolve .time", { hasText: /t = ([7-9]|\d\d)/ }).waitFor();
    assert.deepEqual(
      asked.filter((url) => !/^(file|blob|data):/.test(url)),
      [],
      "nothing is fetched",
    );
    assert.equal(await page.locator('a[href*="lab.html"]:visible').count(), 0, "no dead links");
  },
);

function findFirefox() {
  if (process.env.FIREFOX) return process.env.FIREFOX;
  for (const name of ["firefox-esr", "firefox"])
    try {
      const found = ["-c", 'command -v "$1"', "sh", name];
      return execFileSync("sh", found, { encoding: "utf8" }).trim();
    } catch {
      // The next.
    }
  return undefined;
}

const firefox = findFirefox();

test(
  "the single file opens from a disk in Firefox and plays",
  { skip: firefox ? false : "no Firefox here", timeout: 120_000 },
  async () => {
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: firefox,
      headless: true,
      extraPrefsFirefox: { "ui.prefersReducedMotion": 1 },
    });
    try {
      const page = await browser.newPage();
      await page.goto(`${file.href}#v=1&figure=pit&T=0.05&t=5`);
      const time = () =>
        page.evaluate(() => {
          const figures = [...document.querySelectorAll("sgd-evolve")];
          const shown = figures.find(({ name }) => name === "pit")?.shadowRoot;
          return shown?.querySelector(".time")?.textContent.trim();
        });
      await until(async () => (await time()) === "t = 5", "the figure at step 5");
      await page.evaluate(() => {
        const figures = [...document.querySelectorAll("sgd-evolve")];
        figures
          .find(({ name }) => name === "pit")
          .shadowRoot.querySelector(".play")
          .click();
      });
      await until(async () => parseInt((await time()).slice(4)) > 7, "playing");
    } finally {
      await browser.close();
    }
  },
);
