import { html, css, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { ChoiceParameter, Value } from "../core/types.ts";
import { Help, helpStyles } from "./help.ts";
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
    helpStyles,
    css`
      .head {
        display: flex;
        align-items: center;
        gap: 0.75rem;
        min-height: 28px;
      }
      select {
        width: 100%;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 0.6rem;
      }
      /* As wide as what it says: what does not fit beside its name goes below it. */
      .row select {
        flex: 1 1 auto;
        field-sizing: content;
        width: auto;
        min-width: min(6rem, 100%);
        max-width: 100%;
      }
      .row > p {
        flex-basis: 100%;
      }
    `,
  ];

  @property({ attribute: false }) parameter!: ChoiceParameter;
  @property({ attribute: false }) value: Value = "";
  /** What the core says is wrong with this parameter. */
  @property() fault = "";
  /** Whether the help is only there to be read out. */
  @property({ type: Boolean }) terse = false;

  #help = new Help(this);

  override render() {
    const { label, options, help } = this.parameter;
    return html`<div class=${this.terse ? "row" : nothing}>
      ${
        this.terse
          ? html`<label for="select">${label}</label>`
          : html`<div class="head">
              <label for="select">${label}</label>${this.#help.sign(label)}
            </div>`
      }
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
      ${this.terse ? html`<p id="help" class="unseen">${help}</p>` : this.#help.words(help)}
    </div>`;
  }
}
