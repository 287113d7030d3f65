/** The core from files beside this script: the worker's, which may also be imported, and the wasm. */
import line from "../../pkg/sgd_current_line.wasm?url";
import plane from "../../pkg/sgd_current_plane.wasm?url";
import script from "./worker.ts?worker&url";
import { fetchWasm } from "./compile.ts";
import { trusted } from "./trusted.ts";
import type { Space, Wasm } from "./messages.ts";
import type { Port } from "./serve.ts";

const address = new URL(script, location.href);

/**
 * A worker's own address must be of the page's origin, but what it imports may
 * come from elsewhere: such as this script, in somebody else's page.
 */
export function startWorker(): Worker {
  if (address.origin === origin) return new Worker(trusted(address.href), { type: "module" });
  const bridge = `import ${JSON.stringify(address.href)};`;
  const blob = new Blob([bridge], { type: "text/javascript" });
  return new Worker(trusted(URL.createObjectURL(blob)), { type: "module" });
}

let served = 0;

/** The same without a worker: each time from a script of its own, for a core that broke stays broken. */
export async function serveHere(port: Port): Promise<void> {
  await import(/* @vite-ignore */ `${address.href}${served++ === 0 ? "" : `?${served}`}`);
  dispatchEvent(new CustomEvent("sgd-core", { detail: port }));
}

/** A part of the wasm, compiled beside all else; `again` if it came wrong before. */
export const findWasm = (part: Space, again: boolean): Promise<Wasm> =>
  fetchWasm(new URL({ line, plane }[part], location.href).href, again);
