import type { Space, Spaces } from "../core/messages.ts";
import { horizon } from "./horizon.ts";
import type { Run } from "./run.ts";

/** Speeds on offer, in SGD steps per second. */
export const speeds = [1, 2, 5, 10, 20, 50, 100, 500];

/** A stop later than this step counts as none. */
const farthest = 1000;

/**
 * A run's clock: plays it on, steps it, or goes back through what has been
 * computed. Sleeps while out of sight.
 */
export class Player<S extends Space = Space> {
  playing = false;
  speed = 20;
  /** The time looked back at; the newest if undefined. */
  #past: number | undefined;
  #awake = false;
  #until = Infinity;
  #request = 0;
  #last = 0;
  /** Steps that the clock has passed and the run has not. */
  #due = 0;

  constructor(
    private run: Run<S>,
    private changed: () => void,
  ) {}

  /** The time looked back at, if it is not the newest that is shown. */
  get lookedBack(): number | undefined {
    return this.#past;
  }

  /** The frame to be shown. */
  get frame(): Spaces[S]["frame"] | undefined {
    const { history } = this.run;
    return this.#past === undefined ? history.newest : history.at(this.#past);
  }

  /** The last time that has been computed. */
  get end(): number {
    return this.run.end;
  }

  /** Where a time axis ends that has room for all there is and, if that is near, for where it will stop. */
  get horizon(): number {
    return Math.max(horizon(this.end), this.#until < farthest ? horizon(this.#until) : 0);
  }

  /** Whether it has played to where it was to stop. */
  get done(): boolean {
    return !this.playing && this.#until < farthest && this.end >= this.#until;
  }

  /** Plays on, to the end of time or until a step. */
  play(until = Infinity): void {
    this.#until = until;
    this.playing = true;
    this.#wind();
    this.changed();
  }

  pause(): void {
    this.playing = false;
    this.#wind();
    this.changed();
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  /** Plays once more what it has played. */
  replay(): void {
    const until = this.#until;
    this.seek(0);
    this.play(until);
  }

  back(): void {
    if (this.playing) this.pause();
    this.seek(Math.max((this.frame?.time ?? 0) - 1, 0));
  }

  step(): void {
    this.playing = false;
    this.#wind();
    if (this.#past === undefined) this.run.want({ steps: 1 });
    else this.seek(this.#past + 1);
  }

  reset(): void {
    this.#past = undefined;
    this.run.want({ reset: true });
  }

  /** Looks back at a time, or returns to the newest. */
  seek(time: number): void {
    this.#past = time < this.end ? time : undefined;
    this.changed();
  }

  /** Looks at a time, without drawing it. */
  hold(time: number): void {
    this.#past = time;
  }

  /** Returns to the newest frame, without drawing it. */
  catchUp(): void {
    this.#past = undefined;
  }

  set awake(awake: boolean) {
    this.#awake = awake;
    this.#wind();
  }

  #wind(): void {
    cancelAnimationFrame(this.#request);
    if (!this.playing || !this.#awake) return;
    this.#last = performance.now();
    this.#due = 0;
    this.#request = requestAnimationFrame(this.#tick);
  }

  #tick = (now: number): void => {
    this.#request = requestAnimationFrame(this.#tick);
    // A slow core makes time pass slower, not in leaps.
    const most = Math.max(1, this.speed / 10);
    // A clock that is put back, as some machines' are when they wake, does not stop the run.
    const passed = Math.max(now - this.#last, 0) / 1000;
    this.#due = Math.min(this.#due + passed * this.speed, most);
    this.#last = now;
    const left = this.#until - (this.frame?.time ?? 0);
    if (left <= 0) {
      this.pause();
      return;
    }
    const steps = Math.min(Math.floor(this.#due), left);
    if (steps < 1) return;
    if (this.#past !== undefined) {
      this.#due -= steps;
      this.seek(this.#past + steps);
    } else if (!this.run.busy) {
      this.#due -= steps;
      this.run.want({ steps });
    }
  };
}
