/** A control's new value. Bubbles out of shadow trees, so that a panel hears its controls. */
export class PickEvent<T> extends Event {
  constructor(readonly value: T) {
    super("pick", { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    pick: PickEvent<never>;
  }
}
