/**
 * embed.html: one figure, filling a frame in somebody's page, and messages with
 * that page. Messages are { sgdCurrent: 1, type, … }:
 *
 *   to the host    ready · resize { height } · state { link, playing }
 *   from the host  set { keys: { T: "0.05", … } } · play · pause · reset
 *
 * Only the window around the frame is heard, and only with the origin that the
 * browser tells of it. Nothing here takes focus or scrolls.
 */
import type {} from "./element.ts";

/** Keys of the address that are the element's own attributes. */
const settings = ["controls", "theme", "autoplay"];

const element = document.createElement("sgd-current");

function follow(): void {
  const kept: string[] = [];
  for (const entry of location.hash.slice(1).split("&")) {
    const [key = "", value = ""] = entry.split("=");
    if (settings.includes(key)) element.setAttribute(key, value);
    else kept.push(entry);
  }
  element.setAttribute("link", kept.join("&"));
}

/** The host's origin, where the browser tells it; a sandboxed host has none. */
function hostOrigin(): string | undefined {
  // Firefox does not tell of ancestors.
  if ("ancestorOrigins" in location) return location.ancestorOrigins[0];
  return document.referrer === "" ? undefined : new URL(document.referrer).origin;
}
const host = parent === window ? undefined : hostOrigin();

function post(type: string, fields: object = {}): void {
  // What is told, a height and a public link, is no secret from whoever shows the frame.
  const target = host === undefined || host === "null" ? "*" : host;
  if (parent !== window) parent.postMessage({ sgdCurrent: 1, type, ...fields }, target);
}

function tellState(): void {
  post("state", { link: element.link, playing: element.playing });
}

interface Heard {
  sgdCurrent?: unknown;
  type?: unknown;
  keys?: unknown;
}

addEventListener("message", ({ source, origin, data }: MessageEvent<Heard | null>) => {
  if (source !== parent || (host !== undefined && origin !== host)) return;
  if (typeof data !== "object" || data?.sgdCurrent !== 1) return;
  switch (data.type) {
    case "play":
      element.play();
      break;
    case "pause":
      element.pause();
      break;
    case "reset":
      element.reset();
      break;
    case "set":
      set(data.keys);
  }
});

function set(keys: unknown): void {
  if (typeof keys !== "object" || keys === null) return;
  const entries = Object.entries(keys).filter(([, value]) =>
    ["string", "number", "boolean"].includes(typeof value),
  );
  const texts = entries.map(([key, value]) => [key, String(value)] as const);
  for (const [key, text] of texts) if (settings.includes(key)) element.setAttribute(key, text);
  const rest = texts.filter(([key]) => !settings.includes(key));
  if (rest.length > 0) void element.set(Object.fromEntries(rest));
}

/**
 * A sandboxed frame has no origin, and may not load modules unless the server
 * says so: there the element comes as one plain script with everything inside.
 */
function load(): void {
  const script = document.createElement("script");
  const sandboxed = origin === "null" && location.protocol !== "file:";
  script.src = sandboxed ? "sgd-current-whole.js" : "sgd-current.js";
  if (!sandboxed) script.type = "module";
  document.head.append(script);
}

follow();
addEventListener("hashchange", follow);
element.addEventListener("ready", () => {
  document.documentElement.dataset.ready = "true";
  post("ready");
  tellState();
});
element.addEventListener("state", tellState);
new ResizeObserver(() => {
  const height = Math.ceil(element.getBoundingClientRect().height);
  if (height > 0) post("resize", { height });
}).observe(element);
document.querySelector("main")!.append(element);
load();
