// Which Chromium the tests drive. Run by itself it prints it, or fails.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const onPath = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const elsewhere = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

function which(name) {
  try {
    return execFileSync("sh", ["-c", 'command -v "$1"', "sh", name], {
      encoding: "utf8",
    }).trim();
  } catch {
    return undefined;
  }
}

/** The address of a Chromium: `CHROMIUM=`, the system's, or Playwright's own. */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const found = onPath.map(which).find(Boolean);
  return found ?? [...elsewhere, chromium.executablePath()].find((path) => existsSync(path));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = findChromium();
  if (!found) process.exit(1);
  console.log(found);
}
