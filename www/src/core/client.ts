import type { Calls, Fault, Question, Reply, Request, Space, Spaces } from "./messages.ts";
import type { Core } from "./connect.ts";
import { connect } from "./connect.ts";

/** A fault of the core or of what runs it, thrown on the page's side. */
export class CoreError extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
    this.name = fault.name;
  }
}

/** What the questions about a simulation are answered with. */
interface Told {
  open: "stage";
  update: "stage";
  advance: "frame";
  reset: "frame";
}

interface Waiting {
  resolve: (answer: never) => void;
  reject: (error: Error) => void;
}

/** Puts questions to the core. One core, started by the first question, serves every figure. */
class Client {
  #core: Promise<Core> | undefined;
  #waiting = new Map<number, Waiting>();
  #calls = 0;
  #simulations = 0;

  /** Whether an answer is awaited. */
  get busy(): boolean {
    return this.#waiting.size > 0;
  }

  /** A number for a new simulation. */
  simulation(): number {
    return ++this.#simulations;
  }

  /** Rejects with a `CoreError` when the core refuses. */
  ask<Q extends Question>(type: Q, ask: Calls[Q]["ask"]): Promise<Calls[Q]["answer"]> {
    const call = ++this.#calls;
    return new Promise<Calls[Q]["answer"]>((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject });
      this.#post({ type, call, ask } as Request);
    });
  }

  /** Asks about a simulation of a space: the answer is of the same space. */
  simulate<S extends Space, Q extends keyof Told>(
    _space: S,
    type: Q,
    ask: Calls[Q]["ask"],
  ): Promise<Spaces[S][Told[Q]]> {
    return this.ask(type, ask) as Promise<Spaces[S][Told[Q]]>;
  }

  #post(message: Request): void {
    this.#core ??= connect().then((core) => this.#listen(core));
    this.#core.then(
      (core) => {
        core.postMessage(message);
      },
      (error: unknown) => {
        this.#lost((error as Error).message);
      },
    );
  }

  #listen(core: Core): Core {
    core.addEventListener("message", (event) => {
      const { data } = event as MessageEvent<Reply>;
      const waiting = this.#waiting.get(data.call);
      this.#waiting.delete(data.call);
      if ("fault" in data) waiting?.reject(new CoreError(data.fault));
      else waiting?.resolve(data.answer as never);
    });
    core.addEventListener("error", (event) => {
      this.#lost((event as ErrorEvent).message);
    });
    return core;
  }

  /** Nobody waiting will be answered; the next question starts the core anew. */
  #lost(why: string): void {
    const message = `The computation stopped: ${why || "its script could not be loaded"}.`;
    for (const { reject } of this.#waiting.values())
      reject(new CoreError({ name: "WorkerError", message }));
    this.#waiting.clear();
    this.#core = undefined;
  }
}

export const core = new Client();
