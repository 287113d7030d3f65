// Runs the figures in a page that is only in memory, on a thread of its own: what it
// lends them of a browser stays here.
import { parentPort, workerData } from "node:worker_threads";
import { Window } from "happy-dom";
import { ShadeContext } from "./canvas.js";

const { script, times, widths } = workerData;

const page = new Window({ url: "http://localhost/" });
// Nothing moves by itself.
page.matchMedia = (query) => ({
  matches: query.includes("reduced-motion"),
  addEventListener() {},
  removeEventListener() {},
});
const contexts = new WeakMap();
page.HTMLCanvasElement.prototype.getContext = function () {
  if (!contexts.has(this)) contexts.set(this, new ShadeContext(this));
  return contexts.get(this);
};
page.HTMLCanvasElement.prototype.toDataURL = function () {
  return contexts.get(this).toDataURL();
};
const theirs = ["Event", "EventTarget", "CustomEvent"];
for (const key of Object.getOwnPropertyNames(page))
  if (theirs.includes(key) || !(key in globalThis)) globalThis[key] = page[key];
// The core answers here as well.
delete globalThis.Worker;

const { still } = await import(script);
const draw = async ([name, time]) => [name, await still(name, time, widths)];
parentPort.postMessage(new Map(await Promise.all(Object.entries(times).map(draw))));
