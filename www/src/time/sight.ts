import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Watches how much of an element is seen, as long as it is in the page. */
export class Sight implements ReactiveController {
  #observer: IntersectionObserver;

  /** `changed` hears of it whenever the part that is seen passes one of the `thresholds`. */
  constructor(
    private host: ReactiveControllerHost & Element,
    changed: (seen: IntersectionObserverEntry) => void,
    thresholds = [0],
  ) {
    this.#observer = new IntersectionObserver(
      (entries) => {
        // If there are several entries, the last one is the newest.
        changed(entries.at(-1)!);
      },
      { threshold: thresholds },
    );
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer.observe(this.host);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }
}
