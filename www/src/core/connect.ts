/**
 * Starts the core: in a worker, or where the page may have none, on the page's
 * own thread. A sandboxed page under a policy of `worker-src 'self'` is such a
 * one: it has no origin that any worker could be of.
 */
import type { Request, Space, Wasm } from "./messages.ts";
import { findWasm, serveHere, startWorker } from "./start.ts";
import { lacking, TroubleError } from "./troubles.ts";

/** Where questions go and answers come from. */
export type Core = Worker | MessagePort;

/** The parts of the wasm once they are there: a second core need not wait for them. */
const parts: Partial<Record<Space, Wasm>> = {};

async function partOf(space: Space, again: boolean): Promise<Wasm | undefined> {
  return (parts[space] ??= await findWasm(space, again));
}

/** Throws a `TroubleError`. `again` if it went wrong before; `lock` is what it holds while it works. */
export async function connect(again: boolean, lock: string): Promise<Core> {
  const lacks = lacking();
  if (lacks !== undefined) throw new TroubleError("lacking", { detail: lacks });
  const found = partOf("line", again);
  // It may fail while the core is awaited, which is first.
  found.catch(() => undefined);
  const core = (await runningWorker()) ?? (await coreHere());
  try {
    const wasm = (await found)!;
    core.postMessage({ type: "start", wasm, lock } satisfies Request);
  } catch (error) {
    disconnect(core);
    throw error;
  }
  return core;
}

/** Gives a core what it needs for two parameters; throws a `TroubleError`. */
export async function givePlane(core: Core, again: boolean): Promise<void> {
  core.postMessage({ type: "plane", wasm: await partOf("plane", again) } satisfies Request);
}

/** Nothing is heard of it from now on. */
export function disconnect(core: Core): void {
  if (core instanceof MessagePort) core.close();
  else core.terminate();
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
  await serveHere(port2).catch((error: unknown) => {
    throw error instanceof TroubleError ? error : new TroubleError("worker", { cause: error });
  });
  port1.start();
  port2.start();
  return port1;
}
