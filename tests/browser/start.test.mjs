// What stands between opening the page and its first living figure. The time itself is
// `./build.sh bench`'s to tell: here it is what the page waits for that is counted.
import assert from "node:assert/strict";
import { browserTest } from "./harness.mjs";

browserTest(
  "the first figure waits for one scene alone, and the core for nothing",
  { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" },
  async ({ page, open }) => {
    await page.addInitScript(() => {
      window.asked = [];
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (message, ...rest) {
        window.asked.push(message.type);
        return postMessage.call(this, message, ...rest);
      };
    });
    await open("");
    const asked = await page.evaluate(() => window.asked);
    assert.deepEqual(
      asked.slice(0, asked.indexOf("open")).filter((type) => type !== "start" && type !== "plane"),
      ["describe", "check"],
    );
    // Both parts of the wasm are fetched once, and before the page’s own script asks for them.
    const fetched = await page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .filter(({ name }) => /\.wasm$/.test(name))
        .map(({ initiatorType, encodedBodySize }) => [initiatorType, encodedBodySize > 0]),
    );
    assert.deepEqual(fetched, [
      ["link", true],
      ["link", true],
    ]);
  },
);
