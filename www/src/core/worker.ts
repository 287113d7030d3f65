/**
 * The core in a worker of its own. A page that may have none imports this
 * script instead, and hands it the port by an event: a worker has no exports.
 */
import type { Started } from "./messages.ts";
import type { Port } from "./serve.ts";
import { serve } from "./serve.ts";

if ("importScripts" in globalThis) {
  postMessage({ started: true } satisfies Started);
  serve(globalThis);
} else {
  addEventListener("sgd-core", (event) => {
    event.stopImmediatePropagation();
    serve((event as CustomEvent<Port>).detail);
  });
}
