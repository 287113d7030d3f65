import type { Fault, Frame, Stage, View } from "../core/messages.ts";
import type { SparseScenario } from "../core/types.ts";
import { core, CoreError } from "../core/client.ts";
import type { Past } from "../scene/link.ts";
import { History } from "./history.ts";

/** How many of the wanted steps go into one question: between two, the picture follows. */
const portion = (steps: number): number => Math.min(steps, Math.max(10, Math.ceil(steps / 50)));
/** So many from a start are shown when they are there: until then the last picture stays. */
const leap = 1000;

export interface Wanted {
  scenario?: SparseScenario;
  /** Whether the scenario starts anew, and takes the steps, or goes on from the densities as they are. */
  anew?: boolean;
  /** What was in force before the scenario, if it starts anew: the steps are counted from the start. */
  past?: Past[];
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
  /** The time at which all that was wanted is done. */
  bound = 0;
  #simulation = core.simulation();
  /** What it runs under. */
  scenario: SparseScenario = {};
  #wanted: Wanted = {};
  #busy = false;

  constructor(
    private view: () => View,
    private changed: () => void,
    private failed: (fault: Fault) => void,
  ) {}

  /** The last time that has been computed. */
  get end(): number {
    return this.history.newest?.time ?? 0;
  }

  /** Whether an answer is awaited. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Whether all that was wanted is there. */
  get settled(): boolean {
    const { scenario, reset, steps } = this.#wanted;
    return !scenario && !reset && !steps;
  }

  /** Steps add up; those to a start that is not wanted any more are forgotten. */
  want({ anew = false, steps = 0, ...more }: Wanted): void {
    const fresh = anew || more.reset === true;
    const all = fresh ? steps : steps + (this.#wanted.steps ?? 0);
    // A start that is not wanted any more takes its past with it.
    const past = fresh ? (more.past ?? []) : this.#wanted.past;
    this.bound = fresh ? steps : this.bound + steps;
    this.#wanted = {
      ...this.#wanted,
      ...more,
      past: past ?? [],
      anew: anew || (this.#wanted.anew ?? false),
      steps: all,
    };
    if (!this.#busy) void this.#work();
  }

  /** Lets go of the simulation; what is wanted afterwards starts another. */
  close(): void {
    void core.ask("close", { simulation: this.#simulation });
    this.#simulation = core.simulation();
    this.#wanted = {};
    this.stage = undefined;
    this.history = new History();
    this.bound = 0;
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
        if (closed()) continue;
        this.bound = this.end + (this.#wanted.steps ?? 0);
        this.failed(error.fault);
      }
    }
    this.#busy = false;
  }

  /** Asks for the first thing wanted: the rest is meant for what comes of it. Gives what takes the answer in. */
  async #next(): Promise<() => void> {
    const { scenario, anew, reset, steps = 0, past = [] } = this.#wanted;
    const of = { simulation: this.#simulation, view: this.view() };
    if (scenario && anew && past.length > 0) {
      const reached = past.at(-1)!.until;
      this.#wanted = { steps: Math.max(steps - reached, 0) };
      return this.#relive(past, scenario);
    }
    if (scenario) {
      const fresh = [anew, reset, !this.stage].includes(true);
      const first = fresh ? Math.min(steps, leap) : 0;
      this.#wanted = { steps: steps - first };
      const { grid } = this.stage ?? {};
      const stage = fresh
        ? await core.ask("open", { ...of, scenario, steps: first })
        : await core.ask("update", { ...of, scenario });
      // What was computed on another grid cannot be drawn on this one.
      const moved = stage.grid.some((at, i) => at !== grid?.[i]);
      return () => {
        this.stage = stage;
        if (moved && !fresh) this.history = this.history.turned();
        this.#take(stage.frames, fresh);
        const [before, { time }] = [this.scenario, stage.frames[0]!];
        this.scenario = scenario;
        const changed = JSON.stringify(before) !== JSON.stringify(scenario);
        if (!fresh && time > 0 && changed) this.history.remember({ until: time, scenario: before });
      };
    }
    if (reset) {
      this.#wanted = { steps };
      const frame = await core.ask("reset", of);
      return () => {
        this.#take([frame], true);
      };
    }
    const now = portion(steps);
    this.#wanted = { steps: steps - now };
    const frame = await core.ask("advance", { ...of, steps: now });
    return () => {
      this.#take([frame], false);
    };
  }

  /** Runs through what was in force before a scenario, and turns to that. */
  async #relive(past: Past[], scenario: SparseScenario): Promise<() => void> {
    const of = { simulation: this.#simulation, view: this.view() };
    const frames: Frame[] = [];
    let stage: Stage | undefined;
    let time = 0;
    for (const { until, scenario } of past) {
      const steps = until - time;
      if (!stage) {
        stage = await core.ask("open", { ...of, scenario, steps });
        frames.push(...stage.frames);
      } else {
        await core.ask("update", { ...of, scenario });
        frames.push(await core.ask("advance", { ...of, steps }));
      }
      time = until;
    }
    const now = await core.ask("update", { ...of, scenario });
    return () => {
      this.stage = now;
      this.scenario = scenario;
      this.#take([...frames, ...now.frames], true);
      this.history.past = past;
    };
  }

  #take(frames: Frame[], anew: boolean): void {
    if (anew) this.history = new History();
    for (const frame of frames) this.history.push(frame);
  }
}
