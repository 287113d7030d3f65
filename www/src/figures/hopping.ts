/** Walkers that hop between two wells, so that one sees how long an end state takes. */
import type { WholeScenario } from "../core/types.ts";
import { core } from "../core/client.ts";
import { CoreError } from "../core/post.ts";

/** How many there are: few enough to be followed one by one. */
export const crowd = 40;
/** Animation frames in which the time that has passed grows by a factor of e. */
const pace = 120;
/** Steps in a frame at most: what the core takes for so many walkers in some milliseconds. */
const most = 20_000;
/** Relaxation times after which all has been seen. */
const enough = 30;

const view = { models: [], bins: 0, points: true };

export class Hopping {
  playing = false;
  time = 0;
  /** Where they are; empty until they are let go. */
  walkers: Float64Array = new Float64Array();
  #simulation = core.simulation();

  constructor(private changed: () => void) {}

  /** How many are beyond the barrier at 0, in the wide well. */
  get across(): number {
    return this.walkers.filter((w) => w > 0).length;
  }

  /** Lets them go from the bottom of the narrow well; time runs the faster the more of it has passed. */
  async start(wells: WholeScenario, logRelaxationTime: number): Promise<void> {
    this.stop();
    this.playing = true;
    const simulation = (this.#simulation = core.simulation());
    const scenario = { ...wells, walkers: crowd, initial: { mean: -Math.PI, sd: 0.3 } };
    const wanted = () => this.playing && simulation === this.#simulation;
    const end = Math.min(enough * Math.exp(logRelaxationTime), Number.MAX_SAFE_INTEGER);
    try {
      const { frames } = await core.simulate("line", "open", {
        ...{ simulation, space: "line", scenario, steps: 0, view },
      });
      let frame = frames[0]!;
      while (wanted()) {
        this.time = frame.time;
        this.walkers = frame.walkers!;
        this.changed();
        if (this.time >= end) break;
        await new Promise(requestAnimationFrame);
        const steps = Math.min(Math.max(1, Math.round(this.time / pace)), most);
        frame = await core.simulate("line", "advance", { simulation, steps, view });
      }
    } catch (error) {
      // They only show what the figure tells: without them it stays right.
      if (!(error instanceof CoreError)) throw error;
    } finally {
      void core.ask("close", { simulation });
      if (simulation === this.#simulation) this.stop();
    }
  }

  /** They stay where they are. */
  stop(): void {
    this.playing = false;
    this.changed();
  }

  /** Takes them away: they belong to another scene. */
  clear(): void {
    this.time = 0;
    this.walkers = new Float64Array();
    this.stop();
  }
}
