import type { Asked, Calls, Fault, Question, Space, Spaces } from "./messages.ts";
import { isLarge } from "./large.ts";
import { startCall } from "./messages.ts";
import { Post } from "./post.ts";

/** What the questions about a simulation are answered with. */
interface Told {
  open: "stage";
  update: "stage";
  advance: "frame";
  reset: "frame";
}

/** Milliseconds that a core for what is large stays with nothing to do. */
const patience = 2000;

/**
 * Puts questions to the core. One core serves every figure; what takes much memory goes to a
 * second one, which is given up when it has nothing left.
 *
 * Fires `trouble` when what keeps a core from starting is new, or gone.
 */
class Client extends EventTarget {
  #shared = this.#made();
  #large: Post | undefined;
  /** Where each open simulation is. */
  #homes = new Map<number, Post>();
  #troubled: Post | undefined;
  #calls = startCall;
  #simulations = 0;
  #rest = 0;

  /** Whether an answer is awaited. */
  get busy(): boolean {
    return this.#shared.busy || (this.#large?.busy ?? false);
  }

  /** Why there is no core, or none yet. */
  get trouble(): Fault | undefined {
    return this.#troubled?.trouble;
  }

  /** Starts anew: what has kept a core from running may be gone. */
  again(): void {
    this.#troubled?.again();
  }

  /** A number for a new simulation. */
  simulation(): number {
    return ++this.#simulations;
  }

  /** Rejects with a `CoreError` when the core refuses. */
  ask<Q extends Question>(type: Q, ask: Calls[Q]["ask"]): Promise<Calls[Q]["answer"]> {
    const asked = { type, call: ++this.#calls, ask } as Asked;
    if (asked.type === "open") return this.#open(asked);
    const id = "simulation" in ask ? ask.simulation : undefined;
    const post = id === undefined ? this.#postFor(asked) : this.#homes.get(id);
    if (asked.type === "close") this.#homes.delete(asked.ask.simulation);
    return this.#put(post ?? this.#shared, asked);
  }

  /** Asks about a simulation of a space: the answer is of the same space. */
  simulate<S extends Space, Q extends keyof Told>(
    _space: S,
    type: Q,
    ask: Calls[Q]["ask"],
  ): Promise<Spaces[S][Told[Q]]> {
    return this.ask(type, ask) as Promise<Spaces[S][Told[Q]]>;
  }

  /** Opens a simulation on the core that suits its size; its old home lets go of it, unless it is refused. */
  async #open(asked: Asked & { type: "open" }): Promise<Calls["open"]["answer"]> {
    const { simulation } = asked.ask;
    const [before, post] = [this.#homes.get(simulation), this.#postFor(asked)];
    this.#homes.set(simulation, post);
    let left = before;
    try {
      return await this.#put(post, asked);
    } catch (error) {
      // Closed meanwhile, it has no home any more.
      if (before && this.#homes.has(simulation)) {
        this.#homes.set(simulation, before);
        left = undefined;
      }
      throw error;
    } finally {
      if (left && left !== post) {
        const call = ++this.#calls;
        void this.#put(left, { type: "close", call, ask: { simulation } });
      }
    }
  }

  async #put(post: Post, asked: Asked): Promise<never> {
    try {
      return await post.ask(asked);
    } finally {
      clearTimeout(this.#rest);
      this.#rest = setTimeout(() => {
        const large = this.#large;
        if (!large || large.busy || [...this.#homes.values()].includes(large)) return;
        large.stop();
        this.#large = undefined;
      }, patience);
    }
  }

  #postFor(asked: Asked): Post {
    // A core on the page's own thread cannot be given up.
    if (!isLarge(asked) || !this.#shared.apart) return this.#shared;
    return (this.#large ??= this.#made());
  }

  #made(): Post {
    const post = new Post();
    post.addEventListener("trouble", () => {
      this.#troubled = post;
      this.dispatchEvent(new Event("trouble"));
    });
    return post;
  }
}

export const core = new Client();
