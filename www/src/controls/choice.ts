import { html, css, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { ChoiceParameter, Value } from "../core/types.ts";
import { controlStyles } from "./parts.css.ts";
import { PickEvent } from "./pick.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-choice": Choice;
  }
}

/**
 * One of a few values, by name.
 *
 * @fires pick - PickEvent<Value>
 */
@customElement("sgd-choice")
export class Choice extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [
    controlStyles,
    css`
      label {
        display: block;
        margin-bottom: 0.25rem;
      }
      select {
        width: 100%;
      }
    `,
  ];

  @property({ attribute: false }) parameter!: ChoiceParameter;
  @property({ attribute: false }) value: Value = "";
  /** What the core says is wrong with this parameter. */
  @property() fault = "";
  /** Whether the help stands under the control, or is only there to be read out. */
  @property({ type: Boolean }) terse = false;

  override render() {
    const { label, options, help } = this.parameter;
    return html`
      <label for="select">${label}</label>
      <select
        id="select"
        aria-describedby="help fault"
        aria-invalid=${this.fault !== ""}
        @change=${({ target }: Event) => {
          const { selectedIndex } = target as HTMLSelectElement;
          this.dispatchEvent(new PickEvent(options[selectedIndex]!.value));
        }}
      >
        ${options.map(
          ({ value, label }) => html`<option .selected=${value === this.value}>${label}</option>`,
        )}
      </select>
      <p id="fault" class="fault" ?hidden=${this.fault === ""}>${this.fault}</p>
      <p id="help" class=${this.terse ? "unseen" : "help"}>${help}</p>
    `;
  }
}
