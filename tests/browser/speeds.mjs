// How soon figures live in each engine, and what they cost there: `./build.sh bench` prints these
// lines in its table, each "what<TAB>figure".
import { readFile } from "node:fs/promises";
import { engines } from "./engines.mjs";
import { until } from "./figures.mjs";
import { serveSite } from "./server.mjs";

/**
 * Notes when the first figure is drawn and how long scripts keep the page's thread: in frames of
 * an animation and in answers of the core. Every engine has a clock for that, none another's tools.
 */
const meter = () => {
  const meter = (globalThis.meter = { busy: 0, frames: 0, drawn: 0 });
  const timed = (act) =>
    function (...given) {
      const began = performance.now();
      try {
        return typeof act === "function" ? act.apply(this, given) : act.handleEvent(...given);
      } finally {
        meter.busy += performance.now() - began;
      }
    };
  const { requestAnimationFrame } = globalThis;
  globalThis.requestAnimationFrame = (act) =>
    requestAnimationFrame((now) => {
      // Several may ask for the same frame.
      if (now !== meter.last) meter.frames++;
      meter.last = now;
      timed(act)(now);
    });
  const { addEventListener } = Worker.prototype;
  Worker.prototype.addEventListener = function (type, act, ...options) {
    addEventListener.call(this, type, type === "message" ? timed(act) : act, ...options);
  };
  globalThis.addEventListener("drawn", () => (meter.drawn ||= performance.now()));
};

const dist = new URL("../../www/dist/", import.meta.url);
const metered = async (name) =>
  (await readFile(new URL(name, dist), "utf8")).replace(
    "<head>",
    () => `<head><script>(${meter})()</script>`,
  );
const site = await serveSite({
  extra: { "article.html": await metered("index.html"), "bench.html": await metered("lab.html") },
});
const pause = (milliseconds) => new Promise((later) => setTimeout(later, milliseconds));
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

for (const [name, { missing, start }] of Object.entries(engines)) {
  if (missing) continue;
  const row = (what, figure) => console.log(`${name}, ${what}\t${figure}`);
  const { goto, run, close } = await start(false);
  try {
    const opened = async (path) => {
      await goto("about:blank");
      await goto(site.address + path);
      await until(() => run(() => meter.drawn > 0), "the first figure");
      return run(() => meter.drawn);
    };
    const times = [];
    for (let i = 0; i < 5; i++) times.push(await opened("article.html"));
    row("first live figure", `${median(times).toFixed(0)} ms`);
    await opened("bench.html#v=1&figure=pit");
    await run(({ one }) => one("sgd-evolve").clock.play());
    await pause(1000);
    await run(() => Object.assign(meter, { busy: 0, frames: 0 }));
    await pause(3000);
    const { busy, frames } = await run(() => meter);
    row("playing the pit, scripts", `${(busy / frames).toFixed(2)} ms a frame`);
    row("playing the pit", `${(frames / 3).toFixed(0)} frames/s`);
  } finally {
    await close();
  }
}
site.close();
