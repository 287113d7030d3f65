/** The stretch of an axis that is seen, and the keys that change it. */
type Stretch = [number, number];

export class Zoom {
  /** What is seen, if not all of the domain. */
  seen: Stretch | undefined;

  /** Takes a key that it is for: +, −, 0, and the arrows with Shift. True if it was one. */
  pressed({ key, shiftKey }: KeyboardEvent, domain: Stretch): boolean {
    if (key === "+" || key === "=") this.#turn(domain, 0.5);
    else if (key === "-") this.#turn(domain, 2);
    else if (key === "0") this.#turn(domain, Infinity);
    else if (shiftKey && this.seen && key === "ArrowLeft") this.#turn(domain, 1, -0.25);
    else if (shiftKey && this.seen && key === "ArrowRight") this.#turn(domain, 1, 0.25);
    else return false;
    return true;
  }

  /** Zooms about the middle of what is seen, or moves it by parts of its width. */
  #turn(domain: Stretch, factor: number, aside = 0): void {
    const [from, to] = this.seen ?? domain;
    const whole = domain[1] - domain[0];
    const width = Math.min((to - from) * factor, whole);
    const left = (from + to - width) / 2 + aside * (to - from);
    const start = Math.min(Math.max(left, domain[0]), domain[1] - width);
    this.seen = width < whole ? [start, start + width] : undefined;
  }
}
