import type { Calls, Fault, Question, Reply, Request } from "./messages.ts";
import { startWorker } from "./start.ts";

/** A fault of the core or of the worker, thrown on the page's side. */
export class CoreError extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
    this.name = fault.name;
  }
}

interface Waiting {
  resolve: (answer: never) => void;
  reject: (error: Error) => void;
}

/** Puts questions to the worker. One worker, started by the first question, serves every figure. */
class Client {
  #worker: Worker | undefined;
  #waiting = new Map<number, Waiting>();
  #calls = 0;
  #simulations = 0;

  /** A number for a new simulation. */
  simulation(): number {
    return ++this.#simulations;
  }

  /**
   * Rejects with a `CoreError` when the core refuses, and with the signal's
   * reason when the question is withdrawn before its turn.
   */
  ask<Q extends Question>(
    type: Q,
    ask: Calls[Q]["ask"],
    signal?: AbortSignal,
  ): Promise<Calls[Q]["answer"]> {
    const worker = (this.#worker ??= this.#start());
    const call = ++this.#calls;
    return new Promise<Calls[Q]["answer"]>((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      this.#waiting.set(call, { resolve, reject });
      signal?.addEventListener("abort", () => {
        if (!this.#waiting.delete(call)) return;
        worker.postMessage({ type: "cancel", call } satisfies Request);
        reject(signal.reason as Error);
      });
      worker.postMessage({ type, call, ask });
    });
  }

  #start(): Worker {
    const worker = startWorker();
    worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
      const waiting = this.#waiting.get(data.call);
      this.#waiting.delete(data.call);
      if ("fault" in data) waiting?.reject(new CoreError(data.fault));
      else waiting?.resolve(data.answer as never);
    });
    worker.addEventListener("error", (event) => {
      // The worker itself is gone: nobody waiting will be answered.
      const message = `The computation stopped: ${event.message || "the worker could not be loaded"}.`;
      for (const { reject } of this.#waiting.values())
        reject(new CoreError({ name: "WorkerError", message }));
      this.#waiting.clear();
      this.#worker = undefined;
    });
    return worker;
  }
}

export const core = new Client();
