// Nothing jumps: what is late has its place reserved. The largest paint is told, not asserted: it is
// a time of the machine's.
import assert from "node:assert/strict";
import { until } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

/** The sum of all shifts that no hand has caused, by the Layout Instability API. */
const most = 0.02;

/** Notes shifts and the largest paint, from before the page's first script on. */
function note() {
  window.shifts = [];
  window.largest = 0;
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries())
      if (!hadRecentInput)
        window.shifts.push({
          value,
          what: sources.map(({ node }) => node?.id || node?.className || node?.nodeName).join(),
        });
  }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => {
    window.largest = list.getEntries().at(-1).startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
}

async function still({ page, address, open }, path, through) {
  await page.addInitScript(note);
  // The list of keys has no figure that it waits for.
  if (path === "docs.html") await page.goto(address + path);
  else await open(path);
  if (through)
    for (const place of await page.locator("[data-figure]").all()) {
      if (!(await place.isVisible())) continue;
      await place.evaluate((element) => element.scrollIntoView({ block: "center" }));
      await until(
        () => place.evaluate((element) => !element.querySelector(".still")),
        "the live figure",
      );
    }
  await page.waitForTimeout(300);
  const { shifts, largest } = await page.evaluate(() => ({
    shifts: window.shifts,
    largest: window.largest,
  }));
  const sum = shifts.reduce((sum, { value }) => sum + value, 0);
  console.log(
    `${path || "article"}: shift ${sum.toFixed(4)}, largest paint ${Math.round(largest)} ms`,
  );
  assert.ok(sum <= most, JSON.stringify(shifts));
}

for (const [name, options] of [
  ["wide screen", { viewport: { width: 1280, height: 800 } }],
  ["phone", { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }],
]) {
  browserTest(`nothing jumps in the article, ${name}`, options, (given) => still(given, "", true));
  for (const path of ["lab.html", "docs.html", "embed.html#v=1", "embed.html#v=1&figure=points"])
    browserTest(`nothing jumps in ${path}, ${name}`, options, (given) => still(given, path, false));
}
