import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Screen readers hear of a figure at most this often, in milliseconds. */
const pause = 2000;

/** Words that change all the time, slowed down for those who listen. */
export class Announcer implements ReactiveController {
  /** The words as of the last time there was a pause. */
  slow = "";
  #words = "";
  #timer = 0;

  constructor(private host: ReactiveControllerHost) {
    host.addController(this);
  }

  /** Says the words as soon as it may; gives them back, for what is only read when asked for. */
  say(words: string): string {
    this.#words = words;
    if (this.slow === "") this.slow = words;
    this.#timer ||= setTimeout(() => {
      this.#timer = 0;
      if (this.#words === this.slow) return;
      this.slow = this.#words;
      this.host.requestUpdate();
    }, pause);
    return words;
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }
}
