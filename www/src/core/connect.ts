/**
 * Starts the core: in a worker, or where the page may have none, on the page's
 * own thread. A sandboxed page under a policy of `worker-src 'self'` is such a
 * one: it has no origin that any worker could be of.
 */
import type { Request } from "./messages.ts";
import { findWasm, serveHere, startWorker } from "./start.ts";

/** Where questions go and answers come from. */
export type Core = Worker | MessagePort;

export async function connect(): Promise<Core> {
  const wasm = findWasm();
  const core = (await runningWorker()) ?? (await coreHere());
  const found = await wasm;
  const start: Request = { type: "start", wasm: found };
  core.postMessage(start, found instanceof ArrayBuffer ? [found] : []);
  return core;
}

/** A worker that has said that it runs, if the page may have one. */
async function runningWorker(): Promise<Worker | undefined> {
  try {
    const worker = startWorker();
    await new Promise((resolve, reject) => {
      worker.addEventListener("message", resolve, { once: true });
      worker.addEventListener("error", reject, { once: true });
    });
    return worker;
  } catch {
    return undefined;
  }
}

async function coreHere(): Promise<MessagePort> {
  const { port1, port2 } = new MessageChannel();
  await serveHere(port2);
  port1.start();
  port2.start();
  return port1;
}
