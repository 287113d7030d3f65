import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { PickEvent } from "./pick.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-spot": Spot;
  }
}

/** Where a place of the plane lies on a plot, in CSS pixels from its top left, and back. */
export interface Ground {
  to: (place: [number, number]) => [number, number];
  from: (x: number, y: number) => [number, number];
}

const arrows: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/**
 * A place in the plane to take hold of: by mouse or finger, or by the four arrow keys,
 * which go ten times as far with Shift.
 *
 * @fires pick - PickEvent<[number, number]>, within the bounds
 */
@customElement("sgd-spot")
export class Spot extends LitElement {
  static override styles = css`
    :host {
      position: absolute;
      left: 0;
      top: 0;
      display: grid;
      place-items: center;
      width: 44px;
      height: 44px;
      margin: -22px 0 0 -22px;
      border-radius: 50%;
      cursor: grab;
      /* A finger on it moves it both ways; two zoom the page as ever. */
      touch-action: pinch-zoom;
      user-select: none;
      -webkit-user-select: none;
    }
    :host(:focus-visible) {
      outline: 2px solid var(--accent);
      outline-offset: -8px;
    }
    :host(.held) {
      cursor: grabbing;
    }
    .knob {
      width: 15px;
      height: 15px;
      border: 2px solid var(--paper);
      border-radius: 50%;
      background: var(--ink);
      transition: transform 0.12s;
    }
    /* A datapoint is square: told from a start. */
    :host(.point) .knob {
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
  @property({ attribute: false }) value: [number, number] = [0, 0];
  @property({ attribute: false }) bounds: [[number, number], [number, number]] = [
    [0, 1],
    [0, 1],
  ];
  /** The value in words, with its unit. */
  @property() words = "";
  @property({ attribute: false }) ground: Ground | undefined;

  /** Which pointer holds it and where, so that it does not jump to the finger. */
  #grip: { pointer: number; x: number; y: number } | undefined;

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
    // There is no role for two numbers at once: a slider of the first, whose words tell both.
    this.setAttribute("role", "slider");
    this.setAttribute("aria-roledescription", "place, moved by the four arrow keys");
  }

  override willUpdate(): void {
    const [[min, max]] = this.bounds;
    this.setAttribute("aria-label", this.label);
    this.setAttribute("aria-valuetext", this.words);
    this.setAttribute("aria-valuenow", String(this.value[0]));
    this.setAttribute("aria-valuemin", String(min));
    this.setAttribute("aria-valuemax", String(max));
    if (!this.ground) return;
    const [x, y] = this.ground.to(this.value);
    this.style.transform = `translate(${x}px, ${y}px)`;
  }

  override render() {
    return html`<div class="knob"></div>`;
  }

  #grab = (event: PointerEvent): void => {
    if (!this.ground || event.button !== 0 || this.#grip) return;
    this.setPointerCapture(event.pointerId);
    const [x, y] = this.ground.to(this.value);
    this.#grip = { pointer: event.pointerId, x: event.clientX - x, y: event.clientY - y };
    this.classList.add("held");
  };

  #drag = (event: PointerEvent): void => {
    if (!this.#grip || !this.ground || event.pointerId !== this.#grip.pointer) return;
    if (event.buttons === 0) this.#release();
    else this.#pick(this.ground.from(event.clientX - this.#grip.x, event.clientY - this.#grip.y));
  };

  #release = (): void => {
    this.#grip = undefined;
    this.classList.remove("held");
  };

  #key = (event: KeyboardEvent): void => {
    const way = arrows[event.key];
    if (!way) return;
    event.preventDefault();
    const far = event.shiftKey ? 0.1 : 0.01;
    const [a, b] = this.value.map(
      (at, k) => at + way[k]! * far * (this.bounds[k]![1] - this.bounds[k]![0]),
    );
    this.#pick([a!, b!]);
  };

  #pick(place: [number, number]): void {
    const [a, b] = place.map((at, k) => {
      const [min, max] = this.bounds[k]!;
      return Number(Math.min(Math.max(at, min), max).toPrecision(3));
    });
    this.dispatchEvent(new PickEvent<[number, number]>([a!, b!]));
  }
}
