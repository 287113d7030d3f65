import { html, css, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { stepsOf } from "./keys.ts";
import { PickEvent } from "./pick.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-handle": Handle;
  }
}

/** Milliseconds after a press in which the next one goes on from it. */
const pause = 500;

/** How a handle's values lie across the plot, in CSS pixels from its left. */
export interface Track {
  (value: number): number;
  invert: (x: number) => number;
}

/**
 * Something on a plot to take hold of and move across: by mouse or finger, or
 * by arrow keys. The page scrolls as ever when the finger moves up or down.
 *
 * @fires pick - PickEvent<number>, within the bounds
 */
@customElement("sgd-handle")
export class Handle extends LitElement {
  static override styles = css`
    :host {
      position: absolute;
      left: 0;
      display: grid;
      place-items: center;
      width: 44px;
      height: 44px;
      margin: -22px 0 0 -22px;
      border-radius: 50%;
      cursor: ew-resize;
      /* Up and down, and with two fingers, the page moves as ever. */
      touch-action: pan-y pinch-zoom;
      user-select: none;
      -webkit-user-select: none;
    }
    :host(:focus-visible) {
      outline: 2px solid var(--accent);
      outline-offset: -8px;
    }
    .knob {
      width: 15px;
      height: 15px;
      border: 2px solid var(--paper);
      border-radius: 50%;
      background: var(--ink);
      transition: transform 0.12s;
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
    :host(:hover) .knob,
    :host(.held) .knob {
      transform: scale(1.3);
    }
    @media (prefers-reduced-motion: reduce) {
      .knob {
        transition: none;
      }
    }
  `;

  @property() label = "";
  /** The value in words, with its unit. */
  @property() words = "";
  @property({ attribute: false }) value = NaN;
  @property({ attribute: false }) bounds: [number, number] = [0, 1];
  /** How far one press of an arrow key moves. */
  @property({ attribute: false }) step = 0.01;
  @property({ attribute: false }) track: Track | undefined;
  /** Where it lies, in pixels from the plot's top, if not where its style says. */
  @property({ attribute: false }) top: number | undefined;

  /** Which pointer holds it and where, so that it does not jump to the finger. */
  #grip: { pointer: number; at: number } | undefined;

  /** The value asked for last, and when a key did. */
  #asked = NaN;
  #pressed = -Infinity;

  constructor() {
    super();
    this.addEventListener("pointerdown", this.#grab);
    this.addEventListener("pointermove", this.#drag);
    // Up, cancelled, or gone with its window: each ends the capture.
    this.addEventListener("lostpointercapture", this.#release);
    this.addEventListener("keydown", this.#key);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.tabIndex = 0;
    this.setAttribute("role", "slider");
    this.setAttribute("aria-orientation", "horizontal");
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#release();
  }

  override willUpdate(): void {
    const [min, max] = this.bounds;
    this.setAttribute("aria-label", this.label);
    this.setAttribute("aria-valuetext", this.words);
    this.setAttribute("aria-valuenow", String(this.value));
    this.setAttribute("aria-valuemin", String(min));
    this.setAttribute("aria-valuemax", String(max));
    if (this.track) this.style.transform = `translateX(${this.track(this.value)}px)`;
    if (this.top !== undefined) this.style.top = `${this.top}px`;
  }

  override render() {
    return html`<div class="knob"></div>`;
  }

  /** Whether it is being dragged. */
  get held(): boolean {
    return this.#grip !== undefined;
  }

  #grab = (event: PointerEvent): void => {
    if (!this.track || event.button !== 0 || this.held) return;
    this.setPointerCapture(event.pointerId);
    this.#grip = { pointer: event.pointerId, at: event.clientX - this.track(this.value) };
    this.classList.add("held");
  };

  #drag = (event: PointerEvent): void => {
    if (!this.#grip || !this.track || event.pointerId !== this.#grip.pointer) return;
    // A button let go where nobody could see it: it is up here.
    if (event.buttons === 0) this.#release();
    else this.#pick(this.track.invert(event.clientX - this.#grip.at));
  };

  #release = (): void => {
    if (!this.held) return;
    this.#grip = undefined;
    this.classList.remove("held");
    this.dispatchEvent(new Event("release"));
  };

  #key = (event: KeyboardEvent): void => {
    const steps = stepsOf(event);
    if (steps === undefined) return;
    event.preventDefault();
    // The page may still be at work on the presses before: they add up all the same.
    const from = event.timeStamp < this.#pressed + pause ? this.#asked : this.value;
    this.#pressed = event.timeStamp;
    this.#pick(from + steps * this.step);
  };

  #pick(value: number): void {
    const [min, max] = this.bounds;
    const bounded = Math.min(Math.max(value, min), max);
    this.#asked = Number(bounded.toPrecision(4));
    this.dispatchEvent(new PickEvent(this.#asked));
  }
}
