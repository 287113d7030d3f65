/**
 * Runs one job at a time. Of the jobs that arrive meanwhile only the last is
 * kept: while a slider moves, what is drawn next is where it is now.
 */
export class Latest {
  #next: (() => Promise<void>) | undefined;
  #busy = false;

  /** Whether another job follows the one that runs. */
  get waiting(): boolean {
    return this.#next !== undefined;
  }

  /** A job deals with its own errors. */
  run(job: () => Promise<void>): void {
    this.#next = job;
    if (!this.#busy) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    while (this.#next) {
      const job = this.#next;
      this.#next = undefined;
      await job();
    }
    this.#busy = false;
  }
}
