// The site and a Chromium that visits it.
import { chromium } from "playwright-core";
import { findChromium } from "./chromium.mjs";
import { serveSite } from "./server.mjs";

/** What Chromium is told wherever tests run it. */
export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The site and a Chromium: `{ address, browser, close() }`. */
export async function startBrowser() {
  const site = await serveSite();
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: chromiumFlags,
  });
  return {
    address: site.address,
    browser,
    async close() {
      await browser.close();
      site.close();
    },
  };
}

/** Opens `path` of the site and waits until its figures have been drawn. */
export async function openReady(page, address, path) {
  await page.goto(new URL(path, address).href);
  await page.waitForFunction(() => document.documentElement.dataset.ready === "true");
}
