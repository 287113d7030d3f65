import { html, css, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Fault } from "../core/messages.ts";
import type { Parameter, Value } from "../core/types.ts";
import { fieldOf } from "../scene/fields.ts";
import type { Scene } from "../scene/scene.ts";
import { isNumber, reach } from "../scene/parameter.ts";
import { belongs, kindOf, read } from "../scene/scenario.ts";
import { FollowScene } from "./follow.ts";
import { controlStyles } from "./parts.css.ts";
import type { PickEvent } from "./pick.ts";
import "./choice.ts";
import "./slider.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-panel": Panel;
  }
}

/** Whether a fault is about this parameter, or about a pair or group that it belongs to. */
export const concerns = ({ field = "" }: Fault, key: string): boolean =>
  field !== "" && `${key}.`.startsWith(`${field}.`);

/** Controls for some of a scene's parameters, made from the core's table. */
@customElement("sgd-panel")
export class Panel extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr));
        gap: 0.6rem 2rem;
        align-items: start;
      }
      :host([terse]) {
        grid-template-columns: repeat(auto-fit, minmax(min(13rem, 100%), 1fr));
        gap: 0.4rem 1.5rem;
      }
    `,
  ];

  @property({ attribute: false }) scene: Scene | undefined;
  /** Keys of the parameters, in the order of showing. */
  @property({ attribute: false }) keys: string[] = [];
  @property({ type: Boolean }) terse = false;

  constructor() {
    super();
    new FollowScene(this);
  }

  override render() {
    const { scene } = this;
    if (!scene) return nothing;
    const rows = this.keys.flatMap((key) => {
      const row = scene.table.parameters.find((parameter) => parameter.key === key);
      const idle = fieldOf(key).idle?.(scene.whole) ?? false;
      return row && belongs(row, scene.whole) && !idle ? [row] : [];
    });
    return rows.map((row) => this.#control(scene, row));
  }

  #control(scene: Scene, parameter: Parameter) {
    const { key } = parameter;
    const value = read(scene.whole, key) ?? parameter.default;
    const fault = scene.fault && concerns(scene.fault, key) ? scene.fault.message : "";
    const pick = ({ value }: PickEvent<Value>) => {
      scene.set(key, value);
    };
    return isNumber(parameter)
      ? html`<sgd-slider
          data-key=${key}
          .parameter=${parameter}
          .value=${value}
          .reach=${reach(parameter, scene.whole)}
          .fault=${fault}
          ?terse=${this.terse}
          @pick=${pick}
        ></sgd-slider>`
      : html`<sgd-choice
          data-key=${key}
          .parameter=${parameter}
          .value=${key === "landscape.kind" ? kindOf(scene.whole) : value}
          .fault=${fault}
          ?terse=${this.terse}
          @pick=${pick}
        ></sgd-choice>`;
  }
}
