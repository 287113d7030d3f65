// When the largest picture of each page is painted, and how soon the page answers a hand while a
// figure plays on a machine four times slower: `./build.sh bench` prints these lines in its table,
// each "what<TAB>figure".
import { startBrowser } from "./browser.mjs";
import { figures, visit } from "./figures.mjs";

const { address, browser, close } = await startBrowser();
const row = (what, figure) => console.log(`${what}\t${figure}`);
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const sizes = {
  "1280 × 800": { viewport: { width: 1280, height: 800 } },
  "360 × 740": { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
};

/** Milliseconds from navigation to the largest paint. */
async function largestPaint(path, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      window.largest = list.getEntries().at(-1).startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
  });
  await page.goto(address + path);
  await page.waitForTimeout(2500);
  const time = await page.evaluate(() => window.largest);
  await context.close();
  return time;
}

/** Milliseconds from each press to the next paint, while the figure plays where it can. */
async function answers(name) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(address);
  const place = await visit(page, name);
  await page.waitForTimeout(1500);
  // What plays by itself comes to an end: pressed, it goes on.
  const pause = place.getByRole("button", { name: "Pause" });
  if (await pause.count()) await pause.click();
  const plays = (await place.locator(".play").count()) > 0;
  if (plays) await place.locator(".play").click();
  const client = await context.newCDPSession(page);
  await client.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.waitForTimeout(1500);
  await page.evaluate(() => {
    window.presses = new Map();
    new PerformanceObserver((list) => {
      for (const { interactionId, duration } of list.getEntries())
        if (interactionId > 0)
          window.presses.set(
            interactionId,
            Math.max(window.presses.get(interactionId) ?? 0, duration),
          );
    }).observe({ type: "event", durationThreshold: 16 });
  });
  const slider = place.locator("input[type=range]").last();
  await slider.focus();
  let presses = 0;
  for (; presses < 10; presses++) {
    await page.keyboard.press(presses % 2 ? "ArrowLeft" : "ArrowRight");
    await page.waitForTimeout(250);
  }
  for (const button of plays ? ["Pause", "Play"] : []) {
    await place.getByRole("button", { name: button }).click();
    presses++;
    await page.waitForTimeout(400);
  }
  const times = await page.evaluate(() => [...window.presses.values()]);
  await context.close();
  return { plays, presses, worst: Math.max(0, ...times), usual: median(times) };
}

try {
  for (const [size, options] of Object.entries(sizes))
    for (const path of ["", "lab.html", "computed.html", "embed.html#v=1&figure=points"]) {
      const times = [];
      for (let i = 0; i < 5; i++) times.push(await largestPaint(path, options));
      row(`largest paint, ${path || "article"}, ${size}`, `${median(times).toFixed(0)} ms`);
    }
  for (const name of process.argv[2]?.split(",") ?? figures) {
    const { plays, presses, worst, usual } = await answers(name);
    row(
      `press to paint, ${name}${plays ? " plays" : ""}, 4 times slower`,
      `worst of ${presses} ${worst} ms, median ${usual ?? "below 16"} ms`,
    );
  }
} finally {
  await close();
}
