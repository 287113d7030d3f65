import { css } from "lit";
import { customElement, property } from "lit/decorators.js";
import { Knob } from "./knob.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-spot": Spot;
  }
}

type Place = [number, number];

/** Where a place of the plane lies on a plot, in CSS pixels from its top left, and back. */
export interface Ground {
  to: (place: Place) => Place;
  from: (x: number, y: number) => Place;
}

const arrows: Record<string, Place> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** A place in the plane, to be moved about: by the four arrow keys too, ten times as far with Shift. */
@customElement("sgd-spot")
export class Spot extends Knob<Place> {
  static override styles = [
    Knob.styles,
    css`
      :host {
        top: 0;
        cursor: grab;
        /* A finger on it moves it both ways; two zoom the page as ever. */
        touch-action: pinch-zoom;
      }
      :host(.held) {
        cursor: grabbing;
      }
      /* A datapoint is square: told from a start. */
      :host(.point) .knob {
        border-color: var(--gradient);
        border-radius: 2px;
        background: var(--paper);
        rotate: 45deg;
      }
    `,
  ];

  @property({ attribute: false }) override value: Place = [0, 0];
  @property({ attribute: false }) bounds: [Place, Place] = [
    [0, 1],
    [0, 1],
  ];
  @property({ attribute: false }) ground: Ground | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    // There is no role for two numbers at once: a slider of the first, whose words tell both.
    this.setAttribute("aria-roledescription", "place, moved by the four arrow keys");
  }

  override willUpdate(): void {
    this.tell(this.value[0], this.bounds[0]);
    if (!this.ground) return;
    const [x, y] = this.ground.to(this.value);
    this.style.transform = `translate(${x}px, ${y}px)`;
  }

  protected override gripAt(x: number, y: number): ((x: number, y: number) => Place) | undefined {
    if (!this.ground) return undefined;
    // It does not jump to the finger.
    const [a, b] = this.ground.to(this.value);
    return (across, down) => this.ground?.from(across - x + a, down - y + b) ?? this.value;
  }

  protected override moved(from: Place, { key, shiftKey }: KeyboardEvent): Place | undefined {
    const way = arrows[key];
    if (!way) return undefined;
    const far = shiftKey ? 0.1 : 0.01;
    return this.#each((axis, [min, max]) => from[axis] + way[axis] * far * (max - min));
  }

  protected override bounded(value: Place): Place {
    return this.#each((axis, [min, max]) =>
      Number(Math.min(Math.max(value[axis], min), max).toPrecision(3)),
    );
  }

  #each(made: (axis: 0 | 1, bounds: Place) => number): Place {
    return [made(0, this.bounds[0]), made(1, this.bounds[1])];
  }
}
