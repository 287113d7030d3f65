import type { Carried, Fault, Space, Spaces } from "../core/messages.ts";
import type { Model, SparseScenario } from "../core/types.ts";
import { core } from "../core/client.ts";
import { CoreError } from "../core/post.ts";
import { gone } from "../core/messages.ts";
import type { Past } from "../scene/look.ts";
import { History } from "./history.ts";

/** Milliseconds that one question for steps may take the core: a change that comes meanwhile has to wait. */
const turn = 40;
/** How many of the wanted steps go into one question: between two, the picture follows. */
const portion = (steps: number, pace: number): number =>
  Math.min(steps, Math.max(10, Math.ceil(steps / 50)), Math.max(1, Math.floor(turn / pace)));
/** Up to this many steps after a start, no frames on the way are shown: the last picture stays until then. */
const leap = 1000;

type Grid = Spaces[Space]["stage"]["grid"];

/** Whether two grids of the same space have the same cells. */
function sameGrid(a: Grid, b: Grid): boolean {
  const axes = (grid: Grid) => (grid instanceof Float64Array ? [grid] : [grid.w1, grid.w2]);
  const others = axes(b);
  return axes(a).every(
    (axis, i) => axis.length === others[i]!.length && axis.every((at, k) => at === others[i]![k]),
  );
}

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
export class Run<S extends Space = "line"> {
  stage: Spaces[S]["stage"] | undefined;
  history = new History<S>();
  /** The time at which all that was wanted is done. */
  bound = 0;
  #simulation = core.simulation();
  /** What it runs under. */
  scenario: SparseScenario = {};
  #wanted: Wanted = {};
  /** The part of it that the core is at work on: it is wanted again if the core breaks off. */
  #asked: Wanted = {};
  /** Whether the core that had the simulation is gone. */
  #broken = false;
  /** Milliseconds that one of the last steps took. */
  #pace = 0;
  #busy = false;

  constructor(
    private space: S,
    private view: () => Spaces[S]["view"],
    private changed: () => void,
    private failed: (fault: Fault) => void,
    /** Another core has taken it up where it was. */
    private resumed: () => void,
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

  /** Adds to what is wanted. Steps add up, but a new start forgets those that were wanted before it. */
  want({ anew = false, steps = 0, ...more }: Wanted): void {
    const fresh = anew || more.reset === true;
    const all = fresh ? steps : steps + (this.#wanted.steps ?? 0);
    // The past belongs to the start that it was given with.
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

  /** Whether the cells carry the numbers of these models, at the time it has come to. */
  async carried(models: Model[]): Promise<Carried | undefined> {
    const simulation = this.#simulation;
    try {
      const carried = await core.ask("resolution", { simulation, models });
      return simulation === this.#simulation ? carried : undefined;
    } catch (error) {
      // Closed meanwhile, or too much for half the cells: then nothing is known.
      if (!(error instanceof CoreError)) throw error;
      return undefined;
    }
  }

  /** Lets go of the simulation; what is wanted afterwards starts another. */
  close(): void {
    void core.ask("close", { simulation: this.#simulation });
    this.#simulation = core.simulation();
    this.#wanted = {};
    this.stage = undefined;
    this.history = new History<S>();
    this.bound = 0;
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (!this.settled) {
      const simulation = this.#simulation;
      // An answer for a simulation that has been closed meanwhile is dropped.
      const closed = () => simulation !== this.#simulation;
      try {
        const resumes = this.#broken && !this.#wanted.anew;
        this.#broken = false;
        const take = await (resumes ? this.#resume() : this.#next());
        if (closed()) continue;
        take();
        this.changed();
        if (resumes) this.resumed();
      } catch (error) {
        if (!(error instanceof CoreError)) throw error;
        if (closed()) continue;
        if (error.fault.name === gone) {
          this.#broken = true;
          this.#wantAgain();
          continue;
        }
        // A fault with a report broke the core: going on would break it again.
        if (error.fault.report !== undefined) this.#wanted = {};
        this.bound = this.end + (this.#wanted.steps ?? 0);
        this.failed(error.fault);
      }
    }
    this.#busy = false;
  }

  /** Wants once more what was asked for and not answered, before all that has been wanted since. */
  #wantAgain(): void {
    const { steps = 0, ...asked } = this.#asked;
    const fresh = this.#wanted.anew === true || this.#wanted.reset === true;
    const left = (this.#wanted.steps ?? 0) + (fresh ? 0 : steps);
    this.#wanted = { ...asked, ...this.#wanted, steps: left };
  }

  /** Brings a new core, which knows nothing, to the last time that was shown. */
  async #resume(): Promise<() => void> {
    this.#asked = {};
    const { past } = this.history;
    const all = this.history.leadingTo(this.end, this.scenario);
    if (all.length > 0) {
      const take = await this.#relive(all, this.scenario);
      return () => {
        take();
        this.history.past = past;
      };
    }
    const stage = await this.#open(this.scenario, 0);
    return () => {
      this.stage = stage;
      this.#take(stage.frames, true);
    };
  }

  /** Asks for the first thing that is wanted; the rest stays wanted. Returns what takes the answer in. */
  async #next(): Promise<() => void> {
    const { scenario, anew, reset, steps = 0, past = [] } = this.#wanted;
    // Nothing is lost with a core that was asked for a new simulation: another can be asked the same.
    this.#asked = {};
    const of = { simulation: this.#simulation, view: this.view() };
    if (scenario && anew && past.length > 0) {
      const reached = past.at(-1)!.until;
      this.#asked = { scenario, anew, past, steps: Math.min(reached, steps) };
      this.#wanted = { steps: Math.max(steps - reached, 0) };
      return this.#relive(past, scenario);
    }
    if (scenario) {
      const fresh = [anew, reset, !this.stage].includes(true);
      const first = fresh ? Math.min(steps, leap) : 0;
      this.#wanted = { steps: steps - first };
      const before = this.stage;
      if (!fresh) this.#asked = { scenario };
      const stage = fresh
        ? await this.#open(scenario, first)
        : await core.simulate(this.space, "update", { ...of, scenario });
      // What was computed on another grid cannot be drawn on this one.
      const moved = !before || !sameGrid(before.grid, stage.grid);
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
      this.#asked = { reset };
      this.#wanted = { steps };
      const frame = await core.simulate(this.space, "reset", of);
      return () => {
        this.#take([frame], true);
      };
    }
    const now = portion(steps, this.#pace);
    const began = performance.now();
    this.#asked = { steps: now };
    this.#wanted = { steps: steps - now };
    const frame = await core.simulate(this.space, "advance", { ...of, steps: now });
    this.#pace = (performance.now() - began) / now;
    return () => {
      this.#take([frame], false);
    };
  }

  /** Starts anew, runs through what was in force before a scenario, and goes on under that. */
  async #relive(past: Past[], scenario: SparseScenario): Promise<() => void> {
    const of = { simulation: this.#simulation, view: this.view() };
    const frames: Spaces[S]["frame"][] = [];
    let stage: Spaces[S]["stage"] | undefined;
    let time = 0;
    for (const { until, scenario } of past) {
      const steps = until - time;
      if (!stage) {
        stage = await this.#open(scenario, steps);
        frames.push(...stage.frames);
      } else {
        await core.simulate(this.space, "update", { ...of, scenario });
        frames.push(await core.simulate(this.space, "advance", { ...of, steps }));
      }
      time = until;
    }
    const now = await core.simulate(this.space, "update", { ...of, scenario });
    return () => {
      this.stage = now;
      this.scenario = scenario;
      this.#take([...frames, ...now.frames], true);
      this.history.past = past;
    };
  }

  #open(scenario: SparseScenario, steps: number): Promise<Spaces[S]["stage"]> {
    const { space } = this;
    return core.simulate(this.space, "open", {
      simulation: this.#simulation,
      space,
      scenario,
      steps,
      view: this.view(),
    });
  }

  #take(frames: Spaces[S]["frame"][], anew: boolean): void {
    if (anew) this.history = new History<S>();
    for (const frame of frames) this.history.push(frame);
  }
}
