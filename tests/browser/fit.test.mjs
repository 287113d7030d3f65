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
        const fitted = async () => {
          const height = await page
            .locator("sgd-current")
            .evaluate((element) => Math.ceil(element.getBoundingClientRect().height));
          await page.setViewportSize({ ...viewport, height });
          return height;
        };
        // What comes after the first drawing may need more room, or less.
        for (let before = 0, now = await fitted(); now !== before; now = await fitted()) {
          before = now;
          await page.waitForTimeout(200);
        }
        const [high, wide] = await page.evaluate(() => {
          const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.documentElement;
          return [scrollHeight - clientHeight, scrollWidth - clientWidth];
        });
        assert.deepEqual([figure, high, wide], [figure, 0, 0]);
      }
    },
  );
