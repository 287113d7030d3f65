import type { Request } from "./messages.ts";
import wasm from "virtual:packed-wasm";
import InlineWorker from "./worker.ts?worker&inline";

/** Starts the worker where there is no file to start it from: script and wasm are in this one. */
export function startWorker(): Worker {
  const worker = new InlineWorker();
  void unpack().then((bytes) => {
    worker.postMessage({ type: "start", wasm: bytes } satisfies Request, [bytes]);
  });
  return worker;
}

async function unpack(): Promise<ArrayBuffer> {
  const packed = Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}
