import type { Fault, Frame, Stage, View } from "../core/messages.ts";
import type { SparseScenario } from "../core/types.ts";
import { core, CoreError } from "../core/client.ts";
import { History } from "./history.ts";

/** How many of the wanted steps go into one question: between two, the picture follows. */
const portion = (steps: number): number => Math.min(steps, Math.max(10, Math.ceil(steps / 50)));

interface Wanted {
  scenario?: SparseScenario;
  /** Whether the scenario starts anew or goes on from the densities as they are. */
  anew?: boolean;
  reset?: boolean;
  steps?: number;
}

/**
 * One simulation in the worker, as a figure sees it. At most one question is
 * under way; what is wanted meanwhile adds up to the next.
 */
export class Run {
  stage: Stage | undefined;
  history = new History();
  #simulation = core.simulation();
  #wanted: Wanted = {};
  #busy = false;

  constructor(
    private view: () => View,
    private changed: () => void,
    private failed: (fault: Fault) => void,
  ) {}

  /** Whether an answer is awaited. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Whether all that was wanted is there. */
  get settled(): boolean {
    return Object.keys(this.#wanted).every((key) => key === "anew");
  }

  want({ anew = false, ...more }: Wanted): void {
    this.#wanted = { ...this.#wanted, ...more, anew: anew || (this.#wanted.anew ?? false) };
    if (!this.#busy) void this.#work();
  }

  /** Lets go of the simulation; what is wanted afterwards starts another. */
  close(): void {
    void core.ask("close", { simulation: this.#simulation });
    this.#simulation = core.simulation();
    this.#wanted = {};
    this.stage = undefined;
    this.history = new History();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (!this.settled) {
      const simulation = this.#simulation;
      // What a simulation answers after it was closed is nobody's.
      const closed = () => simulation !== this.#simulation;
      try {
        const take = await this.#next();
        if (closed()) continue;
        take();
        this.changed();
      } catch (error) {
        if (!(error instanceof CoreError)) throw error;
        if (!closed()) this.failed(error.fault);
      }
    }
    this.#busy = false;
  }

  /** Asks for the first thing wanted: the rest is meant for what comes of it. Gives what takes the answer in. */
  async #next(): Promise<() => void> {
    const { scenario, anew, reset, steps, ...rest } = this.#wanted;
    const of = { simulation: this.#simulation, view: this.view() };
    if (scenario) {
      this.#wanted = { ...rest, ...(steps ? { steps } : {}) };
      const fresh = [anew, reset, !this.stage].includes(true);
      const { grid } = this.stage ?? {};
      const stage = await core.ask(fresh ? "open" : "update", { ...of, scenario });
      // What was computed on another grid cannot be drawn on this one.
      const moved = stage.grid.some((at, i) => at !== grid?.[i]);
      return () => {
        this.stage = stage;
        if (moved && !fresh) this.history = this.history.turned();
        this.#take(stage.frame, fresh);
      };
    }
    if (reset) {
      this.#wanted = rest;
      const frame = await core.ask("reset", of);
      return () => {
        this.#take(frame, true);
      };
    }
    const [all, now] = [steps ?? 0, portion(steps ?? 0)];
    this.#wanted = { ...rest, ...(all > now ? { steps: all - now } : {}) };
    const frame = await core.ask("advance", { ...of, steps: now });
    return () => {
      this.#take(frame, false);
    };
  }

  #take(frame: Frame, anew: boolean): void {
    if (anew) this.history = new History();
    this.history.push(frame);
  }
}
