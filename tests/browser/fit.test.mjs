// A frame as high as its figure has nothing to scroll.
import assert from "node:assert/strict";
import { figures } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const viewport = { width: 700, height: 600 };

for (const controls of ["none", "few", "full"])
  browserTest(
    `no figure sticks out of its frame, controls=${controls}`,
    { viewport, reducedMotion: "reduce" },
    async ({ page, address }) => {
      for (const figure of figures) {
        await page.goto("about:blank");
        await page.goto(`${address}embed.html#v=1&figure=${figure}&controls=${controls}`);
        await page.locator(".root.drawn").waitFor();
        // The height it needs, and what sticks out of the one it has: both at one time.
        const measure = () =>
          page.locator("sgd-current").evaluate((element) => {
            const { scrollHeight, clientHeight, scrollWidth, clientWidth } =
              document.documentElement;
            return {
              needed: Math.ceil(element.getBoundingClientRect().height),
              given: innerHeight,
              over: [scrollHeight - clientHeight, scrollWidth - clientWidth],
            };
          });
        // What comes after the first drawing may need more room, or less.
        let found = await measure();
        do {
          await page.setViewportSize({ ...viewport, height: found.needed });
          await page.waitForTimeout(200);
          found = await measure();
        } while (found.needed !== found.given);
        assert.deepEqual([figure, ...found.over], [figure, 0, 0]);
      }
    },
  );
