// Takes the picture of the page that README shows:
//   ./build.sh build && npm --prefix tests/browser run picture [PATH OF PAGE]
// It lies in the site too, so that links to the site can show it.
import { fileURLToPath } from "node:url";
import { openReady, startBrowser } from "./browser.mjs";

const file = fileURLToPath(new URL("../../www/public/page.png", import.meta.url));
const path = process.argv[2] ?? "lab.html#v=1&t=60";

const { address, browser, close } = await startBrowser();
try {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 1000 },
  });
  await openReady(page, address, path);
  // A link's time is computed step by step.
  const [, step = "0"] = path.match(/\bt=(\d+)/) ?? [];
  await page.locator("sgd-evolve .time", { hasText: `t = ${step}` }).waitFor();
  await page.screenshot({ path: file });
  console.log(file);
} finally {
  await close();
}
