/** Milliseconds in which most of the way is gone. */
const pace = 110;

/**
 * The top of an axis that follows what it shows without jumping about: it
 * stands still while the need fills a good part of it, and glides otherwise.
 */
export class Ceiling {
  #at = 0;
  #goal = NaN;
  #top = NaN;

  /** Moves towards the need for as long as has passed, or all the way at once. */
  follow(need: number, atOnce: boolean): number {
    const now = performance.now();
    // A clock may have been put back: the way is never taken backwards.
    const part = 1 - Math.exp(Math.min(this.#at - now, 0) / pace);
    this.#at = now;
    const fits = need <= this.#goal && need >= 0.35 * this.#goal;
    if (!fits) this.#goal = 1.2 * need;
    const near = Math.abs(this.#goal - this.#top) < 0.004 * this.#goal;
    if (atOnce || near || Number.isNaN(this.#top)) this.#top = this.#goal;
    else this.#top += part * (this.#goal - this.#top);
    return this.#top;
  }

  get moving(): boolean {
    return this.#top !== this.#goal;
  }
}
