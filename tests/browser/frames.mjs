// How soon the article's first figure lives and what a frame of each playing
// figure costs the main thread: `./build.sh bench` prints these lines in its
// table, each "what<TAB>figure".
import { startBrowser } from "./browser.mjs";
import { visit } from "./figures.mjs";

const { address, browser, close } = await startBrowser();
const row = (what, figure) => console.log(`${what}\t${figure}`);
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const newPage = async () =>
  (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();

/** Milliseconds from navigation to the first figure's first drawing. */
async function firstFigure() {
  const page = await newPage();
  await page.addInitScript(() => {
    addEventListener("drawn", () => performance.mark("drawn"), { once: true });
  });
  await page.goto(address);
  await page.waitForFunction(() => performance.getEntriesByName("drawn").length > 0);
  const time = await page.evaluate(() => performance.getEntriesByName("drawn")[0].startTime);
  await page.context().close();
  return time;
}

/** Main-thread time per frame, frames a second and the longest task, while a figure plays. */
async function playing(name, slowness) {
  const page = await newPage();
  await page.goto(address);
  const place = await visit(page, name);
  const client = await page.context().newCDPSession(page);
  await client.send("Performance.enable", { timeDomain: "threadTicks" });
  await client.send("Emulation.setCPUThrottlingRate", { rate: slowness });
  const play = place.getByRole("button", { name: "Play" });
  if (await play.count()) await play.click();
  await page.waitForTimeout(500);
  const busy = async () =>
    (await client.send("Performance.getMetrics")).metrics.find(
      ({ name }) => name === "TaskDuration",
    ).value;
  const before = await busy();
  const { frames, longest } = await page.evaluate(
    () =>
      new Promise((resolve) => {
        let [frames, longest] = [0, 0];
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
        }).observe({ type: "longtask" });
        const end = performance.now() + 3000;
        const count = (now) => {
          frames++;
          if (now < end) requestAnimationFrame(count);
          else resolve({ frames, longest });
        };
        requestAnimationFrame(count);
      }),
  );
  const cost = ((await busy()) - before) * 1000;
  await page.context().close();
  return { cost: cost / frames, rate: frames / 3, longest };
}

try {
  const times = [];
  for (let i = 0; i < 7; i++) times.push(await firstFigure());
  row("first live figure", `${median(times).toFixed(0)} ms`);
  for (const name of ["ball", "step", "fan", "flow", "spread", "balance", "pit", "metric", "own"]) {
    const { cost, rate } = await playing(name, 1);
    row(
      `playing ${name}, main thread`,
      `${cost.toFixed(2)} ms a frame, ${rate.toFixed(0)} frames/s`,
    );
    const { longest } = await playing(name, 4);
    row(
      `playing ${name}, 4 times slower`,
      longest ? `longest task ${longest} ms` : "no task over 50 ms",
    );
  }
} finally {
  await close();
}
