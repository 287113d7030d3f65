import { css } from "lit";
import { customElement, property } from "lit/decorators.js";
import { stepsOf } from "./keys.ts";
import { Knob } from "./knob.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-handle": Handle;
  }
}

/** How a handle's values lie across the plot, in CSS pixels from its left. */
export interface Track {
  (value: number): number;
  invert: (x: number) => number;
}

/**
 * A value on a plot's axis, to be moved across. The page scrolls as ever when the finger
 * moves up or down.
 */
@customElement("sgd-handle")
export class Handle extends Knob<number> {
  static override styles = [
    Knob.styles,
    css`
      :host {
        cursor: ew-resize;
        /* Up and down, and with two fingers, the page moves as ever. */
        touch-action: pan-y pinch-zoom;
      }
      /* A valley is square: told from the balls that roll into it. */
      :host(.valley) .knob {
        width: 13px;
        height: 13px;
        border-color: var(--gradient);
        border-radius: 2px;
        background: var(--paper);
        rotate: 45deg;
      }
    `,
  ];

  @property({ attribute: false }) override value = NaN;
  @property({ attribute: false }) bounds: [number, number] = [0, 1];
  /** How far one press of an arrow key moves. */
  @property({ attribute: false }) step = 0.01;
  @property({ attribute: false }) track: Track | undefined;
  /** Where it lies, in pixels from the plot's top, if not where its style says. */
  @property({ attribute: false }) top: number | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("aria-orientation", "horizontal");
  }

  override willUpdate(): void {
    this.tell(this.value, this.bounds);
    if (this.track) this.style.transform = `translateX(${this.track(this.value)}px)`;
    if (this.top !== undefined) this.style.top = `${this.top}px`;
  }

  protected override gripAt(x: number): ((x: number) => number) | undefined {
    if (!this.track) return undefined;
    // It does not jump to the finger.
    const off = x - this.track(this.value);
    return (x) => this.track?.invert(x - off) ?? this.value;
  }

  protected override moved(from: number, event: KeyboardEvent): number | undefined {
    const steps = stepsOf(event);
    return steps === undefined ? undefined : from + steps * this.step;
  }

  protected override bounded(value: number): number {
    const [min, max] = this.bounds;
    return Number(Math.min(Math.max(value, min), max).toPrecision(4));
  }
}
