import type { CSSResultGroup } from "lit";
import { css, html, LitElement } from "lit";
import { property } from "lit/decorators.js";
import { PickEvent } from "./pick.ts";

/** Milliseconds after a press in which the next one goes on from it. */
const pause = 500;

/** Knobs on the page that nobody has moved one of yet. */
const untouched = new Set<HTMLElement>();
/** Whether somebody has: what can be dragged need not say so any more. */
let understood = false;

/**
 * Something on a plot to take hold of: by mouse or finger, or by keys. What values there are,
 * on a line or in the plane, says who extends it.
 *
 * @fires pick - PickEvent<Value>, within the bounds
 * @fires release - when it is let go
 */
export abstract class Knob<Value> extends LitElement {
  static override styles: CSSResultGroup = css`
    :host {
      position: absolute;
      left: 0;
      display: grid;
      place-items: center;
      width: 44px;
      height: 44px;
      margin: -22px 0 0 -22px;
      border-radius: 50%;
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
    /* Where what matters lies under it, or balls roll that look like it. */
    :host(.hollow) .knob {
      border-color: var(--ink);
      background: var(--paper);
    }
    :host(:hover) .knob,
    :host(.held) .knob {
      transform: scale(1.3);
    }
    /* It can be dragged: a ring that spreads says so, until one has been. */
    :host([hint])::before {
      position: absolute;
      width: 32px;
      height: 32px;
      border: 2px solid var(--accent);
      border-radius: 50%;
      opacity: 0;
      content: "";
      pointer-events: none;
      animation: spread 4s ease-out infinite;
    }
    @keyframes spread {
      0% {
        opacity: 0.9;
        transform: scale(0.4);
      }
      35%,
      100% {
        opacity: 0;
        transform: scale(1.2);
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .knob {
        transition: none;
      }
      :host([hint])::before {
        opacity: 0.5;
        animation: none;
      }
    }
    @media print {
      :host([hint])::before {
        display: none;
      }
    }
  `;

  @property() label = "";
  /** The value in words, with its unit. */
  @property() words = "";
  abstract value: Value;

  /** The pointer that holds it, and what its places stand for. */
  #grip: { pointer: number; valueAt: (x: number, y: number) => Value } | undefined;

  /** The value asked for last, and when a key did. */
  #asked: Value | undefined;
  #pressed = -Infinity;

  constructor() {
    super();
    this.addEventListener("pointerdown", this.#grab);
    this.addEventListener("pointermove", this.#drag);
    // Up, cancelled, or gone with its window: each ends the capture.
    this.addEventListener("lostpointercapture", this.#release);
    this.addEventListener("keydown", this.#key);
  }

  /** What places of the pointer stand for, held at one of them; nothing while there is no plot. */
  protected abstract gripAt(x: number, y: number): ((x: number, y: number) => Value) | undefined;

  /** Where a key moves a value; nothing if it is no such key. */
  protected abstract moved(from: Value, event: KeyboardEvent): Value | undefined;

  /** The nearest value within the bounds, in as many digits as a hand is fine. */
  protected abstract bounded(value: Value): Value;

  override connectedCallback(): void {
    super.connectedCallback();
    this.tabIndex = 0;
    this.setAttribute("role", "slider");
    if (understood) return;
    untouched.add(this);
    this.toggleAttribute("hint", true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    untouched.delete(this);
    this.#release();
  }

  /** Tells a reader what it is, of which number between which. */
  protected tell(now: number, [min, max]: [number, number]): void {
    this.setAttribute("aria-label", this.label);
    this.setAttribute("aria-valuetext", this.words);
    this.setAttribute("aria-valuenow", String(now));
    this.setAttribute("aria-valuemin", String(min));
    this.setAttribute("aria-valuemax", String(max));
  }

  override render() {
    return html`<div class="knob"></div>`;
  }

  /** Whether it is being dragged. */
  get held(): boolean {
    return this.#grip !== undefined;
  }

  /** Where a pointer is in the page's own pixels: a slide may be shown at another size. */
  #place({ clientX, clientY }: PointerEvent): [number, number] {
    const box = (this.offsetParent ?? this) as HTMLElement;
    const scale = box.getBoundingClientRect().width / box.offsetWidth || 1;
    return [clientX / scale, clientY / scale];
  }

  #grab = (event: PointerEvent): void => {
    const { button, pointerId } = event;
    const valueAt = button === 0 && !this.held ? this.gripAt(...this.#place(event)) : undefined;
    if (!valueAt) return;
    this.setPointerCapture(pointerId);
    this.#grip = { pointer: pointerId, valueAt };
    this.classList.add("held");
  };

  #drag = (event: PointerEvent): void => {
    const { buttons, pointerId } = event;
    if (pointerId !== this.#grip?.pointer) return;
    // The button was let go outside of the page, which has not heard of it.
    if (buttons === 0) this.#release();
    else this.#pick(this.#grip.valueAt(...this.#place(event)));
  };

  #release = (): void => {
    if (!this.held) return;
    this.#grip = undefined;
    this.classList.remove("held");
    this.dispatchEvent(new Event("release"));
  };

  #key = (event: KeyboardEvent): void => {
    // The page may still be at work on the presses before: they add up all the same.
    const lately = event.timeStamp < this.#pressed + pause;
    const value = this.moved(lately ? (this.#asked ?? this.value) : this.value, event);
    if (value === undefined) return;
    event.preventDefault();
    this.#pressed = event.timeStamp;
    this.#pick(value);
  };

  #pick(value: Value): void {
    understood = true;
    for (const knob of untouched) knob.toggleAttribute("hint", false);
    untouched.clear();
    this.#asked = this.bounded(value);
    this.dispatchEvent(new PickEvent(this.#asked));
  }
}
