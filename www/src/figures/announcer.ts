import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Screen readers hear of a figure at most this often, in milliseconds. */
const pause = 2000;

/** Words that change all the time, slowed down for those who listen. */
export class Announcer implements ReactiveController {
  /** The words as of the last time there was a pause. */
  slow = "";
  #words = () => "";
  #timer = 0;

  constructor(private host: ReactiveControllerHost) {
    host.addController(this);
  }

  say(words: () => string): void {
    this.#words = words;
    if (this.slow === "") this.slow = words();
    if (this.#timer !== 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      const words = this.#words();
      if (words === this.slow) return;
      this.slow = words;
      this.host.requestUpdate();
    }, pause);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }
}
