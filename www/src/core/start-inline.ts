/** The core from this very script, where there is no file beside it: worker and wasm lie within. */
import wasm from "virtual:packed-wasm";
import type { Space } from "./messages.ts";
import type { Port } from "./serve.ts";
import { serve } from "./serve.ts";
import { TroubleError } from "./troubles.ts";
import InlineWorker from "./worker.ts?worker&inline";

export const startWorker = (): Worker => new InlineWorker();

let served = false;

/** The same without a worker, once: a core that broke stays broken, and there is no other script. */
export function serveHere(port: Port): Promise<void> {
  if (served) return Promise.reject(new TroubleError("twice"));
  served = true;
  serve(port);
  return Promise.resolve();
}

/** The wasm itself, unpacked: the whole as the line's part. */
export async function findWasm(part: Space): Promise<ArrayBuffer | undefined> {
  if (part === "plane") return undefined;
  const packed = Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}
