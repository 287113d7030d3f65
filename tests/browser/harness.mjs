// What every browser test stands on: one Chromium per file of tests, a fresh
// page per test, and failure on any error the page reports.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { openReady, startBrowser } from "./browser.mjs";

/** Collects what the page complains about, in words that name the kind. */
function complaintsOf(page) {
  const complaints = [];
  page.on("console", (message) => {
    const [kind, text] = [message.type(), message.text()];
    // Reading pixels back is what tests do, not the page; and a test that does not say so has no
    // service worker, so that each starts from nothing.
    if (
      kind === "error" ||
      (kind === "warning" && !/willReadFrequently|Service Worker registration blocked/.test(text))
    )
      complaints.push(`console: ${text} (${message.location().url})`);
  });
  page.on("pageerror", (error) => complaints.push(`page: ${error.stack ?? error}`));
  return complaints;
}

let started;

after(async () => {
  await (await started)?.close();
});

/**
 * A test with its own page: `body({ page, address, open, picture })`.
 *
 * `open(path)` opens a page of the site and waits for
 * `<html data-ready="true">`. `picture(name)` keeps a screenshot as
 * `$PICTURES/name.png` when PICTURES names a directory. `options` are those of
 * a Playwright context: `viewport`, `colorScheme`, `reducedMotion`, `hasTouch`.
 * What `expected` matches the page may complain of; it may take so many `minutes`.
 */
export function browserTest(name, { expected = /^$/, minutes = 1, ...options }, body) {
  test(name, { timeout: minutes * 60_000 }, async (running) => {
    started ??= startBrowser();
    const { address, browser } = await started;
    const context = await browser.newContext({ serviceWorkers: "block", ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const complaints = complaintsOf(page);
    try {
      await body({
        page,
        address,
        open: (path) => openReady(page, address, path),
        picture: (picture) => keepPicture(page, picture),
      });
      const unexpected = complaints.filter((complaint) => !expected.test(complaint));
      assert.deepEqual(unexpected, [], "the page reports no errors");
    } catch (error) {
      // Often the reason why a test waited in vain.
      complaints.forEach((complaint) => running.diagnostic(complaint));
      throw error;
    } finally {
      await context.close();
    }
  });
}

async function keepPicture(page, name) {
  const directory = process.env.PICTURES;
  if (!directory) return;
  await mkdir(directory, { recursive: true });
  await page.screenshot({
    path: join(directory, `${name}.png`),
    fullPage: true,
  });
}
