/**
 * The top of an axis that follows what it shows without jumping about: it
 * stands still while the need fills a good part of it, and glides otherwise.
 */
export class Ceiling {
  #goal = NaN;
  #top = NaN;

  /** One frame's move towards the need, or all of it at once. */
  follow(need: number, atOnce: boolean): number {
    const fits = need <= this.#goal && need >= 0.35 * this.#goal;
    if (!fits) this.#goal = 1.2 * need;
    const near = Math.abs(this.#goal - this.#top) < 0.004 * this.#goal;
    if (atOnce || near || Number.isNaN(this.#top)) this.#top = this.#goal;
    else this.#top += 0.14 * (this.#goal - this.#top);
    return this.#top;
  }

  get moving(): boolean {
    return this.#top !== this.#goal;
  }
}
