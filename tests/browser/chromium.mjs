// Which Chromium the tests drive. Run by itself it prints it, or fails.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { firstOf } from "./which.mjs";

const onPath = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const elsewhere = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The address of a Chromium: `CHROMIUM=`, the system's, or Playwright's own. */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const found = firstOf(...onPath.map((name) => `command -v ${name}`));
  return found ?? [...elsewhere, chromium.executablePath()].find((path) => existsSync(path));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = findChromium();
  if (!found) process.exit(1);
  console.log(found);
}
