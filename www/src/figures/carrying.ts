/** Whether the cells carry a run's numbers: asked where it rests, and now and then as it plays. */
import type { Carried, Space, Spaces } from "../core/messages.ts";
import type { Model, Resolution } from "../core/types.ts";
import type { History } from "../time/history.ts";
import type { Run } from "../time/run.ts";

/** Milliseconds between two questions while it plays. */
const pause = 2000;
/** After a change the question waits this many times as long as the last answer took, so that dragging stays smooth. */
const patience = 4;
/** Most steps that a question may be about: the core runs all of them on half the cells first. */
const most = { line: 5000, plane: 300 };

export class Carrying<S extends Space> {
  /** What has been answered, oldest first. */
  #known: Carried[] = [];
  /** The run that the answers are about, and what it runs under. */
  #of: [History<S>, string] | undefined;
  #asking = false;
  /** When the next question may be asked while it plays. */
  #next = 0;
  /** Milliseconds that the last answer took. */
  #took = 0;

  constructor(
    private space: S,
    private run: Run<S>,
    private answered: () => void,
  ) {}

  /** What is known of a time: the last answer before it. */
  at(time: number): Resolution[] {
    return this.#known.findLast((carried) => carried.time <= time)?.resolutions ?? [];
  }

  /** Asks about the newest frame, if it is time. */
  follow(playing: boolean, frame: Spaces[S]["frame"] | undefined): void {
    const { history, stage, settled, end } = this.run;
    if (!frame || !stage) return;
    const models = Object.keys(frame.density) as Model[];
    if (models.length === 0) return;
    const under = JSON.stringify([stage.scenario, models]);
    if (this.#of?.[0] !== history || this.#of[1] !== under) {
      // What was known of an earlier time under the same past stays true, but is not kept.
      this.#known = [];
      this.#of = [history, under];
      this.#next = performance.now() + Math.min(pause, patience * this.#took);
    }
    const last = this.#known.at(-1)?.time ?? 0;
    const early = playing && performance.now() < this.#next;
    if (this.#asking || early || !settled || end - last > most[this.space]) return;
    if (this.#known.some(({ time }) => time === end)) return;
    void this.#ask(models);
  }

  async #ask(models: Model[]): Promise<void> {
    const of = this.#of;
    this.#asking = true;
    const began = performance.now();
    const carried = await this.run.carried(models);
    this.#asking = false;
    this.#took = performance.now() - began;
    if (of === this.#of) this.#next = began + pause;
    if (!carried || of !== this.#of) return;
    this.#known.push(carried);
    this.answered();
  }
}
