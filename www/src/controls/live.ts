import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Scene } from "../scene/scene.ts";
import { number, quantity } from "../plot/format.ts";
import { isNumber, reach, slider } from "../scene/parameter.ts";
import { read } from "../scene/scenario.ts";
import { moved, valleysOf } from "../scene/valleys.ts";
import { FollowScene } from "./follow.ts";
import { stepsOf } from "./keys.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-live": Live;
  }
}

/** Pixels of a drag from one end of the parameter's range to the other. */
const length = 400;

/** What can be changed from within the text. */
interface Known {
  label: string;
  unit: string;
  value: number;
  /** The value last asked for, checked or not. */
  wanted: number;
  range: [number, number];
  /** Where a value lies in the range, from 0 to 1, and back. */
  scale: ReturnType<typeof slider>;
  set: (value: number) => void;
}

/** Pixels after which a press is a drag. */
const slack = 3;

/**
 * A number named in the text: a parameter or a valley, to be dragged sideways or by arrow keys.
 *
 * @fires hold - once a drag has moved it
 * @fires release - when it is let go
 */
@customElement("sgd-live")
export class Live extends LitElement {
  static override styles = css`
    :host {
      /* An inline element could not keep a finger's sideways move from the page. */
      display: inline-block;
      position: relative;
      min-width: 2ch;
      line-height: 1.2;
      text-align: center;
      border-bottom: 2px dotted var(--accent);
      color: var(--accent);
      font-variant-numeric: tabular-nums;
      cursor: ew-resize;
      touch-action: pan-y pinch-zoom;
      user-select: none;
      -webkit-user-select: none;
    }
    /* As large as a finger, without room taken from the lines around. */
    :host::after {
      position: absolute;
      inset: -0.5rem -0.25rem;
      content: "";
    }
    @media (pointer: coarse) {
      :host::after {
        inset: -0.7rem -0.5rem;
      }
    }
    :host(:focus-visible) {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }
  `;

  @property({ attribute: false }) scene: Scene | undefined;
  /** The parameter's key, or `valley.` and which. */
  @property() key = "";
  /** Where the drag began: on the screen, and in the range. */
  #last: number | undefined;
  #from = 0;
  #held = false;

  constructor() {
    super();
    new FollowScene(this);
    this.addEventListener("pointerdown", this.#grab);
    this.addEventListener("pointermove", this.#drag);
    this.addEventListener("lostpointercapture", this.#release);
    this.addEventListener("keydown", this.#press);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.tabIndex = 0;
    this.setAttribute("role", "slider");
    // A translator would put its own text in the place of the number.
    this.translate = false;
  }

  override render() {
    const known = this.#known();
    this.tabIndex = known || !this.scene ? 0 : -1;
    // Until it has a scene, and where that has no such number, it shows what the page has written.
    if (!known) return html`<slot></slot>`;
    const { label, unit, value, range } = known;
    this.setAttribute("aria-label", label);
    this.setAttribute("aria-valuenow", String(value));
    this.setAttribute("aria-valuemin", String(range[0]));
    this.setAttribute("aria-valuemax", String(range[1]));
    this.setAttribute("aria-valuetext", quantity(value, unit));
    return html`${number(value)}`;
  }

  #known(): Known | undefined {
    const { scene, key } = this;
    if (!scene) return undefined;
    const [kind, which] = key.split(".");
    if (kind === "valley") return valley(scene, Number(which));
    const row = scene.table.parameters.find((row) => row.key === key);
    if (!row || !isNumber(row)) return undefined;
    const value = read(scene.whole, key) as number | undefined;
    // Another landscape has no such number.
    if (value === undefined) return undefined;
    const range = reach(row, scene.whole) ?? [row.min, row.max];
    return {
      label: row.label,
      unit: row.unit,
      value,
      wanted: scene.wanted(key) as number,
      range,
      scale: slider(row, range),
      set: (value) => {
        scene.set(key, value);
      },
    };
  }

  /** Moves to where `change` says, from 0 at the range's low end to 1 at its high one. */
  #move(change: (place: number) => number): void {
    const known = this.#known();
    if (!known) return;
    const { scale, wanted, set } = known;
    const place = change(scale.place(wanted));
    set(scale.value(Math.min(Math.max(place, 0), 1)));
  }

  #grab = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.setPointerCapture(event.pointerId);
    this.#last = event.clientX;
    this.#move((place) => (this.#from = place));
  };

  #drag = (event: PointerEvent): void => {
    if (this.#last === undefined) return;
    // The button was let go outside of the page, which has not heard of it.
    if (event.buttons === 0) {
      this.#release();
      return;
    }
    const moved = event.clientX - this.#last;
    if (!this.#held && Math.abs(moved) > slack) {
      this.#held = true;
      this.dispatchEvent(new Event("hold"));
    }
    this.#move(() => this.#from + moved / length);
  };

  #release = (): void => {
    this.#last = undefined;
    if (!this.#held) return;
    this.#held = false;
    this.dispatchEvent(new Event("release"));
  };

  #press = (event: KeyboardEvent): void => {
    const steps = stepsOf(event);
    if (steps === undefined) return;
    event.preventDefault();
    this.#move((place) => place + steps / 100);
  };
}

function valley(scene: Scene, which: number): Known | undefined {
  const value = valleysOf(scene.whole)[which];
  if (value === undefined) return undefined;
  const wanted = valleysOf(scene.ahead)[which] ?? value;
  const range = scene.whole.domain;
  return {
    label: `Valley ${which + 1}`,
    unit: "W",
    value,
    wanted,
    range,
    scale: slider({ scale: "linear", integer: false }, range),
    set: (to) => {
      scene.setLandscape(moved(scene.ahead, wanted, to));
    },
  };
}
