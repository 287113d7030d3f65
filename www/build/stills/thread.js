// Runs the figures in a page that is only in memory, on a thread of its own: what it
// lends them of a browser stays here.
import { parentPort, workerData } from "node:worker_threads";
import { Window } from "happy-dom";

const { script, times, widths } = workerData;

const page = new Window({ url: "http://localhost/" });
// Nothing moves by itself.
page.matchMedia = (query) => ({
  matches: query.includes("reduced-motion"),
  addEventListener() {},
  removeEventListener() {},
});
// Widths of letters, in a wide bold type: there is none to measure.
page.HTMLCanvasElement.prototype.getContext = () => ({
  font: "",
  measureText(words) {
    return { width: 0.62 * parseFloat(this.font.match(/[\d.]+(?=px)/)[0]) * words.length };
  },
});
const theirs = ["Event", "EventTarget", "CustomEvent"];
for (const key of Object.getOwnPropertyNames(page))
  if (theirs.includes(key) || !(key in globalThis)) globalThis[key] = page[key];
// The core answers here as well.
delete globalThis.Worker;

const { still } = await import(script);
const draw = async ([name, time]) => [name, await still(name, time, widths)];
parentPort.postMessage(new Map(await Promise.all(Object.entries(times).map(draw))));
