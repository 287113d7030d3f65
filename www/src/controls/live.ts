import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Scene } from "../scene.ts";
import { number, quantity } from "../format.ts";
import { isNumber, reach, slider } from "../parameter.ts";
import { read } from "../scenario.ts";
import { FollowScene } from "./follow.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-live": Live;
  }
}

/** Pixels of a drag from one end of the parameter's range to the other. */
const length = 400;

/** A parameter named in the text: its value, to be dragged sideways or moved by arrow keys. */
@customElement("sgd-live")
export class Live extends LitElement {
  static override styles = css`
    :host {
      border-bottom: 2px dotted var(--accent);
      color: var(--accent);
      font-variant-numeric: tabular-nums;
      cursor: ew-resize;
      touch-action: pan-y pinch-zoom;
      user-select: none;
      -webkit-user-select: none;
    }
    :host(:focus-visible) {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }
  `;

  @property({ attribute: false }) scene: Scene | undefined;
  /** The parameter's key. */
  @property() key = "";
  /** Where the drag began: on the screen, and in the range. */
  #last: number | undefined;
  #from = 0;

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
  }

  override render() {
    const known = this.#known();
    // Until it has a scene it shows what the page has written.
    if (!known) return html`<slot></slot>`;
    const { row, value, range } = known;
    this.setAttribute("aria-label", row.label);
    this.setAttribute("aria-valuenow", String(value));
    this.setAttribute("aria-valuemin", String(range[0]));
    this.setAttribute("aria-valuemax", String(range[1]));
    this.setAttribute("aria-valuetext", quantity(value, row.unit));
    return html`${number(value)}`;
  }

  #known() {
    const row = this.scene?.table.parameters.find(({ key }) => key === this.key);
    if (!this.scene || !row || !isNumber(row)) return undefined;
    const range = reach(row, this.scene.whole) ?? [row.min, row.max];
    return { row, range, value: read(this.scene.whole, this.key) as number };
  }

  /** Moves to where `change` says, from 0 at the range's low end to 1 at its high one. */
  #move(change: (place: number) => number): void {
    const known = this.#known();
    if (!known) return;
    const scale = slider(known.row, known.range);
    const place = Math.min(
      Math.max(change(scale.place(this.scene!.wanted(this.key) as number)), 0),
      1,
    );
    this.scene?.set(this.key, scale.value(place));
  }

  #grab = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.setPointerCapture(event.pointerId);
    this.#last = event.clientX;
    this.#move((place) => (this.#from = place));
  };

  #drag = (event: PointerEvent): void => {
    if (this.#last === undefined) return;
    // A button let go where nobody could see it: it is up here.
    if (event.buttons === 0) {
      this.#release();
      return;
    }
    const moved = (event.clientX - this.#last) / length;
    this.#move(() => this.#from + moved);
  };

  #release = (): void => {
    this.#last = undefined;
  };

  #press = (event: KeyboardEvent): void => {
    const move = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (move === undefined) return;
    event.preventDefault();
    this.#move((place) => place + (move * (event.shiftKey ? 10 : 1)) / 100);
  };
}
