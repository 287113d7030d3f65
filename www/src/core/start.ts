import wasm from "../../pkg/sgd_current_bg.wasm?url";
import script from "./worker.ts?worker&url";
import type { Request } from "./messages.ts";

/** Starts the worker from its file and tells it where the wasm lies: both beside this script. */
export function startWorker(): Worker {
  const worker = new Worker(startable(new URL(script, location.href)), { type: "module" });
  const { href } = new URL(wasm, location.href);
  worker.postMessage({ type: "start", wasm: href } satisfies Request);
  return worker;
}

/**
 * A worker's own address must be of the page's origin, but what it imports may
 * come from elsewhere: such as this script, in somebody else's page.
 */
function startable(script: URL): URL | string {
  if (script.origin === origin) return script;
  const bridge = `import ${JSON.stringify(script.href)};`;
  return URL.createObjectURL(new Blob([bridge], { type: "text/javascript" }));
}
