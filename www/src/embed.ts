/**
 * embed.html: one figure, filling a frame in somebody's page, and messages with
 * that page. Messages are { sgdCurrent: 1, type, … }:
 *
 *   to the host    ready · resize { height } · state { link, playing, notices }
 *   from the host  set { keys: { T: "0.05", … } } · play · pause · reset · size
 *
 * Only the window around the frame is heard, and only with the origin that the
 * browser tells of it. Nothing here takes focus or scrolls.
 */
import type {} from "./sgd-current.ts";
import { trusted } from "./core/trusted.ts";

/** Keys of the address that are the element's own attributes. (What mail has made of them the element reads.) */
const settings = ["controls", "theme", "autoplay"];

const element = document.createElement("sgd-current");

function follow(): void {
  const entries = location.hash.slice(1).split("&");
  const plain = entries.filter((entry) => /^\w+=\w*$/.test(entry));
  for (const key of settings) {
    const entry = plain.findLast((entry) => entry.startsWith(`${key}=`));
    if (entry === undefined) element.removeAttribute(key);
    else element.setAttribute(key, entry.slice(key.length + 1).toLowerCase());
  }
  const kept = entries.filter(
    (entry) => !plain.includes(entry) || !settings.includes(entry.split("=")[0]!),
  );
  element.setAttribute("link", kept.join("&"));
}

/** The host's origin, where the browser tells it; a sandboxed host has none, nor has one on a disk. */
function hostOrigin(): string | undefined {
  // Firefox does not tell of ancestors.
  if ("ancestorOrigins" in location)
    return location.ancestorOrigins[0]?.replace(/^file:.*/, "null");
  return document.referrer === "" ? undefined : new URL(document.referrer).origin;
}
const host = parent === window ? undefined : hostOrigin();

function post(type: string, fields: object = {}): void {
  // What is told, a height and a public link, is no secret from whoever shows the frame.
  const target = host === undefined || host === "null" ? "*" : host;
  if (parent !== window) parent.postMessage({ sgdCurrent: 1, type, ...fields }, target);
}

function tellState(): void {
  const { link, playing, notices } = element;
  post("state", { link, playing, notices });
}

function tellHeight(): void {
  // Before it is drawn it is as high as nothing.
  if (document.documentElement.dataset.ready !== "true") return;
  const height = Math.ceil(element.getBoundingClientRect().height);
  post("resize", { height });
  // What learning platforms listen for.
  if (parent !== window)
    parent.postMessage(JSON.stringify({ subject: "lti.frameResize", height }), "*");
}

interface Heard {
  sgdCurrent?: unknown;
  type?: unknown;
  keys?: unknown;
}

const defined = customElements.whenDefined("sgd-current");

addEventListener("message", ({ source, origin, data }: MessageEvent<Heard | null>) => {
  if (source !== parent || (host !== undefined && origin !== host)) return;
  if (typeof data !== "object" || data?.sgdCurrent !== 1) return;
  // What comes too early waits for the element, which then waits for its figure.
  void defined.then(() => {
    hear(data);
  });
});

function hear({ type, keys }: Heard): void {
  switch (type) {
    case "play":
    case "pause":
    case "reset":
      element[type]();
      break;
    case "size":
      tellHeight();
      break;
    case "set":
      set(keys);
  }
}

function set(keys: unknown): void {
  if (typeof keys !== "object" || keys === null) return;
  const entries = Object.entries(keys).filter(([, value]) =>
    ["string", "number", "boolean"].includes(typeof value),
  );
  void element.set(Object.fromEntries(entries)).then(tellState);
}

/**
 * A sandboxed frame has no origin, and may not load modules unless the server
 * says so: there the element comes as one plain script with everything inside.
 */
function load(): void {
  const script = document.createElement("script");
  const sandboxed = origin === "null" && location.protocol !== "file:";
  script.src = trusted(sandboxed ? "sgd-current-whole.js" : "sgd-current.js");
  if (!sandboxed) script.type = "module";
  script.onerror = () => {
    late.classList.add("now");
  };
  document.head.append(script);
}

/** Until the element is one, what is in it is shown: the figure's picture and, after a while, words. */
const late = document.querySelector(".late")!;
function standIn(): void {
  const still = new Image();
  const figure = /\bfigure=(\w+)/.exec(location.hash)?.[1] ?? "evolve";
  still.className = "still";
  still.src = `stills/${figure}${innerWidth < 704 ? "-narrow" : ""}.svg`;
  still.alt = "";
  still.onerror = () => {
    still.remove();
  };
  const again = document.createElement("button");
  again.textContent = "Try again";
  again.onclick = () => {
    location.reload();
  };
  late.append(again);
  element.append(still, late);
}

document.documentElement.classList.toggle("alone", parent === window);
follow();
addEventListener("hashchange", follow);
element.addEventListener("ready", () => {
  document.documentElement.dataset.ready = "true";
  post("ready");
  tellState();
  new ResizeObserver(tellHeight).observe(element);
});
element.addEventListener("state", tellState);
standIn();
document.querySelector("main")!.append(element);
load();
