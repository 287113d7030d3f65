import type { Asked, Fault, Reply } from "./messages.ts";
import type { Core } from "./connect.ts";
import { connect, disconnect, givePlane } from "./connect.ts";
import { gone, startCall } from "./messages.ts";
import { asksPlane } from "./parts.ts";
import { reportOf } from "./report.ts";
import { inWords, startTrouble } from "./troubles.ts";

/** A fault of the core or of what runs it, thrown on the page's side. */
export class CoreError extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
    this.name = fault.name;
  }
}

interface Waiting {
  asked: Asked;
  resolve: (answer: never) => void;
  reject: (error: Error) => void;
}

/** Milliseconds after which the page says that the core has not come. */
const patience = 4000;
/** Milliseconds within which a core may break only once. */
const brittle = 10_000;
/** Milliseconds that an answer may take before it is asked whether anybody works at it. */
const silence = 1000;
/** How often nobody must be found working before the worker is taken for gone: a busy machine may let it wait. */
const looks = 4;

/** Names of faults that are about a scenario, or a simulation of another core: the core goes on after them. */
const harmless = ["ScenarioError", gone];

/**
 * Puts questions to a core, which the first one starts. A core that breaks off is followed by
 * another, which is asked again what waits; who breaks off twice within ten seconds gets a fault.
 * While there is none, questions wait.
 *
 * Fires `trouble` when what keeps the core from starting is new, or gone.
 */
export class Post extends EventTarget {
  /** Why there is no core, or none yet. */
  trouble: Fault | undefined;
  #core: Core | undefined;
  /** The core that is given the plane's part of the wasm. */
  #ofPlane: Core | undefined;
  /** Whether what the core is made of came wrong before. */
  #again = false;
  /** The start under way, or the one that the core came of. */
  #start: symbol | undefined;
  #waiting = new Map<number, Waiting>();
  #late = 0;
  /** The core that has said that it started. */
  #started: Core | undefined;
  /** What the core holds while it works. */
  #lock = "";
  #lostAt = -Infinity;

  /** Whether an answer is awaited. */
  get busy(): boolean {
    return this.#waiting.size > 0;
  }

  /** Whether it computes beside the page, and can be given up with all its memory. */
  get apart(): boolean {
    return this.#core !== undefined && !(this.#core instanceof MessagePort);
  }

  /** Rejects with a `CoreError` when the core refuses. */
  ask(asked: Asked): Promise<never> {
    return new Promise<never>((resolve, reject) => {
      this.#waiting.set(asked.call, { asked, resolve, reject });
      if (this.#core) this.#post(this.#core, asked);
      else if (!this.#start) void this.#connect(false);
    });
  }

  /** Starts anew: what has kept the core from running may be gone. */
  again(): void {
    this.stop();
    void this.#connect(true);
  }

  async #connect(again: boolean): Promise<void> {
    const start = Symbol("start");
    this.#start = start;
    this.#again = again;
    this.#say(undefined);
    this.#late = setTimeout(() => {
      this.#say(inWords("late"));
    }, patience);
    try {
      this.#lock = `sgd-current ${Math.random()}`;
      const core = await connect(again, this.#lock);
      if (this.#start !== start) {
        disconnect(core);
        return;
      }
      this.#core = core;
      this.#listen(core);
      for (const { asked } of this.#waiting.values()) this.#post(core, asked);
    } catch (error) {
      if (this.#start === start) this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    clearTimeout(this.#late);
    const { trouble, message, cause } = startTrouble(error);
    this.#say(inWords(trouble, message, reportOf(cause)));
  }

  #say(trouble: Fault | undefined): void {
    if (this.trouble === trouble) return;
    this.trouble = trouble;
    this.dispatchEvent(new Event("trouble"));
  }

  #listen(core: Core): void {
    core.addEventListener("message", (event) => {
      const { data } = event as MessageEvent<Reply>;
      if (data.call === startCall) {
        clearTimeout(this.#late);
        if ("fault" in data) {
          // It will never answer, which is no loss of what ran.
          disconnect(core);
          this.#core = undefined;
          this.#failed(data.fault);
        } else {
          this.#say(undefined);
          this.#started = core;
          for (const call of this.#waiting.keys()) this.#watch(core, call);
        }
        return;
      }
      if ("fault" in data && !harmless.includes(data.fault.name)) {
        this.#lost(data.call, `${data.fault.name}: ${data.fault.message}`);
        return;
      }
      const waiting = this.#waiting.get(data.call);
      this.#waiting.delete(data.call);
      if ("fault" in data) waiting?.reject(new CoreError(data.fault));
      else waiting?.resolve(data.answer as never);
    });
    core.addEventListener("error", (event) => {
      this.#lost(undefined, (event as ErrorEvent).message);
    });
  }

  #post(core: Core, asked: Asked): void {
    core.postMessage(asked);
    if (this.#ofPlane !== core && asksPlane(asked)) {
      this.#ofPlane = core;
      givePlane(core, this.#again).catch((error: unknown) => {
        if (this.#core === core) this.#failed(error);
      });
    }
    // Before it has started there is another watch: that of the start.
    if (this.#started === core) this.#watch(core, asked.call);
  }

  /** Looks after a while whether a worker still works at a call. */
  #watch(core: Core, call: number): void {
    if (core instanceof MessagePort) return;
    setTimeout(() => {
      if (this.#core === core && this.#waiting.has(call)) void this.#seek(core, call);
    }, silence);
  }

  /** Waits until the worker rests, or is gone, and its answer would be here. */
  async #seek(core: Core, call: number): Promise<void> {
    for (let look = 0; look < looks; look++) {
      try {
        await navigator.locks.request(this.#lock, () => undefined);
      } catch {
        // A page without an origin, or without https, cannot know.
        return;
      }
      await new Promise((later) => setTimeout(later, silence / 2));
      if (this.#core !== core || !this.#waiting.has(call)) return;
    }
    this.#lost(call, "The worker is gone.");
  }

  /** Gives the core up: no wasm gives memory back by itself. */
  stop(): void {
    if (this.#core) disconnect(this.#core);
    clearTimeout(this.#late);
    this.#core = this.#start = undefined;
  }

  /** The core broke off, at this call or else the oldest one. */
  #lost(call: number | undefined, cause: string): void {
    this.stop();
    const now = performance.now();
    const twice = now - this.#lostAt < brittle;
    this.#lostAt = now;
    const [oldest] = this.#waiting.keys();
    const at = this.#waiting.get(call ?? oldest ?? startCall);
    if (twice && at) {
      this.#waiting.delete(at.asked.call);
      at.reject(new CoreError(inWords("twice", "", reportOf(cause, at.asked))));
    }
    if (this.busy) void this.#connect(false);
  }
}
